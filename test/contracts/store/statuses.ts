import { describe, expect, it } from 'vitest';
import type { RequestId } from '../../../src/core/ids.ts';
import type { StatusClaim } from '../../../src/core/ports/claims.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { allSteps, claimAll, type Driver, driverOf, lease as leaseMs, nameOf } from './driver.ts';
import type { StoreWorld } from './world.ts';

const paceMs = 5 * SECOND;

async function show(driver: Driver, claim: StatusClaim, message = 'm-1') {
  const { status, lease } = claim;
  const { requestId, version } = status;
  const freeAtMs = driver.nowMs() + paceMs;
  return driver.store.recordStatus(
    { kind: 'status_shown', requestId, lease, version, message, freeAtMs },
    driver.nowMs(),
  );
}

async function answer({ store, nowMs }: Driver, requestId: RequestId) {
  const freeAtMs = nowMs() + paceMs;
  return store.recordStatus({ kind: 'status_answered', requestId, message: 'm-answer', freeAtMs }, nowMs());
}

export function statusContract(open: () => Promise<StoreWorld>): void {
  describe('statuses', () => {
    it('asks for the status of a new request at once, with all its jobs as they stand', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { request, jobs } = await driver.admitted({ userId: await driver.user(), jobs: 2 });
      const claim = await driver.claimed('status');
      expect(claim.request).toEqual(request);
      expect(claim.views.map(({ job }) => job.id)).toEqual(jobs.map(({ id }) => id));
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
    });

    it('rests when what is shown is the newest, and remembers where it is seen', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { request } = await driver.admitted({ userId: await driver.user() });
      const shown = await show(driver, await driver.claimed('status'));
      expect(shown).toMatchObject({ kind: 'changed', now: { dueAtMs: null, retries: 0 } });
      await world.clock.advance(60 * MINUTE);
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
      expect((await driver.store.request(request.id))?.request.statusMessage).toBe('m-1');
    });

    it('is asked for again after each change, and not before its chat wants it', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { job } = await driver.admitted({ userId: await driver.user() });
      await show(driver, await driver.claimed('status'));
      await driver.claimed('prepare');
      await driver.recorded({ kind: 'prepared', jobId: job.id, input: null });
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
      expect(await driver.store.nextDueAtMs({ nowMs: driver.nowMs(), only: null })).toBe(driver.nowMs() + paceMs);
      await world.clock.advance(paceMs);
      const claim = await driver.claimed('status');
      expect(claim.views).toMatchObject([{ job: { state: { kind: 'queued' } } }]);
    });

    it('shows what changed while it was being shown, so that nobody is left with something old', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { job } = await driver.admitted({ userId: await driver.user() });
      const claim = await driver.claimed('status');
      await driver.claimed('prepare');
      await driver.recorded({ kind: 'prepared', jobId: job.id, input: null });
      expect(await show(driver, claim)).toMatchObject({ now: { dueAtMs: driver.nowMs() + paceMs } });
      await world.clock.advance(paceMs);
      expect((await driver.claimed('status')).views).toMatchObject([{ job: { state: { kind: 'queued' } } }]);
    });

    it('is shown by another process after a lease that ended, and keeps the message of the late one', async () => {
      await using world = await open();
      const [slow, quick] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { request } = await slow.admitted({ userId: await slow.user() });
      const late = await slow.claimed('status');
      await world.clock.advance(leaseMs);
      const claim = await quick.claimed('status');
      expect(await show(slow, late, 'm-late')).toEqual({ kind: 'ignored', why: 'lease_lost' });
      expect((await slow.store.request(request.id))?.request.statusMessage).toBe('m-late');
      await show(quick, claim, 'm-second');
      expect((await slow.store.request(request.id))?.request.statusMessage).toBe('m-late');
    });

    it('is shown again when something older was shown late, perhaps over it', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { job } = await driver.admitted({ userId: await driver.user() });
      const late = await driver.claimed('status');
      await driver.claimed('prepare');
      await driver.recorded({ kind: 'prepared', jobId: job.id, input: null });
      await world.clock.advance(leaseMs);
      await show(driver, await driver.claimed('status'));
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
      expect(await show(driver, late)).toMatchObject({ kind: 'changed' });
      await world.clock.advance(paceMs);
      expect((await driver.claimed('status')).views).toMatchObject([{ job: { state: { kind: 'queued' } } }]);
    });

    it('is shown once more a while after a try without an answer, which may have landed over it', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await driver.admitted({ userId: await driver.user() });
      const { status, lease } = await driver.claimed('status');
      const { requestId } = status;
      const dueAtMs = driver.nowMs();
      await driver.store.recordStatus(
        { kind: 'status_postponed', requestId, lease, dueAtMs, mayBeShown: true },
        driver.nowMs(),
      );
      await show(driver, await driver.claimed('status'));
      await world.clock.advance(MINUTE);
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
      await world.clock.advance(5 * MINUTE);
      expect(await show(driver, await driver.claimed('status'))).toMatchObject({ now: { dueAtMs: null } });
    });

    it('is left to the surface that answers with it, and rests once that is noted', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { request } = await driver.admitted({ userId: await driver.user(), isAnswered: true });
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
      expect(await answer(driver, request.id)).toMatchObject({ kind: 'changed', now: { dueAtMs: null } });
      await world.clock.advance(60 * MINUTE);
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
      expect((await driver.store.request(request.id))?.request.statusMessage).toBe('m-answer');
    });

    it('is shown by a worker when the surface that would answer with it never says that it did', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { request } = await driver.admitted({ userId: await driver.user(), isAnswered: true });
      await world.clock.advance(10 * SECOND);
      const claim = await driver.claimed('status');
      // The answer may have come over what the worker shows right now.
      expect(await answer(driver, request.id)).toMatchObject({ kind: 'changed', now: { version: 2 } });
      expect((await driver.store.request(request.id))?.request.statusMessage).toBe('m-answer');
      expect(await show(driver, claim)).toMatchObject({ kind: 'changed', now: { dueAtMs: driver.nowMs() + paceMs } });
    });

    it('is shown again when its surface answers late, over something newer that a worker has shown', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { request, job } = await driver.admitted({ userId: await driver.user(), isAnswered: true });
      await driver.claimed('prepare');
      await driver.recorded({ kind: 'prepared', jobId: job.id, input: null });
      await world.clock.advance(10 * SECOND);
      expect(await show(driver, await driver.claimed('status'))).toMatchObject({ now: { dueAtMs: null } });
      await world.clock.advance(paceMs);
      expect(await answer(driver, request.id)).toMatchObject({ now: { dueAtMs: driver.nowMs() + paceMs } });
      await world.clock.advance(paceMs);
      expect((await driver.claimed('status')).views).toMatchObject([{ job: { state: { kind: 'queued' } } }]);
    });

    it('rests when its surface answers late with the same that a worker has shown', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { request } = await driver.admitted({ userId: await driver.user(), isAnswered: true });
      await world.clock.advance(10 * SECOND);
      await show(driver, await driver.claimed('status'));
      expect(await answer(driver, request.id)).toEqual({ kind: 'ignored', why: 'already_recorded' });
    });

    it('is refreshed at its pace when something changed while its surface answered', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { request, job } = await driver.admitted({ userId: await driver.user(), isAnswered: true });
      await driver.claimed('prepare');
      await driver.recorded({ kind: 'prepared', jobId: job.id, input: null });
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
      expect(await answer(driver, request.id)).toMatchObject({ now: { dueAtMs: driver.nowMs() + paceMs } });
      await world.clock.advance(paceMs);
      expect((await driver.claimed('status')).views).toMatchObject([{ job: { state: { kind: 'queued' } } }]);
    });

    it('tells those who wait of a place that is given up before its turn', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const first = await driver.queuedJob({ userId: await driver.user('ada') });
      const second = await driver.queuedJob({ userId: await driver.user('bob') });
      for (const claim of await claimAll(driver, { steps: ['status'] })) {
        if (claim.step === 'status') await show(driver, claim);
      }
      await world.clock.advance(paceMs);
      await driver.recorded({ kind: 'cancel_requested', jobId: first.id });
      const told = (await claimAll(driver, { steps: ['status'] })).map(nameOf);
      expect(told.toSorted()).toEqual([first.requestId, second.requestId].toSorted());
    });

    it('is not asked for when a look at a late task tells nothing new', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId } = await driver.renderingJob({ userId: await driver.user() });
      const watched = async () => {
        const { lease } = await driver.claimed('watch');
        const running = { kind: 'running', attemptId, lease, phase: 'rendering', progress: null } as const;
        await driver.recorded({ ...running, overdue: true, dueAtMs: driver.nowMs() });
      };
      await watched();
      await show(driver, await driver.claimed('status'));
      await watched();
      await world.clock.advance(paceMs);
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
    });

    it('waits as long as it is told to after it could not be shown, or for its next change', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { job } = await driver.admitted({ userId: await driver.user() });
      const postpone = async (dueAtMs: number | null) => {
        const { status, lease } = await driver.claimed('status');
        const { requestId } = status;
        return driver.store.recordStatus(
          { kind: 'status_postponed', requestId, lease, dueAtMs, mayBeShown: true },
          driver.nowMs(),
        );
      };
      expect(await postpone(driver.nowMs() + MINUTE)).toMatchObject({ now: { retries: 1 } });
      await world.clock.advance(MINUTE);
      expect(await postpone(null)).toMatchObject({ now: { retries: 2, dueAtMs: null } });
      await world.clock.advance(60 * MINUTE);
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      // Given up and due again, it has all its tries before it.
      expect((await driver.claimed('status')).status.retries).toBe(0);
    });

    it('knows of a try that was begun before it is known where it is seen, also after its process died', async () => {
      await using world = await open();
      const [leaver, next] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { request } = await leaver.admitted({ userId: await leaver.user() });
      expect(await leaver.claimed('status')).toMatchObject({ mayBeShown: false });
      await leaver.store.handBack(leaver.owner, leaver.nowMs());
      const claim = await next.claimed('status');
      expect(claim).toMatchObject({ mayBeShown: true });
      const { requestId } = claim.status;
      const dueAtMs = next.nowMs();
      const { lease } = claim;
      const plan = { kind: 'status_postponed', requestId, lease, dueAtMs, mayBeShown: true } as const;
      await next.store.recordStatus(plan, next.nowMs());
      const third = await next.claimed('status');
      expect(third).toMatchObject({ mayBeShown: true });
      // Its message is named by somebody else, such as who pressed a button of it.
      await answer(next, request.id);
      await show(next, third, 'm-answer');
      await world.clock.advance(paceMs);
      expect(await next.claimed('status')).toMatchObject({ mayBeShown: false });
    });

    it('may be posted by the next try when one certainly posted nothing', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await driver.admitted({ userId: await driver.user() });
      const { status, lease } = await driver.claimed('status');
      const { requestId } = status;
      const plan = { kind: 'status_postponed', requestId, lease, dueAtMs: driver.nowMs(), mayBeShown: false } as const;
      await driver.store.recordStatus(plan, driver.nowMs());
      expect(await driver.claimed('status')).toMatchObject({ mayBeShown: false });
    });

    it('may be seen already when its surface would show it first and never said whether it did', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await driver.admitted({ userId: await driver.user(), isAnswered: true });
      await world.clock.advance(10 * SECOND);
      expect(await driver.claimed('status')).toMatchObject({ mayBeShown: true });
    });

    it('lets jobs go first, for as long as nobody would notice', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      await driver.admitted({ userId });
      const steps = [...allSteps, 'status'] as const;
      await world.clock.advance(SECOND);
      await driver.admitted({ userId });
      expect((await driver.claim({ steps }))?.step).toBe('prepare');
      expect((await driver.claim({ steps }))?.step).toBe('prepare');
      expect((await driver.claim({ steps }))?.step).toBe('status');
      await world.clock.advance(2 * SECOND);
      await driver.admitted({ userId });
      expect((await driver.claim({ steps }))?.step).toBe('status');
      expect((await driver.claim({ steps }))?.step).toBe('prepare');
    });

    it('and a new attempt go by who has waited longer, so that neither keeps the other waiting for ever', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const steps = ['submit', 'status'] as const;
      await driver.queuedJob({ userId: await driver.user('ada') });
      await show(driver, await driver.claimed('status'));
      await world.clock.advance(paceMs);
      await driver.admitted({ userId: await driver.user('bob') });
      expect((await driver.claim({ steps }))?.step).toBe('submit');
      expect((await driver.claim({ steps }))?.step).toBe('status');
    });

    it('is told to those who wait when one before them gets its turn, since their place has changed', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      await driver.queuedJob({ userId: ada });
      const second = await driver.queuedJob({ userId: bob });
      for (const claim of await claimAll(driver, { steps: ['status'] })) {
        if (claim.step === 'status') await show(driver, claim);
      }
      await world.clock.advance(paceMs);
      expect(await driver.claim({ steps: ['status'] })).toBeNull();
      await driver.claimed('submit');
      const told = (await claimAll(driver, { steps: ['status'] })).map(nameOf);
      expect(told).toContain(second.requestId);
    });

    it('is made due at once when its process is gone or stops in good order', async () => {
      await using world = await open();
      const [leaver, next] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      await leaver.admitted({ userId: await leaver.user() });
      await leaver.claimed('status');
      expect(await next.claim({ steps: ['status'] })).toBeNull();
      await leaver.store.handBack(leaver.owner, leaver.nowMs());
      await next.claimed('status');
      await next.store.close();
      await leaver.store.reclaim(leaver.nowMs());
      await leaver.claimed('status');
    });
  });
}
