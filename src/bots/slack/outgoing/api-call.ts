import { AsyncLocalStorage } from 'node:async_hooks';
import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock, Log } from '../../../core/ports/world.ts';
import { SECOND } from '../../../core/time.ts';
import { createPauses } from '../../pauses.ts';
import type { scopesByMethod } from '../install/scopes.ts';
import { sdkLog } from '../sdk-log.ts';
import { type ApiProblem, patienceMs, type ProblemKind, problemOf, refusedPauseMs, slowFor } from './api-error.ts';
import type { TokenStanding } from '../../token-standing.ts';

export type ApiResult<T> = { readonly kind: 'done'; readonly value: T } | ApiProblem;

export type SlackMethod = keyof typeof scopesByMethod;

export type ApiDeps = {
  readonly settings: { readonly apiUrl: string };
  /** Of the bot in one workspace. */
  readonly token: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly standing: TokenStanding;
};

type Args = Readonly<Record<string, unknown>>;

/** Nothing that goes through here takes long; files go their own way. */
const timeoutMs = 30 * SECOND;

/** What Slack says only to who it knows. */
const provesToken: ReadonlySet<ProblemKind> = new Set([
  'gone',
  'message_gone',
  'file_gone',
  'not_in_channel',
  'not_allowed',
  'no_uploads',
  'too_large',
  'answer_over',
  'rejected',
]);

/**
 * One call in one workspace, made once; `shape` is what of its answer is used. Never throws. After a 429 the same
 * is not asked again before its time; all else goes on.
 */
export function createApiCaller({ settings, token, clock, log, standing }: ApiDeps) {
  const limits = createPauses(clock);
  const callSignal = new AsyncLocalStorage<AbortSignal>();
  const client = new WebClient(token, {
    slackApiUrl: settings.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    allowAbsoluteUrls: false,
    // What waits in its queue would run with the signal of another call.
    maxRequestConcurrency: Number.POSITIVE_INFINITY,
    logger: sdkLog(log),
    fetch: async (address, init) => {
      const signals = [init?.signal, callSignal.getStore()].filter((signal) => signal instanceof AbortSignal);
      const response = await fetch(address, { ...init, signal: AbortSignal.any(signals) });
      if (response.status === 200 && !isJson(response))
        throw new UnreadableAnswer('expected JSON of Slack, got something else');
      return response.status === 429 ? patient(response) : response;
    },
  });

  function noted(problem: ApiProblem, method: SlackMethod, args: Args): ApiProblem {
    const { kind, detail } = problem;
    if (kind === 'slow') limits.pause(limitOf(method, args), problem.afterMs);
    if (kind === 'token_refused') {
      standing.refused(clock.nowMs());
      log.error('Slack refuses the token of a workspace', new Error(detail), { what: method });
    }
    if (kind === 'rejected')
      log.error('Slack does not understand what it is asked', new Error(detail), { what: method });
    const isOptional = method === 'usergroups.list';
    if (problem.code === 'missing_scope' && !isOptional)
      log.warn('Slack wants a scope that we lack', { what: method, why: detail });
    if (provesToken.has(problem.kind)) standing.taken();
    return problem;
  }

  /** Why this cannot be asked now; null when it can. */
  function pause(method: SlackMethod, args: Args): ApiProblem | null {
    const refusedAtMs = standing.refusedAtMs();
    const refusedMs = refusedAtMs === null ? 0 : refusedAtMs + refusedPauseMs - clock.nowMs();
    if (refusedMs > 0) {
      const detail = 'Slack refused the token of this workspace a moment ago';
      return { kind: 'token_refused', afterMs: refusedMs, detail, code: null };
    }
    const slowMs = limits.leftMs(limitOf(method, args));
    return slowMs > 0 ? slowFor(slowMs) : null;
  }

  return async function call<T>(
    method: SlackMethod,
    args: Args,
    shape: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<ApiResult<T>> {
    if (signal.aborted) return { kind: 'not_done', detail: 'there was no time left', code: null };
    const paused = pause(method, args);
    if (paused) return paused;
    let answer: unknown;
    try {
      answer = await callSignal.run(signal, () => client.apiCall(method, { ...args }));
    } catch (error) {
      return noted(problemOf(error), method, args);
    }
    standing.taken();
    const parsed = shape.safeParse(answer);
    if (parsed.success) return { kind: 'done', value: parsed.data };
    log.warn('Slack answered in a form that is not known', { what: method, why: z.prettifyError(parsed.error) });
    return { kind: 'ambiguous', detail: 'the answer of Slack could not be read', code: null };
  };
}

/** What a limit is counted by: of messages, Slack takes about one a second in each channel. */
function limitOf(method: SlackMethod, { channel }: Args): string {
  return method === 'chat.postMessage' && typeof channel === 'string' ? `${method} ${channel}` : method;
}

/** The client would take the word of a page for one of Slack's, which says that nothing was done. */
class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

function isJson({ headers }: Response): boolean {
  return /^application\/json\b/iu.test(headers.get('content-type') ?? '');
}

/** The client knows no other way to be patient. */
function patient(response: Response): Response {
  if (/^\d{1,6}$/u.test(response.headers.get('retry-after') ?? '')) return response;
  return new Response(null, { status: response.status, headers: { 'retry-after': String(patienceMs / SECOND) } });
}
