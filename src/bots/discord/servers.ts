import type { Tenant } from '../../core/tenant.ts';
import { createKnownTenants, type KnownTenantsDeps } from '../known-tenants.ts';
import type { Guild } from './gateway.ts';
import { createTurns } from '../in-turn.ts';
import { discordPlatform, guildIdOf, tenantOf } from './places.ts';

/** Keeps our tenants in step with the servers that we are in. */
export function createServers(deps: Omit<KnownTenantsDeps, 'called'>) {
  const { store } = deps;
  const tenants = createKnownTenants({ ...deps, called: 'server' });

  const isIn = ({ id, name }: Guild, known: Tenant | undefined): Promise<void> =>
    tenants.isIn(tenantOf(id), name, known);
  const isOut = (guildId: string): Promise<void> => tenants.isOut(tenantOf(guildId));

  async function areIn(guilds: readonly Guild[]): Promise<void> {
    const all = await store.tenants({ platform: discordPlatform });
    const known = new Map(all.map((tenant) => [guildIdOf(tenant.id), tenant]));
    const here = new Set(guilds.map(({ id }) => id));
    for (const guild of guilds) await isIn(guild, known.get(guild.id));
    for (const [guildId, { leftAtMs }] of known) {
      if (guildId !== null && leftAtMs === null && !here.has(guildId)) await isOut(guildId);
    }
  }

  /** News of a server may come while all of them are gone through. */
  const inTurn = createTurns();
  const next = (work: () => Promise<void>): Promise<void> => inTurn('servers', work);

  return {
    /** We are in these servers and no others. */
    areIn: (guilds: readonly Guild[]): Promise<void> => next(() => areIn(guilds)),

    isIn: (guild: Guild): Promise<void> =>
      next(async () => {
        const all = await store.tenants({ platform: discordPlatform });
        await isIn(
          guild,
          all.find(({ id }) => id === tenantOf(guild.id)),
        );
      }),

    isOut: (guildId: string): Promise<void> => next(() => isOut(guildId)),
  };
}
