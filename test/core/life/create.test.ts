import { describe, expect, test } from 'vitest';

import type { EntrySet } from '../../../src/core/ledger.ts';
import { apply } from '../../../src/core/life/apply.ts';
import { type Aggregate, ImpossibleTransition } from '../../../src/core/life/change.ts';
import { startAttempt } from '../../../src/core/life/create.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import { noonMs } from '../../doubles/world.ts';
import { aJob, anAttempt, gained, idOf } from '../samples.ts';
import type { Label } from './machine.ts';
import { attemptId, happenings, inWords, laterMs, type OutcomeOf, situations, taskId } from './situations.ts';

describe('starting an attempt', () => {
  test('is refused anywhere but in the queue, so a create can never be sent twice', () => {
    const seed = { id: idOf('attempt', 2), callbackTokenHash: 'aa' };
    const busy = aJob({ kind: 'submitting', attemptId: anAttempt().id });
    expect(() => startAttempt(busy, seed, noonMs, noonMs)).toThrow(ImpossibleTransition);
    expect(() => startAttempt(aJob({ kind: 'preparing' }), seed, noonMs, noonMs)).toThrow('state preparing');
  });

  test('writes down the intent: engine, credential and token hash before a byte leaves, due when the lease ends', () => {
    const queued = aJob({ kind: 'queued' }, { retries: 3, credential: 'second key' });
    const { job, attempt } = startAttempt(
      queued,
      { id: idOf('attempt', 2), callbackTokenHash: 'cc' },
      noonMs,
      noonMs + 9,
    );
    expect(job).toMatchObject({
      state: { kind: 'submitting', attemptId: idOf('attempt', 2) },
      retries: 3,
      submittedAtMs: noonMs,
      dueAtMs: noonMs + 9,
    });
    expect(attempt).toEqual({
      id: idOf('attempt', 2),
      jobId: queued.id,
      engine: queued.engine,
      credential: 'second key',
      callbackTokenHash: 'cc',
      state: { kind: 'submitting' },
      createdAtMs: noonMs,
      settledAtMs: null,
    });
  });
});

describe('proof that a create was not taken, and was wrong', () => {
  function told(
    from: Aggregate,
    ...outcomes: readonly JobOutcome[]
  ): { readonly agg: Aggregate; readonly sets: EntrySet[] } {
    let agg = from;
    const sets: EntrySet[] = [];
    for (const outcome of outcomes) {
      const change = apply(agg, outcome, laterMs);
      if (change.kind === 'ignored') throw new Error(`expected ${outcome.kind} to change it, got ${change.why}`);
      sets.push(...change.sets);
      const booked = [...agg.booked, ...change.sets.map(({ kind, ref }) => ({ kind, ref }))];
      agg = { ...agg, job: change.job, attempt: change.attempt ?? agg.attempt, booked };
    }
    return { agg, sets };
  }

  test('a loss that went back does not go back a second time, so the clip is paid for in full', () => {
    const { never_accepted: never, accepted: taken } = happenings;
    const made: JobOutcome = { ...happenings.succeeded, costMicroUsd: 300_000 };
    const { agg, sets } = told(situations.unknown, happenings.gave_up, never, taken, made);
    expect(sets.map(({ kind }) => kind)).toEqual(['release', 'loss', 'late_release', 'late_capture']);
    expect(gained(sets, 'loss', 'usd_micro')).toBe(0);
    expect(gained(sets, 'tenant', 'usd_micro')).toBe(-300_000);
    expect(agg.job.state.kind).toBe('fetching');
  });

  test('a failure of it books nothing twice, so its record is not turned away for ever', () => {
    const { gave_up: gaveUp, never_accepted: never, accepted: taken, failed } = happenings;
    const { agg, sets } = told(situations.unknown, gaveUp, never, taken, failed);
    expect(sets.map(({ kind }) => kind)).toEqual(['release', 'loss', 'late_release']);
    expect(agg.attempt?.state.kind).toBe('failed');
  });

  test('the first task is adopted while the second create is out, so a third is never sent', () => {
    const { agg } = told(situations['submitting anew, word of the first attempt'], happenings.accepted);
    expect(agg.job.state).toMatchObject({ kind: 'rendering', attemptId, taskId });
    const second = anAttempt({ kind: 'submitting' }, { id: idOf('attempt', 2) });
    const turnedAway = apply({ ...agg, attempt: second }, { ...happenings.rejected, attemptId: second.id }, laterMs);
    expect(turnedAway).toMatchObject({ job: agg.job, attempt: { state: { kind: 'rejected' } } });
  });

  test('after the job went to another engine: it is back, for the price that was agreed, and found again by nobody', () => {
    const from = situations['queued again'];
    const route = { because: 'instead', tried: [from.job.engine], priceMicroUsd: 1 } as const;
    const elsewhere = {
      ...from.job,
      engine: 'other/twin',
      credential: 'other',
      cacheKey: 'twins',
      spec: { ...from.job.spec, route },
    } as const;
    const { agg, sets } = told({ ...from, job: elsewhere }, happenings.accepted, {
      ...happenings.succeeded,
      costMicroUsd: null,
    });
    const { engine, credential, quoteMicroUsd } = from.job;
    expect(agg.job).toMatchObject({ engine, credential, cacheKey: null, state: { kind: 'fetching' } });
    expect(sets).toMatchObject([{ kind: 'capture' }]);
    expect(gained(sets, 'engine', 'usd_micro')).toBe(quoteMicroUsd);
  });

  test('an attempt that turns out to be taken has no verdict any more', () => {
    const { agg } = told({ ...situations.submitting }, happenings.rejected, happenings.accepted);
    expect(agg.attempt).toMatchObject({ state: { kind: 'accepted', taskId }, settledAtMs: null });
  });
});

describe('a create that was certainly not taken, of which nothing more may be bought', () => {
  test.each(['rejected', 'never_accepted'] as const)('%s ends it free instead of queueing it again', (name) => {
    const from = { ...situations.submitting, mayBuy: false };
    const change = apply(from, happenings[name], laterMs);
    expect(inWords(from, change)).toBe('cancelled, books release');
    expect(change).toMatchObject({ job: { cancelRequestedAtMs: laterMs, dueAtMs: null } });
  });
});

describe('the words of engines in ours', () => {
  const codes = {
    moderation: ['refused(moderation)', 'failed(moderation)'],
    invalid: ['failed(invalid)', 'failed(invalid)'],
    model_retired: ['failed(model_retired)', 'failed(model_retired)'],
    out_of_credit: ['failed(engine_unavailable)', 'failed(engine_unavailable)'],
    expired: ['failed(output_gone)', 'failed(output_gone)'],
    rate_limited: ['failed(engine_busy)', 'failed(engine_failed)'],
    transient: ['failed(engine_busy)', 'failed(engine_failed)'],
  } as const satisfies Record<OutcomeOf['failed']['code'], readonly [Label, Label]>;

  test.each(Object.entries(codes))('%s before the render and during it end the job as %j', (name, [before, during]) => {
    const code = name as keyof typeof codes;
    const turnedAway = apply(situations.submitting, { ...happenings['rejected for good'], code }, laterMs);
    const broken = apply(situations.rendering, { ...happenings.failed, code }, laterMs);
    expect(inWords(situations.submitting, turnedAway)).toBe(`${before}, books release`);
    expect(inWords(situations.rendering, broken)).toBe(`${during}, books release`);
  });
});
