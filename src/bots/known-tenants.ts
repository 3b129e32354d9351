import type { TenantId } from '../core/ids.ts';
import type { Store } from '../core/ports/store.ts';
import type { Clock, Log } from '../core/ports/world.ts';
import type { Tenant } from '../core/tenant.ts';
import { leaveTenant } from '../core/usecases/leave-tenant.ts';
import { returnTenant } from '../core/usecases/return-tenant.ts';

export type KnownTenantsDeps = {
  readonly store: Pick<Store, 'tenants' | 'nameTenant' | 'leaveTenant' | 'returnTenant'>;
  readonly clock: Clock;
  readonly log: Log;
  /** What such a tenant is called on its platform, such as `server`. */
  readonly called: string;
};

/** Takes note of the tenants of a platform that we are in, and tells the operator of those that are new or gone. */
export function createKnownTenants(deps: KnownTenantsDeps) {
  const { log, called } = deps;
  return {
    /** `known`: as the store has it, if it does. */
    async isIn(tenantId: TenantId, name: string | null, known: Tenant | undefined): Promise<void> {
      const isNews = known === undefined || known.leftAtMs !== null || (name !== null && known.name !== name);
      if (isNews) await returnTenant({ tenantId, name }, deps);
      if (known === undefined) {
        log.warn(`a new ${called} has the demo only, until it is allowed more`, {
          [called]: name,
          allow: `npm run reelay -- tenants allow ${tenantId}`,
        });
      }
    },

    async isOut(tenantId: TenantId): Promise<void> {
      const { cancelled } = await leaveTenant(tenantId, deps);
      log.warn(`we were removed from a ${called}; its data goes after a while`, { [called]: tenantId, cancelled });
    },
  };
}
