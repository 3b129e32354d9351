import type { CredentialRef, EngineId } from './engine.ts';
import type { FailureCode, RefusedReason } from './failure.ts';
import type { Funding } from './funding.ts';
import type { AttemptId, ClipId, JobId, RequestId, TenantId, UserId } from './ids.ts';
import type { ClipSpec } from './spec.ts';
import type { TimeZone } from './window.ts';

/**
 * Job: one clip to be made.
 *
 * - `awaiting_approval` a person must agree first; nothing is held yet.
 * - `preparing` inputs are being copied to our media; or the clip itself, where the job is a copy.
 * - `queued` waits for a place at its engine. A certainly rejected create comes back here.
 * - `submitting` a create may be under way: intent is recorded, the answer is not. Left by the
 *   answer, or by the end of its lease to `unknown`; never submitted again from here.
 * - `unknown` whether the engine took it is not known. Left by adoption (`rendering`), by proof that it
 *   was not taken (`queued`), by a person, or after a day (`failed`).
 * - `rendering` the engine has a task for it; left only by the engine's verdict or the horizon.
 * - `fetching` the engine made the clip and the money is captured; the file is on its way to our disk.
 * - `ready` the clip is ours. `failed`, `refused`, `cancelled` are the other ends.
 *
 * Doors that reopen: a job that ended without a clip goes to `fetching` when a success shows up late.
 * `overdueAtMs` and `cancelRequestedAtMs` are facts, not states.
 */
export type JobState =
  | { readonly kind: 'awaiting_approval' }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'queued' }
  | { readonly kind: 'submitting'; readonly attemptId: AttemptId }
  | { readonly kind: 'unknown'; readonly attemptId: AttemptId; readonly sinceMs: number }
  | {
      readonly kind: 'rendering';
      readonly attemptId: AttemptId;
      readonly taskId: string;
      readonly phase: 'waiting' | 'rendering';
      readonly progress: number | null;
    }
  | {
      readonly kind: 'fetching';
      readonly attemptId: AttemptId;
      readonly taskId: string;
      /** How often the engine's output was gone or broken when we asked for it. */
      readonly badReads: number;
    }
  /** No attempt led to a copy. */
  | { readonly kind: 'ready'; readonly attemptId: AttemptId | null; readonly clipId: ClipId }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly attemptId: AttemptId | null }
  | { readonly kind: 'refused'; readonly reason: RefusedReason }
  | { readonly kind: 'cancelled'; readonly attemptId: AttemptId | null };

export type JobStateKind = JobState['kind'];

export type Job = {
  readonly id: JobId;
  readonly requestId: RequestId;
  readonly tenantId: TenantId;
  readonly userId: UserId;
  /** Short number that people see, `#412`, unique in the tenant. */
  readonly number: number;
  readonly spec: ClipSpec;
  readonly engine: EngineId;
  readonly credential: CredentialRef;
  /** The price agreed at admission. The hold is this much; a copy is free and has none. */
  readonly quoteMicroUsd: number;
  readonly playMoney: boolean;
  /** From what the hold was drawn, and where it goes back. */
  readonly funding: Funding;
  /** What its clip is found again by; null where nobody may be given it, and after its words were taken away. */
  readonly cacheKey: string | null;
  /** The clip that it is a copy of; null for what an engine makes. */
  readonly copyOf: ClipId | null;
  readonly state: JobState;
  readonly admittedAtMs: number;
  /** The tenant's zone at admission: what the job draws stays in that zone's windows, whatever the tenant's becomes. */
  readonly timeZone: TimeZone;
  readonly stateSinceMs: number;
  readonly submittedAtMs: number | null;
  readonly overdueAtMs: number | null;
  readonly cancelRequestedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Failures in a row of the step that the job is in; sets the back-off, cleared by a change of state. */
  readonly retries: number;
  /** When a worker should look at it next; null when nothing is to be done. */
  readonly dueAtMs: number | null;
};

const endedKinds = ['ready', 'failed', 'refused', 'cancelled'] as const;

export function hasEnded(state: JobState): boolean {
  return (endedKinds as readonly string[]).includes(state.kind);
}

/** Whether the job counts against its member's jobs in flight: not while it waits for a yes, nor `unknown` or overdue; a copy never does. */
export function isInFlight(job: Job): boolean {
  const { kind } = job.state;
  const isWorkedOn = !hasEnded(job.state) && kind !== 'unknown' && kind !== 'awaiting_approval';
  return job.copyOf === null && isWorkedOn && job.overdueAtMs === null;
}

/** Whether the job takes up one of its engine's places. An overdue one gives its place up, so that a stuck task cannot block an engine. */
export function takesSlot(job: Job): boolean {
  return (job.state.kind === 'submitting' || job.state.kind === 'rendering') && job.overdueAtMs === null;
}

/** Whether a success that shows up now reopens this job: whatever ended without a clip takes one that was made after all. */
export function canReopen(state: JobState): boolean {
  return hasEnded(state) && state.kind !== 'ready';
}
