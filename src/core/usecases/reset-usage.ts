import type { TenantId, UserId } from '../ids.ts';
import type { AdmissionRules } from '../policy.ts';
import type { ResetDone } from '../ports/grants.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Ids } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';

export type ResetUsageResult = ({ readonly kind: 'reset' } & ResetDone) | NotAllowed;

/** Starts a member's present windows anew. What videos on the way draw stays counted; tenant and service have paid all the same. */
export async function resetUsage(
  ask: { readonly by: By; readonly tenantId: TenantId; readonly userId: UserId; readonly reason: string | null },
  {
    store,
    clock,
    ids,
    rules,
  }: {
    readonly store: Pick<Store, 'grants'>;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly rules: AdmissionRules;
  },
): Promise<ResetUsageResult> {
  const { by, ...what } = ask;
  if (!mayModerate(by, ask.tenantId)) return { kind: 'not_allowed' };
  const reset = { ref: ids.next('entrySet'), ...what, rules, actor: actorOfRole(by), nowMs: clock.nowMs() };
  return { kind: 'reset', ...(await store.grants.reset(reset)) };
}
