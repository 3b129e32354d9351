import type { TenantId } from '../../../core/ids.ts';
import type { Tenant } from '../../../core/tenant.ts';
import { createKnownTenants, type KnownTenantsDeps } from '../../known-tenants.ts';
import { slackPlatform, tenantOf } from '../places.ts';

/** Keeps our tenants in step with the workspaces that we are installed in. */
export function createTenants(deps: Omit<KnownTenantsDeps, 'called'>) {
  const tenants = createKnownTenants({ ...deps, called: 'workspace' });

  const find = async (tenantId: TenantId): Promise<Tenant | undefined> =>
    (await deps.store.tenants({ platform: slackPlatform })).find(({ id }) => id === tenantId);

  return {
    /** We are installed there, for the first time, still or again. */
    async isIn(teamId: string, name: string | null): Promise<void> {
      const tenantId = tenantOf(teamId);
      await tenants.isIn(tenantId, name, await find(tenantId));
    },

    /** We were removed. Told twice is the same as once. */
    async isOut(teamId: string): Promise<void> {
      const tenantId = tenantOf(teamId);
      if ((await find(tenantId))?.leftAtMs === null) await tenants.isOut(tenantId);
    },
  };
}

export type SlackTenants = ReturnType<typeof createTenants>;
