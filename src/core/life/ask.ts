import type { JobOutcome } from '../outcome.ts';
import { release } from '../settlement.ts';
import { hasVerdict, taskIdOf } from '../attempt.ts';
import { hasEnded, type Job } from '../job.ts';
import { type Aggregate, type Change, changed, enter, ignored, isCurrent } from './change.ts';
import { mayMove, moved } from './move.ts';

type Of<K extends JobOutcome['kind']> = Extract<JobOutcome, { kind: K }>;

/** Inputs are ours and checked: the job may be sent. A copy never is, since nothing is held for it. */
export function prepared({ job }: Aggregate, outcome: Of<'prepared'>, nowMs: number): Change {
  if (job.state.kind !== 'preparing' || job.copyOf !== null) return ignored('moved_on');
  return changed(enter({ ...job, spec: { ...job.spec, input: outcome.input } }, { kind: 'queued' }, nowMs));
}

export function inputUnusable(agg: Aggregate, { isTooLong }: Of<'input_unusable'>, nowMs: number): Change {
  if (agg.job.state.kind !== 'preparing') return ignored('moved_on');
  const reason = isTooLong ? 'input_too_long' : 'input_unusable';
  return changed(enter(agg.job, { kind: 'refused', reason }, nowMs), {
    sets: release({ ...agg, nowMs }),
  });
}

export function notAllowed(agg: Aggregate, { why }: Of<'not_allowed'>, nowMs: number): Change {
  if (agg.job.state.kind !== 'preparing') return ignored('moved_on');
  const reason = why === 'flagged' ? 'moderation' : 'not_judged';
  return changed(enter(agg.job, { kind: 'refused', reason }, nowMs), { sets: release({ ...agg, nowMs }) });
}

export function approvalExpired({ job }: Aggregate, _outcome: Of<'approval_expired'>, nowMs: number): Change {
  const after = expired(job, nowMs);
  return after ? changed(after) : ignored('moved_on');
}

/** Nothing was held for it. */
export function expired(job: Job, nowMs: number): Job | null {
  if (job.state.kind !== 'awaiting_approval') return null;
  return enter(job, { kind: 'refused', reason: 'approval_expired' }, nowMs);
}

export function approvalDenied({ job }: Pick<Aggregate, 'job'>, nowMs: number): Job | null {
  if (job.state.kind !== 'awaiting_approval') return null;
  return enter(job, { kind: 'refused', reason: 'approval_denied' }, nowMs);
}

/** A moderator said yes: its hold begins, and its windows are those of now. */
export function approved(
  job: Job,
  { funding, timeZone }: Pick<Job, 'funding' | 'timeZone'>,
  nowMs: number,
): Job | null {
  if (job.state.kind !== 'awaiting_approval') return null;
  return enter({ ...job, funding, timeZone, admittedAtMs: nowMs }, { kind: 'preparing' }, nowMs);
}

export function stranded(agg: Aggregate, outcome: Of<'stranded'>, nowMs: number): Change {
  if (agg.job.state.kind !== 'queued') return ignored('moved_on');
  if (mayMove(agg.job, outcome.moveTo)) return changed(moved(agg.job, outcome.moveTo, nowMs));
  const ended = enter(agg.job, { kind: 'failed', code: 'engine_unavailable', attemptId: null }, nowMs);
  return changed(ended, { sets: release({ ...agg, nowMs }) });
}

/**
 * Cancel is at once and free while nothing was sent. Later it is a wish: the engine is asked where that
 * cannot destroy a finished clip; otherwise the clip is made, kept and not posted.
 */
export function cancelRequested(agg: Aggregate, _outcome: Of<'cancel_requested'>, nowMs: number): Change {
  const { job } = agg;
  switch (job.state.kind) {
    case 'awaiting_approval':
    case 'preparing':
    case 'queued':
      return changed(
        { ...enter(job, { kind: 'cancelled', attemptId: null }, nowMs), cancelRequestedAtMs: nowMs },
        { sets: release({ ...agg, nowMs }) },
      );
    case 'submitting':
    case 'unknown':
    case 'fetching':
      if (job.cancelRequestedAtMs !== null) return ignored('already_recorded');
      return changed({ ...job, cancelRequestedAtMs: nowMs });
    case 'rendering':
      if (job.cancelRequestedAtMs !== null) return ignored('already_recorded');
      return changed({ ...job, cancelRequestedAtMs: nowMs, dueAtMs: nowMs });
    case 'ready':
    case 'failed':
    case 'refused':
    case 'cancelled':
      return ignored('moved_on');
  }
}

/** Somebody says there is news. A hint is never proof: it only makes us ask. */
export function hinted({ job, attempt }: Aggregate, _outcome: Of<'hinted'>, nowMs: number): Change {
  if (!attempt) return ignored('not_found');
  if (hasVerdict(attempt.state)) return ignored('already_recorded');
  const asksAboutIt = (isCurrent(job, attempt) || hasEnded(job.state)) && taskIdOf(attempt.state) !== null;
  if (asksAboutIt || job.state.kind === 'unknown') return changed({ ...job, dueAtMs: nowMs });
  return ignored('moved_on');
}
