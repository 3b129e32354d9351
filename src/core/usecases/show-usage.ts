import type { TenantId } from '../ids.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import type { TenantUsage } from '../quota.ts';
import { type By, mayModerate, type NotAllowed } from '../role.ts';

const membersMax = 20;

export type ShowUsageResult = { readonly kind: 'usage'; readonly usage: TenantUsage } | NotAllowed;

/** Who used how much of a tenant today and this month. */
export async function showUsage(
  ask: { readonly by: By; readonly tenantId: TenantId },
  { store, clock }: { readonly store: Pick<Store, 'usage'>; readonly clock: Clock },
): Promise<ShowUsageResult> {
  const { by, tenantId } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  return { kind: 'usage', usage: await store.usage({ tenantId, nowMs: clock.nowMs(), limit: membersMax }) };
}
