import { describe, expect, it } from 'vitest';
import type { TenantId, UserId } from '../../../src/core/ids.ts';
import { type AdmissionRules, defaultRules, type PolicyChange, type PolicySubject } from '../../../src/core/policy.ts';
import { HOUR } from '../../../src/core/time.ts';
import { type Driver, driverOf, memberRules, noRules, quote, tenantA, tenantB } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

const day = (amount: number): PolicyChange => ({
  kind: 'set',
  limit: { unit: 'videos', window: 'day', amount },
});
const threeADay = memberRules({ unit: 'videos', window: 'day', amount: 3 });

type SetAsk = {
  readonly subject: PolicySubject;
  readonly change: PolicyChange;
  readonly by?: UserId;
  readonly tenantId?: TenantId;
  readonly rules?: AdmissionRules;
  readonly reason?: string;
};

function set({ store, nowMs }: Driver, ask: SetAsk) {
  const { subject, change, by, tenantId = tenantA, rules = threeADay, reason = null } = ask;
  const actor = by === undefined ? ({ kind: 'operator' } as const) : ({ kind: 'user', userId: by } as const);
  return store.setPolicy({ tenantId, subject, change, rules, actor, reason, nowMs: nowMs() });
}

/** What moderators set holds at once and atomically, is written down, and can be seen. */
export function policyContract(open: () => Promise<StoreWorld>): void {
  describe('limits that moderators set', () => {
    it('hold for the next admission: the own before the default, the default before the service’s', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bo] = [await driver.user('ada'), await driver.user('bo')];
      const rules = threeADay;
      await set(driver, { subject: 'default', change: day(1) });
      await set(driver, { subject: bo, change: day(2) });
      await driver.admitted({ userId: ada, rules });
      await driver.admitted({ userId: bo, rules, jobs: 2 });
      expect(await driver.admit({ userId: ada, rules })).toMatchObject({
        refusal: { kind: 'limit', limit: 1, used: 1 },
      });
      expect(await driver.admit({ userId: bo, rules })).toMatchObject({
        refusal: { kind: 'limit', limit: 2, used: 2 },
      });
      expect(await driver.admit({ userId: ada, rules, tenantId: tenantB, jobs: 3 })).toMatchObject({
        kind: 'admitted',
      });

      await set(driver, { subject: ada, change: { kind: 'unlimited', unit: null } });
      await driver.admitted({ userId: ada, rules, jobs: 9 });
      await set(driver, { subject: bo, change: { kind: 'default' } });
      expect(await driver.admit({ userId: bo, rules })).toMatchObject({
        refusal: { kind: 'limit', limit: 1, used: 2 },
      });
      await expectBooksInOrder(world, driver);
    });

    it('lowered while requests race through two processes, let nobody past the limit that was in force', async () => {
      await using world = await open();
      const [first, second] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const userId = await first.user();
      await set(first, { subject: userId, change: day(8) });
      const happened: ('admitted' | 'refused' | 'lowered')[] = [];
      const ask = async (driver: Driver): Promise<void> => {
        const { kind } = await driver.admit({ userId, rules: threeADay });
        happened.push(kind === 'admitted' ? 'admitted' : 'refused');
      };
      const lower = async (): Promise<void> => {
        await set(second, { subject: userId, change: day(5) });
        happened.push('lowered');
      };
      const pairs = Array.from({ length: 40 }, (_, index) => [
        first,
        second,
        ...(index === 2 ? ['lower' as const] : []),
      ]);
      await Promise.all(pairs.flat().map((who) => (who === 'lower' ? lower() : ask(who))));

      let [admitted, limit] = [0, 8];
      for (const what of happened) {
        if (what === 'lowered') limit = 5;
        if (what === 'refused') expect(admitted).toBeGreaterThanOrEqual(limit);
        if (what !== 'admitted') continue;
        expect(admitted).toBeLessThan(limit);
        admitted += 1;
      }
      expect(limit).toBe(5);
      expect(admitted).toBeGreaterThanOrEqual(5);
      await expectBooksInOrder(world, first);
    });

    it('say old and new with their sources, and whom a changed default leaves out', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const bo = await driver.user('bo');
      const pair = { unit: 'videos', window: 'day' } as const;
      expect(await set(driver, { subject: bo, change: day(10) })).toEqual({
        changed: true,
        name: 'bo',
        before: [{ ...pair, amount: 3, source: 'service', role: null }],
        after: [{ ...pair, amount: 10, source: 'own', role: null }],
        exceptions: 0,
      });
      expect(await set(driver, { subject: 'default', change: day(5) })).toMatchObject({
        before: [{ amount: 3, source: 'service' }],
        after: [{ amount: 5, source: 'tenant' }],
        exceptions: 1,
      });
      const credits = { kind: 'set', limit: { unit: 'usd_micro', window: 'month', amount: 7 } } as const;
      expect(await set(driver, { subject: 'default', change: credits })).toMatchObject({ exceptions: 0 });
      expect(await set(driver, { subject: 'default', change: day(5), tenantId: tenantB })).toMatchObject({
        exceptions: 0,
      });
    });

    it('of the most generous role hold for whom the platform says has it, before the default and after the own', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user('bo');
      const note = { roles: ['r-few', 'r-many', 'r-none'], joinedAtMs: null, accountMadeAtMs: null };
      const ask = { userId, rules: threeADay, member: note };
      const quota = () => driver.store.quota({ ...ask, tenantId: tenantA, nowMs: driver.nowMs() });
      await set(driver, { subject: 'default', change: day(0) });
      await set(driver, { subject: 'role:r-few', change: day(1) });
      const many = await set(driver, { subject: 'role:r-many', change: day(4) });
      expect(many).toMatchObject({
        name: null,
        before: [{ amount: 0, source: 'tenant' }],
        after: [{ amount: 4, source: 'role', role: 'r-many' }],
      });
      await driver.admitted({ ...ask, jobs: 3 });
      // What the platform said last is remembered.
      expect(await quota()).toMatchObject({
        member: { roles: ['r-few', 'r-many', 'r-none'] },
        lines: [{ amount: 4, held: 3, left: 1, source: 'role', role: 'r-many' }],
      });
      const { job } = await driver.admitted({ ...ask, member: null });
      expect((await driver.store.view(job.id, threeADay, driver.nowMs()))?.allowance.videosLeft).toBe(0);
      expect(await driver.admit({ ...ask, member: { ...note, roles: ['r-few'] } })).toMatchObject({
        refusal: { kind: 'limit', limit: 1, used: 4 },
      });
      expect(await driver.admit({ ...ask, tenantId: tenantB })).toMatchObject({ kind: 'admitted' });
      const own = { kind: 'set', limit: { unit: 'jobs', window: 'at_once', amount: 4 } } as const;
      await set(driver, { subject: userId, change: day(9) });
      await set(driver, { subject: userId, change: own });
      expect(await driver.admit(ask)).toMatchObject({ refusal: { kind: 'in_flight', limit: 4, running: 4 } });
      expect(await quota()).toMatchObject({
        lines: [{ amount: 9 }],
        caps: [{ unit: 'jobs', amount: 4, source: 'own' }],
      });
      await expectBooksInOrder(world, driver);
    });

    it('can be looked at before they are set, and by their subject: then nothing is written', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store } = driver;
      const ask = { tenantId: tenantA, subject: 'role:r1', change: day(2), rules: threeADay } as const;
      await set(driver, { subject: await driver.user(), change: day(1) });
      await world.clock.advance(1);
      const preview = { ...ask, actor: { kind: 'operator' }, reason: null, nowMs: driver.nowMs() } as const;
      expect(await store.setPolicy({ ...preview, isPreview: true })).toMatchObject({
        changed: true,
        before: [{ amount: 3 }],
        after: [{ amount: 2, source: 'role', role: 'r1' }],
        exceptions: 1,
      });
      expect(await store.limitsOf(ask)).toEqual([]);
      expect(await store.audit({ tenantId: tenantA, targetUserId: null, limit: 9 })).toHaveLength(1);
      await store.setPolicy(preview);
      expect(await store.limitsOf(ask)).toEqual([{ unit: 'videos', window: 'day', amount: 2 }]);
      expect(await store.audit({ tenantId: tenantA, targetUserId: null, limit: 9 })).toMatchObject([
        { about: null, change: { kind: 'quota', subject: 'role:r1' } },
        {},
      ]);
    });

    it('are in the audit log with who, old, new and why; the same once more is not a change', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [mo, bo] = [await driver.user('mo'), await driver.user('bo')];
      await set(driver, { subject: bo, change: day(10), by: mo, reason: 'won the contest' });
      expect(await set(driver, { subject: bo, change: day(10), by: mo })).toMatchObject({ changed: false });
      await world.clock.advance(HOUR);
      await set(driver, { subject: 'default', change: { kind: 'unlimited', unit: 'videos' }, by: mo });
      await set(driver, { subject: bo, change: day(1), tenantId: tenantB });

      const limit = { unit: 'videos', window: 'day', amount: 10 };
      const raised = {
        atMs: driver.nowMs() - HOUR,
        actor: { kind: 'user', userId: mo },
        actorName: 'mo',
        about: { userId: bo, name: 'bo' },
        change: { kind: 'quota', subject: bo, before: [], after: [limit] },
        reason: 'won the contest',
      };
      const ofTenant = { tenantId: tenantA, targetUserId: null, limit: 10 };
      expect(await driver.store.audit(ofTenant)).toEqual([
        expect.objectContaining({ about: null, change: expect.objectContaining({ subject: 'default' }) }),
        raised,
      ]);
      expect(await driver.store.audit({ ...ofTenant, targetUserId: bo })).toEqual([raised]);
      expect(await driver.store.audit({ ...ofTenant, targetUserId: mo })).toEqual([]);
      expect(await driver.store.audit({ ...ofTenant, limit: 1 })).toHaveLength(1);
    });

    it('stand in the audit log beside what else was decided: budgets, and deleted videos with their owner', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const bo = await driver.user('bo');
      const { job, clip } = await driver.readyJob({ userId: bo });
      const budget = { perDayMicroUsd: 1, perMonthMicroUsd: 2 };
      await driver.store.allowTenant(tenantA, budget, { kind: 'operator' }, driver.nowMs());
      await world.clock.advance(1);
      const mo = await driver.user('mo');
      const actor = { kind: 'user', userId: mo } as const;
      await driver.store.deleteClip({ clipId: clip.id, actor, reason: 'spam', nowMs: driver.nowMs() });
      expect(await driver.store.audit({ tenantId: tenantA, targetUserId: null, limit: 10 })).toEqual([
        expect.objectContaining({
          actorName: 'mo',
          about: { userId: bo, name: 'bo' },
          change: { kind: 'clip_deleted', number: job.number },
          reason: 'spam',
        }),
        expect.objectContaining({ about: null, change: { kind: 'tenant_budget', before: null, after: budget } }),
      ]);
      expect(await driver.store.audit({ tenantId: tenantA, targetUserId: bo, limit: 10 })).toHaveLength(1);
    });
  });

  describe('a quota', () => {
    it('tells what is paid, what is held and what is left, and counts a day in the window it began in', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user('ada');
      const rules = memberRules(
        { unit: 'videos', window: 'day', amount: 5 },
        { unit: 'usd_micro', window: 'month', amount: 10 * quote },
      );
      const quota = () => driver.store.quota({ tenantId: tenantA, userId, rules, nowMs: driver.nowMs() });
      await driver.readyJob({ userId, rules });
      await driver.fetchingJob({ userId, rules, quoteMicroUsd: quote });
      const { job } = await driver.admitted({ userId, rules });
      expect(await quota()).toMatchObject({
        user: { userId, name: 'ada' },
        exceptions: [],
        lines: [
          { unit: 'videos', window: 'day', amount: 5, used: 2, held: 1, left: 2, source: 'service' },
          { unit: 'usd_micro', window: 'month', used: 2 * quote, held: quote, left: 7 * quote },
        ],
      });

      await world.clock.advance(24 * HOUR);
      expect((await quota()).lines).toMatchObject([
        { used: 0, held: 0, left: 5 },
        { used: 2 * quote, held: quote, left: 7 * quote },
      ]);
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      expect((await quota()).lines[1]).toMatchObject({ used: 2 * quote, held: 0, left: 8 * quote });
    });

    it('never says less than nothing is left, lists what is unlimited, and knows only its own tenant', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      await driver.admitted({ userId, jobs: 3, rules: threeADay });
      await set(driver, { subject: userId, change: day(1) });
      const of = { userId, rules: threeADay, nowMs: driver.nowMs() };
      expect((await driver.store.quota({ ...of, tenantId: tenantA })).lines).toMatchObject([{ held: 3, left: 0 }]);
      expect((await driver.store.quota({ ...of, tenantId: tenantB })).lines).toMatchObject([
        { amount: 3, held: 0, left: 3, source: 'service' },
      ]);
      await set(driver, { subject: userId, change: { kind: 'unlimited', unit: 'videos' } });
      expect((await driver.store.quota({ ...of, tenantId: tenantA })).lines).toMatchObject([
        { window: 'hour', amount: null, left: null, held: 3, source: 'own' },
        { window: 'day', amount: null },
        { window: 'week', amount: null },
        { window: 'month', amount: null },
      ]);
    });

    it('of everybody is the tenant’s default, with those who have limits of their own', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [bo, ada] = [await driver.user('bo'), await driver.user('ada')];
      await set(driver, { subject: bo, change: day(1) });
      await set(driver, { subject: ada, change: { kind: 'unlimited', unit: null } });
      await set(driver, { subject: await driver.user('cy'), change: day(1), tenantId: tenantB });
      const of = { tenantId: tenantA, userId: null, rules: defaultRules, nowMs: driver.nowMs() };
      expect(await driver.store.quota(of)).toMatchObject({
        user: null,
        lines: [
          { unit: 'videos', amount: 3, used: 0, held: 0, source: 'service' },
          { unit: 'usd_micro', source: 'service' },
        ],
        exceptions: [
          { userId: ada, name: 'ada' },
          { userId: bo, name: 'bo' },
        ],
      });
    });

    it('shows in the allowance of a video at once, so that status and admission agree', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const { job } = await driver.admitted({ userId, rules: threeADay });
      const left = async () => (await driver.store.view(job.id, threeADay, driver.nowMs()))?.allowance.videosLeft;
      expect(await left()).toBe(2);
      await set(driver, { subject: userId, change: day(10) });
      expect(await left()).toBe(9);
      await set(driver, { subject: userId, change: { kind: 'unlimited', unit: null } });
      expect(await left()).toBeNull();
    });
  });

  describe('the use of a tenant', () => {
    it('names who used how much today and this month, newest first, and the rest as a number', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bo, cy] = [await driver.user('ada'), await driver.user('bo'), await driver.user('cy')];
      await driver.admitted({ userId: ada, jobs: 2 });
      await driver.admitted({ userId: cy, tenantId: tenantB });
      await world.clock.advance(24 * HOUR);
      await driver.admitted({ userId: bo, playMoney: false, asOperator: true });
      const newestAtMs = driver.nowMs();
      const of = { tenantId: tenantA, nowMs: driver.nowMs() };
      const none = { videos: 0, microUsd: 0 };
      const one = { videos: 1, microUsd: quote };
      const two = { videos: 2, microUsd: 2 * quote };
      expect(await driver.store.usage({ ...of, limit: 10 })).toEqual({
        members: [
          { userId: bo, name: 'bo', today: one, thisMonth: one, newestAtMs },
          { userId: ada, name: 'ada', today: none, thisMonth: two, newestAtMs: newestAtMs - 24 * HOUR },
        ],
        others: 0,
        today: one,
        thisMonth: { videos: 3, microUsd: 3 * quote },
        paidTodayMicroUsd: quote,
        paidThisMonthMicroUsd: quote,
        budget: null,
      });
      expect(await driver.store.usage({ ...of, limit: 1 })).toMatchObject({
        members: [{ userId: bo }],
        others: 1,
        thisMonth: { videos: 3 },
      });
    });
  });

  describe('people by name', () => {
    it('are found whatever the capitals, all who have the name, and only those who asked in the tenant', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const identify = (externalId: string, name: string, platform = 'discord') =>
        driver.store.identify({ platform, externalId, name, newId: world.ids.next('user'), nowMs: driver.nowMs() });
      const [one, two] = [await identify('1', 'Äda Bo'), await identify('2', 'äDA bo')];
      await identify('1', 'Äda Bo', 'slack');
      const found = async (text: string, tenantId: TenantId | null = null, kind: 'name' | 'externalId' = 'name') =>
        (await driver.store.findUser({ platform: 'discord', tenantId, by: { kind, text } })).map(
          ({ userId }) => userId,
        );
      expect(await found('äda BO')).toEqual([one, two]);
      expect(await found('äda')).toEqual([]);
      expect(await found('äda bo', tenantA)).toEqual([]);
      await driver.admitted({ userId: two, rules: noRules });
      expect(await found('äda bo', tenantA)).toEqual([two]);
      expect(await found('äda bo', tenantB)).toEqual([]);
      expect(await found('2', null, 'externalId')).toEqual([two]);
    });
  });
}
