import type { Actor } from './actor.ts';
import type { Attempt } from './attempt.ts';
import type { JobStateKind } from './job.ts';
import type { GrantId } from './ids.ts';
import type { EntrySet, Unit } from './ledger.ts';
import type { JobView } from './request.ts';

/** One line of a job's story. */
export type JobEvent = {
  readonly atMs: number;
  readonly outcome: string;
  readonly state: JobStateKind;
  /** Whose word it was; null for what the service found out by itself. */
  readonly actor: Actor | null;
};

export type JobStory = {
  readonly view: JobView;
  readonly attempts: readonly Attempt[];
  readonly events: readonly JobEvent[];
  readonly entries: readonly EntrySet[];
  /** From which grants it is paid, in the order in which they were drawn from; empty for the allowance. */
  readonly grants: readonly DrawnGrant[];
};

/** What of a grant pays a job, and who gave it; null where that came with a moderator's yes, or is not known any more. */
export type DrawnGrant = {
  readonly grantId: GrantId;
  readonly unit: Unit;
  readonly amount: number;
  readonly by: Actor | null;
  readonly byName: string | null;
};
