import { describe, expect, it } from 'vitest';
import { nothingSetUp, type SettingsChange } from '../../../src/core/tenant-settings.ts';
import { DAY } from '../../../src/core/time.ts';
import { driverOf, memberRules, noRules, quote, tenantA, tenantB } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

const operator = { kind: 'operator' } as const;

/** How moderators set a tenant up holds at once, is written down, and gives nobody a fresh allowance. */
export function settingsContract(open: () => Promise<StoreWorld>): void {
  describe('how a tenant is set up', () => {
    it('is changed piece by piece for all processes, and written down with old and new unless nothing changed', async () => {
      await using world = await open();
      const [{ store, nowMs }, other] = [driverOf(await world.join(), world), await world.join()];
      const set = (change: SettingsChange, reason: string | null = null) =>
        store.setSettings({ tenantId: tenantA, change, actor: operator, reason, nowMs: nowMs() });
      const first = { ...nothingSetUp, channels: ['c1', 'c2'], setUpAtMs: nowMs() };
      const zones = { zoneBefore: 'UTC', zoneAfter: 'UTC' };
      expect(await set({ channels: ['c1', 'c2'] }, 'too loud')).toEqual({
        kind: 'done',
        changed: true,
        ...zones,
        before: nothingSetUp,
        after: first,
      });
      await world.clock.advance(1);
      const set2: SettingsChange = {
        logChannel: 'c3',
        approvalChannel: 'c4',
        priceMaxMicroUsd: 7,
        engines: ['demo'],
        blocklist: ['rude word'],
        reusesClips: false,
        adult: 'marked_channels',
        judging: 'required',
        accountAgeMsMin: 0,
        memberAgeMsMin: 1,
        paused: { everywhere: false, channels: ['c2'] },
      };
      const second = { ...first, ...set2 };
      expect(await set(set2)).toMatchObject({ changed: true, after: second });
      expect(await set({ priceMaxMicroUsd: 7 })).toMatchObject({ changed: false, before: second, after: second });
      expect((await other.store.tenant(tenantA, nowMs())).settings).toEqual(second);
      expect((await store.tenant(tenantB, nowMs())).settings).toEqual(nothingSetUp);
      const lines = await store.audit({ tenantId: tenantA, targetUserId: null, limit: 9 });
      expect(lines.map(({ change, reason }) => [change, reason])).toEqual([
        [{ kind: 'settings', before: first, after: second, zoneBefore: null, zoneAfter: null }, null],
        [{ kind: 'settings', before: nothingSetUp, after: first, zoneBefore: null, zoneAfter: null }, 'too loud'],
      ]);
    });

    it('moves to another time zone without a fresh allowance for anybody, and only so often', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const move = (timeZone: string) =>
        store.setSettings({ tenantId: tenantA, change: { timeZone }, actor: operator, reason: null, nowMs: nowMs() });
      const rules = memberRules({ unit: 'videos', window: 'day', amount: 2 });
      const userId = await driver.user();
      const left = async () => (await store.quota({ tenantId: tenantA, userId, rules, nowMs: nowMs() })).lines[0];
      await driver.admitted({ userId, rules });
      // Noon in UTC is tomorrow already on Kiritimati.
      expect(await move('Pacific/Kiritimati')).toMatchObject({ zoneBefore: 'UTC', zoneAfter: 'Pacific/Kiritimati' });
      expect(await move('Pacific/Kiritimati')).toMatchObject({ kind: 'done', changed: false });
      await driver.admitted({ userId, rules });
      expect(await left()).toMatchObject({ held: 2, left: 0 });
      expect(await driver.admit({ userId, rules })).toMatchObject({ refusal: { kind: 'limit', used: 2 } });
      expect(await store.usage({ tenantId: tenantA, nowMs: nowMs(), limit: 1 })).toMatchObject({
        today: { videos: 2 },
      });
      const [line] = await store.audit({ tenantId: tenantA, targetUserId: null, limit: 1 });
      expect(line?.change).toMatchObject({ zoneBefore: 'UTC', zoneAfter: 'Pacific/Kiritimati' });

      for (let n = 1; n < 10; n += 1) await move(n % 2 === 0 ? 'Pacific/Kiritimati' : 'UTC');
      const firstMoveMs = nowMs();
      expect(await move('Asia/Tokyo')).toMatchObject({ kind: 'too_many_zones', max: 10 });
      expect((await store.tenant(tenantA, nowMs())).timeZone).toBe('UTC');
      await world.clock.advance(40 * DAY);
      expect(nowMs() - firstMoveMs).toBe(40 * DAY);
      expect(await move('Asia/Tokyo')).toMatchObject({ kind: 'done', changed: true });
      expect(await left()).toMatchObject({ held: 0, left: 2 });
      await expectBooksInOrder(world, driver);
    });

    it('holds the next admission to the smaller ceiling, and what is told of the shared budget as well', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const budget = { perDayMicroUsd: 3 * quote, perMonthMicroUsd: 100 * quote };
      await store.allowTenant(tenantA, budget, operator, nowMs());
      const cap = (amount: number) => {
        const change = { kind: 'set', limit: { unit: 'usd_micro', window: 'day', amount } } as const;
        const of = { tenantId: tenantA, subject: 'budget', change, rules: noRules } as const;
        return store.setPolicy({ ...of, actor: operator, reason: null, nowMs: nowMs() });
      };
      const ask = { userId: await driver.user(), playMoney: false };
      await cap(quote);
      await driver.admitted(ask);
      expect(await driver.admit(ask)).toMatchObject({ refusal: { kind: 'limit', scope: 'tenant', limit: quote } });
      const usage = await store.usage({ tenantId: tenantA, nowMs: nowMs(), limit: 1 });
      expect(usage).toMatchObject({ paidTodayMicroUsd: quote, budget: { ...budget, perDayMicroUsd: quote } });
      expect(await cap(99 * quote)).toMatchObject({
        before: [
          { amount: quote, source: 'own' },
          { window: 'month', source: 'service' },
        ],
        after: [{ amount: 3 * quote, source: 'service' }, { amount: 100 * quote }],
      });
      await driver.admitted({ ...ask, jobs: 2 });
      expect(await driver.admit(ask)).toMatchObject({ refusal: { scope: 'tenant', limit: 3 * quote } });
      await expectBooksInOrder(world, driver);
    });
  });
}
