import type { Actor } from '../actor.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { NamedUser } from '../quota.ts';

/** Somebody who moderates, as their platform knows them. */
export type Moderator = NamedUser & { readonly externalId: string | null };

export type ModeratorDecided =
  | {
      readonly kind: 'decided';
      readonly person: Moderator;
      /** What was decided about them until then; null for nothing. */
      readonly before: boolean | null;
      /** False when it was this already, or the system had no say. */
      readonly changed: boolean;
    }
  /** There would be no moderator left. */
  | { readonly kind: 'last_one'; readonly person: Moderator };

/**
 * Who moderates a tenant whose platform does not say so itself. A part of the store; `test/contracts/moderators.ts`
 * holds every implementation to this.
 */
export interface Moderators {
  /**
   * Decides whether somebody moderates a tenant, together with its line in the audit log. What the system decides holds only
   * where nobody has decided before, so that whoever was taken off the list is not put there again by itself. The last
   * moderator stays one.
   */
  decide(ask: {
    readonly tenantId: TenantId;
    readonly userId: UserId;
    readonly isModerator: boolean;
    readonly actor: Actor;
    readonly nowMs: number;
  }): Promise<ModeratorDecided>;
  /** Whether they moderate it; null while nothing was decided. */
  of(tenantId: TenantId, userId: UserId): Promise<boolean | null>;
  /** Those who moderate it, in the order in which that was decided. */
  list(tenantId: TenantId): Promise<readonly Moderator[]>;
}
