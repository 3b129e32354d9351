import type { Attempt } from '../attempt.ts';
import type { Clip } from '../clip.ts';
import type { Delivery } from '../delivery.ts';
import type { CredentialRef, EngineId } from '../engine.ts';
import type { AttemptId, OwnerId, RequestId } from '../ids.ts';
import type { Job } from '../job.ts';
import type { Lease } from '../outcome.ts';
import type { AdmissionRules } from '../policy.ts';
import type { JobView, Request } from '../request.ts';
import type { Status } from '../status.ts';

export type StepKind = 'prepare' | 'submit' | 'reconcile' | 'watch' | 'fetch' | 'deliver' | 'status';

/** Places at an engine for one credential. Only engines listed here are submitted to. */
export type EngineSlots = { readonly engine: EngineId; readonly credential: CredentialRef; readonly max: number };

export type ClaimAsk = {
  readonly owner: OwnerId;
  readonly nowMs: number;
  /** How long each kind of step is leased; longer than the timeout of any call it makes. */
  readonly leaseMs: Readonly<Record<StepKind, number>>;
  /** The kinds of step that the caller has room for. */
  readonly steps: readonly StepKind[];
  readonly slots: readonly EngineSlots[];
  /** Works only this request; null for all. */
  readonly only: RequestId | null;
  /** For what a delivery tells of the member's allowance. */
  readonly rules: AdmissionRules;
  /** Used when the claim starts an attempt: intent is recorded together with the lease. */
  readonly attempt: { readonly id: AttemptId; readonly callbackTokenHash: string };
};

export type JobClaim = {
  readonly step: Exclude<StepKind, 'deliver' | 'status'>;
  readonly job: Job;
  /** The attempt to act on: the new one for `submit`, none for `prepare`. */
  readonly attempt: Attempt | null;
  /** The clip that the job is a copy of, also a deleted one; null for what is no copy. */
  readonly original: Clip | null;
  readonly request: Request;
  readonly lease: Lease;
};

export type DeliveryClaim = {
  readonly step: 'deliver';
  readonly delivery: Delivery;
  readonly clip: Clip;
  readonly view: JobView;
  /** An earlier try was begun, and its answer never recorded or never heard. */
  readonly mayBePosted: boolean;
  readonly lease: Lease;
};

export type StatusClaim = {
  readonly step: 'status';
  readonly status: Status;
  readonly request: Request;
  /** All jobs of the request as they stand now. */
  readonly views: readonly JobView[];
  /** An earlier try was begun, and where it may be seen is not known. */
  readonly mayBeShown: boolean;
  readonly lease: Lease;
};

export type Claim = JobClaim | DeliveryClaim | StatusClaim;
