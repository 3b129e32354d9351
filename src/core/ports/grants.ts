import type { Actor } from '../actor.ts';
import type { Grant, OpenGrant } from '../grant.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { AdmissionRules } from '../policy.ts';
import type { MemberQuota } from '../quota.ts';

/** What a reset took off the count of a window. */
export type ResetDone = {
  /** False when there was nothing to take off. */
  readonly changed: boolean;
  readonly before: MemberQuota;
  readonly after: MemberQuota;
};

/**
 * What moderators give single members beside their limits. A part of the store; `test/contracts/grants.ts` holds every
 * implementation to this. Each call is one whole transaction, with its line in the audit log.
 */
export interface Grants {
  /** Gives it, once for its id. */
  give(ask: { readonly grant: Grant; readonly actor: Actor; readonly reason: string | null }): Promise<{
    readonly name: string | null;
    readonly open: readonly OpenGrant[];
  }>;
  /** Those that something can be drawn from now, in the order in which they are. */
  open(of: {
    readonly tenantId: TenantId;
    readonly userId: UserId;
    readonly nowMs: number;
  }): Promise<readonly OpenGrant[]>;
  /**
   * Starts a member's present windows anew: what was paid in them counts no more for the member, while tenant and service have
   * paid it all the same. What videos on the way draw stays counted, so that nothing is drawn twice. `ref` makes it happen once.
   */
  reset(ask: {
    readonly ref: string;
    readonly tenantId: TenantId;
    readonly userId: UserId;
    readonly rules: AdmissionRules;
    readonly actor: Actor;
    readonly reason: string | null;
    readonly nowMs: number;
  }): Promise<ResetDone>;
}
