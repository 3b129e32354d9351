import type { TenantId } from '../ids.ts';
import type { AdmissionRules, PolicyChange, PolicySubject } from '../policy.ts';
import type { PolicyChanged, Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';

export type SetQuotaResult = ({ readonly kind: 'set' } & PolicyChanged) | NotAllowed;

/** Changes what a member, or everybody in a tenant without limits of their own, may use from now on. */
export async function setQuota(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly subject: PolicySubject;
    readonly change: PolicyChange;
    readonly reason: string | null;
  },
  {
    store,
    clock,
    rules,
  }: { readonly store: Pick<Store, 'setPolicy'>; readonly clock: Clock; readonly rules: AdmissionRules },
): Promise<SetQuotaResult> {
  const { by, ...change } = ask;
  if (!mayModerate(by, ask.tenantId)) return { kind: 'not_allowed' };
  const done = await store.setPolicy({ ...change, rules, actor: actorOfRole(by), nowMs: clock.nowMs() });
  return { kind: 'set', ...done };
}
