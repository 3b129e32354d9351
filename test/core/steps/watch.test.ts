import { describe, expect, test } from 'vitest';

import type { Job } from '../../../src/core/job.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import type { Provider, TaskReport } from '../../../src/core/ports/provider.ts';
import { callTimeoutMs, triesMax } from '../../../src/core/steps/deps.ts';
import { watch } from '../../../src/core/steps/watch.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { noonMs } from '../../doubles/world.ts';
import { aJob, anAttempt, idOf, lease, someCapabilities, unexpected } from '../samples.ts';
import { aJobClaim, nobodyStops, workbench } from './workbench.ts';

const jobId = idOf('job');
const attemptId = idOf('attempt');
const taskId = 'task-1';
const task = { attemptId, engine: 'acme/reel-1', taskId, credential: 'main' };
const attempt = anAttempt({ kind: 'accepted', taskId });
const rendering = { kind: 'rendering', attemptId, taskId, phase: 'waiting', progress: null } as const;
const horizonMs = 48 * HOUR;

type Running = Extract<TaskReport, { kind: 'running' }>;
const running = (more: Partial<Running> = {}): Running => ({
  kind: 'running',
  phase: 'rendering',
  progress: 0.25,
  cancellable: true,
  pollAfterMs: null,
  ...more,
});

function rendered(more: Partial<Job> = {}): Job {
  return aJob(rendering, { submittedAtMs: noonMs, ...more });
}

function bench(poll: Provider['poll'], more: Partial<Provider> = {}) {
  const world = workbench({ provider: { poll, ...more } });
  const run = (job = rendered(), using = attempt, signal = nobodyStops): Promise<JobOutcome> =>
    watch(aJobClaim('watch', job, using), using, world, signal);
  return { ...world, run };
}

const reporting = (report: TaskReport, more: Partial<Provider> = {}) => bench(async () => report, more);

describe('what the engine says of a task', () => {
  test('is asked of the task, engine and credential of the attempt', async () => {
    const asked: object[] = [];
    const { run } = bench(async (ref) => {
      asked.push(ref);
      return running();
    });
    await run(rendered(), anAttempt({ kind: 'accepted', taskId }, { credential: 'second key' }));
    expect(asked).toEqual([{ ...task, credential: 'second key' }]);
  });

  test.each<[TaskReport, JobOutcome]>([
    [
      { kind: 'succeeded', costMicroUsd: 7 },
      { kind: 'succeeded', attemptId, costMicroUsd: 7 },
    ],
    [
      { kind: 'succeeded', costMicroUsd: null },
      { kind: 'succeeded', attemptId, costMicroUsd: null },
    ],
    [
      { kind: 'failed', code: 'moderation', costMicroUsd: 3, detail: 'no' },
      { kind: 'failed', attemptId, code: 'moderation', costMicroUsd: 3 },
    ],
    [{ kind: 'cancelled' }, { kind: 'engine_cancelled', attemptId }],
  ])('%j is its verdict', async (report, outcome) => {
    expect(await reporting(report).run()).toEqual(outcome);
  });

  test('a success after every deadline, at the horizon too, is a success', async () => {
    const { run, clock } = reporting({ kind: 'succeeded', costMicroUsd: null });
    await clock.advance(horizonMs + HOUR);
    expect(await run()).toMatchObject({ kind: 'succeeded' });
  });

  test('running: told on, with the next look', async () => {
    expect(await reporting(running()).run()).toEqual({
      kind: 'running',
      attemptId,
      lease,
      phase: 'rendering',
      progress: 0.25,
      overdue: false,
      dueAtMs: noonMs + 5 * SECOND,
    });
  });

  test('an engine that is in no data any more is still asked about its task, with limits of our own', async () => {
    const gone = anAttempt({ kind: 'accepted', taskId }, { engine: 'acme/gone' });
    expect(await reporting(running()).run(rendered(), gone)).toMatchObject({
      kind: 'running',
      dueAtMs: noonMs + 30 * SECOND,
    });
    const done = reporting({ kind: 'succeeded', costMicroUsd: null });
    expect(await done.run(rendered(), gone)).toMatchObject({ kind: 'succeeded' });
  });

  test('what it shows of its health is noted: tasks that cannot be read as well as renders that fail', async () => {
    const place = { engine: 'acme/reel-1', credential: 'main' } as const;
    const blocked = async (report: TaskReport, tasks: number): Promise<boolean> => {
      const { run, engines } = reporting(report);
      for (let n = 1; n <= tasks; n += 1) await run(rendered(), { ...attempt, id: idOf('attempt', n) });
      return engines.blockedUntilMs(place) !== null;
    };
    expect(await blocked({ kind: 'unreadable', retryAfterMs: null, detail: '' }, 3)).toBe(true);
    expect(await blocked({ kind: 'unreadable', retryAfterMs: SECOND, detail: '' }, 9)).toBe(false);
    expect(await blocked({ kind: 'failed', code: 'transient', costMicroUsd: null, detail: '' }, 4)).toBe(true);
    expect(await blocked({ kind: 'failed', code: 'moderation', costMicroUsd: null, detail: '' }, 9)).toBe(false);
  });

  test('a task whose provider is not configured now is looked at again in a minute', async () => {
    const gone = anAttempt({ kind: 'accepted', taskId }, { engine: 'gone/x' });
    expect(await reporting(running()).run(rendered(), gone)).toMatchObject({
      kind: 'postponed',
      dueAtMs: noonMs + MINUTE,
    });
  });
});

describe('how often an engine is asked', () => {
  type Cadence = {
    readonly pollAfterMs?: number;
    /** What the engine took lately for a clip of five seconds. */
    readonly usualMs?: number;
    readonly isCalledBack?: boolean;
  };

  /** Looks as often as the step says, from the create until the engine is done after `renderMs`. */
  async function polls(
    renderMs: number,
    { pollAfterMs, usualMs, isCalledBack }: Cadence = {},
  ): Promise<{ count: number; lateMs: number }> {
    let count = 0;
    const msPerSecond = usualMs === undefined ? null : usualMs / 5;
    const provider: Partial<Provider> = {
      verifyWebhook: isCalledBack === true ? unexpected('verifyWebhook') : null,
      poll: async () => {
        count += 1;
        const isDone = world.clock.nowMs() - noonMs >= renderMs;
        return isDone ? { kind: 'succeeded', costMicroUsd: null } : running({ pollAfterMs: pollAfterMs ?? null });
      },
    };
    const figures = [{ engine: 'acme/reel-1', msPerSecond, good: 0, bad: 0, open: 0 }] as const;
    const world = workbench({ provider, known: { figures } });
    await world.engines.refresh();
    for (;;) {
      const outcome = await watch(aJobClaim('watch', rendered(), attempt), attempt, world, nobodyStops);
      if (outcome.kind !== 'running') return { count, lateMs: world.clock.nowMs() - noonMs - renderMs };
      await world.clock.advance((outcome.dueAtMs ?? 0) - world.clock.nowMs());
    }
  }

  test.each([
    [30 * SECOND, 7],
    [3 * MINUTE, 14],
    [10 * MINUTE, 26],
  ])('a render of %d ms at an engine of which nothing is known takes %d looks', async (renderMs, most) => {
    const { count, lateMs } = await polls(renderMs);
    expect(count).toBe(most);
    expect(lateMs).toBeLessThanOrEqual(renderMs / 5);
  });

  test.each([
    [30 * SECOND, 7],
    [3 * MINUTE, 13],
    [10 * MINUTE, 13],
  ])('one of %d ms that takes as long as usual takes %d looks: never more than fifteen', async (renderMs, most) => {
    const { count, lateMs } = await polls(renderMs, { usualMs: renderMs });
    expect(count).toBe(most);
    expect(lateMs).toBeLessThanOrEqual(renderMs / 6);
  });

  test('one that takes thrice as long as usual is asked no more often for that', async () => {
    const { count } = await polls(9 * MINUTE, { usualMs: 3 * MINUTE });
    expect(count).toBeLessThanOrEqual(27);
    expect((await polls(9 * MINUTE, { usualMs: 10 * SECOND })).count).toBeLessThanOrEqual(45);
  });

  test.each([
    [30 * SECOND, 5],
    [3 * MINUTE, 5],
    [10 * MINUTE, 6],
  ])(
    'one of %d ms whose engine calls back takes %d looks at most, should no callback ever come',
    async (renderMs, most) => {
      expect((await polls(renderMs, { usualMs: renderMs, isCalledBack: true })).count).toBe(most);
    },
  );

  test('a short render is seen soon: within five seconds of its end', async () => {
    expect(await polls(12 * SECOND)).toEqual({ count: 4, lateMs: 3 * SECOND });
  });

  test('an engine that asks for patience gets it', async () => {
    expect(await polls(3 * MINUTE, { pollAfterMs: MINUTE })).toEqual({ count: 4, lateMs: 0 });
    expect(await polls(2 * HOUR, { pollAfterMs: 58 * HOUR })).toEqual({ count: 5, lateMs: 0 });
  });

  test('an overdue one is asked every five minutes', async () => {
    const { run, clock } = reporting(running());
    await clock.advance(HOUR);
    expect(await run()).toMatchObject({ overdue: true, dueAtMs: clock.nowMs() + 5 * MINUTE });
  });
});

describe('deadlines', () => {
  test('a task is overdue after ten minutes, or thrice the usual time of a slow engine', async () => {
    const usual = reporting(running());
    await usual.clock.advance(10 * MINUTE);
    expect(await usual.run()).toMatchObject({ overdue: false });
    await usual.clock.advance(1);
    expect(await usual.run()).toMatchObject({ overdue: true });
    const slow = reporting(running(), { capabilities: () => [someCapabilities({ typicalMsP95: 5 * MINUTE })] });
    await slow.clock.advance(15 * MINUTE);
    expect(await slow.run()).toMatchObject({ overdue: false });
    await slow.clock.advance(1);
    expect(await slow.run()).toMatchObject({ overdue: true });
  });

  test('a task that still runs at the horizon is given up', async () => {
    const { run, clock } = reporting(running());
    await clock.advance(horizonMs - 1);
    expect(await run()).toMatchObject({ kind: 'running' });
    await clock.advance(1);
    expect(await run()).toEqual({ kind: 'gave_up', attemptId });
  });

  test('the horizon is that of the engine where it names one', async () => {
    const { run, clock } = reporting(running(), { capabilities: () => [someCapabilities({ horizonMs: HOUR })] });
    await clock.advance(HOUR);
    expect(await run()).toEqual({ kind: 'gave_up', attemptId });
  });
});

describe('no verdict', () => {
  const unreadable: TaskReport = { kind: 'unreadable', retryAfterMs: null, detail: '401' };
  const postponed = (dueAtMs: number | null): JobOutcome => ({ kind: 'postponed', jobId, lease, dueAtMs });

  test('an unreadable answer is asked for again, each time later, ten minutes apart at most', async () => {
    const { run } = reporting(unreadable);
    const outcomes = [await run(), await run(rendered({ retries: 2 })), await run(rendered({ retries: 50 }))];
    expect(outcomes).toEqual([5 * SECOND, 20 * SECOND, 10 * MINUTE].map((ms) => postponed(noonMs + ms)));
  });

  test('the engine may name a later time, but not one beyond half an hour', async () => {
    const { run } = reporting({ ...unreadable, retryAfterMs: 20 * MINUTE });
    expect(await run()).toEqual(postponed(noonMs + 20 * MINUTE));
    const { run: longer } = reporting({ ...unreadable, retryAfterMs: 58 * HOUR });
    expect(await longer()).toEqual(postponed(noonMs + 30 * MINUTE));
  });

  test('is not asked for more often than the engine allows', async () => {
    const patient = { capabilities: () => [someCapabilities({ pollEveryMsMin: MINUTE })] };
    expect(await reporting(unreadable, patient).run()).toEqual(postponed(noonMs + MINUTE));
  });

  test('an error is no verdict, nor is silence', async () => {
    expect(await bench(() => Promise.reject(new Error('reset'))).run()).toEqual(postponed(noonMs + 5 * SECOND));
    const silent = bench(() => new Promise(() => undefined));
    const outcome = await silent.clock.runUntil(silent.run());
    expect(outcome).toEqual(postponed(noonMs + callTimeoutMs.watch + 5 * SECOND));
  });

  test('an engine that has not answered for long is given up at the horizon', async () => {
    const { run, clock } = reporting(unreadable);
    await clock.advance(horizonMs);
    expect(await run(rendered({ retries: 50 }))).toEqual({ kind: 'gave_up', attemptId });
  });

  test('a service that was off past the horizon does not give up over one failed look, only after several', async () => {
    const { run, clock } = reporting(unreadable);
    await clock.advance(horizonMs + HOUR);
    expect(await run(rendered({ retries: 0 }))).toEqual(postponed(clock.nowMs() + 5 * SECOND));
    expect(await run(rendered({ retries: triesMax.lastLook }))).toEqual({ kind: 'gave_up', attemptId });
  });

  test('a look that our own stop breaks off decides nothing', async () => {
    const stopping = new AbortController();
    const { run, clock } = bench(async () => {
      stopping.abort();
      throw new Error('aborted');
    });
    await clock.advance(horizonMs + HOUR);
    await expect(run(rendered({ retries: 50 }), attempt, stopping.signal)).rejects.toThrow('aborted');
  });
});

describe('a job that has ended while its task may still come to something', () => {
  const ended = (retries = 0, endedAtMs: number | null = null): Job =>
    rendered({ state: { kind: 'failed', code: 'create_unknown', attemptId }, retries, endedAtMs });
  const unreadable: TaskReport = { kind: 'unreadable', retryAfterMs: null, detail: '401' };

  test('a task that still runs is asked about until the horizon and an hour after the end, so its clip is not lost', async () => {
    const { run, clock } = reporting(running());
    await clock.advance(HOUR);
    expect(await run(ended())).toMatchObject({ kind: 'running', dueAtMs: clock.nowMs() + 5 * MINUTE });
    await clock.advance(horizonMs);
    const late = await run(ended(0, clock.nowMs()));
    expect(late).toMatchObject({ kind: 'running', dueAtMs: clock.nowMs() + HOUR });
    await clock.advance(HOUR);
    expect(await run(ended(0, clock.nowMs() - HOUR))).toMatchObject({ kind: 'running', dueAtMs: null });
  });

  test('a success is told, so that the job reopens', async () => {
    const { run, clock } = reporting({ kind: 'succeeded', costMicroUsd: null });
    await clock.advance(horizonMs + HOUR);
    expect(await run(ended())).toMatchObject({ kind: 'succeeded' });
  });

  test('no verdict: asked again, until a day past the horizon and several looks have failed', async () => {
    const { run, clock } = reporting(unreadable);
    expect(await run(ended(50))).toMatchObject({ kind: 'postponed', dueAtMs: noonMs + 10 * MINUTE });
    await clock.advance(horizonMs);
    expect(await run(ended(50))).toMatchObject({ kind: 'postponed', dueAtMs: clock.nowMs() + 10 * MINUTE });
    await clock.advance(DAY);
    expect(await run(ended(0))).toMatchObject({ kind: 'postponed', dueAtMs: clock.nowMs() + 5 * SECOND });
    expect(await run(ended(triesMax.lastLook))).toMatchObject({ kind: 'postponed', dueAtMs: null });
  });
});

describe('the wish to cancel', () => {
  const wished = rendered({ cancelRequestedAtMs: noonMs });

  function cancelling(report: TaskReport, cancel: Provider['cancel']) {
    const asked: object[] = [];
    const counted: Provider['cancel'] =
      cancel &&
      ((ref, signal) => {
        asked.push(ref);
        return cancel(ref, signal);
      });
    return { ...reporting(report, { cancel: counted }), asked };
  }

  test('is granted while the engine can stop without destroying a clip', async () => {
    const { run, asked } = cancelling(running({ cancellable: true }), async () => 'cancelled');
    expect(await run(wished)).toEqual({ kind: 'engine_cancelled', attemptId });
    expect(asked).toEqual([task]);
  });

  test('is not passed on where it could destroy a clip that is being made', async () => {
    const { run, asked } = cancelling(running({ cancellable: false }), async () => 'cancelled');
    expect(await run(wished)).toMatchObject({ kind: 'running' });
    expect(asked).toEqual([]);
  });

  test('nobody wished: nobody is asked to stop', async () => {
    const { run, asked } = cancelling(running(), async () => 'cancelled');
    expect(await run()).toMatchObject({ kind: 'running' });
    expect(asked).toEqual([]);
  });

  test('a finished clip is kept, whatever was wished', async () => {
    const { run, asked } = cancelling({ kind: 'succeeded', costMicroUsd: null }, async () => 'cancelled');
    expect(await run(wished)).toMatchObject({ kind: 'succeeded' });
    expect(asked).toEqual([]);
  });

  test('too late, failed or unanswered: it renders on and is asked again', async () => {
    const late = cancelling(running(), async () => 'too_late');
    expect(await late.run(wished)).toMatchObject({ kind: 'running' });
    const failing = cancelling(running(), () => Promise.reject(new Error('500')));
    expect(await failing.run(wished)).toMatchObject({ kind: 'running', dueAtMs: noonMs + 5 * SECOND });
    const silent = cancelling(running(), () => new Promise(() => undefined));
    expect(await silent.clock.runUntil(silent.run(wished))).toMatchObject({ kind: 'running' });
  });

  test('an engine without cancel renders to the end', async () => {
    expect(await cancelling(running(), null).run(wished)).toMatchObject({ kind: 'running' });
  });
});
