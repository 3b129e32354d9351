import type { Actor } from './actor.ts';
import type { MessageRef } from './destination.ts';
import type { ApprovalId, RequestId, TenantId, UserId } from './ids.ts';
import { DAY } from './time.ts';

/** Why a moderator is asked. */
export type ApprovalReason = 'over_quota' | 'over_price';

/**
 * Approval: a request that waits for a moderator's yes. Nothing is held for it before that. The first decision holds; it ends by
 * itself after a day.
 */
export type Approval = {
  readonly id: ApprovalId;
  readonly tenantId: TenantId;
  readonly requestId: RequestId;
  /** Who asks. */
  readonly userId: UserId;
  readonly reason: ApprovalReason;
  /** What all of its jobs would cost. */
  readonly quoteMicroUsd: number;
  readonly jobs: number;
  readonly playMoney: boolean;
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  readonly state: ApprovalState;
  /** The channel where moderators see it, by the platform's own id; where it is seen there, null while that is not known. */
  readonly channel: string | null;
  readonly message: MessageRef | null;
};

export type ApprovalState =
  | { readonly kind: 'open' }
  | ({ readonly kind: 'approved'; readonly grantedMicroUsd: number | null } & Decision)
  | ({ readonly kind: 'denied' } & Decision)
  | { readonly kind: 'expired'; readonly atMs: number }
  /** Whoever asked has cancelled. */
  | { readonly kind: 'withdrawn'; readonly atMs: number };

type Decision = {
  readonly by: Actor;
  readonly byName: string | null;
  readonly atMs: number;
  readonly reason: string | null;
};

/** What a moderator says to it. `limit` gives the asker so much for some time; the request starts from it where that is enough. */
export type Verdict =
  | { readonly kind: 'approve'; readonly limit: { readonly microUsd: number; readonly expiresAtMs: number } | null }
  | { readonly kind: 'deny' };

export const approvalDefaults = { expiresAfterMs: DAY, aboveMicroUsd: 1_500_000 } as const;
