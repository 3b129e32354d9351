import type { TenantId } from '../ids.ts';
import type { AdmissionRules, SetLimit } from '../policy.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import type { MemberQuota } from '../quota.ts';
import { type By, mayModerate, type NotAllowed } from '../role.ts';
import type { Tenant } from '../tenant.ts';

export type ShowSettingsResult =
  | {
      readonly kind: 'settings';
      readonly tenant: Tenant;
      /** What everybody without limits of their own may use. */
      readonly allowance: MemberQuota;
      /** What moderators set for all of it together. */
      readonly budget: readonly SetLimit[];
    }
  | NotAllowed;

/** How a tenant is set up, all of it. */
export async function showSettings(
  ask: { readonly by: By; readonly tenantId: TenantId },
  {
    store,
    clock,
    rules,
  }: {
    readonly store: Pick<Store, 'tenant' | 'quota' | 'limitsOf'>;
    readonly clock: Clock;
    readonly rules: AdmissionRules;
  },
): Promise<ShowSettingsResult> {
  const { by, tenantId } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  const nowMs = clock.nowMs();
  const tenant = await store.tenant(tenantId, nowMs);
  const allowance = await store.quota({ tenantId, userId: null, rules, nowMs });
  return { kind: 'settings', tenant, allowance, budget: await store.limitsOf({ tenantId, subject: 'budget' }) };
}
