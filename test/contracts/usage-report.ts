import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/core/usage-days.ts';
import { sumOfUsage } from '../../src/core/usage-sums.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { driverOf, engine, noRules, quote, tenantA, tenantB } from './store/driver.ts';
import type { StoreWorld } from './store/world.ts';

const budget = { perDayMicroUsd: 1_000_000_000, perMonthMicroUsd: 1_000_000_000 };
const always = { fromDay: '2000-01-01', toDay: '2999-12-31', limit: 1_000 };

/** Who used what adds up to what the books say, and names nobody who was forgotten. */
export function usageReportContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`usage reports: ${name}`, () => {
    it('add up to the ledger, with play money apart and what goes beyond a hold as cost alone', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const [ada, bo] = [await driver.user('ada'), await driver.user('bo')];
      await store.allowTenant(tenantA, budget, { kind: 'operator' }, nowMs());
      const real = { userId: ada, playMoney: false, engine: 'acme/reel' } as const;
      await driver.fetchingJob(real, quote + 7);
      const { attemptId } = await driver.renderingJob(real);
      await driver.recorded({ kind: 'failed', attemptId, code: 'transient', costMicroUsd: 11 });
      const lost = await driver.renderingJob(real);
      await driver.recorded({ kind: 'gave_up', attemptId: lost.attemptId });
      await driver.queuedJob(real);
      await driver.queuedJob({ userId: bo });
      await driver.fetchingJob({ userId: bo, tenantId: tenantB });

      const { rows, isWhole } = await store.usageReports.rows({ ...always, tenantId: null, userId: null });
      expect(isWhole).toBe(true);
      const day = new Date(nowMs()).toISOString().slice(0, 10);
      const none = { failed: 0, ready: 0, heldMicroUsd: 0, paidMicroUsd: 0, costMicroUsd: 0, lossMicroUsd: 0 };
      const ofBo = { ...none, day, userId: bo, userName: 'bo', engine, playMoney: true, requested: 1 };
      expect(rows).toEqual([
        {
          day,
          tenantId: tenantA,
          userId: ada,
          userName: 'ada',
          engine: 'acme/reel',
          playMoney: false,
          requested: 4,
          ready: 0,
          failed: 2,
          heldMicroUsd: quote,
          paidMicroUsd: quote,
          costMicroUsd: quote + 7 + 11,
          lossMicroUsd: quote,
        },
        { ...ofBo, tenantId: tenantA, heldMicroUsd: quote },
        { ...ofBo, tenantId: tenantB, paidMicroUsd: quote, costMicroUsd: quote },
      ]);
      const views = await store.list({ tenantId: null, userId: null, states: null, limit: 100 }, noRules, nowMs());
      const stories = await Promise.all(views.map(({ job }) => store.story(job.id, noRules, nowMs())));
      const postings = stories.flatMap((story) => story?.entries ?? []).flatMap((set) => set.postings);
      const booked = (...kinds: string[]): number =>
        postings
          .filter(({ unit, account }) => unit === 'usd_micro' && kinds.includes(account.kind))
          .reduce((sum, { amount }) => sum + amount, 0);
      const total = sumOfUsage(rows);
      expect(total.costMicroUsd).toBe(booked('engine'));
      expect(total.heldMicroUsd).toBe(booked('hold'));
      expect(total.lossMicroUsd).toBe(booked('loss', 'write_off'));
      expect(total.paidMicroUsd + total.heldMicroUsd).toBe(-booked('member', 'grant'));
      const ofBoAlone = await store.usageReports.rows({ ...always, tenantId: tenantB, userId: bo });
      expect(ofBoAlone.rows).toEqual(rows.slice(2));
      const month = { window: 'month', scope: { kind: 'tenant', tenantId: tenantA } } as const;
      const provider = { window: 'month', scope: { kind: 'provider', provider: 'acme' } } as const;
      // One video is paid and one held; the operator carries what was given up, and that counts for no tenant.
      expect(await store.usageReports.spent({ keys: [month, provider], nowMs: nowMs() })).toEqual([
        2 * quote + 7 + 11,
        2 * quote + 7 + 11,
      ]);
    });

    it('tell days in the zone that the tenant had when each video was asked for, the newest first, and only whole ones', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store } = driver;
      const userId = await driver.user();
      const midnightMs = Math.ceil(driver.nowMs() / DAY) * DAY;
      await world.clock.advance(midnightMs - driver.nowMs() + 23 * HOUR);
      await driver.admitted({ userId });
      const set = { tenantId: tenantA, actor: { kind: 'operator' }, reason: null } as const;
      await store.setSettings({ ...set, change: { timeZone: 'Asia/Tokyo' }, nowMs: driver.nowMs() });
      await driver.admitted({ userId });
      const today = new Date(midnightMs).toISOString().slice(0, 10);
      const all = await store.usageReports.rows({ ...always, tenantId: tenantA, userId: null });
      expect(all.rows.map(({ day }) => day)).toEqual([addDays(today, 1), today]);
      const ask = { tenantId: null, userId: null, limit: 1 };
      const newest = await store.usageReports.rows({ ...ask, fromDay: today, toDay: addDays(today, 1) });
      expect(newest).toEqual({ rows: all.rows.slice(0, 1), isWhole: false });
      const first = await store.usageReports.rows({ ...ask, fromDay: today, toDay: today });
      expect(first).toEqual({ rows: all.rows.slice(1), isWhole: true });
    });

    it('keep the count of whoever was forgotten, without a name', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      await driver.readyJob({ userId });
      await driver.store.forgetPerson({ userId, actor: { kind: 'operator' }, nowMs: driver.nowMs() });
      const { rows } = await driver.store.usageReports.rows({ ...always, tenantId: null, userId: null });
      expect(rows).toMatchObject([{ userId, userName: null, ready: 1 }]);
    });
  });
}
