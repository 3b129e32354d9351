import { describe, expect, it } from 'vitest';
import { driverOf } from './store/driver.ts';
import type { StoreWorld } from './store/world.ts';

/** The operator is told each thing once, whoever sees it first. */
export function alertContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`alerts: ${name}`, () => {
    it('are told by one of several processes that see the same', async () => {
      await using world = await open();
      const [one, other] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const at = { nowMs: 10_000, staleBeforeMs: 0 };
      const claims = await Promise.all([one, other].map(({ store }) => store.alerts.claim('gone:a', at)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await one.store.alerts.claim('gone:b', at)).toBe(true);
    });

    it('are told again by another where whoever began did not get to the end, and never once they were told', async () => {
      await using world = await open();
      const { alerts } = driverOf(await world.join(), world).store;
      expect(await alerts.claim('gone:a', { nowMs: 10_000, staleBeforeMs: 0 })).toBe(true);
      expect(await alerts.claim('gone:a', { nowMs: 20_000, staleBeforeMs: 10_000 })).toBe(false);
      expect(await alerts.claim('gone:a', { nowMs: 30_000, staleBeforeMs: 20_000 })).toBe(true);
      await alerts.told('gone:a', 31_000);
      expect(await alerts.claim('gone:a', { nowMs: 99_000, staleBeforeMs: 98_000 })).toBe(false);
    });
  });
}
