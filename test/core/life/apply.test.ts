import { describe, expect, test } from 'vitest';

import type { Job } from '../../../src/core/job.ts';
import { apply } from '../../../src/core/life/apply.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import { noonMs } from '../../doubles/world.ts';
import { aClip, destination, idOf, lease } from '../samples.ts';
import { type Happening, machine, type Situation } from './machine.ts';
import { attemptId, dueAtMs, happenings, inWords, laterMs, situations, taskId } from './situations.ts';

/** What the table should be told as, and what it is: one entry a happening, so that a difference names it. */
function rowOf(situation: Situation): Record<string, string> {
  const agg = situations[situation];
  const found = Object.entries(happenings).map(
    ([name, outcome]) => [name, inWords(agg, apply(agg, outcome, laterMs))] as const,
  );
  return Object.fromEntries<string>(found);
}

describe('every outcome in every state', () => {
  const names = Object.keys(machine) as Situation[];
  test.each(names)('a job that is %s becomes what the table of its life says, and nothing else', (situation) => {
    expect(rowOf(situation)).toEqual(machine[situation]);
  });

  test.each(names)(
    'recording anything twice for a job that is %s changes its state and its books once',
    (situation) => {
      for (const outcome of Object.values(happenings)) {
        const agg = situations[situation];
        const once = apply(agg, outcome, laterMs);
        if (once.kind === 'ignored') continue;
        const booked = [...agg.booked, ...once.sets.map(({ kind, ref }) => ({ kind, ref }))];
        const twice = apply({ ...agg, job: once.job, attempt: once.attempt ?? agg.attempt, booked }, outcome, laterMs);
        const change = twice.kind === 'ignored' ? 'none' : inWords({ ...agg, job: once.job }, twice);
        expect.soft(['none', 'stays'], `${outcome.kind} for the second time`).toContain(change);
      }
      expect.assertions(Object.values(happenings).filter((outcome) => isChange(situation, outcome)).length);
    },
  );

  function isChange(situation: Situation, outcome: JobOutcome): boolean {
    return apply(situations[situation], outcome, laterMs).kind === 'changed';
  }
});

describe('plans and answers', () => {
  const plans = [happenings.postponed, happenings.running];

  test.each([...plans, happenings.bad_output])(
    '$kind counts only under the lease that it was made under, so an old plan never overrides',
    (plan) => {
      const others = [null, { ...lease, owner: idOf('owner', 2) }, { ...lease, untilMs: lease.untilMs + 1 }];
      for (const held of others) {
        const change = apply({ ...situations.rendering, lease: held }, plan, laterMs);
        expect(change).toEqual({ kind: 'ignored', why: 'lease_lost' });
      }
    },
  );

  test.each(Object.values(happenings).filter((outcome) => !('lease' in outcome)))(
    '$kind is recorded the same whoever holds the lease',
    (outcome) => {
      for (const situation of Object.values(situations)) {
        expect(apply({ ...situation, lease: null }, outcome, laterMs)).toEqual(apply(situation, outcome, laterMs));
      }
    },
  );

  test.each(plans)('news that came while asking beats the plan of $kind, so the job is due at once', (plan) => {
    const change = apply({ ...situations.rendering, hintedAtMs: noonMs }, plan, laterMs);
    expect(change).toMatchObject({ kind: 'changed', job: { dueAtMs: laterMs } });
    expect(apply(situations.rendering, plan, laterMs)).toMatchObject({ job: { dueAtMs } });
  });

  test('a lease ends with a plan or a change of state, and goes on through a mere note', () => {
    const endsLease = (situation: Situation, happening: Happening) => {
      const change = apply(situations[situation], happenings[happening], laterMs);
      return change.kind === 'changed' && change.endsLease;
    };
    expect(endsLease('rendering', 'running')).toBe(true);
    expect(endsLease('fetching', 'postponed')).toBe(true);
    expect(endsLease('rendering', 'succeeded')).toBe(true);
    expect(endsLease('rendering', 'cancel_requested')).toBe(false);
    expect(endsLease('rendering', 'hinted')).toBe(false);
    expect(endsLease('submitting', 'cancel_requested')).toBe(false);
  });
});

describe('what a change carries', () => {
  function jobAfter(situation: Situation, outcome: JobOutcome): Job {
    const change = apply(situations[situation], outcome, laterMs);
    if (change.kind === 'ignored') throw new Error(`expected a change, got ${change.why}`);
    return change.job;
  }

  test('a postponed step counts its tries, and a change of state starts the count anew', () => {
    const tried = { ...situations.fetching, job: { ...situations.fetching.job, retries: 2 } };
    expect(apply(tried, happenings.postponed, laterMs)).toMatchObject({ job: { retries: 3, dueAtMs } });
    expect(apply(tried, happenings.fetched, laterMs)).toMatchObject({ job: { retries: 0 } });
  });

  test('a bad read is counted apart from other trouble, so that only bad reads can end in the loss of the clip', () => {
    expect(jobAfter('fetching', happenings.bad_output)).toMatchObject({ state: { badReads: 2 }, retries: 1, dueAtMs });
    expect(jobAfter('fetching', happenings.postponed)).toMatchObject({ state: { badReads: 1 }, retries: 1 });
    expect(jobAfter('rendering', happenings.succeeded)).toMatchObject({ state: { badReads: 0 } });
  });

  test('a rejected create keeps its count through the queue, so the back-off grows', () => {
    const tried = { ...situations.submitting, job: { ...situations.submitting.job, retries: 4 } };
    expect(apply(tried, happenings.rejected, laterMs)).toMatchObject({
      job: { retries: 5, dueAtMs, submittedAtMs: null },
      attempt: { state: { kind: 'rejected', code: 'transient' }, settledAtMs: laterMs },
    });
  });

  test('a change of state starts its clock, and an answer of the engine clears the count of failures', () => {
    expect(jobAfter('rendering', happenings.failed).stateSinceMs).toBe(laterMs);
    expect(jobAfter('submitting', happenings.rejected).stateSinceMs).toBe(laterMs);
    expect(jobAfter('submitting', happenings.create_unknown)).toMatchObject({
      state: { kind: 'unknown', sinceMs: laterMs },
      stateSinceMs: laterMs,
      dueAtMs,
    });
    const tried = { ...situations.rendering, job: { ...situations.rendering.job, retries: 4 } };
    expect(apply(tried, happenings.running, laterMs)).toMatchObject({ job: { retries: 0, stateSinceMs: noonMs } });
  });

  test('a job that runs in time is not overdue, and shows what the engine says of its progress', () => {
    expect(jobAfter('rendering', happenings.running)).toMatchObject({
      overdueAtMs: null,
      state: { phase: 'rendering', progress: 0.5 },
    });
  });

  test('a cancelled job names the attempt that was stopped, or none where nothing was sent', () => {
    expect(jobAfter('queued again', happenings.cancel_requested)).toMatchObject({
      state: { attemptId: null },
      cancelRequestedAtMs: laterMs,
    });
    expect(jobAfter('rendering', happenings.engine_cancelled).state).toEqual({ kind: 'cancelled', attemptId });
  });

  test('overdue is said once and keeps its first moment', () => {
    const overdue: JobOutcome = { ...happenings.running, overdue: true };
    const first = jobAfter('rendering', overdue);
    expect(first.overdueAtMs).toBe(laterMs);
    const again = apply({ ...situations.rendering, job: first }, overdue, laterMs + 60_000);
    expect(again).toMatchObject({ job: { overdueAtMs: laterMs } });
  });

  test('an ended job rests, and one that reopens is due at once', () => {
    expect(jobAfter('fetching', happenings.fetched)).toMatchObject({ dueAtMs: null, endedAtMs: laterMs });
    expect(jobAfter('failed(horizon)', happenings.succeeded)).toMatchObject({ dueAtMs: laterMs, endedAtMs: null });
  });

  test('a job that ends without a clip is looked at once more, since a clip may still turn up', () => {
    expect(jobAfter('rendering', happenings.failed).dueAtMs).toBe(laterMs);
    expect(jobAfter('rendering', happenings.gave_up).dueAtMs).toBe(laterMs + 3_600_000);
    expect(jobAfter('rendering', happenings.engine_cancelled).dueAtMs).toBe(laterMs + 3_600_000);
  });

  test.each([1.5, 1_004_999.999_999, -1, Number.NaN, Infinity])(
    'a cost of %d is no reason to refuse the verdict',
    (cost) => {
      const { job } = situations.rendering;
      const change = apply(situations.rendering, { ...happenings.succeeded, costMicroUsd: cost }, laterMs);
      const paid = cost > 0 && cost < Infinity ? Math.ceil(cost) : job.quoteMicroUsd;
      expect(change).toMatchObject({
        job: { state: { kind: 'fetching' } },
        attempt: { state: { costMicroUsd: paid } },
      });
    },
  );

  test('a prepared job works from our copy of the input alone', () => {
    const input = { kind: 'image', source: 'https://cdn.example/1', mediaKey: 'aa/job_1_input' } as const;
    expect(jobAfter('preparing', { ...happenings.prepared, input }).spec.input).toEqual(input);
  });

  test('an adopted task is watched from when its create was sent', () => {
    const job = jobAfter('unknown', happenings.accepted);
    expect(job).toMatchObject({
      submittedAtMs: noonMs,
      dueAtMs: laterMs,
      state: { taskId, phase: 'waiting', progress: null },
    });
  });

  test('a task that shows up for an ended job makes it due, so that the engine is asked about it', () => {
    expect(jobAfter('failed(create_unknown)', happenings.accepted).dueAtMs).toBe(laterMs);
    expect(jobAfter('refused', happenings.accepted).dueAtMs).toBe(laterMs);
  });

  test('a cancelled task that is announced again and says cancelled again is not asked for ever', () => {
    const hinted = jobAfter('cancelled at the engine', happenings.hinted);
    expect(hinted.dueAtMs).toBe(laterMs);
    const asked = apply(
      { ...situations['cancelled at the engine'], job: hinted },
      happenings.engine_cancelled,
      laterMs,
    );
    expect(asked).toMatchObject({ kind: 'changed', job: { dueAtMs: null } });
  });

  test('the wish to cancel a render makes it due, so that the engine is asked to stop now', () => {
    expect(jobAfter('rendering', happenings.cancel_requested)).toMatchObject({
      cancelRequestedAtMs: laterMs,
      dueAtMs: laterMs,
    });
  });

  test('a delivery goes where the request was made', () => {
    expect(apply(situations.fetching, happenings.fetched, laterMs)).toMatchObject({
      clip: aClip(),
      delivery: {
        id: idOf('delivery'),
        clipId: idOf('clip'),
        destination,
        state: { kind: 'pending' },
        createdAtMs: laterMs,
        retries: 0,
        dueAtMs: laterMs,
      },
    });
  });
});
