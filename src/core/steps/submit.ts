import { backoffMs } from '../backoff.ts';
import type { Place } from '../circuit.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import type { Attempt } from '../attempt.ts';
import { accountOf, type Engine, type Standing } from '../engines.ts';
import type { EngineId } from '../engine.ts';
import type { JobOutcome, TakesOut } from '../outcome.ts';
import type { ProviderErrorCode, SubmitResult } from '../ports/provider.ts';
import type { JobClaim } from '../ports/claims.ts';
import { SECOND } from '../time.ts';
import { backoffs, callTimeoutMs, type StepDeps } from './deps.ts';
import { elsewhere, enginesFor } from './failover.ts';

type Deps = Pick<StepDeps, 'engines' | 'clock' | 'random' | 'log' | 'callbackUrl'> & {
  readonly store: Pick<StepDeps['store'], 'tenant'>;
  /** Takes an answer that arrives after its time limit; it is still recorded. */
  readonly onLateAnswer: (outcome: JobOutcome) => void;
};

/** An engine that asks for no more patience than this is waited for. */
const worthWaitingMs = 15 * SECOND;

/** submit: the one billable call. Whatever its answer is, it is never made a second time for this attempt. */
export async function submit(claim: JobClaim, attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<JobOutcome> {
  const { job } = claim;
  const engine = deps.engines.find(attempt.engine);
  if (!engine) return rejection(claim, attempt, { code: 'model_retired' }, deps);
  if (!deps.engines.mayBeAsked(engine)) {
    return rejection(claim, attempt, { code: codeOf(deps.engines.standing(attempt.engine)) }, deps);
  }
  const blockedUntilMs = deps.engines.blockedUntilMs(placeOf(attempt));
  if (blockedUntilMs !== null) {
    const retryAfterMs = blockedUntilMs - deps.clock.nowMs();
    return rejection(claim, attempt, { code: 'transient', retryAfterMs }, deps);
  }
  const { provider } = engine;
  const { spec } = job;
  const takesIn = deps.engines.lookAgain(engine);
  const callbackUrl = deps.callbackUrl(provider.name, job.id, attempt.id);
  const ask = { attemptId: attempt.id, engine: attempt.engine, spec, credential: attempt.credential, callbackUrl };
  const answer = async (limit: AbortSignal): Promise<JobOutcome> => {
    const outcome = await outcomeOf(await provider.submit(ask, limit), claim, attempt, { engine, takesIn }, deps);
    if (limit.aborted && outcome.kind !== 'create_unknown') deps.onLateAnswer(outcome);
    return outcome;
  };
  try {
    return await withDeadline(deps.clock, callTimeoutMs.submit, signal, answer);
  } catch (error) {
    // A thrown error leaves open whether the engine took the request, as silence does.
    return outcomeOf({ kind: 'unknown', detail: String(error) }, claim, attempt, { engine, takesIn }, deps);
  }
}

type Asked = {
  readonly engine: Engine;
  /** Engines that have credit again when this create is taken. */
  readonly takesIn: readonly EngineId[] | null;
};

async function outcomeOf(
  result: SubmitResult,
  claim: JobClaim,
  attempt: Attempt,
  { engine, takesIn }: Asked,
  deps: Deps,
): Promise<JobOutcome> {
  const attemptId = attempt.id;
  const place = placeOf(attempt);
  switch (result.kind) {
    case 'accepted':
      deps.engines.note(place, result);
      if (takesIn) deps.engines.noteIn(takesIn);
      return { kind: 'accepted', attemptId, taskId: result.taskId, isOwnAnswer: true, ...(takesIn ? { takesIn } : {}) };
    case 'rejected': {
      const { code, detail } = result;
      deps.log.warn('engine rejected a create', { attemptId, code, detail });
      deps.engines.note(place, result);
      const takesOut = takesOutOf(code, engine, deps);
      if (takesOut) deps.engines.noteOut(takesOut.engines, takesOut.kind);
      return { ...(await rejection(claim, attempt, result, deps)), ...(takesOut ? { takesOut } : {}) };
    }
    case 'unknown': {
      deps.log.warn('a create went unanswered', { attemptId, detail: result.detail });
      deps.engines.note(place, { kind: 'unanswered' });
      const dueAtMs = deps.clock.nowMs() + backoffMs(backoffs.reconcile, 0, deps.random);
      return { kind: 'create_unknown', attemptId, dueAtMs };
    }
  }
}

/** Not taken, and why: `retryAfterMs` where the engine, or our own care for it, says when it may be asked again. */
async function rejection(
  { job }: JobClaim,
  attempt: Attempt,
  { code, retryAfterMs = null }: { readonly code: ProviderErrorCode; readonly retryAfterMs?: number | null },
  deps: Pick<Deps, 'engines' | 'clock' | 'random' | 'store' | 'log'>,
): Promise<Extract<JobOutcome, { kind: 'rejected' }>> {
  const { clock, random } = deps;
  const nowMs = clock.nowMs();
  const mayPass = code === 'rate_limited' || code === 'transient';
  const inMs = Math.max(retryAfterMs ?? 0, backoffMs(backoffs.submit, job.retries, random));
  const isPatient = nowMs + inMs - (job.submittedAtMs ?? job.admittedAtMs) <= jobDefaults.busyPatienceMs;
  const retryAtMs = mayPass && isPatient ? nowMs + inMs : null;
  const isWorthWaiting = code === 'rate_limited' && retryAtMs !== null && inMs <= worthWaitingMs && job.retries === 0;
  const moveTo = isWorthWaiting ? null : elsewhere(job, { code, retryAtMs, nowMs }, await enginesFor(job, deps));
  return { kind: 'rejected', attemptId: attempt.id, code, retryAtMs, ...(moveTo ? { moveTo } : {}) };
}

function takesOutOf(code: ProviderErrorCode, refusing: Engine, deps: Deps): TakesOut | null {
  if (code === 'model_retired') return { kind: 'retired', engines: [refusing.capabilities.id] };
  if (code !== 'out_of_credit') return null;
  const ofAccount = deps.engines.known().filter((engine) => accountOf(engine) === accountOf(refusing));
  return { kind: 'out_of_credit', engines: ofAccount.map((engine) => engine.capabilities.id) };
}

function codeOf(standing: Standing | null): ProviderErrorCode {
  return standing?.kind === 'retired' ? 'model_retired' : 'out_of_credit';
}

function placeOf({ engine, credential }: Attempt): Place {
  return { engine, credential };
}
