import { describe, expect, test } from 'vitest';

import type { JobOutcome } from '../../../src/core/outcome.ts';
import type { ProviderErrorCode, SubmitAsk, SubmitResult } from '../../../src/core/ports/provider.ts';
import { callTimeoutMs } from '../../../src/core/steps/deps.ts';
import { submit } from '../../../src/core/steps/submit.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { noonMs } from '../../doubles/world.ts';
import { aJob, anAttempt, idOf, spec } from '../samples.ts';
import { aJobClaim, nobodyStops, workbench } from './workbench.ts';

const attemptId = idOf('attempt');
const attempt = anAttempt();
const submitting = { kind: 'submitting', attemptId } as const;
const accepted: SubmitResult = { kind: 'accepted', taskId: 'task-1', estimateMicroUsd: null };
const rejected = (code: ProviderErrorCode, retryAfterMs: number | null = null): SubmitResult => ({
  kind: 'rejected',
  code,
  retryAfterMs,
  detail: 'no',
});

type Submit = (ask: SubmitAsk, signal: AbortSignal) => Promise<SubmitResult>;

function bench(answer: Submit) {
  const asks: SubmitAsk[] = [];
  const world = workbench({
    provider: {
      submit: (ask, signal) => {
        asks.push(ask);
        return answer(ask, signal);
      },
    },
  });
  const run = (job = aJob(submitting), using = attempt): Promise<JobOutcome> =>
    submit(aJobClaim('submit', job, using), using, world, nobodyStops);
  return { ...world, asks, run };
}

describe('what the engine answers to a create', () => {
  test('accepted: its task is recorded', async () => {
    const { run } = bench(async () => accepted);
    expect(await run()).toEqual({ kind: 'accepted', attemptId, taskId: 'task-1', isOwnAnswer: true });
  });

  test('it is asked once, with the spec, the credential of the attempt and where to call back', async () => {
    const { run, asks } = bench(async () => accepted);
    await run(aJob(submitting), anAttempt({ kind: 'submitting' }, { credential: 'second key' }));
    const callbackUrl = `https://x/acme/${idOf('job')}/${attemptId}`;
    expect(asks).toEqual([{ attemptId, engine: 'acme/reel-1', spec, credential: 'second key', callbackUrl }]);
  });

  test.each(['moderation', 'invalid', 'out_of_credit', 'model_retired', 'expired'] as const)(
    'rejected as %s: the end, since asking again would change nothing',
    async (code) => {
      const { run } = bench(async () => rejected(code, SECOND));
      expect(await run()).toMatchObject({ kind: 'rejected', attemptId, code, retryAtMs: null });
    },
  );

  test.each(['rate_limited', 'transient'] as const)('rejected as %s: asked again, each time later', async (code) => {
    const { run } = bench(async () => rejected(code));
    const waits = [];
    for (const retries of [0, 1, 5, 20]) {
      const outcome = await run(aJob(submitting, { retries }));
      waits.push(outcome.kind === 'rejected' && outcome.retryAtMs !== null ? outcome.retryAtMs - noonMs : null);
    }
    expect(waits).toEqual([2 * SECOND, 4 * SECOND, 64 * SECOND, 5 * MINUTE]);
  });

  test('the engine may name a later time, never an earlier one', async () => {
    const later = await bench(async () => rejected('rate_limited', 10 * MINUTE)).run();
    const sooner = await bench(async () => rejected('rate_limited', 1)).run();
    expect(later).toMatchObject({ retryAtMs: noonMs + 10 * MINUTE });
    expect(sooner).toMatchObject({ retryAtMs: noonMs + 2 * SECOND });
  });

  test('busy for six hours: patience ends, and the person is released', async () => {
    const { run } = bench(async () => rejected('rate_limited'));
    const waited = (ms: number) => aJob(submitting, { admittedAtMs: noonMs - ms });
    expect(await run(waited(6 * HOUR - 2 * SECOND))).toMatchObject({ retryAtMs: noonMs + 2 * SECOND });
    expect(await run(waited(6 * HOUR - SECOND))).toMatchObject({ code: 'rate_limited', retryAtMs: null });
  });

  test('unknown: looked for soon, never sent again', async () => {
    const { run } = bench(async () => ({ kind: 'unknown', detail: '200 with html' }));
    expect(await run()).toEqual({ kind: 'create_unknown', attemptId, dueAtMs: noonMs + 5 * SECOND });
  });

  test('an error means unknown as well: bytes may have left', async () => {
    const { run, log } = bench(() => Promise.reject(new Error('socket hang up')));
    expect(await run()).toMatchObject({ kind: 'create_unknown' });
    expect(log.warnings).toEqual(['a create went unanswered']);
  });

  test('an engine that is not there any more ends the job without a call', async () => {
    const { run, asks } = bench(async () => accepted);
    const gone = anAttempt({ kind: 'submitting' }, { engine: 'gone/x' });
    expect(await run(aJob(submitting), gone)).toEqual({
      kind: 'rejected',
      attemptId,
      code: 'model_retired',
      retryAtMs: null,
    });
    expect(asks).toEqual([]);
  });
});

describe('an answer after the time limit', () => {
  /** The engine answers `afterMs` after it was asked; the step is run to its end and then time goes on. */
  async function answered(afterMs: number, result: SubmitResult | Error) {
    const world = bench(async () => {
      await world.clock.sleep(afterMs);
      if (result instanceof Error) throw result;
      return result;
    });
    const outcome = await world.clock.runUntil(world.run());
    const waitedMs = world.clock.nowMs() - noonMs;
    await world.clock.advance(HOUR);
    return { outcome, waitedMs, late: world.late };
  }

  test('the step waits two minutes and then takes silence for unknown', async () => {
    const { outcome, waitedMs } = await answered(HOUR, accepted);
    expect(outcome).toMatchObject({ kind: 'create_unknown' });
    expect(waitedMs).toBe(callTimeoutMs.submit);
    expect(waitedMs).toBe(2 * MINUTE);
  });

  test('accepted late is recorded all the same, so the task is adopted and not lost', async () => {
    const { late } = await answered(10 * MINUTE, accepted);
    expect(late).toEqual([{ kind: 'accepted', attemptId, taskId: 'task-1', isOwnAnswer: true }]);
  });

  test('rejected late is recorded too, so the job need not wait a day for what is known', async () => {
    const { late } = await answered(10 * MINUTE, rejected('moderation'));
    expect(late).toEqual([{ kind: 'rejected', attemptId, code: 'moderation', retryAtMs: null }]);
  });

  test('unknown or broken late adds nothing to what is recorded', async () => {
    expect((await answered(10 * MINUTE, { kind: 'unknown', detail: '' })).late).toEqual([]);
    expect((await answered(10 * MINUTE, new Error('reset'))).late).toEqual([]);
  });

  test('an answer in time is told once', async () => {
    const { outcome, late } = await answered(MINUTE, accepted);
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(late).toEqual([]);
  });

  test('an answer that the abort itself brings out is not lost between the two', async () => {
    const world = bench((_ask, signal) => {
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(accepted));
      });
    });
    const outcome = await world.clock.runUntil(world.run());
    expect([outcome, ...world.late]).toContainEqual({
      kind: 'accepted',
      attemptId,
      taskId: 'task-1',
      isOwnAnswer: true,
    });
  });
});
