import type { TenantId } from '../ids.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';

/**
 * We were removed from a tenant. What was not sent to an engine is cancelled; what is paid is finished and kept, and all
 * that belongs to the tenant goes after a while, unless we come back. Asking twice is the same as asking once.
 */
export async function leaveTenant(
  tenantId: TenantId,
  { store, clock }: { readonly store: Pick<Store, 'leaveTenant'>; readonly clock: Clock },
): Promise<{ readonly cancelled: number }> {
  return { cancelled: await store.leaveTenant(tenantId, clock.nowMs()) };
}
