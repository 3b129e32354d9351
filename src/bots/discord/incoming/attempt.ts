import { DiscordAPIError } from 'discord.js';
import type { Log } from '../../../core/ports/world.ts';
import { type ApiProblem, problemOf } from '../outgoing/api-error.ts';

export type Attempted<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Another process, or an earlier try, has answered this already. */
  | { readonly kind: 'answered' }
  /** It can no longer be answered, or not by this way. */
  | { readonly kind: 'over' }
  | ApiProblem;

/** Cloudflare and Discord's own codes: discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const unknownInteraction = 10062;
const alreadyAcknowledged = 40060;

/**
 * One call that answers an event. What Discord says against it is told, and logged without the token and without what was
 * to be said; what goes wrong on our side is thrown.
 */
export async function attempt<T>(what: string, log: Log, call: () => Promise<T>): Promise<Attempted<T>> {
  try {
    return { kind: 'done', value: await call() };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    const problem = problemOf(error, false);
    const code = error instanceof DiscordAPIError ? error.code : null;
    if (code === alreadyAcknowledged) {
      log.debug('an event was answered already', { what });
      return { kind: 'answered' };
    }
    if (code === unknownInteraction || problem.kind === 'answer_over') {
      log.warn('an answer came too late for Discord', { what, why: problem.detail });
      return { kind: 'over' };
    }
    if (problem.kind === 'rejected') {
      log.error('Discord does not understand an answer', new Error(problem.detail), { what });
    } else {
      log.warn('an answer did not get through', { what, why: problem.detail });
    }
    return problem;
  }
}

/**
 * The same for what Discord does only once however often it is asked, so that it is asked again when no answer is heard.
 * `answered` then means that the first time was heard, or somebody else was before us.
 */
export async function attemptTwice<T>(what: string, log: Log, call: () => Promise<T>): Promise<Attempted<T>> {
  const first = await attempt(what, log, call);
  return isUnheard(first) ? attempt(what, log, call) : first;
}

function isUnheard({ kind }: Attempted<unknown>): boolean {
  return kind === 'ambiguous' || kind === 'not_sent';
}

/** Whether Discord has certainly not done it, and would not do it if asked again. */
export function isRefused({ kind }: Attempted<unknown>): boolean {
  return kind === 'blocked' || kind === 'rejected' || kind === 'not_allowed' || kind === 'too_large';
}
