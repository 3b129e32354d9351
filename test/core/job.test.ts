import { expect, test } from 'vitest';

import { canReopen, hasEnded, isInFlight, type JobState, takesSlot } from '../../src/core/job.ts';
import { aJob, idOf } from './samples.ts';

const attemptId = idOf('attempt');
const taskId = 'task-1';
type Facts = 'ended' | 'in flight' | 'at the engine' | 'reopens';

const states: readonly (readonly [JobState, readonly Facts[]])[] = [
  [{ kind: 'awaiting_approval' }, []],
  [{ kind: 'preparing' }, ['in flight']],
  [{ kind: 'queued' }, ['in flight']],
  [{ kind: 'submitting', attemptId }, ['in flight', 'at the engine']],
  [{ kind: 'unknown', attemptId, sinceMs: 0 }, []],
  [{ kind: 'rendering', attemptId, taskId, phase: 'waiting', progress: null }, ['in flight', 'at the engine']],
  [{ kind: 'fetching', attemptId, taskId, badReads: 0 }, ['in flight']],
  [{ kind: 'ready', attemptId, clipId: idOf('clip') }, ['ended']],
  [{ kind: 'failed', code: 'engine_failed', attemptId }, ['ended', 'reopens']],
  [{ kind: 'failed', code: 'output_gone', attemptId }, ['ended', 'reopens']],
  [{ kind: 'failed', code: 'horizon', attemptId }, ['ended', 'reopens']],
  [{ kind: 'failed', code: 'create_unknown', attemptId }, ['ended', 'reopens']],
  [{ kind: 'refused', reason: 'moderation' }, ['ended', 'reopens']],
  [{ kind: 'cancelled', attemptId: null }, ['ended', 'reopens']],
];

test.each(states)('a job that is %j is %j', (state, expected) => {
  const job = aJob(state);
  const found: Facts[] = [];
  if (hasEnded(state)) found.push('ended');
  if (isInFlight(job)) found.push('in flight');
  if (takesSlot(job)) found.push('at the engine');
  if (canReopen(state)) found.push('reopens');
  expect(found).toEqual(expected);
});

test.each(states)('an overdue job that is %j counts neither against its member nor its engine', (state) => {
  const job = aJob(state, { overdueAtMs: 1 });
  expect([isInFlight(job), takesSlot(job)]).toEqual([false, false]);
});
