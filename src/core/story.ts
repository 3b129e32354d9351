import type { Actor } from './actor.ts';
import type { Attempt } from './attempt.ts';
import type { JobStateKind } from './job.ts';
import type { EntrySet } from './ledger.ts';
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
};
