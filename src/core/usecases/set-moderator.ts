import type { TenantId, UserId } from '../ids.ts';
import type { ModeratorDecided } from '../ports/moderators.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';

export type SetModeratorResult =
  | ModeratorDecided
  | NotAllowed
  /** Nobody takes themselves off the list: a slip would be undone by nobody where they are the only one. */
  | { readonly kind: 'yourself' };

/**
 * Makes somebody a moderator of a tenant whose platform does not say who is one, or takes them off the list, for good: what
 * the platform says of them does not put them there again.
 */
export async function setModerator(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly userId: UserId;
    readonly isModerator: boolean;
  },
  { store, clock }: { readonly store: Pick<Store, 'moderators'>; readonly clock: Clock },
): Promise<SetModeratorResult> {
  const { by, ...decision } = ask;
  if (!mayModerate(by, ask.tenantId)) return { kind: 'not_allowed' };
  const isOwn = by.role !== 'operator' && by.userId === ask.userId;
  if (isOwn && !ask.isModerator) return { kind: 'yourself' };
  return store.moderators.decide({ ...decision, actor: actorOfRole(by), nowMs: clock.nowMs() });
}
