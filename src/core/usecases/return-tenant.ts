import type { TenantId } from '../ids.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';

/** We are in a tenant, for the first time, still or again: it is known, by its name where that is told, and nothing of it goes. */
export async function returnTenant(
  { tenantId, name }: { readonly tenantId: TenantId; readonly name: string | null },
  { store, clock }: { readonly store: Pick<Store, 'returnTenant' | 'nameTenant'>; readonly clock: Clock },
): Promise<void> {
  const nowMs = clock.nowMs();
  await store.returnTenant(tenantId, nowMs);
  if (name !== null) await store.nameTenant(tenantId, name, nowMs);
}
