import type { Attempt } from '../attempt.ts';
import type { Clip } from '../clip.ts';
import type { Delivery } from '../delivery.ts';
import type { Destination } from '../destination.ts';
import type { Job, JobState } from '../job.ts';
import { hasEnded } from '../job.ts';
import type { Booking, EntrySet } from '../ledger.ts';
import type { IgnoredReason } from '../outcome.ts';
import { withoutOwnCopy } from '../own-clip.ts';

/** Everything that a transition may look at. `attempt` is the one that the outcome names. */
export type Aggregate = {
  readonly job: Job;
  readonly attempt: Attempt | null;
  readonly booked: readonly Booking[];
  readonly destination: Destination;
  /** What the job is a copy of is deleted by now. */
  readonly isOriginalGone: boolean;
  /** An attempt beside the one whose clip this is has a task, too, and no verdict: it may be paid for as well. */
  readonly isOtherTaskOpen: boolean;
  /** Nobody is left whose clip it would be. */
  readonly isForgotten: boolean;
  /** Whether another attempt may be bought: not for somebody who was forgotten, nor where we are no longer. */
  readonly mayBuy: boolean;
  /** How many of their prompts engines refused and billed before, in their present day. */
  readonly billedRefusals: number;
  /** The lease under which the job is worked on now. */
  readonly lease: { readonly owner: string; readonly untilMs: number } | null;
  /** Set when news was announced since the present lease began. */
  readonly hintedAtMs: number | null;
};

/** What a transition writes, in one transaction. */
export type Change =
  | {
      readonly kind: 'changed';
      readonly job: Job;
      readonly attempt: Attempt | null;
      readonly sets: readonly EntrySet[];
      readonly clip: Clip | null;
      readonly delivery: Delivery | null;
      /** Whether the present lease ends with this: it does when a plan is made, the state changes, or nothing is left to do. */
      readonly endsLease: boolean;
    }
  | { readonly kind: 'ignored'; readonly why: IgnoredReason };

type Effects = Partial<Omit<Extract<Change, { kind: 'changed' }>, 'kind' | 'job' | 'endsLease'>>;

export function changed(job: Job, effects: Effects = {}): Change {
  return { kind: 'changed', job, attempt: null, sets: [], clip: null, delivery: null, endsLease: false, ...effects };
}

export function ignored(why: IgnoredReason): Change {
  return { kind: 'ignored', why };
}

/** The job in another state: clocks and retries start anew; an ended job rests, and needs no copy of a clip of ours. */
export function enter(job: Job, state: JobState, nowMs: number, dueAtMs: number | null = nowMs): Job {
  const ended = hasEnded(state);
  return {
    ...job,
    spec: ended ? { ...job.spec, input: withoutOwnCopy(job.spec.input) } : job.spec,
    state,
    stateSinceMs: nowMs,
    retries: 0,
    endedAtMs: ended ? nowMs : null,
    dueAtMs: ended ? null : dueAtMs,
  };
}

/** Whether the job's present state is about this attempt. */
export function isCurrent(job: Job, attempt: Attempt): boolean {
  return 'attemptId' in job.state && job.state.attemptId === attempt.id;
}

/** A transition was asked for that no path of the program may ask for. */
export class ImpossibleTransition extends Error {
  override readonly name = 'ImpossibleTransition';
  constructor(what: string, job: Job) {
    super(`${what} is impossible for ${job.id} in state ${job.state.kind}`);
  }
}
