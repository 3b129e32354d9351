import type { Clip } from './clip.ts';
import type { FailureCode } from './failure.ts';
import type { AttemptId, DeliveryId, JobId, OwnerId, RequestId } from './ids.ts';
import type { CredentialRef, EngineId } from './engine.ts';
import type { StandingKind } from './ports/engine-standings.ts';
import type { ProviderErrorCode } from './ports/provider.ts';
import type { ClipSpec, InputRef } from './spec.ts';
import type { MessageRef } from './destination.ts';
import type { UndeliverableReason } from './failure.ts';

/** Who may record a mere plan: only the present holder of the lease. Answers need no lease. */
export type Lease = { readonly owner: OwnerId; readonly untilMs: number };

/**
 * Outcome: what happened to a job, in a form that can be recorded once. Those that name something paid for
 * or visible are answers: recorded whoever holds the lease and whatever the job has become. Those with a
 * `lease` are plans ("look again later") and count only while that lease is held.
 */
export type JobOutcome =
  | { readonly kind: 'prepared'; readonly jobId: JobId; readonly input: InputRef | null }
  | { readonly kind: 'input_unusable'; readonly jobId: JobId; readonly isTooLong?: true }
  /** A copy of an earlier clip is on our disk. */
  | { readonly kind: 'copied'; readonly jobId: JobId; readonly clip: Clip; readonly deliveryId: DeliveryId }
  /** What was to be copied is no longer there. */
  | { readonly kind: 'copy_lost'; readonly jobId: JobId }
  /** Its prompt may not be made there, or could not be judged where it has to be. */
  | { readonly kind: 'not_allowed'; readonly jobId: JobId; readonly why: 'flagged' | 'not_judged' }
  /** Nobody has said yes in time. */
  | { readonly kind: 'approval_expired'; readonly jobId: JobId }
  /** Its engine, or our key for it, is no longer configured. */
  | { readonly kind: 'stranded'; readonly jobId: JobId; readonly moveTo?: MoveTo }
  /** The step could not be done now; nothing happened outside. */
  | { readonly kind: 'postponed'; readonly jobId: JobId; readonly lease: Lease; readonly dueAtMs: number | null }
  /** The step waits for room on our disk. That is no failure of anybody's, so it uses up no patience. */
  | { readonly kind: 'blocked'; readonly jobId: JobId; readonly lease: Lease; readonly dueAtMs: number }
  /**
   * `isOwnAnswer` when the create itself was answered so: it outweighs a task that a callback named. `takesIn` where it
   * shows that engines have credit again: they are out no more from the same transaction on.
   */
  | {
      readonly kind: 'accepted';
      readonly attemptId: AttemptId;
      readonly taskId: string;
      readonly isOwnAnswer?: true;
      readonly takesIn?: readonly EngineId[];
    }
  /**
   * Certainly not taken. `retryAtMs` null ends the job, unless it goes elsewhere. `takesOut` where the engine said that it
   * takes nothing new: these are marked in the same transaction.
   */
  | {
      readonly kind: 'rejected';
      readonly attemptId: AttemptId;
      readonly code: ProviderErrorCode;
      readonly retryAtMs: number | null;
      readonly moveTo?: MoveTo;
      readonly takesOut?: TakesOut;
    }
  | { readonly kind: 'create_unknown'; readonly attemptId: AttemptId; readonly dueAtMs: number }
  /** Proof, by the engine or a person, that the attempt was not taken: the job may be submitted anew. `retryAtMs` null ends it. */
  | { readonly kind: 'never_accepted'; readonly attemptId: AttemptId; readonly retryAtMs: number | null }
  | {
      readonly kind: 'running';
      readonly attemptId: AttemptId;
      readonly lease: Lease;
      readonly phase: 'waiting' | 'rendering';
      readonly progress: number | null;
      readonly overdue: boolean;
      /** Null: do not look again unless told to. */
      readonly dueAtMs: number | null;
    }
  | { readonly kind: 'succeeded'; readonly attemptId: AttemptId; readonly costMicroUsd: number | null }
  | {
      readonly kind: 'failed';
      readonly attemptId: AttemptId;
      readonly code: ProviderErrorCode;
      readonly costMicroUsd: number | null;
    }
  | { readonly kind: 'engine_cancelled'; readonly attemptId: AttemptId }
  /** No answer and no verdict in time. */
  | { readonly kind: 'gave_up'; readonly attemptId: AttemptId }
  | { readonly kind: 'fetched'; readonly attemptId: AttemptId; readonly clip: Clip; readonly deliveryId: DeliveryId }
  /** The output was gone or broken this time. Counted apart from troubles of the way: only this may end in its loss. */
  | { readonly kind: 'bad_output'; readonly attemptId: AttemptId; readonly lease: Lease; readonly dueAtMs: number }
  | {
      readonly kind: 'output_lost';
      readonly attemptId: AttemptId;
      readonly code: Extract<FailureCode, 'output_gone' | 'output_broken'>;
    }
  | { readonly kind: 'cancel_requested'; readonly jobId: JobId }
  /** Somebody says that there is news; `attemptId`'s task should be asked now. */
  | { readonly kind: 'hinted'; readonly attemptId: AttemptId };

/** Another engine that makes the clip instead, for at most the price that was agreed. `atMs`: when it is asked first. */
export type MoveTo = {
  readonly engine: EngineId;
  readonly credential: CredentialRef;
  readonly spec: ClipSpec;
  readonly atMs: number;
};

export type TakesOut = { readonly kind: Exclude<StandingKind, 'disabled'>; readonly engines: readonly EngineId[] };

export type DeliveryOutcome =
  | { readonly kind: 'sent'; readonly deliveryId: DeliveryId; readonly message: MessageRef }
  | { readonly kind: 'undeliverable'; readonly deliveryId: DeliveryId; readonly reason: UndeliverableReason }
  | {
      readonly kind: 'delivery_postponed';
      readonly deliveryId: DeliveryId;
      readonly lease: Lease;
      readonly dueAtMs: number;
    };

export type StatusOutcome =
  /** The surface that took the request showed its first status itself, in its answer. */
  | {
      readonly kind: 'status_answered';
      readonly requestId: RequestId;
      readonly message: MessageRef;
      /** Its chat wants no refresh before. */
      readonly freeAtMs: number;
    }
  /** What people see is `version`. `message` names where they see it; null where the chat has no message for it. */
  | {
      readonly kind: 'status_shown';
      readonly requestId: RequestId;
      readonly lease: Lease;
      readonly version: number;
      readonly message: MessageRef | null;
      /** Its chat wants no refresh before. */
      readonly freeAtMs: number;
    }
  /** It could not be shown. `dueAtMs` null: not again before its next change. */
  | {
      readonly kind: 'status_postponed';
      readonly requestId: RequestId;
      readonly lease: Lease;
      readonly dueAtMs: number | null;
      /** False when neither this try nor one before it can have shown it. */
      readonly mayBeShown: boolean;
    };

/** What recording did. `ignored` is normal: somebody else was first, or the world has moved on. */
export type Recorded<T> =
  | { readonly kind: 'changed'; readonly now: T }
  | { readonly kind: 'ignored'; readonly why: IgnoredReason };

export type IgnoredReason =
  | 'not_found'
  /** The same answer is recorded already. */
  | 'already_recorded'
  /** A different answer is recorded already: worth a look by the operator. */
  | 'conflict'
  /** The job is past the point where this matters. */
  | 'moved_on'
  | 'lease_lost';
