import { describe, expect, it } from 'vitest';
import type { AttemptId } from '../../../src/core/ids.ts';
import type { Job, JobState } from '../../../src/core/job.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import { type Driver, driverOf, noRules, quote } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

type Step = (job: Job, attemptId: AttemptId) => JobOutcome;
type Story = {
  readonly title: string;
  readonly from: 'preparing' | 'queued' | 'submitting' | 'rendering' | 'fetching';
  readonly steps: readonly Step[];
  readonly ends: JobState['kind'];
  readonly charged: number | null;
  readonly cost: number | null;
};

const cancel: Step = ({ id: jobId }) => ({ kind: 'cancel_requested', jobId });
const unknown: Step = (_, attemptId) => ({ kind: 'create_unknown', attemptId, dueAtMs: 0 });
const never: Step = (_, attemptId) => ({ kind: 'never_accepted', attemptId, retryAtMs: 0 });
const accepted: Step = (_, attemptId) => ({ kind: 'accepted', attemptId, taskId: 'late-task' });
const rejected: Step = (_, attemptId) => ({ kind: 'rejected', attemptId, code: 'moderation', retryAtMs: null });
const busy: Step = (_, attemptId) => ({ kind: 'rejected', attemptId, code: 'rate_limited', retryAtMs: 1 });
const gaveUp: Step = (_, attemptId) => ({ kind: 'gave_up', attemptId });
const stopped: Step = (_, attemptId) => ({ kind: 'engine_cancelled', attemptId });
const lost: Step = (_, attemptId) => ({ kind: 'output_lost', attemptId, code: 'output_gone' });
const succeeded =
  (costMicroUsd: number | null): Step =>
  (_, attemptId) => ({ kind: 'succeeded', attemptId, costMicroUsd });
const failed =
  (costMicroUsd: number | null): Step =>
  (_, attemptId) => ({ kind: 'failed', attemptId, code: 'transient', costMicroUsd });

/** Every way in which a job's money can move. */
const stories: readonly Story[] = [
  story('cancelled while preparing', 'preparing', [cancel], 'cancelled', 0, null),
  story('cancelled in the queue', 'queued', [cancel], 'cancelled', 0, null),
  story(
    'an input that cannot be used',
    'preparing',
    [({ id: jobId }) => ({ kind: 'input_unusable', jobId })],
    'refused',
    0,
    null,
  ),
  story('refused by the engine', 'submitting', [rejected], 'refused', 0, null),
  story('turned away for now', 'submitting', [busy], 'queued', null, null),
  story('turned away after a cancel', 'submitting', [cancel, busy], 'cancelled', 0, null),
  story('a create without an answer', 'submitting', [unknown], 'unknown', null, null),
  story('proof that it was never taken', 'submitting', [unknown, never], 'queued', null, null),
  story('an answer that comes late is adopted', 'submitting', [unknown, accepted], 'rendering', null, null),
  story('no answer in a day', 'submitting', [unknown, gaveUp], 'failed', 0, null),
  story(
    'an answer and a success after giving up',
    'submitting',
    [unknown, gaveUp, accepted, succeeded(quote)],
    'fetching',
    0,
    quote,
  ),
  story(
    'an answer and a failure after giving up',
    'submitting',
    [unknown, gaveUp, accepted, failed(9)],
    'failed',
    0,
    9,
  ),
  story('proof of never after giving up', 'submitting', [unknown, gaveUp, never], 'failed', 0, null),
  story('made at its price', 'rendering', [succeeded(quote)], 'fetching', quote, quote),
  story('made for less', 'rendering', [succeeded(quote - 1)], 'fetching', quote - 1, quote - 1),
  story('made for more than was agreed', 'rendering', [succeeded(quote + 1)], 'fetching', quote, quote + 1),
  story('made at a price the engine does not name', 'rendering', [succeeded(null)], 'fetching', quote, quote),
  story('failed for free', 'rendering', [failed(null)], 'failed', 0, 0),
  story('failed with a bill', 'rendering', [failed(7)], 'failed', 0, 7),
  story('stopped by the engine', 'rendering', [cancel, stopped], 'cancelled', 0, null),
  story('made although the engine had stopped', 'rendering', [cancel, stopped, succeeded(8)], 'fetching', 0, 8),
  story('no verdict by the horizon', 'rendering', [gaveUp], 'failed', 0, null),
  story('made after the horizon', 'rendering', [gaveUp, succeeded(quote)], 'fetching', 0, quote),
  story('failed after the horizon', 'rendering', [gaveUp, failed(null)], 'failed', 0, 0),
  story('failed after the horizon with a bill', 'rendering', [gaveUp, failed(7)], 'failed', 0, 7),
  story('made and gone before it was fetched', 'fetching', [lost], 'failed', 0, quote),
];

function story(
  title: string,
  from: Story['from'],
  steps: readonly Step[],
  ends: Story['ends'],
  charged: number | null,
  cost: number | null,
): Story {
  return { title, from, steps, ends, charged, cost };
}

async function begin(driver: Driver, from: Story['from']): Promise<{ job: Job; attemptId: AttemptId | null }> {
  const ask = { userId: await driver.user(), playMoney: false, asOperator: true };
  switch (from) {
    case 'preparing':
      return { job: (await driver.admitted(ask)).job, attemptId: null };
    case 'queued':
      return { job: await driver.queuedJob(ask), attemptId: null };
    case 'submitting':
      return driver.submittingJob(ask);
    case 'rendering':
      return driver.renderingJob(ask);
    case 'fetching':
      return driver.fetchingJob(ask);
  }
}

export function lifeContract(open: () => Promise<StoreWorld>): void {
  describe('life', () => {
    for (const { title, from, steps, ends, charged, cost } of stories) {
      it(`keeps every credit explained: ${title}`, async () => {
        await using world = await open();
        const driver = driverOf(await world.join(), world);
        const { job, attemptId } = await begin(driver, from);
        await expectBooksInOrder(world, driver);
        for (const step of steps) {
          await world.clock.advance(1_000);
          await driver.recorded(step(job, attemptId ?? world.ids.next('attempt')));
          await expectBooksInOrder(world, driver);
        }
        const view = await driver.store.view(job.id, noRules, driver.nowMs());
        expect(view).toMatchObject({
          job: { state: { kind: ends } },
          chargedMicroUsd: charged,
          costMicroUsd: cost,
        });
      });
    }

    it('records the same answer once, however often and by whomever it is told', async () => {
      await using world = await open();
      const [driver, other] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { attemptId } = await driver.submittingJob({ userId: await driver.user() });
      const answer = { kind: 'accepted', attemptId, taskId: 'task-1' } as const;
      const told = await Promise.all([driver.record(answer), other.record(answer), driver.record(answer)]);
      expect(told.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
      expect(told.filter((result) => result.kind === 'ignored' && result.why === 'already_recorded')).toHaveLength(2);

      const verdict = { kind: 'succeeded', attemptId, costMicroUsd: quote } as const;
      const verdicts = await Promise.all([other.record(verdict), driver.record(verdict)]);
      expect(verdicts.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
      await expectBooksInOrder(world, driver);
    });

    it('says so when an answer contradicts the one recorded, and keeps the first', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId, taskId } = await driver.renderingJob({ userId: await driver.user() });
      const other = await driver.record({ kind: 'accepted', attemptId, taskId: 'another' });
      expect(other).toEqual({ kind: 'ignored', why: 'conflict' });
      expect((await driver.store.attempt(attemptId))?.state).toEqual({ kind: 'accepted', taskId });
    });

    it('never lets two attempts go by one task of the engine, so that a clip is not paid for twice', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      await driver.renderingJob({ userId }, 'task-1');
      const { attemptId } = await driver.submittingJob({ userId });
      const told = await driver.record({ kind: 'accepted', attemptId, taskId: 'task-1' });
      expect(told).toEqual({ kind: 'ignored', why: 'conflict' });
      expect((await driver.store.attempt(attemptId))?.state.kind).toBe('submitting');
      const { job } = await driver.renderingJob({ userId, credential: 'key-2' }, 'task-1');
      expect(job.state.kind).toBe('rendering');
      await expectBooksInOrder(world, driver);
    });

    it('ignores what is about nothing that is stored', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const attemptId = world.ids.next('attempt');
      const ignored = { kind: 'ignored', why: 'not_found' };
      expect(await driver.record({ kind: 'gave_up', attemptId })).toEqual(ignored);
      expect(await driver.record({ kind: 'cancel_requested', jobId: world.ids.next('job') })).toEqual(ignored);
      const deliveryId = world.ids.next('delivery');
      const sent = { kind: 'sent', deliveryId, message: 'm' } as const;
      expect(await driver.store.recordDelivery(sent, driver.nowMs())).toEqual(ignored);
    });

    it('keeps the prepared input with the job, so that the chat is not asked for it again', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { job } = await driver.admitted({ userId: await driver.user() });
      const input = { kind: 'image', source: 'https://cdn.example/a.png', mediaKey: 'inputs/a.png' } as const;
      await driver.recorded({ kind: 'prepared', jobId: job.id, input });
      const found = await driver.store.view(job.id, noRules, driver.nowMs());
      expect(found?.job.spec).toEqual({ ...job.spec, input });
    });

    it('stores the clip and one delivery to the destination of the request, and none after a cancel', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const { job, clip, deliveryId } = await driver.readyJob({ userId });
      const view = await driver.store.view(job.id, noRules, driver.nowMs());
      expect(view?.clip).toEqual(clip);
      expect(view?.deliveries).toMatchObject([
        { id: deliveryId, clipId: clip.id, destination: view?.request.destination, state: { kind: 'pending' } },
      ]);

      const unwanted = await driver.fetchingJob({ userId });
      await driver.recorded({ kind: 'cancel_requested', jobId: unwanted.job.id });
      const kept = driver.clipOf(unwanted.job);
      const { attemptId } = unwanted;
      await driver.recorded({ kind: 'fetched', attemptId, clip: kept, deliveryId: world.ids.next('delivery') });
      const keptView = await driver.store.view(unwanted.job.id, noRules, driver.nowMs());
      expect(keptView).toMatchObject({ job: { state: { kind: 'ready' } }, clip: kept, deliveries: [] });
      await expectBooksInOrder(world, driver);
    });

    it('remembers whose word it was that a job was admitted or stopped, and of nobody what it found out itself', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const { job } = await driver.admitted({ userId, request: { actor: { kind: 'operator' } } });
      await driver.recorded({ kind: 'prepared', jobId: job.id, input: null });
      const member = { kind: 'user', userId } as const;
      const cancelled = { kind: 'cancel_requested', jobId: job.id } as const;
      expect(await driver.store.record(cancelled, driver.nowMs(), member)).toMatchObject({ kind: 'changed' });
      const told = await driver.store.story(job.id, noRules, driver.nowMs());
      expect(told?.events.map(({ outcome, actor }) => [outcome, actor])).toEqual([
        ['admitted', { kind: 'operator' }],
        ['prepared', null],
        ['cancel_requested', member],
      ]);
    });

    it('tells the story of a job in order, without the noise of polls', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { attemptId, job } = await driver.renderingJob({ userId: await driver.user() });
      for (const progress of [0.1, 0.2]) {
        const { lease } = await driver.claimed('watch');
        const plan = { phase: 'rendering', progress, overdue: false, dueAtMs: driver.nowMs() } as const;
        await driver.recorded({ kind: 'running', attemptId, lease, ...plan });
      }
      await driver.recorded({ kind: 'failed', attemptId, code: 'transient', costMicroUsd: 7 });
      const told = await driver.store.story(job.id, noRules, driver.nowMs());
      expect(told?.events.map(({ outcome, state }) => `${outcome} ${state}`)).toEqual([
        'admitted preparing',
        'prepared queued',
        'attempt_started submitting',
        'accepted rendering',
        'failed failed',
      ]);
      expect(told?.attempts).toMatchObject([{ id: attemptId, state: { kind: 'failed', costMicroUsd: 7 } }]);
      expect(told?.entries.map(({ kind }) => kind).toSorted()).toEqual(['billed_failure', 'hold', 'release']);
      expect(await driver.store.story(world.ids.next('job'), noRules, driver.nowMs())).toBeNull();
    });
  });
}
