import { describe, expect, it } from 'vitest';
import { parseTenantId } from '../../src/core/ids.ts';
import { DAY } from '../../src/core/time.ts';
import { driverOf, tenantB } from './store/driver.ts';
import type { StoreWorld } from './store/world.ts';

const other = parseTenantId('slack:T1FAKE');

/** What lets us act in a tenant is there for as long as we are in it, and no longer. */
export function installationContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`installations: ${name}`, () => {
    it('are kept for each tenant by itself, also for another process', async () => {
      await using world = await open();
      const [writer, reader] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { installations } = writer.store;
      await installations.put({ tenantId: tenantB, sealed: 'sealed-b', installedAtMs: 1_000 });
      await installations.put({ tenantId: other, sealed: 'sealed-other', installedAtMs: 2_000 });
      const seen = reader.store.installations;
      expect(await seen.of(tenantB)).toEqual({ tenantId: tenantB, sealed: 'sealed-b', installedAtMs: 1_000 });
      await installations.remove(other, { installedBeforeMs: 3_000 });
      expect([await seen.of(tenantB), await seen.of(other)]).toMatchObject([{ sealed: 'sealed-b' }, null]);
    });

    it('are replaced by newer ones, and never by an older one that comes late', async () => {
      await using world = await open();
      const { store } = driverOf(await world.join(), world);
      const put = (sealed: string, installedAtMs: number) =>
        store.installations.put({ tenantId: tenantB, sealed, installedAtMs });
      await put('first', 1_000);
      await put('second', 2_000);
      await put('late', 1_500);
      expect(await store.installations.of(tenantB)).toMatchObject({ sealed: 'second', installedAtMs: 2_000 });
      expect(world.stored()).not.toContain('first');
    });

    it('outlive the late news that an earlier one has ended, so that we are not locked out of where we are wanted', async () => {
      await using world = await open();
      const { store } = driverOf(await world.join(), world);
      await store.installations.put({ tenantId: tenantB, sealed: 'again', installedAtMs: 2_000 });
      expect(await store.installations.remove(tenantB, { installedBeforeMs: 2_000 })).toBe(false);
      expect(await store.installations.of(tenantB)).toMatchObject({ sealed: 'again' });
      expect(await store.installations.remove(tenantB, { installedBeforeMs: 2_001 })).toBe(true);
      expect(await store.installations.remove(tenantB, { installedBeforeMs: 2_001 })).toBe(false);
      expect(world.stored()).not.toContain('again');
    });

    it('mean that we are in their tenant, also where it was left before', async () => {
      await using world = await open();
      const { store, nowMs } = driverOf(await world.join(), world);
      await store.tenant(tenantB, nowMs());
      await store.leaveTenant(tenantB, nowMs());
      await store.installations.put({ tenantId: tenantB, sealed: 'again', installedAtMs: nowMs() });
      expect(await store.tenant(tenantB, nowMs())).toMatchObject({ leftAtMs: null });
    });

    it('go with all else of a tenant that was left for long', async () => {
      await using world = await open();
      const { store, nowMs } = driverOf(await world.join(), world);
      await store.installations.put({ tenantId: tenantB, sealed: 'sealed-b', installedAtMs: nowMs() });
      await store.leaveTenant(tenantB, nowMs());
      await world.clock.advance(30 * DAY);
      const ask = { leftBeforeMs: nowMs(), requestsMax: 9, nowMs: nowMs() };
      while (await store.emptyLeftTenant(ask));
      expect(await store.installations.of(tenantB)).toBeNull();
      expect(world.stored()).not.toContain('sealed-b');
    });
  });
}
