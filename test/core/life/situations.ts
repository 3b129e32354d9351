import type { AttemptState } from '../../../src/core/attempt.ts';
import type { Job, JobState } from '../../../src/core/job.ts';
import type { EntrySetKind } from '../../../src/core/ledger.ts';
import type { Aggregate, Change } from '../../../src/core/life/change.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import { noonMs } from '../../doubles/world.ts';
import { aClip, aJob, anAttempt, destination, idOf, lease } from '../samples.ts';
import type { Happening, Label, Situation } from './machine.ts';

const jobId = idOf('job');
export const attemptId = idOf('attempt');
export const taskId = 'task-1';
export const laterMs = noonMs + 30_000;

function aggregate(
  state: JobState,
  attempt: AttemptState | null,
  booked: readonly EntrySetKind[],
  more: Partial<Job> = {},
): Aggregate {
  return {
    job: aJob(state, more),
    attempt: attempt && anAttempt(attempt),
    booked: booked.map((kind) => ({ kind, ref: ['hold', 'release', 'refund'].includes(kind) ? jobId : attemptId })),
    destination,
    isOriginalGone: false,
    isOtherTaskOpen: false,
    isForgotten: false,
    mayBuy: true,
    billedRefusals: 0,
    lease,
    hintedAtMs: null,
  };
}

const accepted: AttemptState = { kind: 'accepted', taskId };
const succeeded: AttemptState = { kind: 'succeeded', taskId, costMicroUsd: 400_000 };
const rendering: JobState = { kind: 'rendering', attemptId, taskId, phase: 'waiting', progress: null };
const fetching: JobState = { kind: 'fetching', attemptId, taskId, badReads: 1 };
const unknown: JobState = { kind: 'unknown', attemptId, sinceMs: noonMs };
const wished = { cancelRequestedAtMs: noonMs };
const copy = { copyOf: idOf('clip', 2), quoteMicroUsd: 0 };

export const situations: Readonly<Record<Situation, Aggregate>> = {
  awaiting_approval: aggregate({ kind: 'awaiting_approval' }, null, []),
  preparing: aggregate({ kind: 'preparing' }, null, ['hold']),
  'preparing a copy': aggregate({ kind: 'preparing' }, null, [], copy),
  'preparing a copy, whose original is gone': {
    ...aggregate({ kind: 'preparing' }, null, [], copy),
    isOriginalGone: true,
  },
  'ready, a copy': aggregate({ kind: 'ready', attemptId: null, clipId: idOf('clip') }, null, [], copy),
  queued: aggregate({ kind: 'queued' }, null, ['hold']),
  'queued again': aggregate({ kind: 'queued' }, { kind: 'rejected', code: 'transient' }, ['hold']),
  submitting: aggregate({ kind: 'submitting', attemptId }, { kind: 'submitting' }, ['hold']),
  'submitting anew, word of the first attempt': aggregate(
    { kind: 'submitting', attemptId: idOf('attempt', 2) },
    { kind: 'rejected', code: 'transient' },
    ['hold'],
  ),
  'submitting, wished away': aggregate({ kind: 'submitting', attemptId }, { kind: 'submitting' }, ['hold'], wished),
  unknown: aggregate(unknown, { kind: 'unknown' }, ['hold']),
  'unknown, wished away': aggregate(unknown, { kind: 'unknown' }, ['hold'], wished),
  rendering: aggregate(rendering, accepted, ['hold']),
  'rendering, wished away': aggregate(rendering, accepted, ['hold'], wished),
  fetching: aggregate(fetching, succeeded, ['hold', 'capture']),
  'fetching, wished away': aggregate(fetching, succeeded, ['hold', 'capture'], wished),
  ready: aggregate({ kind: 'ready', attemptId, clipId: idOf('clip') }, succeeded, ['hold', 'capture']),
  failed: aggregate(
    { kind: 'failed', code: 'engine_failed', attemptId },
    { kind: 'failed', taskId, code: 'transient', costMicroUsd: 0 },
    ['hold', 'release'],
  ),
  'failed(output_gone)': aggregate({ kind: 'failed', code: 'output_gone', attemptId }, succeeded, [
    'hold',
    'capture',
    'refund',
  ]),
  'failed(horizon)': aggregate({ kind: 'failed', code: 'horizon', attemptId }, { kind: 'abandoned', taskId }, [
    'hold',
    'release',
    'write_off',
  ]),
  'failed(create_unknown)': aggregate(
    { kind: 'failed', code: 'create_unknown', attemptId },
    { kind: 'abandoned', taskId: null },
    ['hold', 'release', 'loss'],
  ),
  refused: aggregate({ kind: 'refused', reason: 'moderation' }, { kind: 'rejected', code: 'moderation' }, [
    'hold',
    'release',
  ]),
  cancelled: aggregate({ kind: 'cancelled', attemptId: null }, null, ['hold', 'release'], wished),
  'cancelled at the engine': aggregate(
    { kind: 'cancelled', attemptId },
    { kind: 'cancelled', taskId },
    ['hold', 'release'],
    wished,
  ),
};

export const dueAtMs = laterMs + 5_000;
export type OutcomeOf = { readonly [K in JobOutcome['kind']]: Extract<JobOutcome, { kind: K }> };
type Outcomes = OutcomeOf & {
  readonly 'rejected for good': OutcomeOf['rejected'];
  readonly 'accepted as another task': OutcomeOf['accepted'];
} & Readonly<Record<Happening, JobOutcome>>;
export const happenings: Outcomes = {
  prepared: { kind: 'prepared', jobId, input: null },
  input_unusable: { kind: 'input_unusable', jobId },
  copied: { kind: 'copied', jobId, clip: aClip(), deliveryId: idOf('delivery') },
  copy_lost: { kind: 'copy_lost', jobId },
  not_allowed: { kind: 'not_allowed', jobId, why: 'flagged' },
  'not judged': { kind: 'not_allowed', jobId, why: 'not_judged' },
  approval_expired: { kind: 'approval_expired', jobId },
  stranded: { kind: 'stranded', jobId },
  postponed: { kind: 'postponed', jobId, lease, dueAtMs },
  blocked: { kind: 'blocked', jobId, lease, dueAtMs },
  accepted: { kind: 'accepted', attemptId, taskId },
  'accepted as another task': { kind: 'accepted', attemptId, taskId: 'task-2' },
  rejected: { kind: 'rejected', attemptId, code: 'transient', retryAtMs: dueAtMs },
  'rejected for good': { kind: 'rejected', attemptId, code: 'invalid', retryAtMs: null },
  create_unknown: { kind: 'create_unknown', attemptId, dueAtMs },
  never_accepted: { kind: 'never_accepted', attemptId, retryAtMs: dueAtMs },
  running: { kind: 'running', attemptId, lease, phase: 'rendering', progress: 0.5, overdue: false, dueAtMs },
  succeeded: { kind: 'succeeded', attemptId, costMicroUsd: null },
  failed: { kind: 'failed', attemptId, code: 'transient', costMicroUsd: null },
  engine_cancelled: { kind: 'engine_cancelled', attemptId },
  gave_up: { kind: 'gave_up', attemptId },
  fetched: { kind: 'fetched', attemptId, clip: aClip(), deliveryId: idOf('delivery') },
  bad_output: { kind: 'bad_output', attemptId, lease, dueAtMs },
  output_lost: { kind: 'output_lost', attemptId, code: 'output_gone' },
  cancel_requested: { kind: 'cancel_requested', jobId },
  hinted: { kind: 'hinted', attemptId },
};

function labelOf(state: JobState): Label {
  switch (state.kind) {
    case 'failed':
      return `failed(${state.code})`;
    case 'refused':
      return `refused(${state.reason})`;
    default:
      return state.kind;
  }
}

/** The change in the words of the table. */
export function inWords(before: Aggregate, change: Change): string {
  if (change.kind === 'ignored') return `no: ${change.why}`;
  const label = labelOf(change.job.state);
  const words: string[] = [label === labelOf(before.job.state) ? 'stays' : label];
  if (change.sets.length > 0) words.push(`books ${change.sets.map((set) => set.kind).join(' + ')}`);
  if (change.delivery) words.push('delivers');
  return words.join(', ');
}
