import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import type { Attempt } from '../attempt.ts';
import type { JobOutcome } from '../outcome.ts';
import type { ProviderErrorCode, SubmitResult } from '../ports/provider.ts';
import type { JobClaim } from '../ports/claims.ts';
import { backoffs, callTimeoutMs, type StepDeps } from './deps.ts';

type Deps = Pick<StepDeps, 'engines' | 'clock' | 'random' | 'log' | 'callbackUrl'> & {
  /** Takes an answer that arrives after its time limit; it is still recorded. */
  readonly onLateAnswer: (outcome: JobOutcome) => void;
};

/** submit: the one billable call. Whatever its answer is, it is never made a second time for this attempt. */
export async function submit(claim: JobClaim, attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<JobOutcome> {
  const { job } = claim;
  const engine = deps.engines.find(attempt.engine);
  if (!engine) return rejection(claim, attempt, 'model_retired', null, deps);
  const { provider } = engine;
  const { spec } = job;
  const callbackUrl = deps.callbackUrl(provider.name, job.id, attempt.id);
  const ask = { attemptId: attempt.id, engine: attempt.engine, spec, credential: attempt.credential, callbackUrl };
  const answer = async (limit: AbortSignal): Promise<JobOutcome> => {
    const outcome = outcomeOf(await provider.submit(ask, limit), claim, attempt, deps);
    if (limit.aborted && outcome.kind !== 'create_unknown') deps.onLateAnswer(outcome);
    return outcome;
  };
  try {
    return await withDeadline(deps.clock, callTimeoutMs.submit, signal, answer);
  } catch (error) {
    // A thrown error leaves open whether the engine took the request, as silence does.
    return outcomeOf({ kind: 'unknown', detail: String(error) }, claim, attempt, deps);
  }
}

function outcomeOf(result: SubmitResult, claim: JobClaim, attempt: Attempt, deps: Deps): JobOutcome {
  const attemptId = attempt.id;
  switch (result.kind) {
    case 'accepted':
      return { kind: 'accepted', attemptId, taskId: result.taskId, isOwnAnswer: true };
    case 'rejected':
      deps.log.warn('engine rejected a create', { attemptId, code: result.code, detail: result.detail });
      return rejection(claim, attempt, result.code, result.retryAfterMs, deps);
    case 'unknown': {
      deps.log.warn('a create went unanswered', { attemptId, detail: result.detail });
      const dueAtMs = deps.clock.nowMs() + backoffMs(backoffs.reconcile, 0, deps.random);
      return { kind: 'create_unknown', attemptId, dueAtMs };
    }
  }
}

function rejection(
  { job }: JobClaim,
  attempt: Attempt,
  code: ProviderErrorCode,
  retryAfterMs: number | null,
  { clock, random }: Pick<Deps, 'clock' | 'random'>,
): JobOutcome {
  const mayPass = code === 'rate_limited' || code === 'transient';
  const inMs = Math.max(retryAfterMs ?? 0, backoffMs(backoffs.submit, job.retries, random));
  const retryAtMs = clock.nowMs() + inMs;
  const isPatient = retryAtMs - (job.submittedAtMs ?? job.admittedAtMs) <= jobDefaults.busyPatienceMs;
  return { kind: 'rejected', attemptId: attempt.id, code, retryAtMs: mayPass && isPatient ? retryAtMs : null };
}
