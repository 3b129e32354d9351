import type { JobStateKind } from '../../../src/core/job.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';

/** Something that can happen to a job. */
export type Kind = JobOutcome['kind'] | 'start';

/** What usually happens next. Stories made of these alone go deep; a part of each story is wild. */
export const likely: Readonly<Record<JobStateKind, readonly Kind[]>> = {
  awaiting_approval: ['cancel_requested', 'approval_expired'],
  preparing: ['prepared', 'prepared', 'prepared', 'prepared', 'input_unusable', 'not_allowed', 'cancel_requested'],
  queued: ['start', 'start', 'start', 'start', 'cancel_requested'],
  submitting: ['accepted', 'accepted', 'rejected', 'create_unknown', 'create_unknown', 'cancel_requested'],
  unknown: ['accepted', 'rejected', 'never_accepted', 'gave_up', 'gave_up', 'cancel_requested', 'hinted'],
  rendering: ['running', 'succeeded', 'failed', 'engine_cancelled', 'gave_up', 'gave_up', 'cancel_requested'],
  fetching: ['fetched', 'bad_output', 'output_lost', 'postponed', 'blocked', 'cancel_requested'],
  ready: ['accepted', 'succeeded'],
  failed: ['accepted', 'accepted', 'succeeded', 'succeeded', 'failed', 'rejected', 'never_accepted', 'hinted'],
  refused: ['accepted', 'succeeded', 'failed'],
  cancelled: ['accepted', 'succeeded', 'succeeded', 'failed', 'rejected', 'hinted'],
};

/** Every kind, so that a new one does not go untried. */
export const all = Object.keys({
  start: 0,
  prepared: 0,
  input_unusable: 0,
  not_allowed: 0,
  approval_expired: 0,
  postponed: 0,
  blocked: 0,
  stranded: 0,
  accepted: 0,
  rejected: 0,
  create_unknown: 0,
  never_accepted: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  engine_cancelled: 0,
  gave_up: 0,
  fetched: 0,
  bad_output: 0,
  copied: 0,
  copy_lost: 0,
  output_lost: 0,
  cancel_requested: 0,
  hinted: 0,
} satisfies Record<Kind, 0>) as Kind[];
