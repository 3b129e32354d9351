import type { Clip } from '../clip.ts';
import type { Delivery } from '../delivery.ts';
import type { AttemptId } from '../ids.ts';
import type { JobState } from '../job.ts';
import type { JobOutcome } from '../outcome.ts';
import { refund } from '../settlement.ts';
import { type Aggregate, type Change, changed, enter, ignored, isCurrent } from './change.ts';

type Of<K extends JobOutcome['kind']> = Extract<JobOutcome, { kind: K }>;

/**
 * The clip is on our disk. It is brought to its destination unless the person wanted to stop. One that comes after its
 * person was forgotten is settled like any other, and deleted at once.
 */
export function fetched(agg: Aggregate, outcome: Of<'fetched'>, nowMs: number): Change {
  const { job, attempt } = agg;
  if (!attempt) return ignored('not_found');
  if (job.state.kind === 'ready') return ignored('already_recorded');
  if (!isAwaited(job.state) || !isCurrent(job, attempt)) return ignored('moved_on');
  return made(agg, outcome, attempt.id, nowMs);
}

/** A copy that was made of a clip which was deleted meanwhile is none that anybody gets. */
export function copied(agg: Aggregate, outcome: Of<'copied'>, nowMs: number): Change {
  const { job } = agg;
  if (job.state.kind === 'ready') return ignored('already_recorded');
  if (job.state.kind !== 'preparing' || job.copyOf === null) return ignored('moved_on');
  return agg.isOriginalGone ? copyLost(agg, nowMs) : made(agg, outcome, null, nowMs);
}

/** Nothing was held for it, so nothing goes back. */
export function copyLost({ job }: Aggregate, nowMs: number): Change {
  if (job.state.kind !== 'preparing' || job.copyOf === null) return ignored('moved_on');
  return changed(enter(job, { kind: 'failed', code: 'output_gone', attemptId: null }, nowMs));
}

function made(
  { job, destination, isForgotten, isOtherTaskOpen }: Aggregate,
  { clip, deliveryId }: { readonly clip: Clip; readonly deliveryId: Delivery['id'] },
  attemptId: AttemptId | null,
  nowMs: number,
): Change {
  const delivery: Delivery = {
    id: deliveryId,
    jobId: job.id,
    requestId: job.requestId,
    clipId: clip.id,
    destination,
    state: { kind: 'pending' },
    createdAtMs: nowMs,
    retries: 0,
    upload: null,
    dueAtMs: nowMs,
  };
  const ended = enter(job, { kind: 'ready', attemptId, clipId: clip.id }, nowMs);
  const ready = { ...ended, dueAtMs: isOtherTaskOpen ? nowMs : null };
  if (isForgotten) return changed(ready, { clip: { ...clip, deletedAtMs: nowMs } });
  return changed(ready, { clip, delivery: job.cancelRequestedAtMs === null ? delivery : null });
}

/** Also after it was given up for lost: another worker may have had it all the same. */
function isAwaited(state: JobState): boolean {
  const isLost = state.kind === 'failed' && (state.code === 'output_gone' || state.code === 'output_broken');
  return state.kind === 'fetching' || isLost;
}

/** The output could not be used this time; it is fetched again, and how often that was is kept. */
export function badOutput({ job, attempt }: Aggregate, outcome: Of<'bad_output'>): Change {
  if (!attempt) return ignored('not_found');
  if (job.state.kind !== 'fetching' || !isCurrent(job, attempt)) return ignored('moved_on');
  const state = { ...job.state, badReads: job.state.badReads + 1 };
  return changed({ ...job, state, retries: job.retries + 1, dueAtMs: outcome.dueAtMs });
}

/** The engine's success leads to no usable file: the member gets back what they paid. */
export function outputLost(agg: Aggregate, outcome: Of<'output_lost'>, nowMs: number): Change {
  const { job, attempt } = agg;
  if (!attempt) return ignored('not_found');
  if (job.state.kind !== 'fetching' || !isCurrent(job, attempt)) return ignored('moved_on');
  const failed = enter(job, { kind: 'failed', code: outcome.code, attemptId: attempt.id }, nowMs);
  return changed(failed, { sets: refund({ ...agg, nowMs }, attempt) });
}
