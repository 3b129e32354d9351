import { describe, expect, test } from 'vitest';

import type { AttemptState } from '../../../src/core/attempt.ts';
import type { JobState } from '../../../src/core/job.ts';
import type { JobClaim, StepKind } from '../../../src/core/ports/claims.ts';
import { callTimeoutMs, leaseMs } from '../../../src/core/steps/deps.ts';
import { runStep } from '../../../src/core/steps/step.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { aJob, anAttempt, idOf } from '../samples.ts';
import { aJobClaim, nobodyStops, workbench } from './workbench.ts';

const steps = Object.keys(callTimeoutMs) as StepKind[];

describe('time limits and leases', () => {
  test('a call may take as long as what it is about, and a person is never kept waiting for a look', () => {
    expect(callTimeoutMs).toEqual({
      prepare: 5 * MINUTE,
      submit: 2 * MINUTE,
      reconcile: 30 * SECOND,
      watch: 30 * SECOND,
      fetch: 30 * MINUTE,
      deliver: 10 * MINUTE,
      status: MINUTE,
    });
  });

  /** A watch may ask the engine to stop after it polled. */
  const calls: Readonly<Record<StepKind, number>> = {
    prepare: 1,
    submit: 1,
    reconcile: 1,
    watch: 2,
    fetch: 1,
    deliver: 1,
    status: 1,
  };
  test.each(steps)('a lease to %s outlives all its calls by a minute, in which the answer is recorded', (step) => {
    expect(leaseMs[step]).toBeGreaterThanOrEqual(calls[step] * callTimeoutMs[step] + MINUTE);
  });
});

describe('a claim', () => {
  const attemptId = idOf('attempt');
  const taskId = 'task-1';
  const accepted: AttemptState = { kind: 'accepted', taskId };
  const claims: Readonly<Record<JobClaim['step'], readonly [JobState, AttemptState, string]>> = {
    prepare: [{ kind: 'preparing' }, { kind: 'submitting' }, 'prepared'],
    submit: [{ kind: 'submitting', attemptId }, { kind: 'submitting' }, 'rejected'],
    reconcile: [{ kind: 'submitting', attemptId }, { kind: 'submitting' }, 'create_unknown'],
    watch: [{ kind: 'rendering', attemptId, taskId, phase: 'waiting', progress: null }, accepted, 'engine_cancelled'],
    fetch: [{ kind: 'fetching', attemptId, taskId, badReads: 0 }, accepted, 'postponed'],
  };

  function world() {
    return workbench({
      provider: {
        submit: async () => ({ kind: 'rejected', code: 'invalid', retryAfterMs: null, detail: '' }),
        poll: async () => ({ kind: 'cancelled' }),
        openOutput: async () => ({ kind: 'not_ready', retryAfterMs: null }),
      },
    });
  }

  test.each(Object.keys(claims) as JobClaim['step'][])('to %s is worked by that step', async (step) => {
    const [state, attempt, outcome] = claims[step];
    const claim = aJobClaim(step, aJob(state), anAttempt(attempt));
    expect(await runStep(claim, world(), () => undefined, nobodyStops)).toMatchObject({ kind: outcome });
  });

  test('without the attempt that it is about is a bug that says so, and calls nobody', () => {
    const deps = world();
    const claim = aJobClaim('submit', aJob({ kind: 'submitting', attemptId }));
    expect(() => runStep(claim, deps, () => undefined, nobodyStops)).toThrow(
      'expected an attempt with a claim to submit',
    );
  });
});
