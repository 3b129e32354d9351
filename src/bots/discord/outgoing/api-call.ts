import { REST, RequestMethod, RESTEvents, type RouteLike } from 'discord.js';
import { z } from 'zod';
import type { Clock, Log } from '../../../core/ports/world.ts';
import { SECOND } from '../../../core/time.ts';
import { type ApiProblem, problemOf, refusedPauseMs } from './api-error.ts';
import type { MessageFile } from './message-body.ts';
import { type RestSettings, restOptions } from '../rest-settings.ts';
import type { TokenStanding } from '../../token-standing.ts';

export type ApiResult<T> = { readonly kind: 'done'; readonly value: T } | ApiProblem;

export type ApiCall = {
  /** What is asked, in words for the log. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly route: RouteLike;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly file?: MessageFile | undefined;
  /** Its address holds a token of its own. */
  readonly asAnswer?: true;
};

export type ApiDeps = {
  readonly settings: RestSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly standing: TokenStanding;
  /** So many refusals in ten minutes, and nothing is asked until they are forgotten. */
  readonly refusalsMax?: number;
};

/** Longer waits are told to whoever asked, who has something better to do. */
const waitMsMax = 20 * SECOND;

/** Discord shuts out an address that had 10,000 refusals in 10 minutes, from everything. */
const refusalsMaxDefault = 5_000;
const looksAtRefusals = 10;

/** One call, made once; `shape` is what of its answer is used. Never throws. */
export function createApiCaller({ settings, clock, log, standing, refusalsMax = refusalsMaxDefault }: ApiDeps) {
  const rest = new REST({
    ...restOptions(settings),
    rejectOnRateLimit: ({ retryAfter, timeToReset, sublimitTimeout }) =>
      Math.max(retryAfter, timeToReset, sublimitTimeout) > waitMsMax,
    invalidRequestWarningInterval: Math.ceil(refusalsMax / looksAtRefusals),
  });
  let quietUntilMs = 0;
  rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) => {
    log.warn('Discord refuses much of what it is asked', { refusals: count });
    if (count >= refusalsMax) quietUntilMs = clock.nowMs() + remainingTime;
  });

  /** Why nothing can be asked now; null when it can. */
  function pause(asBot: boolean): ApiProblem | null {
    const nowMs = clock.nowMs();
    if (quietUntilMs > nowMs) {
      return { kind: 'slow', afterMs: quietUntilMs - nowMs, detail: 'Discord refused too much of late' };
    }
    const refusedAtMs = standing.refusedAtMs();
    if (!asBot || refusedAtMs === null || nowMs - refusedAtMs >= refusedPauseMs) return null;
    const afterMs = refusedAtMs + refusedPauseMs - nowMs;
    return { kind: 'token_refused', afterMs, detail: 'Discord refused our token a moment ago' };
  }

  function noted(problem: ApiProblem, { what, asAnswer }: ApiCall): ApiProblem {
    if (problem.kind === 'token_refused') {
      standing.refused(clock.nowMs());
      log.error('Discord refuses our token', new Error(problem.detail), { what });
      return problem;
    }
    if (asAnswer !== true && provesToken.has(problem.kind)) standing.taken();
    if (problem.kind === 'rejected') {
      log.error('Discord does not understand what it is asked', new Error(problem.detail), { what });
    }
    return problem;
  }

  return async function call<T>(ask: ApiCall, shape: z.ZodType<T>, signal: AbortSignal): Promise<ApiResult<T>> {
    const asBot = ask.asAnswer !== true;
    if (signal.aborted) return { kind: 'not_sent', detail: 'there was no time left' };
    const paused = pause(asBot);
    if (paused) return paused;
    // discord.js forgets the token once it was refused.
    rest.setToken(settings.token);
    let answer: unknown;
    try {
      answer = await rest.request({
        method: methods[ask.method],
        fullRoute: ask.route,
        auth: asBot,
        signal,
        body: ask.body,
        files: ask.file && [{ name: ask.file.name, data: ask.file.bytes, contentType: ask.file.mime }],
        ...(ask.query ? { query: new URLSearchParams(ask.query) } : {}),
      });
    } catch (error) {
      return noted(problemOf(error, asBot), ask);
    }
    if (asBot) standing.taken();
    const parsed = shape.safeParse(answer);
    if (parsed.success) return { kind: 'done', value: parsed.data };
    log.warn('Discord answered in a form that is not known', { what: ask.what, why: z.prettifyError(parsed.error) });
    return { kind: 'ambiguous', detail: 'the answer of Discord could not be read' };
  };
}

/** What Discord says only to who it knows. */
const provesToken: ReadonlySet<ApiProblem['kind']> = new Set([
  'gone',
  'message_gone',
  'not_allowed',
  'archived',
  'too_large',
  'blocked',
  'rejected',
]);

const methods = {
  GET: RequestMethod.Get,
  POST: RequestMethod.Post,
  PATCH: RequestMethod.Patch,
  DELETE: RequestMethod.Delete,
} as const;
