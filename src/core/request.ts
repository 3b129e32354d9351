import type { Actor } from './actor.ts';
import type { Approval } from './approval.ts';
import type { Destination, MessageRef } from './destination.ts';
import type { Job } from './job.ts';
import type { RequestId, TenantId, UserId } from './ids.ts';
import type { Delivery } from './delivery.ts';
import type { Clip } from './clip.ts';

/** BCP 47, as the platform gave it. */
export type Locale = string;

/** Who may see status and result. `private` results go to the person alone. */
export type Visibility = 'channel' | 'private';

/** Request: what was asked, once. One to n jobs, admitted together or not at all. */
export type Request = {
  readonly id: RequestId;
  /** The platform's own name of the event that asked. A known key returns the earlier request. */
  readonly inboundKey: string;
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly actor: Actor;
  readonly destination: Destination;
  readonly visibility: Visibility;
  readonly locale: Locale;
  /** Null after the person asked to be forgotten. */
  readonly prompt: string | null;
  readonly statusMessage: MessageRef | null;
  /** It was asked for in a channel that its platform marks as one for adults. */
  readonly isAdultPlace: boolean;
  readonly createdAtMs: number;
};

/** What a member has left in the tightest window; null where no limit applies. */
export type Allowance = {
  readonly videosLeft: number | null;
  readonly leftMicroUsd: number | null;
  readonly resetsAtMs: number | null;
};

/** Who asked, as their platform knows them; both null once they asked to be forgotten. */
export type Requester = {
  readonly userId: UserId;
  readonly externalId: string | null;
  readonly name: string | null;
};

/** One job with what belongs to it, as people are shown it. */
export type JobView = {
  readonly job: Job;
  readonly requester: Requester;
  readonly request: Request;
  readonly clip: Clip | null;
  readonly deliveries: readonly Delivery[];
  /** What the engine charged; null before the verdict. */
  readonly costMicroUsd: number | null;
  /** What the member paid: for a failure only where `billedRefusal` says so. Null before the verdict. */
  readonly chargedMicroUsd: number | null;
  /** Jobs ahead at the same engine while queued. */
  readonly ahead: number | null;
  readonly allowance: Allowance;
  /** Whose clip it is a copy of, and since when that is there; null for what is no copy. */
  readonly copiedFrom: { readonly number: number; readonly madeAtMs: number } | null;
  /** The latest ask for a moderator's yes; null where none was needed. */
  readonly approval: Approval | null;
  /** For a prompt that the engine refused and billed: which one of the day it is, and how many of a day are free. */
  readonly billedRefusal: { readonly count: number; readonly free: number } | null;
  /** What its engine takes for such a clip, from the latest that it made; null before it has made any. */
  readonly usualMs: number | null;
};
