import { expect, test } from 'vitest';
import { keepingDefaults } from '../../../src/core/defaults.ts';
import { leaveTenant } from '../../../src/core/usecases/leave-tenant.ts';
import { returnTenant } from '../../../src/core/usecases/return-tenant.ts';
import { MINUTE } from '../../../src/core/time.ts';
import { tenantId } from '../samples.ts';
import { ada, generous, openService } from '../service.ts';
import { openWorker } from '../working.ts';

test('leaving a tenant cancels what waits once, and keeps what an engine has', async () => {
  const { admitted, bring, store, clock, now } = await openService();
  const [waits, renders] = [await admitted(), await admitted()];
  await bring(waits, 'queued');
  await bring(renders, 'rendering');
  expect(await leaveTenant(tenantId, { store, clock })).toEqual({ cancelled: 1 });
  expect(await leaveTenant(tenantId, { store, clock })).toEqual({ cancelled: 0 });
  expect([(await now(waits)).state.kind, (await now(renders)).state.kind]).toEqual(['cancelled', 'rendering']);
  expect(await now(renders)).toMatchObject({ cancelRequestedAtMs: null });
});

test('returning ends that, and tells its name where it is known', async () => {
  const { store, clock } = await openService();
  await returnTenant({ tenantId, name: 'Film club' }, { store, clock });
  await leaveTenant(tenantId, { store, clock });
  await returnTenant({ tenantId, name: null }, { store, clock });
  expect(await store.tenants({ platform: 'discord' })).toMatchObject([
    { id: tenantId, name: 'Film club', leftAtMs: null },
  ]);
});

test('a worker empties what was left for long, all of it within a few looks, and nothing before', async () => {
  const world = await openWorker();
  const { clock, store, admitted, bring, now, userOf } = world;
  const jobs = [];
  for (let number = 0; number < 60; number += 1) jobs.push(await admitted({ prompt: `secret ${number}` }));
  const [first] = jobs;
  if (!first) throw new Error('expected a job');
  await bring(first, 'ready');
  const userId = await userOf(ada);
  await leaveTenant(tenantId, { store, clock });
  await clock.advance(keepingDefaults.afterLeavingMs - MINUTE);
  world.start();
  await clock.advance(MINUTE / 2);
  expect((await now(first)).spec.prompt).toBe('secret 0');
  // It looks for such things once an hour.
  await clock.advance(66 * MINUTE);
  for (const job of jobs) expect((await now(job)).spec.prompt).toBe('');
  const view = await store.view(first.id, generous, clock.nowMs());
  expect(view).toMatchObject({ clip: { deletedAtMs: expect.any(Number) }, chargedMicroUsd: expect.any(Number) });
  expect(view?.requester).toEqual({ userId, externalId: null, name: null });
  await world.stop();
});
