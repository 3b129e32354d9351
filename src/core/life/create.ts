import type { Attempt } from '../attempt.ts';
import { taskIdOf } from '../attempt.ts';
import type { FailureCode } from '../failure.ts';
import type { AttemptId } from '../ids.ts';
import type { Job, JobState } from '../job.ts';
import { hasEnded } from '../job.ts';
import type { JobOutcome } from '../outcome.ts';
import type { ProviderErrorCode } from '../ports/provider.ts';
import { release, settleFailure } from '../settlement.ts';
import { type Aggregate, type Change, changed, enter, ignored, ImpossibleTransition, isCurrent } from './change.ts';
import { backAt, mayMove, moved } from './move.ts';

type Of<K extends JobOutcome['kind']> = Extract<JobOutcome, { kind: K }>;

/** Intent before effect: the attempt exists and the job is `submitting` before a byte leaves. */
export function startAttempt(
  job: Job,
  seed: { readonly id: AttemptId; readonly callbackTokenHash: string },
  nowMs: number,
  leaseUntilMs: number,
): { readonly job: Job; readonly attempt: Attempt } {
  if (job.state.kind !== 'queued') throw new ImpossibleTransition('starting an attempt', job);
  const { engine, credential, retries } = job;
  const attempt: Attempt = {
    ...seed,
    jobId: job.id,
    engine,
    credential,
    state: { kind: 'submitting' },
    createdAtMs: nowMs,
    settledAtMs: null,
  };
  const next = enter(job, { kind: 'submitting', attemptId: seed.id }, nowMs, leaseUntilMs);
  return { job: { ...next, retries, submittedAtMs: job.submittedAtMs ?? nowMs }, attempt };
}

/**
 * The engine has a task for this attempt. Recorded even after we had stopped believing in it, so that
 * a late or lost answer never leads to a second purchase.
 */
export function accepted({ job, attempt }: Aggregate, outcome: Of<'accepted'>, nowMs: number): Change {
  if (!attempt) return ignored('not_found');
  const known = taskIdOf(attempt.state);
  if (known === outcome.taskId) return ignored('already_recorded');
  if (known !== null) {
    const isGuess = outcome.isOwnAnswer === true && attempt.state.kind === 'accepted';
    return isGuess ? corrected(job, attempt, outcome.taskId) : ignored('conflict');
  }
  const next: Attempt = { ...attempt, state: { kind: 'accepted', taskId: outcome.taskId }, settledAtMs: null };
  const adopted = {
    kind: 'rendering',
    attemptId: attempt.id,
    taskId: outcome.taskId,
    phase: 'waiting',
    progress: null,
  } as const;
  const { kind } = job.state;
  if (kind === 'queued' || kind === 'submitting' || kind === 'unknown') {
    // Also when it is an earlier attempt that turns out to be taken: the job must not be submitted yet again.
    const submittedAtMs = attempt.createdAtMs;
    return changed({ ...enter(backAt(job, attempt), adopted, nowMs), submittedAtMs }, { attempt: next });
  }
  return changed(hasEnded(job.state) ? { ...job, dueAtMs: nowMs } : job, { attempt: next });
}

/** A callback named the task before the create was answered; the answer itself knows better. */
function corrected(job: Job, attempt: Attempt, taskId: string): Change {
  const state = job.state.kind === 'rendering' && isCurrent(job, attempt) ? { ...job.state, taskId } : job.state;
  return changed({ ...job, state }, { attempt: { ...attempt, state: { kind: 'accepted', taskId } } });
}

/** The engine certainly did not take it: back to the queue, there or elsewhere, or the end. */
export function rejected(agg: Aggregate, outcome: Of<'rejected'>, nowMs: number): Change {
  const { job, attempt } = agg;
  if (!attempt) return ignored('not_found');
  if (!isOpen(attempt)) return ignored('already_recorded');
  const next: Attempt = { ...attempt, state: { kind: 'rejected', code: outcome.code }, settledAtMs: nowMs };
  if (!isCurrent(job, attempt) || hasEnded(job.state)) {
    return changed(job, { attempt: next, sets: settleFailure({ ...agg, nowMs }, attempt, 0) });
  }
  if (isUnwanted(agg)) return cancelledFree(agg, next, nowMs);
  if (mayMove(job, outcome.moveTo)) return changed(moved(job, outcome.moveTo, nowMs), { attempt: next });
  if (outcome.retryAtMs !== null) {
    const queued = enter(job, { kind: 'queued' }, nowMs, outcome.retryAtMs);
    return changed({ ...queued, retries: job.retries + 1 }, { attempt: next });
  }
  const end = endOfRejection(outcome.code, attempt.id);
  return changed(enter(job, end, nowMs), { attempt: next, sets: release({ ...agg, nowMs }) });
}

/** No answer, or one that cannot be read: a state with a name, never a second create. */
export function createUnknown({ job, attempt }: Aggregate, outcome: Of<'create_unknown'>, nowMs: number): Change {
  if (!attempt) return ignored('not_found');
  if (attempt.state.kind !== 'submitting') return ignored('already_recorded');
  const next: Attempt = { ...attempt, state: { kind: 'unknown' } };
  if (!isCurrent(job, attempt)) return changed(job, { attempt: next });
  return changed(enter(job, { kind: 'unknown', attemptId: attempt.id, sinceMs: nowMs }, nowMs, outcome.dueAtMs), {
    attempt: next,
  });
}

/** Proof that the attempt was not taken: the same job may be submitted as a new attempt. */
export function neverAccepted(agg: Aggregate, outcome: Of<'never_accepted'>, nowMs: number): Change {
  const { job, attempt } = agg;
  if (!attempt) return ignored('not_found');
  if (!isOpen(attempt)) return ignored('already_recorded');
  const next: Attempt = { ...attempt, state: { kind: 'rejected', code: 'never_accepted' }, settledAtMs: nowMs };
  if (!isCurrent(job, attempt) || hasEnded(job.state)) {
    return changed(job, { attempt: next, sets: settleFailure({ ...agg, nowMs }, attempt, 0) });
  }
  if (isUnwanted(agg)) return cancelledFree(agg, next, nowMs);
  if (outcome.retryAtMs !== null) {
    return changed(enter(job, { kind: 'queued' }, nowMs, outcome.retryAtMs), { attempt: next });
  }
  const end = { kind: 'failed', code: 'engine_busy', attemptId: attempt.id } as const;
  return changed(enter(job, end, nowMs), { attempt: next, sets: release({ ...agg, nowMs }) });
}

function isOpen(attempt: Attempt): boolean {
  const { kind } = attempt.state;
  return kind === 'submitting' || kind === 'unknown' || (kind === 'abandoned' && taskIdOf(attempt.state) === null);
}

function isUnwanted({ job, mayBuy }: Aggregate): boolean {
  return job.cancelRequestedAtMs !== null || !mayBuy;
}

/** Nobody wants it any more and nothing was bought: it ends as if it had never been sent. */
function cancelledFree(agg: Aggregate, attempt: Attempt, nowMs: number): Change {
  const ended = enter(agg.job, { kind: 'cancelled', attemptId: attempt.id }, nowMs);
  const cancelRequestedAtMs = agg.job.cancelRequestedAtMs ?? nowMs;
  return changed({ ...ended, cancelRequestedAtMs }, { attempt, sets: release({ ...agg, nowMs }) });
}

function endOfRejection(code: ProviderErrorCode, attemptId: AttemptId): JobState {
  if (code === 'moderation') return { kind: 'refused', reason: 'moderation' };
  return { kind: 'failed', code: failureOf(code, 'engine_busy'), attemptId };
}

/** The engine's word as ours. `transientAs` says what a passing trouble means at this point. */
export function failureOf(code: ProviderErrorCode, transientAs: 'engine_busy' | 'engine_failed'): FailureCode {
  switch (code) {
    case 'moderation':
    case 'invalid':
    case 'model_retired':
      return code;
    case 'out_of_credit':
      return 'engine_unavailable';
    case 'expired':
      return 'output_gone';
    case 'rate_limited':
    case 'transient':
      return transientAs;
  }
}
