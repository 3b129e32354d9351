import type { Store } from '../../core/ports/store.ts';
import type { Clock, Log } from '../../core/ports/world.ts';
import type { Tenant } from '../../core/tenant.ts';
import { leaveTenant } from '../../core/usecases/leave-tenant.ts';
import { returnTenant } from '../../core/usecases/return-tenant.ts';
import type { Guild } from './gateway.ts';
import { createTurns } from '../in-turn.ts';
import { discordPlatform, guildIdOf, tenantOf } from './places.ts';

type Deps = {
  readonly store: Pick<Store, 'tenants' | 'nameTenant' | 'leaveTenant' | 'returnTenant'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Keeps our tenants in step with the servers that we are in. */
export function createServers(deps: Deps) {
  const { store, log } = deps;

  async function isIn({ id, name }: Guild, known: Tenant | undefined): Promise<void> {
    const tenantId = tenantOf(id);
    const isNews = known === undefined || known.leftAtMs !== null || (name !== null && known.name !== name);
    if (isNews) await returnTenant({ tenantId, name }, deps);
    if (known === undefined) {
      log.warn('a new server has the demo only, until it is allowed more', {
        server: name,
        allow: `npm run reelay -- tenants allow ${tenantId}`,
      });
    }
  }

  async function areIn(guilds: readonly Guild[]): Promise<void> {
    const tenants = await store.tenants({ platform: discordPlatform });
    const known = new Map(tenants.map((tenant) => [guildIdOf(tenant.id), tenant]));
    const here = new Set(guilds.map(({ id }) => id));
    for (const guild of guilds) await isIn(guild, known.get(guild.id));
    for (const [guildId, { leftAtMs }] of known) {
      if (guildId !== null && leftAtMs === null && !here.has(guildId)) await isOut(guildId);
    }
  }

  async function isOut(guildId: string): Promise<void> {
    const { cancelled } = await leaveTenant(tenantOf(guildId), deps);
    log.warn('we were removed from a server; its data goes after a while', { server: guildId, cancelled });
  }

  /** News of a server may come while all of them are gone through. */
  const inTurn = createTurns();
  const next = (work: () => Promise<void>): Promise<void> => inTurn('servers', work);

  return {
    /** We are in these servers and no others. */
    areIn: (guilds: readonly Guild[]): Promise<void> => next(() => areIn(guilds)),

    isIn: (guild: Guild): Promise<void> =>
      next(async () => {
        const tenants = await store.tenants({ platform: discordPlatform });
        await isIn(
          guild,
          tenants.find(({ id }) => id === tenantOf(guild.id)),
        );
      }),

    isOut: (guildId: string): Promise<void> => next(() => isOut(guildId)),
  };
}
