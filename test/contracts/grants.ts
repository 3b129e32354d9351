import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/core/grant.ts';
import type { UserId } from '../../src/core/ids.ts';
import { HOUR } from '../../src/core/time.ts';
import { windowKinds } from '../../src/core/window.ts';
import { type AskFor, type Driver, driverOf, memberRules, only, quote, tenantA, tenantB } from './store/driver.ts';
import { expectBooksInOrder, type StoreWorld } from './store/world.ts';

const operator = { kind: 'operator' } as const;
const oneADay = memberRules({ unit: 'videos', window: 'day', amount: 1 });
const credits = { unit: 'usd_micro', amount: 3 * quote } as const;

type What = Partial<Pick<Grant, 'unit' | 'amount' | 'expiresAtMs' | 'tenantId' | 'id'>>;

/** Gives three videos that do not end, unless told otherwise. */
async function give({ store, nowMs }: Driver, world: StoreWorld, userId: UserId, what: What = {}) {
  const id = world.ids.next('grant');
  const grant = { id, tenantId: tenantA, userId, unit: 'videos', amount: 3, expiresAtMs: null, ...what } as const;
  return store.grants.give({ grant: { ...grant, grantedAtMs: nowMs() }, actor: operator, reason: 'a friend' });
}

async function leftTo({ store, nowMs }: Driver, userId: UserId): Promise<number[]> {
  return (await store.grants.open({ tenantId: tenantA, userId, nowMs: nowMs() })).map(({ left }) => left);
}

/** What is given pays whole videos beyond limits, goes back where it came from, and is in the books to the last credit. */
export function grantContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`grants: ${name}`, () => {
    it('pay what does not fit into a limit, in their own tenant alone, and count in no window of their member', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user('bo');
      const ask: AskFor = { userId, rules: oneADay };
      const given = await give(driver, world, userId);
      expect(given).toMatchObject({ name: 'bo', open: [{ unit: 'videos', amount: 3, left: 3 }] });
      expect((await driver.admitted(ask)).job.funding).toEqual({ kind: 'allowance' });
      const { jobs } = await driver.admitted({ ...ask, jobs: 3 });
      const job = only(jobs.slice(1, 2));
      expect(jobs.map(({ funding }) => funding)).toMatchObject(
        jobs.map(() => ({ kind: 'grants', unit: 'videos', draws: [{ grantId: given.open[0]?.id, amount: 1 }] })),
      );
      expect(await leftTo(driver, userId)).toEqual([]);
      expect(await driver.admit(ask)).toMatchObject({ refusal: { kind: 'limit', used: 1, granted: 0 } });
      const quota = await store.quota({ tenantId: tenantA, userId, rules: oneADay, nowMs: nowMs() });
      expect(quota).toMatchObject({ grants: [], lines: [{ used: 0, held: 1, left: 0 }] });

      expect(await store.job(job.id)).toEqual(job);
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      expect(await leftTo(driver, userId)).toEqual([1]);
      expect(await store.grants.open({ tenantId: tenantB, userId, nowMs: nowMs() })).toEqual([]);
      const [line] = await store.audit({ tenantId: tenantA, targetUserId: userId, limit: 9 });
      expect(line).toMatchObject({
        about: { userId },
        change: { kind: 'grant', userId, unit: 'videos', amount: 3, expiresAtMs: null },
        reason: 'a friend',
      });
      await expectBooksInOrder(world, driver);
    });

    it('of credits pay the price together, those that end first go first, and what is left at the end is void', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const rules = memberRules({ unit: 'usd_micro', window: 'week', amount: 0 });
      const ends = driver.nowMs() + HOUR;
      await give(driver, world, userId, { ...credits, amount: 2 * quote });
      await give(driver, world, userId, { unit: 'usd_micro', amount: quote / 2, expiresAtMs: ends });
      const made = await driver.fetchingJob({ userId, rules }, quote - 7);
      expect(made.job.funding).toMatchObject({ draws: [{ amount: quote / 2 }, { amount: quote / 2 }] });
      // What the engine did not take goes back to what was drawn last.
      expect(await leftTo(driver, userId)).toEqual([1.5 * quote + 7]);
      const view = await driver.store.view(made.job.id, rules, driver.nowMs());
      expect(view).toMatchObject({
        chargedMicroUsd: quote - 7,
        costMicroUsd: quote - 7,
        allowance: { leftMicroUsd: 0 },
      });
      const { attemptId } = made;
      await driver.recorded({ kind: 'output_lost', attemptId, code: 'output_gone' });
      expect(await leftTo(driver, userId)).toEqual([quote / 2, 2 * quote]);
      await world.clock.advance(HOUR);
      expect(await leftTo(driver, userId)).toEqual([2 * quote]);
      expect(await driver.admit({ userId, rules, quoteMicroUsd: 2 * quote + 1 })).toMatchObject({
        refusal: { kind: 'limit', unit: 'usd_micro', granted: 2 * quote },
      });
      await driver.admitted({ userId, rules, jobs: 2 });
      await expectBooksInOrder(world, driver);
    });

    it('count what they pay for tenant and service: its budget holds, however much somebody was given', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user();
      await store.allowTenant(tenantA, { perDayMicroUsd: 2 * quote, perMonthMicroUsd: 9 * quote }, operator, nowMs());
      await give(driver, world, userId, { amount: 9 });
      const ask: AskFor = {
        userId,
        rules: memberRules({ unit: 'videos', window: 'hour', amount: 0 }),
        playMoney: false,
      };
      await driver.readyJob({ ...ask });
      await driver.admitted(ask);
      expect(await driver.admit(ask)).toMatchObject({ refusal: { kind: 'limit', scope: 'tenant', used: 2 * quote } });
      expect(await store.usage({ tenantId: tenantA, nowMs: nowMs(), limit: 1 })).toMatchObject({
        today: { videos: 0, microUsd: 0 },
        paidTodayMicroUsd: 2 * quote,
      });
      expect(await leftTo(driver, userId)).toEqual([7]);
      await expectBooksInOrder(world, driver);
    });

    it('are given once for an id, drawn once by many requests at once, and never below nothing', async () => {
      await using world = await open();
      const [first, second] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const userId = await first.user();
      const rules = memberRules({ unit: 'videos', window: 'day', amount: 0 });
      const once = { id: world.ids.next('grant'), amount: 1 };
      await give(first, world, userId, once);
      expect(await give(second, world, userId, once)).toMatchObject({ open: [{ left: 1 }] });
      const asked = await Promise.all(
        Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? first : second).admit({ userId, rules })),
      );
      expect(asked.filter(({ kind }) => kind === 'admitted')).toHaveLength(1);
      expect(await leftTo(first, userId)).toEqual([]);
      await expect(give(first, world, userId, { amount: 0 })).rejects.toThrow(RangeError);
      await expectBooksInOrder(world, first);
    });
  });

  describe(`a reset: ${name}`, () => {
    it('takes off what was paid in every window of now, and leaves what videos on the way draw', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user('ada');
      await store.allowTenant(tenantA, { perDayMicroUsd: 99 * quote, perMonthMicroUsd: 99 * quote }, operator, nowMs());
      const rules = memberRules(...windowKinds.map((window) => ({ unit: 'videos', window, amount: 4 }) as const));
      const ask: AskFor = { userId, rules, playMoney: false };
      const reset = (ref: string) =>
        store.grants.reset({
          ref,
          tenantId: tenantA,
          userId,
          rules,
          actor: operator,
          reason: 'for the film',
          nowMs: nowMs(),
        });
      expect(await reset('r0')).toMatchObject({ changed: false });
      await driver.readyJob(ask);
      const { attemptId } = await driver.fetchingJob(ask);
      const { job } = await driver.admitted(ask);
      const { changed, before, after } = await reset('r1');
      expect({ changed, before: before.lines, after: after.lines }).toMatchObject({
        changed: true,
        before: [1, 2, 3, 4].map(() => ({ used: 2, held: 1, left: 1 })),
        after: [1, 2, 3, 4].map(() => ({ used: 1, held: 1, left: 2 })),
      });
      expect(await reset('r1')).toMatchObject({ changed: false });
      expect(await reset('r2')).toMatchObject({ changed: false });
      expect(await store.audit({ tenantId: tenantA, targetUserId: userId, limit: 9 })).toMatchObject([
        { change: { kind: 'reset', userId }, reason: 'for the film' },
      ]);

      // What comes back comes back: nothing of it was taken off before.
      await driver.recorded({ kind: 'output_lost', attemptId, code: 'output_gone' });
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      expect((await store.quota({ tenantId: tenantA, userId, rules, nowMs: nowMs() })).lines[0]).toMatchObject({
        used: 0,
        held: 0,
        left: 4,
      });
      expect(await store.usage({ tenantId: tenantA, nowMs: nowMs(), limit: 1 })).toMatchObject({
        paidTodayMicroUsd: 2 * quote,
      });
      await expectBooksInOrder(world, driver);
    });
  });
}
