import { jobDefaults, memberDefaults } from '../defaults.ts';
import type { Attempt } from '../attempt.ts';
import { hasVerdict, taskIdOf } from '../attempt.ts';
import type { Job } from '../job.ts';
import { canReopen, hasEnded } from '../job.ts';
import type { JobOutcome } from '../outcome.ts';
import { billRefusal, captureSuccess, giveUp, lateCapture, release, settleFailure } from '../settlement.ts';
import { type Aggregate, type Change, changed, enter, ignored, isCurrent } from './change.ts';
import { failureOf } from './create.ts';

type Of<K extends JobOutcome['kind']> = Extract<JobOutcome, { kind: K }>;

/** The engine still works on it: a plan for the next look, nothing more. */
export function running(agg: Aggregate, outcome: Of<'running'>, nowMs: number): Change {
  const { job, attempt } = agg;
  if (!attempt) return ignored('not_found');
  const plan = plannedDue(agg, outcome.dueAtMs, nowMs);
  if (hasEnded(job.state)) return changed({ ...job, dueAtMs: plan });
  if (job.state.kind !== 'rendering' || !isCurrent(job, attempt)) return ignored('moved_on');
  const { phase, progress, overdue } = outcome;
  return changed({
    ...job,
    state: { ...job.state, phase, progress },
    retries: 0,
    overdueAtMs: job.overdueAtMs ?? (overdue ? nowMs : null),
    dueAtMs: plan,
  });
}

/** News that came in while we were asking is not overwritten by the plan made from an older answer. */
export function plannedDue(agg: Aggregate, dueAtMs: number | null, nowMs: number): number | null {
  return agg.hintedAtMs !== null ? nowMs : dueAtMs;
}

/** The engine made the clip. Captured here, at the verdict; an ended job reopens for it. */
export function succeeded(agg: Aggregate, outcome: Of<'succeeded'>, nowMs: number): Change {
  const { job, attempt } = agg;
  const taskId = attempt && taskIdOf(attempt.state);
  if (!attempt || taskId === null) return ignored('not_found');
  if (hasVerdict(attempt.state)) return ignored('already_recorded');
  const costMicroUsd = wholeCost(outcome.costMicroUsd) ?? job.spec.route?.priceMicroUsd ?? job.quoteMicroUsd;
  const next: Attempt = { ...attempt, state: { kind: 'succeeded', taskId, costMicroUsd }, settledAtMs: nowMs };
  const wanted = job.state.kind === 'rendering' ? isCurrent(job, attempt) : canReopen(job.state);
  const capture = wanted ? captureSuccess : lateCapture;
  const sets = capture({ ...agg, nowMs }, attempt, costMicroUsd);
  if (!wanted) return changed(atRest(job), { attempt: next, sets });
  return changed(enter(job, { kind: 'fetching', attemptId: attempt.id, taskId, badReads: 0 }, nowMs), {
    attempt: next,
    sets,
  });
}

/** An engine's price as the books take it. One that is no amount is as good as none: a verdict is never refused for it. */
function wholeCost(costMicroUsd: number | null): number | null {
  const isAmount = costMicroUsd !== null && costMicroUsd >= 0 && costMicroUsd <= Number.MAX_SAFE_INTEGER;
  return isAmount ? Math.ceil(costMicroUsd) : null;
}

/** The engine's verdict is a failure. */
export function failed(agg: Aggregate, outcome: Of<'failed'>, nowMs: number): Change {
  const { job, attempt } = agg;
  const taskId = attempt && taskIdOf(attempt.state);
  if (!attempt || taskId === null) return ignored('not_found');
  if (hasVerdict(attempt.state)) return ignored('already_recorded');
  const costMicroUsd = wholeCost(outcome.costMicroUsd) ?? 0;
  const { code } = outcome;
  const next: Attempt = { ...attempt, state: { kind: 'failed', taskId, code, costMicroUsd }, settledAtMs: nowMs };
  const books = { ...agg, nowMs };
  if (job.state.kind !== 'rendering' || !isCurrent(job, attempt)) {
    return changed(atRest(job), { attempt: next, sets: settleFailure(books, attempt, costMicroUsd) });
  }
  const isBilledRefusal = code === 'moderation' && costMicroUsd > 0;
  const sets =
    isBilledRefusal && agg.billedRefusals >= memberDefaults.freeRefusalsPerDay
      ? billRefusal(books, attempt, costMicroUsd)
      : [...release(books), ...settleFailure(books, attempt, costMicroUsd)];
  const state = { kind: 'failed', code: failureOf(code, 'engine_failed'), attemptId: attempt.id } as const;
  // Due once more, for a clip that another attempt may still come to.
  const ended = { ...enter(job, state, nowMs), dueAtMs: nowMs };
  return changed(ended, { attempt: next, sets });
}

/** An ended job that was looked at again has nothing more to wait for; a live one keeps its plan. */
function atRest(job: Job): Job {
  return hasEnded(job.state) ? { ...job, dueAtMs: null } : job;
}

/** The engine agreed to stop. Should it deliver all the same, the job reopens. */
export function engineCancelled(agg: Aggregate, _outcome: Of<'engine_cancelled'>, nowMs: number): Change {
  const { job, attempt } = agg;
  const taskId = attempt && taskIdOf(attempt.state);
  if (!attempt || taskId === null) return ignored('not_found');
  if (hasVerdict(attempt.state)) return ignored('already_recorded');
  const next: Attempt = { ...attempt, state: { kind: 'cancelled', taskId } };
  if (job.state.kind !== 'rendering' || !isCurrent(job, attempt)) {
    const sets = settleFailure({ ...agg, nowMs }, attempt, 0);
    return changed(atRest(job), { attempt: next, sets });
  }
  const ended = enter(job, { kind: 'cancelled', attemptId: attempt.id }, nowMs);
  return changed(
    { ...ended, dueAtMs: plannedDue(agg, nowMs + jobDefaults.lateLookMs, nowMs) },
    { attempt: next, sets: release({ ...agg, nowMs }) },
  );
}

/** No answer or no verdict in time. The member is released; the door stays open for a late success. */
export function gaveUp(agg: Aggregate, _outcome: Of<'gave_up'>, nowMs: number): Change {
  const { job, attempt } = agg;
  if (!attempt) return ignored('not_found');
  if (!isCurrent(job, attempt)) return ignored('moved_on');
  const books = { ...agg, nowMs };
  const next: Attempt = { ...attempt, state: { kind: 'abandoned', taskId: taskIdOf(attempt.state) } };
  const { kind } = job.state;
  if (kind !== 'unknown' && kind !== 'rendering') return ignored('moved_on');
  const code = kind === 'unknown' ? 'create_unknown' : 'horizon';
  const sets = giveUp(books, attempt, kind === 'unknown' ? 'loss' : 'write_off');
  return changed(endGivenUp(agg, attempt, code, nowMs), { attempt: next, sets });
}

function endGivenUp(agg: Aggregate, attempt: Attempt, code: 'create_unknown' | 'horizon', nowMs: number): Job {
  const { job } = agg;
  const wish = job.cancelRequestedAtMs !== null;
  const state = wish
    ? ({ kind: 'cancelled', attemptId: attempt.id } as const)
    : ({ kind: 'failed', code, attemptId: attempt.id } as const);
  const dueAtMs = code === 'horizon' ? plannedDue(agg, nowMs + jobDefaults.lateLookMs, nowMs) : null;
  return { ...enter(job, state, nowMs), dueAtMs };
}
