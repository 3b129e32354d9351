import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import { claimAll, credential, driverOf, engine, lease as leaseMs, nameOf } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

export function claimContract(open: () => Promise<StoreWorld>): void {
  describe('claims', () => {
    it('offers each job the step of its state, with the attempt to act on and the request it is for', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const { job, request } = await driver.admitted({ userId });
      const prepare = await driver.claimed('prepare');
      expect(prepare).toMatchObject({ job: { id: job.id }, attempt: null, request });
      expect(prepare.lease).toEqual({ owner: driver.owner, untilMs: driver.nowMs() + leaseMs });

      await driver.recorded({ kind: 'prepared', jobId: job.id, input: null });
      const submit = await driver.claimed('submit', {
        attempt: { id: world.ids.next('attempt'), callbackTokenHash: 'c'.repeat(64) },
      });
      const attemptId = submit.attempt?.id ?? world.ids.next('attempt');
      expect(submit).toMatchObject({
        job: { id: job.id, state: { kind: 'submitting', attemptId }, submittedAtMs: driver.nowMs() },
        attempt: { engine, credential, callbackTokenHash: 'c'.repeat(64), state: { kind: 'submitting' } },
        request,
      });
      expect(await driver.store.attempt(attemptId)).toEqual(submit.attempt);

      await driver.recorded({ kind: 'create_unknown', attemptId, dueAtMs: driver.nowMs() });
      const reconcile = await driver.claimed('reconcile');
      expect(reconcile.attempt).toMatchObject({ id: attemptId, state: { kind: 'unknown' } });
      await driver.recorded({ kind: 'accepted', attemptId, taskId: 'task-1' });
      const watch = await driver.claimed('watch');
      expect(watch).toMatchObject({
        job: { state: { kind: 'rendering', taskId: 'task-1' } },
        attempt: { id: attemptId },
      });
      await driver.recorded({ kind: 'succeeded', attemptId, costMicroUsd: null });
      const fetch = await driver.claimed('fetch');
      expect(fetch).toMatchObject({ attempt: { id: attemptId, state: { kind: 'succeeded' } } });
      const deliveryId = world.ids.next('delivery');
      const clip = driver.clipOf(job);
      await driver.recorded({ kind: 'fetched', attemptId, clip, deliveryId });
      const deliver = await driver.claimed('deliver');
      expect(deliver).toMatchObject({
        delivery: { id: deliveryId, requestId: request.id, state: { kind: 'sending' } },
        clip,
        view: { job: { id: job.id, state: { kind: 'ready' } }, request, clip },
      });
      expect(await driver.claim()).toBeNull();
    });

    it('offers only the kinds of step that the caller has room for, and only its request when it works one', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      await driver.queuedJob({ userId });
      const { request } = await driver.admitted({ userId });
      expect(await driver.claim({ steps: ['deliver', 'fetch', 'watch', 'reconcile'] })).toBeNull();
      const own = await claimAll(driver, { only: request.id });
      expect(own).toMatchObject([{ step: 'prepare', request: { id: request.id } }]);
      await driver.recorded({ kind: 'prepared', jobId: own.map(nameOf).join('') as never, input: null });
      const attempt = () => ({ id: world.ids.next('attempt'), callbackTokenHash: 'd'.repeat(64) });
      const submits = await claimAll(driver, { only: request.id, attempt: attempt() });
      expect(submits).toMatchObject([{ step: 'submit', request: { id: request.id } }]);
      const rest = await claimAll(driver, { attempt: attempt() });
      expect(rest.map(({ step }) => step)).toEqual(['submit']);
    });

    it('works the longest waiting first, and nothing before its time', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const jobs = [];
      for (const waitMs of [3_000, 1_000, 2_000, HOUR]) {
        const { job } = await driver.admitted({ userId });
        const { lease } = await driver.claimed('prepare');
        await driver.recorded({ kind: 'postponed', jobId: job.id, lease, dueAtMs: driver.nowMs() + waitMs });
        jobs.push(job);
      }
      await world.clock.advance(3_000);
      const claims = await claimAll(driver);
      expect(claims.map(nameOf)).toEqual([jobs[1]?.id, jobs[2]?.id, jobs[0]?.id]);
    });

    it('never gives a step to two processes', async () => {
      await using world = await open();
      const drivers = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const [first] = drivers;
      if (!first) throw new Error('expected a driver');
      const userId = await first.user();
      await first.admitted({ userId, jobs: 30 });
      const claims = (await Promise.all(drivers.map((driver) => claimAll(driver)))).flat();
      expect(claims).toHaveLength(30);
      expect(new Set(claims.map(nameOf)).size).toBe(30);
      expect(new Set(claims.map(({ lease }) => lease.owner)).size).toBeLessThanOrEqual(2);
    });

    it('fills exactly the places that an engine has, counting those of every process', async () => {
      await using world = await open();
      const drivers = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const [first] = drivers;
      if (!first) throw new Error('expected a driver');
      const userId = await first.user();
      for (let made = 0; made < 8; made += 1) await first.queuedJob({ userId });
      await first.queuedJob({ userId, credential: 'key-2' });
      await first.queuedJob({ userId, engine: 'demo/julia' });
      const slots = [
        { engine, credential, max: 3 },
        { engine, credential: 'key-2', max: 1 },
      ];
      const submit = (driver: typeof first) =>
        driver.claim({ slots, attempt: { id: world.ids.next('attempt'), callbackTokenHash: 'e'.repeat(64) } });
      const claims = await Promise.all(Array.from({ length: 8 }).flatMap(() => drivers.map(submit)));
      const started = claims.filter((claim) => claim !== null);
      expect(started.map(({ step }) => step)).toEqual(['submit', 'submit', 'submit', 'submit']);
      expect(Object.fromEntries(world.places())).toEqual({ [`${engine} ${credential}`]: 3, [`${engine} key-2`]: 1 });

      const [done] = started;
      if (done?.step !== 'submit' || !done.attempt) throw new Error('expected a submit');
      await first.recorded({ kind: 'rejected', attemptId: done.attempt.id, code: 'invalid', retryAtMs: null });
      expect(await submit(first)).not.toBeNull();
      expect(await submit(first)).toBeNull();
      await expectBooksInOrder(world, first);
    });

    it('frees the place of an overdue task, so that a stuck one cannot block an engine', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const { attemptId } = await driver.renderingJob({ userId });
      const next = await driver.queuedJob({ userId });
      const slots = [{ engine, credential, max: 1 }];
      expect(await driver.claim({ slots, steps: ['submit'] })).toBeNull();
      const { lease } = await driver.claimed('watch');
      const plan = { phase: 'rendering', progress: null, overdue: true, dueAtMs: driver.nowMs() + HOUR } as const;
      await driver.recorded({ kind: 'running', attemptId, lease, ...plan });
      expect(await driver.claim({ slots, steps: ['submit'] })).toMatchObject({ job: { id: next.id } });
      await driver.recorded({ kind: 'succeeded', attemptId, costMicroUsd: 0 });
      await expectBooksInOrder(world, driver);
    });

    it('asks about the task of an ended job when there is news of it, and rests when nothing is left to ask', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId, job } = await driver.submittingJob({ userId: await driver.user() });
      await driver.recorded({ kind: 'create_unknown', attemptId, dueAtMs: driver.nowMs() + 1 });
      await driver.recorded({ kind: 'gave_up', attemptId });
      expect(await driver.claim()).toBeNull();
      await driver.recorded({ kind: 'accepted', attemptId, taskId: 'task-late' });
      const watch = await driver.claimed('watch');
      expect(watch).toMatchObject({ job: { id: job.id, state: { kind: 'failed' } }, attempt: { id: attemptId } });
      const reopened = await driver.recorded({ kind: 'succeeded', attemptId, costMicroUsd: 1 });
      expect(reopened).toMatchObject({ state: { kind: 'fetching' }, endedAtMs: null });
      await expectBooksInOrder(world, driver);
    });

    it('finds queued jobs that no engine and credential of now can take, so that they need not wait for ever', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const otherKey = await driver.queuedJob({ userId, credential: 'key-2' });
      await world.clock.advance(1);
      const otherEngine = await driver.queuedJob({ userId, engine: 'demo/julia' });
      await driver.queuedJob({ userId });
      await driver.submittingJob({ userId, credential: 'key-2' });
      await driver.admitted({ userId, engine: 'demo/julia' });
      const untilMs = driver.nowMs() + 1;
      await world.clock.advance(1);
      const young = await driver.queuedJob({ userId, credential: 'key-2' });
      const slots = [{ engine, credential, max: 0 }];
      const stranded = (given: typeof slots, beforeMs: number) => driver.store.stranded(given, beforeMs);
      expect(await stranded(slots, untilMs)).toEqual([otherKey.id, otherEngine.id]);
      expect(await stranded(slots, untilMs - 1)).toEqual([otherKey.id]);
      expect(await stranded([...slots, { engine: 'demo/julia', credential, max: 1 }], untilMs)).toEqual([otherKey.id]);
      const crossed = [...slots, { engine: 'demo/julia' as const, credential: 'key-2', max: 1 }];
      expect(await stranded(crossed, untilMs)).toEqual([otherKey.id, otherEngine.id]);
      expect(await stranded([], untilMs)).toHaveLength(3);
      expect(await stranded(slots, untilMs + 1)).toEqual([otherKey.id, otherEngine.id, young.id]);
    });

    it('finds fifty of them at a time, the oldest', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { jobs } = await driver.admitted({ userId: await driver.user(), jobs: 51 });
      for (const { id: jobId } of jobs) await driver.recorded({ kind: 'prepared', jobId, input: null });
      const found = await driver.store.stranded([], driver.nowMs() + 1);
      expect(found).toEqual(jobs.slice(0, 50).map(({ id }) => id));
    });

    it('says when the next step becomes due: a plan, a delivery, or the end of a lease', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const nextDue = (only: Parameters<typeof driver.store.nextDueAtMs>[0]['only'] = null) =>
        driver.store.nextDueAtMs({ nowMs: driver.nowMs(), only });
      expect(await nextDue()).toBeNull();
      const { job, request } = await driver.admitted({ userId });
      expect(await nextDue()).toBeNull();
      const { lease } = await driver.claimed('prepare');
      expect(await nextDue()).toBe(lease.untilMs);
      const plannedAtMs = driver.nowMs() + 5 * MINUTE;
      await driver.recorded({ kind: 'postponed', jobId: job.id, lease, dueAtMs: plannedAtMs });
      expect(await nextDue()).toBe(plannedAtMs);

      const { deliveryId, job: ready } = await driver.readyJob({ userId });
      const sending = await driver.claimed('deliver');
      const retryAtMs = driver.nowMs() + MINUTE;
      await driver.store.recordDelivery(
        { kind: 'delivery_postponed', deliveryId, lease: sending.lease, dueAtMs: retryAtMs },
        driver.nowMs(),
      );
      expect(await nextDue()).toBe(retryAtMs);
      expect([await nextDue(request.id), await nextDue(ready.requestId)]).toEqual([plannedAtMs, retryAtMs]);
    });
  });
}
