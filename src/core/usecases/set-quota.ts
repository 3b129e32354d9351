import type { TenantId } from '../ids.ts';
import type { AdmissionRules, PolicyChange, PolicySubject } from '../policy.ts';
import type { PolicyChanged, Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';

export type SetQuotaResult = ({ readonly kind: 'set' } & PolicyChanged) | NotAllowed;

/**
 * Changes what a member, a role, everybody in a tenant for whom nothing else is set, or all of them together (`budget`) may use
 * from now on. What the operator allows a tenant holds beside it, also where moderators lift every limit.
 */
export async function setQuota(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly subject: PolicySubject;
    readonly change: PolicyChange;
    readonly reason: string | null;
    /** Changes nothing: what it would do. */
    readonly isPreview?: boolean;
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
