import type { TenantId } from '../ids.ts';
import type { PolicySubject, SetLimit } from '../policy.ts';
import type { Store } from '../ports/store.ts';
import { type By, mayModerate, type NotAllowed } from '../role.ts';

export type ShowLimitsResult = { readonly kind: 'limits'; readonly limits: readonly SetLimit[] } | NotAllowed;

/** What moderators set for a role, a default, all of a tenant together (`budget`) or one member: nothing else that may hold. */
export async function showLimits(
  ask: { readonly by: By; readonly tenantId: TenantId; readonly subject: PolicySubject },
  { store }: { readonly store: Pick<Store, 'limitsOf'> },
): Promise<ShowLimitsResult> {
  const { by, tenantId, subject } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  return { kind: 'limits', limits: await store.limitsOf({ tenantId, subject }) };
}
