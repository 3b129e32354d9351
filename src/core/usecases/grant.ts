import type { OpenGrant } from '../grant.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { Unit } from '../ledger.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Ids } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';

export type GrantResult =
  | {
      readonly kind: 'granted';
      /** What the member is called; null without a name. */
      readonly name: string | null;
      /** All that they can draw from now, this with it. */
      readonly open: readonly OpenGrant[];
    }
  /** It would have ended already. */
  | { readonly kind: 'ended'; readonly expiresAtMs: number }
  | NotAllowed;

/** Gives a member something on top of their limits, until it is used up or ends. */
export async function grant(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly userId: UserId;
    readonly unit: Unit;
    /** From 1. */
    readonly amount: number;
    /** Null where it does not end. */
    readonly expiresAtMs: number | null;
    readonly reason: string | null;
  },
  { store, clock, ids }: { readonly store: Pick<Store, 'grants'>; readonly clock: Clock; readonly ids: Ids },
): Promise<GrantResult> {
  const { by, reason, ...what } = ask;
  if (!mayModerate(by, ask.tenantId)) return { kind: 'not_allowed' };
  const nowMs = clock.nowMs();
  if (what.expiresAtMs !== null && what.expiresAtMs <= nowMs) return { kind: 'ended', expiresAtMs: what.expiresAtMs };
  const given = { id: ids.next('grant'), ...what, grantedAtMs: nowMs };
  return { kind: 'granted', ...(await store.grants.give({ grant: given, actor: actorOfRole(by), reason })) };
}
