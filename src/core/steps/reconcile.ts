import type { Attempt } from '../attempt.ts';
import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import type { Job } from '../job.ts';
import type { JobOutcome } from '../outcome.ts';
import type { FindResult } from '../ports/provider.ts';
import type { JobClaim } from '../ports/claims.ts';
import { backoffs, callTimeoutMs, type StepDeps, triesMax } from './deps.ts';

type Deps = Pick<StepDeps, 'engines' | 'clock' | 'random' | 'log'>;

/** reconcile: finds out what became of a create whose answer we do not have. It never creates anything. */
export async function reconcile(
  claim: JobClaim,
  attempt: Attempt,
  deps: Deps,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const { job, lease } = claim;
  const attemptId = attempt.id;
  if (job.state.kind !== 'unknown') return { kind: 'create_unknown', attemptId, dueAtMs: deps.clock.nowMs() };
  const endsAtMs = job.state.sinceMs + jobDefaults.unknownMs;
  const result = await look(attempt, deps, signal);
  const nowMs = deps.clock.nowMs();
  switch (result.kind) {
    case 'found':
      return { kind: 'accepted', attemptId, taskId: result.taskId };
    case 'never':
      return neverAccepted(job, attempt, deps);
    case 'not_seen':
    case 'no_answer': {
      const isOver = nowMs >= endsAtMs;
      const isLastLook = result.kind === 'not_seen' || job.retries >= triesMax.lastLook;
      if (isOver && isLastLook) return { kind: 'gave_up', attemptId };
      const nextAtMs = nowMs + backoffMs(backoffs.reconcile, job.retries, deps.random);
      return { kind: 'postponed', jobId: job.id, lease, dueAtMs: isOver ? nextAtMs : Math.min(nextAtMs, endsAtMs) };
    }
    case 'cannot_look':
      if (nowMs >= endsAtMs) return { kind: 'gave_up', attemptId };
      return { kind: 'postponed', jobId: job.id, lease, dueAtMs: endsAtMs };
  }
}

type Look = FindResult | { readonly kind: 'no_answer' } | { readonly kind: 'cannot_look' };

/** Sent anew, later and later while creates keep getting lost, and not for ever. */
function neverAccepted(job: Job, attempt: Attempt, { clock, random }: Deps): JobOutcome {
  const nowMs = clock.nowMs();
  const triedForMs = nowMs - (job.submittedAtMs ?? attempt.createdAtMs);
  const retryAtMs =
    nowMs + Math.max(backoffMs(backoffs.submit, 0, random), Math.min(triedForMs / 4, backoffs.submit.maxMs));
  const isPatient = triedForMs <= jobDefaults.unknownMs;
  return { kind: 'never_accepted', attemptId: attempt.id, retryAtMs: isPatient ? Math.round(retryAtMs) : null };
}

async function look(attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<Look> {
  const provider = deps.engines.providerOf(attempt.engine)?.provider;
  if (!provider?.find) return { kind: 'cannot_look' };
  const find = provider.find.bind(provider);
  const { id: attemptId, engine, credential } = attempt;
  try {
    const where = { attemptId, engine, credential };
    return await withDeadline(deps.clock, callTimeoutMs.reconcile, signal, (limit) => find(where, limit));
  } catch (error) {
    if (signal.aborted) throw error;
    deps.log.warn('looking for an unanswered create failed', { attemptId, why: String(error) });
    return { kind: 'no_answer' };
  }
}
