import { describe, expect, test } from 'vitest';

import type { Job } from '../../src/core/job.ts';
import type { Output, SubmitResult, TaskReport } from '../../src/core/ports/provider.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { type FaultyEngine, one, openFaulty as open, two } from './faulty-engine.ts';
import { accepted, gate, goodProvider } from './working.ts';

const day = 24 * HOUR;
const quoteMicroUsd = 500_000;
const made: TaskReport = { kind: 'succeeded', costMicroUsd: null };
const running = (progress: number): TaskReport => ({
  kind: 'running',
  phase: 'rendering',
  progress,
  cancellable: false,
  pollAfterMs: null,
});

describe('a callback that comes before its task id is stored is not lost', () => {
  test('to the address of the attempt: it says which task that is, and the clip comes though the answer never does', async () => {
    const world = await open({ callsBack: true, submit: () => new Promise(() => undefined) });
    const job = await world.ask();
    await world.clock.advance(SECOND);
    expect(await world.stateOf(job)).toBe('submitting');
    const address = { jobId: job.id, token: await world.tokenOf(job) };
    expect(await world.post('evt-1 task-9', address)).toEqual({ kind: 'noted' });
    await world.clock.advance(MINUTE);
    expect(await world.viewOf(job)).toMatchObject({
      job: { state: { kind: 'ready' } },
      chargedMicroUsd: quoteMicroUsd,
    });
    // The time for the answer ends, and that changes nothing.
    await world.clock.advance(HOUR);
    expect([await world.stateOf(job), world.asked('submit').length, world.posts.length]).toEqual(['ready', 1, 1]);
    await world.expectGoodBooks();
  });

  test('to the address that all jobs share: it is turned away, so that it is sent again, and is taken then', async () => {
    const answer = gate<SubmitResult>();
    let report = running(0.5);
    const world = await open({ callsBack: true, submit: () => answer.passed, poll: async () => report });
    const job = await world.ask();
    await world.clock.advance(SECOND);
    report = made;
    expect(await world.post('evt-1 task-9', null)).toEqual({ kind: 'unknown_attempt' });
    answer.open({ kind: 'accepted', taskId: 'task-9', estimateMicroUsd: null });
    await world.clock.advance(0);
    expect(await world.post('evt-1 task-9', null)).toEqual({ kind: 'noted' });
    await world.clock.advance(10 * SECOND);
    expect(await world.stateOf(job)).toBe('ready');
  });
});

describe('callbacks are hints', () => {
  test('one that is forged, of a stranger, or for another job changes nothing, and is not answered as if it were taken', async () => {
    const world = await open({ callsBack: true, poll: async () => running(0.5) });
    const [job, other] = [await world.ask(), await world.ask()];
    await world.clock.advance(10 * SECOND);
    const before = [await world.now(job), await world.now(other)];
    const token = await world.tokenOf(job);
    const answers = [
      await world.post('forged', { jobId: job.id, token }),
      await world.post('evt-1 x', {
        jobId: job.id,
        token: `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`,
      }),
      await world.post('evt-1 x', { jobId: other.id, token }),
      await world.post('evt-1 x', { jobId: job.id, token: 'x' }),
      await world.post('evt-1 task-of-nobody', null),
      await world.post('evt-1 x', null, 'nobody'),
    ];
    expect(answers.map(({ kind }) => kind)).toEqual([
      'rejected',
      'forged',
      'unknown_attempt',
      'unknown_attempt',
      'unknown_attempt',
      'unknown_provider',
    ]);
    expect([await world.now(job), await world.now(other)]).toEqual(before);
  });

  test('sent twice and out of order they come to one clip, paid once, and an end stays the end whatever comes after it', async () => {
    let report = running(0.5);
    const world = await open({ callsBack: true, poll: async () => report });
    const job = await world.ask();
    await world.clock.advance(10 * SECOND);
    const address = { jobId: job.id, token: await world.tokenOf(job) };
    // It calls its task over while its own word is that it still renders.
    expect(await world.post('failed x', address)).toEqual({ kind: 'noted' });
    await world.clock.advance(SECOND);
    expect(await world.stateOf(job)).toBe('rendering');
    report = made;
    expect(await world.post('finished x', address)).toEqual({ kind: 'noted' });
    expect(await world.post('finished x', address)).toEqual({ kind: 'seen_before' });
    expect(await world.post('began x', address)).toEqual({ kind: 'noted' });
    await world.clock.advance(10 * SECOND);
    const { events, view } = await world.storyOf(job);
    expect(view).toMatchObject({ job: { state: { kind: 'ready' } }, deliveries: [{ state: { kind: 'sent' } }] });
    const polls = world.asked('poll').length;
    report = running(0.1);
    for (const late of ['finished x', 'progress x', 'failed-again x']) await world.post(late, address);
    await world.clock.advance(HOUR);
    expect((await world.storyOf(job)).events).toEqual(events);
    expect([world.asked('poll').length - polls, world.posts.length]).toEqual([0, 1]);
    await world.expectGoodBooks();
  });
});

describe('an engine that never calls back is polled, at most 15 times for a render of three minutes', () => {
  test.each([
    ['where it cannot call', false],
    ['where it was told to, and does not', true],
  ])('%s', async (_where, callsBack) => {
    let startedAtMs = Infinity;
    const world = await open({
      callsBack,
      submit: async ({ attemptId }) => {
        startedAtMs = world.clock.nowMs();
        return accepted(attemptId);
      },
      poll: async () => (world.clock.nowMs() - startedAtMs >= 3 * MINUTE ? made : running(0.5)),
    });
    const job = await world.ask();
    await world.clock.advance(3 * MINUTE + 90 * SECOND);
    expect(await world.stateOf(job)).toBe('ready');
    expect(world.asked('poll').length).toBeGreaterThan(1);
    expect(world.asked('poll').length).toBeLessThanOrEqual(15);
  });
});

describe('a refusal of the finished picture is an end of its own', () => {
  test('after minutes of rendering: neither made again nor elsewhere, and free for the person though the engine bills it', async () => {
    let report = running(0.9);
    const world = await open({ pool: [one, two], poll: async () => report });
    const job = await world.ask();
    await world.clock.advance(3 * MINUTE);
    report = { kind: 'failed', code: 'moderation', costMicroUsd: 70_000, detail: 'BytePlus request 0217 flagged: sex' };
    await world.clock.advance(3 * HOUR);
    expect(await world.viewOf(job)).toMatchObject({
      job: { state: { kind: 'failed', code: 'moderation' }, engine: 'one/a' },
      costMicroUsd: 70_000,
      chargedMicroUsd: 0,
      deliveries: [],
    });
    expect(world.asked('submit')).toHaveLength(1);
    await world.expectGoodBooks();
  });
});

describe('a success without a file is an end, told and not charged', () => {
  test.each<[string, FaultyEngine, number]>([
    [
      'that its engine calls expired',
      { poll: async () => ({ kind: 'failed', code: 'expired', costMicroUsd: null, detail: '' }) },
      MINUTE,
    ],
    ['whose file is not there, in a day', { openOutput: async () => ({ kind: 'gone', detail: 'no url' }) }, day + HOUR],
  ])('%s, and it is never made a second time', async (_what, does, withinMs) => {
    const world = await open({ pool: [one, two], ...does });
    const job = await world.ask();
    await world.clock.advance(withinMs);
    const ended = await world.viewOf(job);
    expect(ended).toMatchObject({ job: { state: { kind: 'failed', code: 'output_gone' } }, chargedMicroUsd: 0 });
    const calls = world.calls.length;
    await world.clock.advance(3 * HOUR);
    expect([world.calls.length - calls, world.asked('submit').length]).toEqual([0, 1]);
    await world.expectGoodBooks();
  });
});

describe('a download is tried again by itself, apart from the render', () => {
  test('a clip that is made but not ready, broken off, or at an address that expired is fetched again, and made and paid once', async () => {
    const answers: (() => Promise<Output>)[] = [
      async () => ({ kind: 'not_ready', retryAfterMs: null }),
      async () => ({ kind: 'not_ready', retryAfterMs: 30 * SECOND }),
      async () => ({ kind: 'gone', detail: '404' }),
      () => Promise.reject(new Error('socket hang up')),
    ];
    const world = await open({ openOutput: () => (answers.shift() ?? goodProvider.openOutput)() });
    const job = await world.ask();
    await world.clock.advance(10 * MINUTE);
    expect(await world.viewOf(job)).toMatchObject({
      job: { state: { kind: 'ready' } },
      chargedMicroUsd: quoteMicroUsd,
    });
    expect([world.asked('submit').length, world.asked('open').length, world.posts.length]).toEqual([1, 5, 1]);
    const [, told, next] = world.asked('open');
    expect((next?.atMs ?? 0) - (told?.atMs ?? 0)).toBeGreaterThanOrEqual(30 * SECOND);
    await world.expectGoodBooks();
  });
});

describe('limits of an engine', () => {
  test('a 429 with a wait pauses the whole engine, not one job: nobody asks it before that, and all are made after it', async () => {
    let isFirst = true;
    const world = await open({
      submit: async ({ attemptId }) => {
        if (!isFirst) return accepted(attemptId);
        isFirst = false;
        return { kind: 'rejected', code: 'rate_limited', retryAfterMs: 5 * MINUTE, detail: '429' };
      },
    });
    const first = await world.ask({ engine: 'one' });
    await world.clock.advance(SECOND);
    const others = [await world.ask({ engine: 'one' }), await world.ask({ engine: 'one' })];
    await world.clock.advance(4 * MINUTE);
    expect(world.asked('submit')).toHaveLength(1);
    await world.clock.advance(6 * MINUTE);
    for (const job of [first, ...others]) expect(await world.stateOf(job)).toBe('ready');
    expect(world.asked('submit')).toHaveLength(4);
  });

  test('no more tasks than the engine runs at once are ever there, though it would take and hold back more', async () => {
    let atOnce = 0;
    let most = 0;
    const world = await open({
      pool: [{ ...one, concurrencyMax: 2 }],
      submit: async ({ attemptId }) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        return accepted(attemptId);
      },
      poll: async () => {
        atOnce -= 1;
        return made;
      },
    });
    const jobs = [];
    for (let asked = 0; asked < 5; asked += 1) jobs.push(await world.ask());
    await world.clock.advance(10 * MINUTE);
    for (const job of jobs) expect(await world.stateOf(job)).toBe('ready');
    expect(most).toBe(2);
  });
});

describe('a task stuck at 99 %', () => {
  async function stuck(horizonMs: number) {
    let report = running(0.99);
    const world = await open({ pool: [{ ...one, horizonMs }], poll: async () => report });
    const job = await world.ask();
    return {
      ...world,
      job,
      finish: (): void => {
        report = made;
      },
    };
  }

  test('is overdue, tells its person, is asked about seldom, and its late clip still comes, at its price', async () => {
    const { clock, job, now, asked, changed, finish, viewOf, posts } = await stuck(2 * day);
    await clock.advance(9 * MINUTE);
    expect((await now(job)).overdueAtMs).toBeNull();
    const told = changed.length;
    await clock.advance(3 * MINUTE);
    expect((await now(job)).overdueAtMs).not.toBeNull();
    expect(changed.length).toBeGreaterThan(told);
    const polls = asked('poll').length;
    await clock.advance(HOUR);
    expect(asked('poll').length - polls).toBeLessThanOrEqual(12);
    finish();
    await clock.advance(6 * MINUTE);
    expect(await viewOf(job)).toMatchObject({ job: { state: { kind: 'ready' } }, chargedMicroUsd: quoteMicroUsd });
    expect(posts).toHaveLength(1);
  });

  test('is given up at the horizon, free; should its clip come after all, it is posted, and still free', async () => {
    const { clock, job, asked, finish, viewOf, posts, expectGoodBooks } = await stuck(2 * HOUR);
    await clock.advance(2 * HOUR + 6 * MINUTE);
    expect(await viewOf(job)).toMatchObject({
      job: { state: { kind: 'failed', code: 'horizon' } },
      chargedMicroUsd: 0,
    });
    await expectGoodBooks();
    finish();
    await clock.advance(HOUR + MINUTE);
    expect(await viewOf(job)).toMatchObject({ job: { state: { kind: 'ready' } }, chargedMicroUsd: 0 });
    expect([posts.length, asked('submit').length]).toEqual([1, 1]);
    await expectGoodBooks();
  });
});

describe('an engine that turns every create away, beside one that works', () => {
  const busy: SubmitResult = { kind: 'rejected', code: 'transient', retryAfterMs: null, detail: '503' };

  /** The first is the one for drafts, and was well until now; the other is cheaper. */
  async function broken() {
    let isWell = true;
    const world = await open({
      pool: [
        { ...one, suits: ['draft'] },
        { ...two, price: { perSecondMicroUsd: 70_000 } },
      ],
      submit: async ({ attemptId }) => (isWell ? accepted(attemptId) : busy),
    });
    /** So many requests at once that leave the choice to us: who made them. */
    async function make(times: number): Promise<string[]> {
      const jobs: Job[] = [];
      while (jobs.length < times) jobs.push(await world.ask({ prompt: 'a red ball, as a rough draft' }));
      await world.clock.advance(2 * MINUTE);
      const views = await Promise.all(jobs.map((job) => world.viewOf(job)));
      for (const { job, chargedMicroUsd } of views) {
        expect([job.state.kind, (chargedMicroUsd ?? Infinity) <= job.quoteMicroUsd]).toEqual(['ready', true]);
      }
      return views.map(({ job }) => job.engine);
    }
    expect(await make(1)).toEqual(['one/a']);
    isWell = false;
    const mend = (): void => {
      isWell = true;
    };
    return { ...world, make, mend };
  }

  test('moves each request on: one create that is taken, at the agreed price at most, without a restart', async () => {
    const { make, asked, expectGoodBooks } = await broken();
    expect(await make(5)).toEqual(Array.from({ length: 5 }, () => 'two/b'));
    expect(asked('submit', 'two/b')).toHaveLength(5);
    // Once it is known to be sick it is not even asked.
    await make(5);
    expect(asked('submit', 'one/a').length).toBeLessThanOrEqual(1 + 5 + 1);
    expect(asked('submit', 'two/b')).toHaveLength(10);
    await expectGoodBooks();
  });

  test('sends nobody to one that asks for more than was agreed, though it would do better', async () => {
    const dear = {
      ...two,
      id: 'three/c',
      provider: 'three',
      model: 'c',
      price: { perSecondMicroUsd: 100_001 },
    } as const;
    const { ask, clock, viewOf } = await open({
      pool: [{ ...one, suits: ['draft'] }, { ...dear, suits: ['draft'] }, two],
      submit: async () => busy,
    });
    const job = await ask({ prompt: 'a red ball, as a rough draft' });
    expect([job.engine, job.quoteMicroUsd]).toEqual(['one/a', quoteMicroUsd]);
    await clock.advance(MINUTE);
    const view = await viewOf(job);
    expect([view.job.engine, view.job.state.kind, view.chargedMicroUsd]).toEqual(['two/b', 'ready', quoteMicroUsd]);
  });

  test('is chosen again after its rest once it is well, by nobody naming it, without a restart', async () => {
    const { make, mend, clock, engines, expectGoodBooks } = await broken();
    await make(5);
    const [first] = engines.all();
    expect(first && engines.health(first).circuit).not.toBe('closed');
    mend();
    // What went wrong lately speaks against it for an hour.
    await clock.advance(HOUR);
    expect(await make(2)).toContain('one/a');
    expect(await make(2)).toEqual(['one/a', 'one/a']);
    await expectGoodBooks();
  });
});
