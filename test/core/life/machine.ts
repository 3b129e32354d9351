import type { FailureCode, RefusedReason } from '../../../src/core/failure.ts';
import type { JobStateKind } from '../../../src/core/job.ts';
import type { EntrySetKind } from '../../../src/core/ledger.ts';
import type { IgnoredReason, JobOutcome } from '../../../src/core/outcome.ts';

/** What happens. Beside each kind of outcome, those whose details change what comes of them. */
export type Happening = JobOutcome['kind'] | 'rejected for good' | 'accepted as another task' | 'not judged';

/** Where a job is when it happens: each state, and each state's doors that reopen or close. */
export type Situation =
  | JobStateKind
  | 'preparing a copy'
  | 'preparing a copy, whose original is gone'
  | 'ready, a copy'
  | 'queued again'
  | 'submitting anew, word of the first attempt'
  | 'submitting, wished away'
  | 'unknown, wished away'
  | 'rendering, wished away'
  | 'fetching, wished away'
  | 'failed(horizon)'
  | 'failed(create_unknown)'
  | 'failed(output_gone)'
  | 'cancelled at the engine';

export type Label =
  | Exclude<JobStateKind, 'failed' | 'refused'>
  | `failed(${FailureCode})`
  | `refused(${RefusedReason})`;

type Books = EntrySetKind | `${EntrySetKind} + ${EntrySetKind}`;
type Extra = `books ${Books}` | 'delivers';

/** What becomes of the job, with what is booked and whether the clip is brought anywhere; or why nothing does. */
export type Cell = `no: ${IgnoredReason}` | Label | `${Label}, ${Extra}` | 'stays' | `stays, ${Extra}`;

type Row = Readonly<Record<Happening, Cell>>;

const noCopy = { copied: 'no: moved_on', copy_lost: 'no: moved_on' } as const;
const notWaiting = { approval_expired: 'no: moved_on' } as const;
const pastPreparing = {
  ...noCopy,
  ...notWaiting,
  prepared: 'no: moved_on',
  input_unusable: 'no: moved_on',
  not_allowed: 'no: moved_on',
  'not judged': 'no: moved_on',
} as const;
const noFileAwaited = { fetched: 'no: moved_on', bad_output: 'no: moved_on', output_lost: 'no: moved_on' } as const;
const createAnswered = {
  accepted: 'no: already_recorded',
  'accepted as another task': 'no: conflict',
  rejected: 'no: already_recorded',
  'rejected for good': 'no: already_recorded',
  create_unknown: 'no: already_recorded',
  never_accepted: 'no: already_recorded',
} as const;
const noTask = { succeeded: 'no: not_found', failed: 'no: not_found', engine_cancelled: 'no: not_found' } as const;
const verdictIn = {
  succeeded: 'no: already_recorded',
  failed: 'no: already_recorded',
  engine_cancelled: 'no: already_recorded',
  hinted: 'no: already_recorded',
} as const;

const neverSubmitted = {
  ...noTask,
  accepted: 'no: not_found',
  'accepted as another task': 'no: not_found',
  rejected: 'no: not_found',
  'rejected for good': 'no: not_found',
  create_unknown: 'no: not_found',
  never_accepted: 'no: not_found',
  running: 'no: not_found',
  gave_up: 'no: not_found',
  fetched: 'no: not_found',
  bad_output: 'no: not_found',
  output_lost: 'no: not_found',
  hinted: 'no: not_found',
} as const;

const submitting: Row = {
  ...pastPreparing,
  ...noTask,
  ...noFileAwaited,
  postponed: 'stays',
  stranded: 'no: moved_on',
  blocked: 'stays',
  accepted: 'rendering',
  'accepted as another task': 'rendering',
  rejected: 'queued',
  'rejected for good': 'failed(invalid), books release',
  create_unknown: 'unknown',
  never_accepted: 'queued',
  running: 'no: moved_on',
  gave_up: 'no: moved_on',
  cancel_requested: 'stays',
  hinted: 'no: moved_on',
};

const unknown: Row = {
  ...submitting,
  create_unknown: 'no: already_recorded',
  gave_up: 'failed(create_unknown), books release + loss',
  hinted: 'stays',
};

const rendering: Row = {
  ...pastPreparing,
  ...createAnswered,
  ...noFileAwaited,
  postponed: 'stays',
  stranded: 'no: moved_on',
  blocked: 'stays',
  running: 'stays',
  succeeded: 'fetching, books capture',
  failed: 'failed(engine_failed), books release',
  engine_cancelled: 'cancelled, books release',
  gave_up: 'failed(horizon), books release + write_off',
  cancel_requested: 'stays',
  hinted: 'stays',
};

const fetching: Row = {
  ...pastPreparing,
  ...createAnswered,
  ...verdictIn,
  postponed: 'stays',
  stranded: 'no: moved_on',
  blocked: 'stays',
  running: 'no: moved_on',
  gave_up: 'no: moved_on',
  fetched: 'ready, delivers',
  bad_output: 'stays',
  output_lost: 'failed(output_gone), books refund',
  cancel_requested: 'stays',
};

/** Over, and the engine's last word is in: nothing can change. */
const settled: Row = {
  ...pastPreparing,
  ...createAnswered,
  ...verdictIn,
  ...noFileAwaited,
  postponed: 'stays',
  stranded: 'no: moved_on',
  blocked: 'stays',
  running: 'stays',
  gave_up: 'no: moved_on',
  cancel_requested: 'no: moved_on',
};

/** The wish to cancel is known, and nothing that was never bought is bought after it. */
const nothingBought = {
  rejected: 'cancelled, books release',
  'rejected for good': 'cancelled, books release',
  never_accepted: 'cancelled, books release',
  cancel_requested: 'no: already_recorded',
} as const;

/** Never sent to an engine, and nothing is held for it. */
const copying: Row = {
  ...neverSubmitted,
  ...notWaiting,
  not_allowed: 'refused(moderation)',
  'not judged': 'refused(not_judged)',
  prepared: 'no: moved_on',
  input_unusable: 'refused(input_unusable)',
  copied: 'ready, delivers',
  copy_lost: 'failed(output_gone)',
  postponed: 'stays',
  stranded: 'no: moved_on',
  blocked: 'stays',
  cancel_requested: 'cancelled',
};

/** The whole life of a job: what each outcome makes of it. Plans are made under the lease here. */
export const machine: Readonly<Record<Situation, Row>> = {
  awaiting_approval: {
    ...pastPreparing,
    ...neverSubmitted,
    // Nothing was held for it.
    approval_expired: 'refused(approval_expired)',
    postponed: 'stays',
    stranded: 'no: moved_on',
    blocked: 'stays',
    cancel_requested: 'cancelled',
  },
  preparing: {
    ...neverSubmitted,
    ...noCopy,
    ...notWaiting,
    not_allowed: 'refused(moderation), books release',
    'not judged': 'refused(not_judged), books release',
    prepared: 'queued',
    input_unusable: 'refused(input_unusable), books release',
    postponed: 'stays',
    stranded: 'no: moved_on',
    blocked: 'stays',
    cancel_requested: 'cancelled, books release',
  },
  queued: {
    ...pastPreparing,
    ...neverSubmitted,
    postponed: 'stays',
    stranded: 'failed(engine_unavailable), books release',
    blocked: 'stays',
    cancel_requested: 'cancelled, books release',
  },
  // A create that was taken for rejected turns out to be taken: it is adopted, never bought again.
  'queued again': {
    ...pastPreparing,
    ...createAnswered,
    ...noTask,
    ...noFileAwaited,
    postponed: 'stays',
    stranded: 'failed(engine_unavailable), books release',
    blocked: 'stays',
    accepted: 'rendering',
    'accepted as another task': 'rendering',
    running: 'no: moved_on',
    gave_up: 'no: moved_on',
    cancel_requested: 'cancelled, books release',
    hinted: 'no: moved_on',
  },
  submitting,
  'submitting anew, word of the first attempt': {
    ...submitting,
    ...createAnswered,
    accepted: 'rendering',
    'accepted as another task': 'rendering',
  },
  'submitting, wished away': { ...submitting, ...nothingBought },
  unknown,
  'unknown, wished away': { ...unknown, ...nothingBought, gave_up: 'cancelled, books release + loss' },
  rendering,
  'rendering, wished away': {
    ...rendering,
    gave_up: 'cancelled, books release + write_off',
    cancel_requested: 'no: already_recorded',
  },
  fetching,
  'fetching, wished away': { ...fetching, fetched: 'ready', cancel_requested: 'no: already_recorded' },
  'preparing a copy': copying,
  'preparing a copy, whose original is gone': { ...copying, copied: 'failed(output_gone)' },
  'ready, a copy': {
    ...copying,
    ...pastPreparing,
    copied: 'no: already_recorded',
    cancel_requested: 'no: moved_on',
  },
  ready: { ...settled, fetched: 'no: already_recorded', copied: 'no: already_recorded' },
  failed: settled,
  'failed(output_gone)': { ...settled, fetched: 'ready, delivers' },
  'failed(horizon)': {
    ...settled,
    succeeded: 'fetching, books late_capture',
    failed: 'stays, books late_release',
    engine_cancelled: 'stays, books late_release',
    hinted: 'stays',
  },
  'failed(create_unknown)': {
    ...settled,
    ...noTask,
    accepted: 'stays',
    'accepted as another task': 'stays',
    rejected: 'stays, books late_release',
    'rejected for good': 'stays, books late_release',
    never_accepted: 'stays, books late_release',
    hinted: 'no: moved_on',
  },
  refused: {
    ...settled,
    ...noTask,
    accepted: 'stays',
    'accepted as another task': 'stays',
    hinted: 'no: moved_on',
  },
  cancelled: {
    ...pastPreparing,
    ...neverSubmitted,
    postponed: 'stays',
    stranded: 'no: moved_on',
    blocked: 'stays',
    cancel_requested: 'no: moved_on',
  },
  'cancelled at the engine': {
    ...settled,
    succeeded: 'fetching, books late_capture',
    failed: 'stays',
    engine_cancelled: 'stays',
    hinted: 'stays',
  },
};
