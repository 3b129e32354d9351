import type { Backoff } from '../backoff.ts';
import type { Engines } from '../engines.ts';
import type { AttemptId, JobId } from '../ids.ts';
import type { Chat } from '../ports/chat.ts';
import type { Media } from '../ports/media.ts';
import type { StepKind } from '../ports/claims.ts';
import type { PromptJudge } from '../ports/prompt-judge.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Ids, Log, Random } from '../ports/world.ts';
import { HOUR, MINUTE, SECOND } from '../time.ts';

/** What every step works with. A step takes the part it needs. */
export type StepDeps = {
  readonly engines: Engines;
  readonly chats: ReadonlyMap<string, Chat>;
  readonly media: Media;
  readonly store: Pick<Store, 'noteUpload' | 'clip' | 'tenant' | 'members'>;
  /** Null, or left out, where nothing judges prompts. */
  readonly judge?: PromptJudge | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly log: Log;
  /** Address for an attempt's callback; null when engines cannot reach us. */
  readonly callbackUrl: (provider: string, jobId: JobId, attemptId: AttemptId) => string | null;
};

/** Time limit of the outside call of each step. */
export const callTimeoutMs = {
  prepare: 5 * MINUTE,
  submit: 2 * MINUTE,
  reconcile: 30 * SECOND,
  watch: 30 * SECOND,
  fetch: 30 * MINUTE,
  deliver: 10 * MINUTE,
  status: MINUTE,
} as const satisfies Record<StepKind, number>;

/** Time limit of one question to what judges prompts; it is asked twice at most, before what `prepare` copies. */
export const judgeTimeoutMs = 15 * SECOND;

/** Time limit for telling somebody that their clip was not posted, after a delivery. */
export const tellTimeoutMs = 30 * SECOND;

const recordingMs = MINUTE;

/** A lease outlives its call with time to record the answer. */
export const leaseMs: Record<StepKind, number> = {
  prepare: 2 * judgeTimeoutMs + callTimeoutMs.prepare + recordingMs,
  submit: callTimeoutMs.submit + recordingMs,
  // Two calls may follow each other in these: find or poll, and cancel.
  reconcile: 2 * callTimeoutMs.reconcile + recordingMs,
  watch: 2 * callTimeoutMs.watch + recordingMs,
  fetch: callTimeoutMs.fetch + recordingMs,
  deliver: callTimeoutMs.deliver + tellTimeoutMs + recordingMs,
  status: callTimeoutMs.status + recordingMs,
};

export const backoffs = {
  prepare: { firstMs: SECOND, maxMs: MINUTE },
  judging: { firstMs: 5 * SECOND, maxMs: 2 * MINUTE },
  submit: { firstMs: 2 * SECOND, maxMs: 5 * MINUTE },
  reconcile: { firstMs: 5 * SECOND, maxMs: 10 * MINUTE },
  watch: { firstMs: 5 * SECOND, maxMs: 10 * MINUTE },
  fetch: { firstMs: 2 * SECOND, maxMs: 10 * MINUTE },
  deliver: { firstMs: 2 * SECOND, maxMs: 15 * MINUTE },
  status: { firstMs: 2 * SECOND, maxMs: 5 * MINUTE },
} as const satisfies Record<StepKind | 'judging', Backoff>;

/**
 * How often a step is tried again before a fault that may pass is taken for one that will not. `lastLook` holds
 * after a deadline: a service that was off for days asks more than once before it gives something up. A `status` that
 * cannot be shown for about an hour is tried more seldom from then on.
 */
export const triesMax = { input: 5, judging: 4, brokenOutput: 3, goneOutput: 5, lastLook: 5, status: 20 } as const;

/** A step whose provider or chat is not configured at present is looked at again after this. */
export const notConfiguredMs = MINUTE;

/** How often a status is tried after `triesMax.status` failures. */
export const statusSlowMs = HOUR / 2;

/** A full disk is looked at again after this. */
export const noRoomMs = MINUTE;

/** An engine or a chat may ask for patience, but not put its work beyond our deadlines. */
export const patienceAskedMsMax = 30 * MINUTE;

/** Fetching is tried for this long after the verdict, unless it is only room that is missing. */
export const fetchPatienceMs = 48 * HOUR;
