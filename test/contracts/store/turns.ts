import { describe, expect, it } from 'vitest';
import type { UserId } from '../../../src/core/ids.ts';
import { credential, type Driver, driverOf, engine, noRules } from './driver.ts';
import type { StoreWorld } from './world.ts';

/** Renders one job after the other at an engine with one place; returns whose they were. */
async function serve(driver: Driver, world: StoreWorld, count: number): Promise<UserId[]> {
  const served: UserId[] = [];
  while (served.length < count) {
    const { job, attempt } = await driver.claimed('submit', {
      slots: [{ engine, credential, max: 1 }],
      attempt: { id: world.ids.next('attempt'), callbackTokenHash: 'f'.repeat(64) },
    });
    if (!attempt) throw new Error('expected an attempt');
    await driver.recorded({ kind: 'rejected', attemptId: attempt.id, code: 'invalid', retryAtMs: null });
    served.push(job.userId);
  }
  return served;
}

export function turnsContract(open: () => Promise<StoreWorld>): void {
  describe('turns', () => {
    it('serves a user with one job next, however many jobs another has waiting', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [heavy, ...others] = [await driver.user('heavy'), await driver.user('b'), await driver.user('c')];
      for (let made = 0; made < 18; made += 1) await driver.queuedJob({ userId: heavy });
      for (const userId of others) await driver.queuedJob({ userId });
      const served = await serve(driver, world, 6);
      expect(served.slice(0, 4).filter((userId) => userId !== heavy)).toHaveLength(2);
      expect(served.slice(4)).toEqual([heavy, heavy]);
    });

    it('alternates between two users with many jobs each, and keeps the order of each', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      for (let made = 0; made < 4; made += 1) await driver.queuedJob({ userId: ada });
      for (let made = 0; made < 4; made += 1) await driver.queuedJob({ userId: bob });
      const served = await serve(driver, world, 8);
      expect(served).toEqual([ada, bob, ada, bob, ada, bob, ada, bob]);
    });

    it('neither rewards nor punishes a user for having been away', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [busy, away] = [await driver.user('busy'), await driver.user('away')];
      for (let made = 0; made < 6; made += 1) await driver.queuedJob({ userId: busy });
      await serve(driver, world, 4);
      for (let made = 0; made < 3; made += 1) await driver.queuedJob({ userId: away });
      for (let made = 0; made < 2; made += 1) await driver.queuedJob({ userId: busy });
      const served = await serve(driver, world, 6);
      expect(served.slice(0, 4).filter((userId) => userId === away)).toHaveLength(2);
    });

    it('lets a user who just had a turn wait for one who had none, even when that one asked later', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      await driver.queuedJob({ userId: ada });
      await serve(driver, world, 1);
      await driver.queuedJob({ userId: ada });
      await world.clock.advance(1);
      await driver.queuedJob({ userId: bob });
      const served = await serve(driver, world, 2);
      expect(served).toEqual([bob, ada]);
    });

    it('lets a job that comes back to the queue keep its turn', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      const { attemptId, job } = await driver.submittingJob({ userId: ada });
      for (let made = 0; made < 2; made += 1) await driver.queuedJob({ userId: bob });
      await driver.queuedJob({ userId: ada });
      const retryAtMs = driver.nowMs();
      await driver.recorded({ kind: 'rejected', attemptId, code: 'rate_limited', retryAtMs });
      const slots = [{ engine, credential, max: 1 }];
      const attempt = { id: world.ids.next('attempt'), callbackTokenHash: 'f'.repeat(64) };
      expect(await driver.claimed('submit', { slots, attempt })).toMatchObject({ job: { id: job.id } });
    });

    it('steps over a job that has to wait before its next try', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const { attemptId } = await driver.submittingJob({ userId });
      const retryAtMs = driver.nowMs() + 1;
      await driver.recorded({ kind: 'rejected', attemptId, code: 'rate_limited', retryAtMs });
      const second = await driver.queuedJob({ userId });
      expect(await driver.claimed('submit')).toMatchObject({ job: { id: second.id } });
      expect(await driver.store.nextDueAtMs({ nowMs: driver.nowMs(), only: null })).toBe(retryAtMs);
    });

    it('tells a person how many go before them at their engine', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      const jobs = [];
      for (const userId of [ada, ada, ada, bob]) jobs.push(await driver.queuedJob({ userId }));
      await driver.queuedJob({ userId: bob, credential: 'key-2' });
      const ahead = [];
      for (const { id } of jobs) ahead.push((await driver.store.view(id, noRules, driver.nowMs()))?.ahead);
      expect(ahead).toEqual([0, 2, 3, 1]);
      const { job } = await driver.admitted({ userId: ada });
      expect((await driver.store.view(job.id, noRules, driver.nowMs()))?.ahead).toBeNull();
    });
  });
}
