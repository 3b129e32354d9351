import type { TenantId, UserId } from '../ids.ts';
import type { Block } from '../member.ts';
import type { Blocked } from '../ports/members.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';

export type BlockMemberResult = ({ readonly kind: 'blocked' } & Blocked) | NotAllowed;

/** Keeps a member from asking for anything, for a while or until that is lifted (`block` null). What is on its way goes on. */
export async function blockMember(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly userId: UserId;
    readonly block: Pick<Block, 'untilMs'> | null;
    readonly reason: string | null;
  },
  { store, clock }: { readonly store: Pick<Store, 'members'>; readonly clock: Clock },
): Promise<BlockMemberResult> {
  const { by, ...decision } = ask;
  if (!mayModerate(by, ask.tenantId)) return { kind: 'not_allowed' };
  const done = await store.members.block({ ...decision, actor: actorOfRole(by), nowMs: clock.nowMs() });
  return { kind: 'blocked', ...done };
}
