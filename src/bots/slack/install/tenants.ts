import type { TenantId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports/store.ts';
import type { Clock, Log } from '../../../core/ports/world.ts';
import type { Tenant } from '../../../core/tenant.ts';
import { leaveTenant } from '../../../core/usecases/leave-tenant.ts';
import { returnTenant } from '../../../core/usecases/return-tenant.ts';
import { slackPlatform, tenantOf } from '../places.ts';

type Deps = {
  readonly store: Pick<Store, 'tenants' | 'nameTenant' | 'leaveTenant' | 'returnTenant'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Keeps our tenants in step with the workspaces that we are installed in. */
export function createTenants(deps: Deps) {
  const { store, log } = deps;

  const find = async (tenantId: TenantId): Promise<Tenant | undefined> =>
    (await store.tenants({ platform: slackPlatform })).find(({ id }) => id === tenantId);

  return {
    /** We are installed there, for the first time, still or again. */
    async isIn(teamId: string, name: string | null): Promise<void> {
      const tenantId = tenantOf(teamId);
      const known = await find(tenantId);
      const isNews = known === undefined || known.leftAtMs !== null || (name !== null && known.name !== name);
      if (isNews) await returnTenant({ tenantId, name }, deps);
      if (known === undefined) {
        log.warn('a new workspace has the demo only, until it is allowed more', {
          workspace: name,
          allow: `npm run reelay -- tenants allow ${tenantId}`,
        });
      }
    },

    /** We were removed. Told twice is the same as once. */
    async isOut(teamId: string): Promise<void> {
      const tenantId = tenantOf(teamId);
      if ((await find(tenantId))?.leftAtMs !== null) return;
      const { cancelled } = await leaveTenant(tenantId, deps);
      log.warn('we were removed from a workspace; its data goes after a while', { workspace: teamId, cancelled });
    },
  };
}

export type SlackTenants = ReturnType<typeof createTenants>;
