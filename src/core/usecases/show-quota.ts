import type { TenantId, UserId } from '../ids.ts';
import type { AdmissionRules } from '../policy.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import type { MemberQuota } from '../quota.ts';
import { type By, mayModerate, type NotAllowed } from '../role.ts';

export type ShowQuotaResult = { readonly kind: 'quota'; readonly quota: MemberQuota } | NotAllowed;

/** Somebody's quota, or the tenant's default without a user. Members see their own alone. */
export async function showQuota(
  ask: { readonly by: By; readonly tenantId: TenantId; readonly userId: UserId | null },
  {
    store,
    clock,
    rules,
  }: { readonly store: Pick<Store, 'quota'>; readonly clock: Clock; readonly rules: AdmissionRules },
): Promise<ShowQuotaResult> {
  const { by, tenantId, userId } = ask;
  const isOwn = userId === by.userId && tenantId === by.tenantId;
  if (!isOwn && !mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  return { kind: 'quota', quota: await store.quota({ tenantId, userId, rules, nowMs: clock.nowMs() }) };
}
