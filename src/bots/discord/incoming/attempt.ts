import { DiscordAPIError } from 'discord.js';
import type { Clock, Log } from '../../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../../core/time.ts';
import { type ApiProblem, problemOf } from '../outgoing/api-error.ts';
import { within } from '../../within.ts';

/** What came of asking Discord for something. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** The event has its answer: an earlier try of ours of which nothing was heard, or that of another process. */
  | { readonly kind: 'answered'; readonly isPerhapsOurs: boolean }
  /** The message that it was about is not there. */
  | { readonly kind: 'message_gone' }
  /** Nobody can be answered any more. */
  | { readonly kind: 'over' }
  /** Certainly not done, and it would not be if it were asked again. */
  | { readonly kind: 'refused'; readonly isTooLarge: boolean }
  /** Done or not, or done in a while: nothing tells. */
  | { readonly kind: 'unheard' };

export type Asking<T> = {
  readonly what: string;
  /** Of all tries together: after this, what goes on is left to itself. */
  readonly withinMs: number;
  /** For what nobody misses, and what would be there twice if a try was done of which nothing was heard. */
  readonly isTriedOnce?: true;
  readonly call: () => Promise<T>;
};

/** How long an answer may take. Discord takes the first word on an event for 3 s, and all others for 15 minutes. */
export const answerMsMax = { first: 3 * SECOND, later: MINUTE, upload: 2 * MINUTE } as const;

/** Cloudflare and Discord's own codes: discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const unknownInteraction = 10062;
const alreadyAcknowledged = 40060;

type Tried<T> = { readonly outcome: Outcome<T>; readonly isWorthAnother: boolean };

/**
 * One thing asked of Discord to answer an event, and asked again when nothing was heard of it. What Discord says against
 * it is told, and logged without the token and without what was to be said; what goes wrong on our side is thrown.
 */
export async function attempt<T>(
  asking: Asking<T>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<Outcome<T>> {
  const { what, withinMs, isTriedOnce } = asking;
  let isLate = false;
  const tries = async (): Promise<Outcome<T>> => {
    const first = await tryOnce(asking, false, log);
    if (!first.isWorthAnother || isTriedOnce === true || isLate) return first.outcome;
    return (await tryOnce(asking, true, log)).outcome;
  };
  const tried = await within(withinMs, tries(), clock);
  if (tried.inTime) return tried.value;
  isLate = true;
  log.warn('an answer did not get through', { what, why: `nothing heard from Discord within ${withinMs} ms` });
  return { kind: 'unheard' };
}

async function tryOnce<T>({ what, call }: Asking<T>, isSecond: boolean, log: Log): Promise<Tried<T>> {
  try {
    return { outcome: { kind: 'done', value: await call() }, isWorthAnother: false };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    const problem = problemOf(error, false);
    const code = error instanceof DiscordAPIError ? error.code : null;
    if (code === alreadyAcknowledged) {
      log.debug('an event was answered already', { what });
      return { outcome: { kind: 'answered', isPerhapsOurs: isSecond }, isWorthAnother: false };
    }
    const outcome = code === unknownInteraction ? ({ kind: 'over' } as const) : outcomeOf(problem);
    if (outcome.kind === 'over') log.warn('an answer came too late for Discord', { what, why: problem.detail });
    else if (problem.kind === 'rejected')
      log.error('Discord does not understand an answer', new Error(problem.detail), { what });
    else log.warn('an answer did not get through', { what, why: problem.detail });
    // Whoever asks for patience would only be asked too often.
    return { outcome, isWorthAnother: outcome.kind === 'unheard' && problem.kind !== 'slow' };
  }
}

function outcomeOf({ kind }: ApiProblem): Exclude<Outcome<never>, { kind: 'done' | 'answered' }> {
  switch (kind) {
    case 'answer_over':
      return { kind: 'over' };
    case 'message_gone':
      return { kind };
    case 'gone':
    case 'not_allowed':
    case 'archived':
    case 'blocked':
    case 'rejected':
    case 'too_large':
      return { kind: 'refused', isTooLarge: kind === 'too_large' };
    case 'slow':
    case 'token_refused':
    case 'ambiguous':
    case 'not_sent':
      return { kind: 'unheard' };
  }
}
