import type { Attempt } from '../attempt.ts';
import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import type { JobOutcome } from '../outcome.ts';
import type { FindResult } from '../ports/provider.ts';
import type { JobClaim } from '../ports/store.ts';
import { backoffs, callTimeoutMs, type StepDeps } from './deps.ts';

type Deps = Pick<StepDeps, 'engines' | 'clock' | 'random' | 'log'>;

/** reconcile: finds out what became of a create whose answer we do not have. It never creates anything. */
export async function reconcile(
  claim: JobClaim,
  attempt: Attempt,
  deps: Deps,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const { job, lease } = claim;
  const nowMs = deps.clock.nowMs();
  const attemptId = attempt.id;
  if (job.state.kind !== 'unknown') return { kind: 'create_unknown', attemptId, dueAtMs: nowMs };
  const endsAtMs = job.state.sinceMs + jobDefaults.unknownMs;
  const result = await look(attempt, deps, signal);
  switch (result.kind) {
    case 'found':
      return { kind: 'accepted', attemptId, taskId: result.taskId };
    case 'never':
      return { kind: 'never_accepted', attemptId };
    case 'not_seen': {
      if (nowMs >= endsAtMs) return { kind: 'gave_up', attemptId };
      const nextAtMs = nowMs + backoffMs(backoffs.reconcile, job.retries, deps.random);
      return { kind: 'postponed', jobId: job.id, lease, dueAtMs: Math.min(nextAtMs, endsAtMs) };
    }
    case 'cannot_look':
      if (nowMs >= endsAtMs) return { kind: 'gave_up', attemptId };
      return { kind: 'postponed', jobId: job.id, lease, dueAtMs: endsAtMs };
  }
}

async function look(attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<FindResult | { kind: 'cannot_look' }> {
  const find = deps.engines.find(attempt.engine)?.provider.find;
  if (!find) return { kind: 'cannot_look' };
  const { id: attemptId, engine, credential } = attempt;
  try {
    const where = { attemptId, engine, credential };
    return await withDeadline(deps.clock, callTimeoutMs.reconcile, signal, (limit) => find(where, limit));
  } catch (error) {
    deps.log.warn('looking for an unanswered create failed', { attemptId, why: String(error) });
    return { kind: 'not_seen' };
  }
}
