import { APIError, RunwayML } from '@runwayml/sdk';
import { networkFailure } from '../../core/network-failure.ts';
import type { Clock } from '../../core/ports/world.ts';
import { MINUTE } from '../../core/time.ts';
import { bounded } from '../answer.ts';
import { fetchOnce } from '../fetch-once.ts';
import { retryAfterMs } from '../retry-after.ts';
import { type ErrorAnswer, errorAnswer } from './answers.ts';

/** Longer than any caller waits: what ends a call is its signal. */
const timeoutMs = 10 * MINUTE;

/** How a call ended, with nothing in it that could name a prompt, an address or a key. */
export type Answer =
  | { readonly kind: 'ok'; readonly json: unknown }
  | {
      readonly kind: 'refused';
      readonly status: number;
      /** Null where the answer is not Runway's own. */
      readonly error: ErrorAnswer | null;
      readonly retryAfterMs: number | null;
    }
  /** No answer that can be read, and whether that is because nothing went out. */
  | { readonly kind: 'unanswered'; readonly word: string; readonly isUnsent: boolean };

/** One call to Runway's API, sent at most once. Never rejects: an aborted one is unanswered. */
export type Api = (call: (client: RunwayML) => PromiseLike<unknown>) => Promise<Answer>;

export type ApiSettings = { readonly apiKey: string; readonly baseUrl: string; readonly clock: Clock };

export function createApi({ apiKey, baseUrl, clock }: ApiSettings): Api {
  // It repeats creates by itself and logs addresses unless told otherwise.
  const shared = new RunwayML({ apiKey, baseURL: baseUrl, maxRetries: 0, timeout: timeoutMs, logLevel: 'off' });
  return async (call) => {
    // The SDK hides what `fetch` failed with behind its own errors; only that proves that nothing went out.
    let isSent = false;
    let failure: unknown = null;
    const send = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
      isSent = true;
      try {
        return bounded(await fetchOnce(input, init));
      } catch (error) {
        failure = error;
        throw error;
      }
    };
    try {
      return { kind: 'ok', json: await call(shared.withOptions({ fetch: send })) };
    } catch (error) {
      if (isStatus(error)) return refusal(error, clock.nowMs());
      const { word, isUnsent } = networkFailure(failure ?? error);
      return { kind: 'unanswered', word, isUnsent: !isSent || isUnsent };
    }
  };
}

type StatusError = APIError<number, Headers>;

function isStatus(error: unknown): error is StatusError {
  return error instanceof APIError && typeof error.status === 'number';
}

function refusal({ status, headers, error }: StatusError, nowMs: number): Answer {
  return {
    kind: 'refused',
    status,
    error: errorAnswer.safeParse(error).data ?? null,
    retryAfterMs: retryAfterMs((name) => headers.get(name), nowMs),
  };
}

/** For the log. */
export function describeFailure(answer: Exclude<Answer, { kind: 'ok' }>): string {
  if (answer.kind === 'unanswered') return `no answer: ${answer.word}`;
  const { status, error } = answer;
  if (error === null) return `HTTP ${status}, not in its own words`;
  const issues = error.issues.map(({ path, code }) => `${path.map(oneWord).join('.')}: ${oneWord(code)}`);
  return [`HTTP ${status}`, ...issues.slice(0, 5)].join(', ');
}

/** Names of fields and codes are single words; anything else may have been written by somebody. */
function oneWord(said: string | number): string {
  return /^\w{1,40}$/.test(String(said)) ? String(said) : '?';
}
