import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../src/core/time.ts';
import { allSteps, claimAll, driverOf, lease as leaseMs, nameOf } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

export function leaseContract(open: () => Promise<StoreWorld>): void {
  describe('leases', () => {
    it('claims a submitting job whose lease ended to find out about it, never to submit it again', async () => {
      await using world = await open();
      const [dying, next] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { job, attemptId } = await dying.submittingJob({ userId: await dying.user() });
      await world.clock.advance(leaseMs - 1);
      expect(await next.claim()).toBeNull();
      await world.clock.advance(1);
      const claims = await claimAll(next);
      expect(claims).toMatchObject([
        { step: 'reconcile', job: { id: job.id }, attempt: { id: attemptId }, lease: { owner: next.owner } },
      ]);
    });

    it('ignores the plan of one whose lease another took, and records its answer all the same', async () => {
      await using world = await open();
      const [slow, quick] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { attemptId, job } = await slow.renderingJob({ userId: await slow.user() });
      const { lease } = await slow.claimed('watch');
      await world.clock.advance(leaseMs);
      const taken = await quick.claimed('watch');
      const plan = { phase: 'rendering', progress: 0.9, overdue: false, dueAtMs: quick.nowMs() + HOUR } as const;
      const lost = { kind: 'ignored', why: 'lease_lost' };
      expect(await slow.record({ kind: 'running', attemptId, lease, ...plan })).toEqual(lost);
      const { nowMs } = slow;
      expect(await slow.record({ kind: 'postponed', jobId: job.id, lease, dueAtMs: nowMs() })).toEqual(lost);
      const answer = await slow.recorded({ kind: 'succeeded', attemptId, costMicroUsd: 1 });
      expect(answer.state.kind).toBe('fetching');
      expect(await quick.record({ kind: 'running', attemptId, lease: taken.lease, ...plan })).toEqual(lost);
      await expectBooksInOrder(world, quick);
    });

    it.each(['hinted', 'cancel_requested'] as const)(
      'does not lose news (%s) that comes in while the engine is being asked',
      async (kind) => {
        await using world = await open();
        const driver = driverOf(await world.join(), world);
        const { attemptId, job } = await driver.renderingJob({ userId: await driver.user() });
        const { lease } = await driver.claimed('watch');
        await driver.recorded(kind === 'hinted' ? { kind, attemptId } : { kind, jobId: job.id });
        expect(await driver.claim()).toBeNull();
        const plan = { phase: 'rendering', progress: 0.5, overdue: false, dueAtMs: driver.nowMs() + HOUR } as const;
        await driver.recorded({ kind: 'running', attemptId, lease, ...plan });
        const again = await driver.claimed('watch');
        await driver.recorded({ kind: 'running', attemptId, lease: again.lease, ...plan });
        expect(await driver.claim()).toBeNull();
      },
    );

    it('follows the plan of the next one for news that came in under a lease that ran out', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId } = await driver.renderingJob({ userId: await driver.user() });
      await driver.claimed('watch');
      await driver.recorded({ kind: 'hinted', attemptId });
      await world.clock.advance(leaseMs);
      const { lease } = await driver.claimed('watch');
      const plan = { phase: 'rendering', progress: 0.5, overdue: false, dueAtMs: driver.nowMs() + HOUR } as const;
      await driver.recorded({ kind: 'running', attemptId, lease, ...plan });
      expect(await driver.claim()).toBeNull();
    });

    it('does not lose the late answer for one attempt while another is being asked about', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId: first, job } = await driver.submittingJob({ userId: await driver.user() });
      await driver.recorded({ kind: 'create_unknown', attemptId: first, dueAtMs: driver.nowMs() + HOUR });
      await driver.recorded({ kind: 'never_accepted', attemptId: first, retryAtMs: driver.nowMs() });
      const { attempt } = await driver.claimed('submit');
      const second = attempt?.id ?? first;
      await driver.recorded({ kind: 'accepted', attemptId: second, taskId: 'task-2' });
      await driver.recorded({ kind: 'gave_up', attemptId: second });
      await driver.recorded({ kind: 'hinted', attemptId: second });
      const watch = await driver.claimed('watch');
      expect(watch.attempt?.id).toBe(second);
      await driver.recorded({ kind: 'accepted', attemptId: first, taskId: 'task-1' });
      const { lease } = watch;
      await driver.recorded({ kind: 'postponed', jobId: job.id, lease, dueAtMs: null });
      expect(await driver.claim()).toMatchObject({ step: 'watch', job: { id: job.id } });
      await driver.recorded({ kind: 'succeeded', attemptId: first, costMicroUsd: 3 });
      await driver.recorded({ kind: 'succeeded', attemptId: second, costMicroUsd: 4 });
      await expectBooksInOrder(world, driver);
    });

    it('makes the steps of a dead process due at once, and leaves those of the living alone', async () => {
      await using world = await open();
      const [dying, living, next] = [await world.join(), await world.join(), await world.join()].map((member) =>
        driverOf(member, world),
      );
      if (!dying || !living || !next) throw new Error('expected three');
      const userId = await dying.user();
      const { job } = await dying.submittingJob({ userId });
      const { deliveryId } = await dying.readyJob({ userId });
      await dying.claimed('deliver');
      await living.admitted({ userId });
      await living.claimed('prepare');

      expect(await next.store.reclaim(next.nowMs())).toBe(0);
      await dying.store.close();
      expect(await next.store.reclaim(next.nowMs())).toBe(2);
      const claims = await claimAll(next);
      expect(claims.map(nameOf).toSorted()).toEqual([job.id, deliveryId].toSorted());
      expect(claims.map(({ step }) => step).toSorted()).toEqual(['deliver', 'reconcile']);
      await expectBooksInOrder(world, next);
    });

    it('gives back its own leases when it stops in good order', async () => {
      await using world = await open();
      const [leaving, staying] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const userId = await leaving.user();
      await leaving.admitted({ userId, jobs: 2 });
      await leaving.claimed('prepare');
      await staying.claimed('prepare');
      expect(await leaving.store.handBack(leaving.owner, leaving.nowMs())).toBe(1);
      expect(await claimAll(staying)).toHaveLength(1);
      expect(await staying.claim({ steps: allSteps })).toBeNull();
    });
  });
}
