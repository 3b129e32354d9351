import { describe, expect, test } from 'vitest';

import type { JobState } from '../../../src/core/job.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import type { FindResult, Provider } from '../../../src/core/ports/provider.ts';
import { callTimeoutMs, triesMax } from '../../../src/core/steps/deps.ts';
import { reconcile } from '../../../src/core/steps/reconcile.ts';
import { DAY, MINUTE, SECOND } from '../../../src/core/time.ts';
import { noonMs } from '../../doubles/world.ts';
import { aJob, anAttempt, idOf, lease } from '../samples.ts';
import { aJobClaim, nobodyStops, workbench } from './workbench.ts';

const jobId = idOf('job');
const attemptId = idOf('attempt');
const attempt = anAttempt({ kind: 'unknown' }, { credential: 'second key' });
const unknown: JobState = { kind: 'unknown', attemptId, sinceMs: noonMs };

function bench(find: Provider['find'], more: Partial<Provider> = {}) {
  const world = workbench({ provider: { find, ...more } });
  const run = (retries = 0, using = attempt, signal = nobodyStops): Promise<JobOutcome> =>
    reconcile(aJobClaim('reconcile', aJob(unknown, { retries }), using), using, world, signal);
  return { ...world, run };
}

const finding = (result: FindResult) => bench(async () => result);
const postponedTo = (dueAtMs: number): JobOutcome => ({ kind: 'postponed', jobId, lease, dueAtMs });

test('a create whose lease ended gets the name unknown first, and nobody is asked', async () => {
  const submitting = aJob({ kind: 'submitting', attemptId });
  const claim = aJobClaim('reconcile', submitting, anAttempt());
  const world = workbench({ provider: { find: () => Promise.reject(new Error('not yet')) } });
  expect(await reconcile(claim, anAttempt(), world, nobodyStops)).toEqual({
    kind: 'create_unknown',
    attemptId,
    dueAtMs: noonMs,
  });
  expect(world.log.warnings).toEqual([]);
});

describe('looking for an unanswered create', () => {
  test('asks with the engine and credential of the attempt', async () => {
    const asked: object[] = [];
    const { run } = bench(async (where) => {
      asked.push(where);
      return { kind: 'not_seen' };
    });
    await run();
    expect(asked).toEqual([{ attemptId, engine: 'acme/reel-1', credential: 'second key' }]);
  });

  test('found: adopted', async () => {
    expect(await finding({ kind: 'found', taskId: 'task-1' }).run()).toEqual({
      kind: 'accepted',
      attemptId,
      taskId: 'task-1',
    });
  });

  test('proved never taken: the job may be submitted anew, at once the first time', async () => {
    const outcome = await finding({ kind: 'never' }).run();
    expect(outcome).toEqual({ kind: 'never_accepted', attemptId, retryAtMs: noonMs + 2 * SECOND });
  });

  test('proved never taken again and again: later and later, and after a day the job ends', async () => {
    const { run, clock } = finding({ kind: 'never' });
    await clock.advance(8 * MINUTE);
    expect(await run()).toMatchObject({ retryAtMs: clock.nowMs() + 2 * MINUTE });
    await clock.advance(DAY);
    expect(await run()).toEqual({ kind: 'never_accepted', attemptId, retryAtMs: null });
  });

  test('not seen: looked for again, ten minutes apart at most', async () => {
    const { run } = finding({ kind: 'not_seen' });
    const outcomes = [await run(0), await run(1), await run(20)];
    expect(outcomes).toEqual([5 * SECOND, 10 * SECOND, 10 * MINUTE].map((ms) => postponedTo(noonMs + ms)));
  });

  test('not seen for a day: given up, after a last look at that very time', async () => {
    const { run, clock } = finding({ kind: 'not_seen' });
    await clock.advance(DAY - MINUTE);
    expect(await run(20)).toEqual(postponedTo(noonMs + DAY));
    await clock.advance(MINUTE);
    expect(await run(20)).toEqual({ kind: 'gave_up', attemptId });
  });

  test('found at the last look: adopted, however late', async () => {
    const { run, clock } = finding({ kind: 'found', taskId: 'task-1' });
    await clock.advance(3 * DAY);
    expect(await run(20)).toMatchObject({ kind: 'accepted' });
  });

  test('an error or silence is not proof: looked for again', async () => {
    expect(await bench(() => Promise.reject(new Error('401'))).run()).toEqual(postponedTo(noonMs + 5 * SECOND));
    const silent = bench(() => new Promise(() => undefined));
    expect(await silent.clock.runUntil(silent.run())).toEqual(
      postponedTo(noonMs + callTimeoutMs.reconcile + 5 * SECOND),
    );
  });

  test('a service that was off for days does not give up over one failed look, only after several', async () => {
    const { run, clock } = bench(() => Promise.reject(new Error('no network yet')));
    await clock.advance(3 * DAY);
    expect(await run(0)).toEqual(postponedTo(clock.nowMs() + 5 * SECOND));
    expect(await run(triesMax.lastLook)).toEqual({ kind: 'gave_up', attemptId });
  });

  test('a look that our own stop breaks off decides nothing', async () => {
    const stopping = new AbortController();
    const { run, clock } = bench(async () => {
      stopping.abort();
      throw new Error('aborted');
    });
    await clock.advance(3 * DAY);
    await expect(run(20, attempt, stopping.signal)).rejects.toThrow('aborted');
  });
});

describe('an engine that cannot be asked', () => {
  test('is waited for until a day is over, then given up', async () => {
    const { run, clock } = bench(null);
    expect(await run()).toEqual(postponedTo(noonMs + DAY));
    await clock.advance(DAY);
    expect(await run()).toEqual({ kind: 'gave_up', attemptId });
  });

  test('because it is not configured now is waited for the same way', async () => {
    const gone = anAttempt({ kind: 'unknown' }, { engine: 'gone/x' });
    expect(await finding({ kind: 'never' }).run(0, gone)).toEqual(postponedTo(noonMs + DAY));
  });
});
