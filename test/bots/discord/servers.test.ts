import { expect, it } from 'vitest';
import { tenantOf } from '../../../src/bots/discord/places.ts';
import { createServers } from '../../../src/bots/discord/servers.ts';
import { collectLog } from '../../core/samples.ts';
import { ada, openService } from '../../core/service.ts';

const studio = { id: '81384788765712384', name: 'Studio' };
const workshop = { id: '81384788765712385', name: 'Workshop' };

async function openServers() {
  const service = await openService();
  const log = collectLog();
  const servers = createServers({ store: service.store, clock: service.clock, log });
  const tenants = () => service.store.tenants({ platform: 'discord' });
  const at = (guildId: string) => ({
    platform: 'discord',
    tenantId: tenantOf(guildId),
    channel: '1',
    thread: null,
  });
  return { ...service, log, servers, tenants, at };
}

it('a new server is known by its name, and the operator is told once that it waits to be allowed', async () => {
  const { servers, tenants, log } = await openServers();
  await servers.areIn([studio]);
  await servers.areIn([studio]);
  await servers.isIn(studio);
  expect(await tenants()).toMatchObject([{ id: tenantOf(studio.id), name: 'Studio', budget: null, leftAtMs: null }]);
  expect(log.warnings).toEqual(['a new server has the demo only, until it is allowed more']);
});

it('a server that is renamed is known by its new name; one that is unavailable keeps its name', async () => {
  const { servers, tenants } = await openServers();
  await servers.areIn([studio]);
  await servers.isIn({ ...studio, name: 'Atelier' });
  await servers.areIn([{ ...studio, name: null }]);
  expect(await tenants()).toMatchObject([{ name: 'Atelier', leftAtMs: null }]);
});

it('a server that removed us has what was not begun cancelled, also when we only learn of it at the next start', async () => {
  const { servers, tenants, admitted, at, store, clock } = await openServers();
  await servers.areIn([studio, workshop]);
  const first = await admitted({}, { person: ada, destination: at(studio.id) });
  await servers.isOut(studio.id);
  const second = await admitted({}, { person: ada, destination: at(workshop.id) });
  await servers.areIn([]);
  const states = await Promise.all([first, second].map(async ({ id }) => (await store.job(id))?.state.kind));
  expect(states).toEqual(['cancelled', 'cancelled']);
  expect((await tenants()).map(({ leftAtMs }) => leftAtMs)).toEqual([clock.nowMs(), clock.nowMs()]);
});

it('a server that invites us again is as it was', async () => {
  const { servers, tenants } = await openServers();
  await servers.areIn([studio]);
  await servers.isOut(studio.id);
  await servers.isIn(studio);
  expect(await tenants()).toMatchObject([{ name: 'Studio', leftAtMs: null }]);
});

it('direct messages and other platforms are no servers: nobody removes us from them', async () => {
  const { servers, tenants, admitted, at } = await openServers();
  await admitted({}, { person: ada, destination: { ...at(studio.id), tenantId: tenantOf(null) } });
  await servers.areIn([]);
  expect(await tenants()).toMatchObject([{ leftAtMs: null }]);
});
