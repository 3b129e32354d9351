import { describe, expect, it } from 'vitest';
import type { EngineId } from '../../src/core/engine.ts';
import type { MoveTo } from '../../src/core/outcome.ts';
import type { Route } from '../../src/core/spec.ts';
import { HOUR, SECOND } from '../../src/core/time.ts';
import { credential, driverOf, engine, noRules, quote, spec } from './store/driver.ts';
import { expectBooksInOrder, type StoreWorld } from './store/world.ts';

const other: EngineId = 'acme/reel-1';
const route: Route = { because: 'cheapest', tried: [], priceMicroUsd: quote };
const routed = { ...spec, route };
const price = quote - 1;

function moveTo(atMs: number): MoveTo {
  return {
    engine: other,
    credential: 'key-2',
    spec: { ...spec, fps: 30, route: { because: 'instead', tried: [engine], priceMicroUsd: price } },
    atMs,
  };
}

const operator = { kind: 'operator' } as const;
const system = { kind: 'system' } as const;

/** Engines that are taken out, what they show of themselves, and jobs that go from one to another. */
export function engineStandingContract(name: string, open: () => Promise<StoreWorld>): void {
  describe(`engines: ${name}`, () => {
    it('are taken out for every process, and taken in again', async () => {
      await using world = await open();
      const [one, two] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const nowMs = one.nowMs();
      const mark = { engine, kind: 'disabled', actor: operator, reason: 'too dear', nowMs } as const;
      expect(await one.store.engines.mark(mark)).toBe(true);
      expect(await two.store.engines.all()).toEqual([
        { engine, kind: 'disabled', sinceMs: nowMs, actor: operator, reason: 'too dear' },
      ]);
      expect(await two.store.engines.clear({ engine, kind: null })).toBe(true);
      expect(await two.store.engines.clear({ engine, kind: null })).toBe(false);
      expect(await one.store.engines.all()).toEqual([]);
    });

    it('stay out for the reason that was found first, so that it is told once; but the operator has the last word', async () => {
      await using world = await open();
      const { store } = driverOf(await world.join(), world);
      const mark = (kind: 'disabled' | 'retired' | 'out_of_credit', nowMs: number): Promise<boolean> =>
        store.engines.mark({ engine, kind, actor: system, reason: null, nowMs });
      expect(await mark('out_of_credit', 1)).toBe(true);
      expect(await mark('out_of_credit', 2)).toBe(false);
      expect(await mark('retired', 3)).toBe(false);
      expect(await store.engines.all()).toMatchObject([{ kind: 'out_of_credit', sinceMs: 1 }]);
      expect(await mark('disabled', 4)).toBe(true);
      expect(await mark('disabled', 5)).toBe(false);
      expect(await mark('out_of_credit', 6)).toBe(false);
      expect(await store.engines.clear({ engine, kind: 'out_of_credit' })).toBe(false);
      expect(await store.engines.all()).toMatchObject([{ kind: 'disabled', sinceMs: 4 }]);
    });

    it('that say they take nothing new are out in the same moment as that is recorded', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId } = await driver.submittingJob({ userId: await driver.user() });
      const takesOut = { kind: 'out_of_credit', engines: [engine, other] } as const;
      await driver.recorded({ kind: 'rejected', attemptId, code: 'out_of_credit', retryAtMs: null, takesOut });
      expect(await driver.store.engines.all()).toMatchObject([
        { engine: other, kind: 'out_of_credit', actor: system },
        { engine, kind: 'out_of_credit', sinceMs: driver.nowMs() },
      ]);
    });

    it('show what they took for a second of clip, what they made and failed in the last hour, and what they have to do', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const figures = () => driver.store.engines.figures({ engines: [engine, other], nowMs: driver.nowMs() });
      const none = { msPerSecond: null, good: 0, bad: 0, open: 0 };
      expect(await figures()).toEqual([
        { engine, ...none },
        { engine: other, ...none },
      ]);
      const { attemptId, job } = await driver.renderingJob({ userId });
      await world.clock.advance(50 * SECOND);
      await driver.recorded({ kind: 'succeeded', attemptId, costMicroUsd: null });
      await driver.recorded({
        kind: 'fetched',
        attemptId,
        clip: driver.clipOf(job),
        deliveryId: world.ids.next('delivery'),
      });
      for (const code of ['transient', 'moderation', 'invalid', 'expired'] as const) {
        const failing = await driver.renderingJob({ userId });
        await driver.recorded({ kind: 'failed', attemptId: failing.attemptId, code, costMicroUsd: null });
      }
      for (const code of ['transient', 'moderation', 'rate_limited'] as const) {
        const turnedAway = await driver.submittingJob({ userId });
        await driver.recorded({ kind: 'rejected', attemptId: turnedAway.attemptId, code, retryAtMs: null });
      }
      await driver.queuedJob({ userId });
      expect(await figures()).toEqual([
        { engine, msPerSecond: 10 * SECOND, good: 1, bad: 3, open: 1 },
        { engine: other, ...none },
      ]);
      await world.clock.advance(HOUR);
      expect(await figures()).toMatchObject([{ msPerSecond: 10 * SECOND, good: 0, bad: 0, open: 1 }, {}]);
    });
  });

  describe('a job that goes to another engine', () => {
    it('gives its place back, waits its turn there, and is sent there under an attempt of its own', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      for (let made = 0; made < 2; made += 1)
        await driver.queuedJob({ userId: ada, engine: other, credential: 'key-2' });
      const { attemptId, job } = await driver.submittingJob({ userId: bob, spec: routed });
      expect(world.places().get(`${engine} ${credential}`)).toBe(1);
      const moved = await driver.recorded({
        kind: 'rejected',
        attemptId,
        code: 'transient',
        retryAtMs: null,
        moveTo: moveTo(driver.nowMs()),
      });
      expect(moved).toMatchObject({ engine: other, credential: 'key-2', state: { kind: 'queued' }, retries: 0 });
      expect(world.places().get(`${engine} ${credential}`)).toBe(0);
      const view = await driver.store.view(job.id, noRules, driver.nowMs());
      expect(view?.ahead).toBe(1);

      const slots = [{ engine: other, credential: 'key-2', max: 9 }];
      const claims = [];
      for (let turn = 0; turn < 3; turn += 1) {
        const attempt = { id: world.ids.next('attempt'), callbackTokenHash: 'f'.repeat(64) };
        claims.push(await driver.claimed('submit', { slots, attempt }));
      }
      const [, second] = claims;
      expect(second).toMatchObject({
        job: { id: job.id, spec: { fps: 30 } },
        attempt: { engine: other, credential: 'key-2' },
      });
      expect(world.places().get(`${other} key-2`)).toBe(3);
      await expectBooksInOrder(world, driver);
    });

    it('is paid at the price of who made it, where that names none', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId, job } = await driver.submittingJob({ userId: await driver.user(), spec: routed });
      const move = moveTo(driver.nowMs());
      await driver.recorded({ kind: 'rejected', attemptId, code: 'transient', retryAtMs: null, moveTo: move });
      const slots = [{ engine: other, credential: 'key-2', max: 1 }];
      const { attempt } = await driver.claimed('submit', { slots });
      if (!attempt) throw new Error('expected an attempt');
      await driver.recorded({ kind: 'accepted', attemptId: attempt.id, taskId: 'task-1' });
      await driver.recorded({ kind: 'succeeded', attemptId: attempt.id, costMicroUsd: null });
      const story = await driver.store.story(job.id, noRules, driver.nowMs());
      expect(story?.view).toMatchObject({ costMicroUsd: price, chargedMicroUsd: price });
      const accounts = story?.entries.flatMap(({ postings }) => postings).map(({ account }) => account);
      expect(accounts).toContainEqual({ kind: 'engine', engine: other });
      expect(accounts).not.toContainEqual({ kind: 'engine', engine });
      expect(story?.events.map(({ outcome }) => outcome)).toContain('moved');
      await expectBooksInOrder(world, driver);
    });

    it('stays where it is above the price that was agreed, and where a person named its engine', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const dearer = moveTo(driver.nowMs());
      const dear = { ...dearer, spec: { ...dearer.spec, route: { ...route, priceMicroUsd: quote + 1 } } };
      for (const [asked, to] of [
        [routed, dear],
        [spec, dearer],
      ] as const) {
        const { attemptId } = await driver.submittingJob({ userId, spec: asked });
        const outcome = { kind: 'rejected', attemptId, code: 'transient', retryAtMs: null, moveTo: to } as const;
        expect(await driver.recorded(outcome)).toMatchObject({ engine, state: { kind: 'failed' } });
      }
      await expectBooksInOrder(world, driver);
    });

    it('that nobody wants any more ends instead', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId, job } = await driver.submittingJob({ userId: await driver.user(), spec: routed });
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      const move = moveTo(driver.nowMs());
      const outcome = { kind: 'rejected', attemptId, code: 'transient', retryAtMs: null, moveTo: move } as const;
      expect(await driver.recorded(outcome)).toMatchObject({ engine, state: { kind: 'cancelled' } });
    });

    it('comes back to its first engine where that turns out to have taken it after all', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId } = await driver.submittingJob({ userId: await driver.user(), spec: routed });
      const move = moveTo(driver.nowMs());
      await driver.recorded({ kind: 'rejected', attemptId, code: 'transient', retryAtMs: null, moveTo: move });
      expect(await driver.recorded({ kind: 'accepted', attemptId, taskId: 'task-1' })).toMatchObject({
        engine,
        credential,
        state: { kind: 'rendering' },
      });
      expect(world.places().get(`${engine} ${credential}`)).toBe(1);
      expect(world.places().get(`${other} key-2`) ?? 0).toBe(0);
    });

    it('goes from an engine that is no longer configured as well', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const job = await driver.queuedJob({ userId: await driver.user(), spec: routed });
      const stranded = { kind: 'stranded', jobId: job.id, moveTo: moveTo(driver.nowMs()) } as const;
      expect(await driver.recorded(stranded)).toMatchObject({ engine: other, state: { kind: 'queued' } });
      const slots = [{ engine: other, credential: 'key-2', max: 1 }];
      expect(await driver.claimed('submit', { slots })).toMatchObject({ job: { id: job.id } });
    });
  });
}
