import type { Attempt } from '../attempt.ts';
import { taskIdOf } from '../attempt.ts';
import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import type { EngineCapabilities } from '../engine.ts';
import type { Engine } from '../engines.ts';
import { hasEnded, type Job } from '../job.ts';
import type { JobOutcome } from '../outcome.ts';
import type { TaskRef, TaskReport } from '../ports/provider.ts';
import type { JobClaim } from '../ports/claims.ts';
import { MINUTE, SECOND } from '../time.ts';
import { backoffs, callTimeoutMs, notConfiguredMs, patienceAskedMsMax, type StepDeps, triesMax } from './deps.ts';

type Deps = Pick<StepDeps, 'engines' | 'clock' | 'random' | 'log'>;

const pollEveryMsMax = 30 * SECOND;
const pollOverdueEveryMs = 5 * MINUTE;

/** watch: reads the engine's own answer about a task and says what it means. */
export async function watch(claim: JobClaim, attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<JobOutcome> {
  const taskId = taskIdOf(attempt.state);
  const engine = deps.engines.find(attempt.engine);
  if (taskId === null || !engine) return notNow(claim, attempt, deps, notConfiguredMs);
  const task: TaskRef = { attemptId: attempt.id, engine: attempt.engine, taskId, credential: attempt.credential };
  const report = await poll(engine, task, deps, signal);
  const attemptId = attempt.id;
  switch (report.kind) {
    case 'succeeded':
      return { kind: 'succeeded', attemptId, costMicroUsd: report.costMicroUsd };
    case 'failed':
      deps.log.info('engine failed a task', { attemptId, code: report.code, detail: report.detail });
      return { kind: 'failed', attemptId, code: report.code, costMicroUsd: report.costMicroUsd };
    case 'cancelled':
      return { kind: 'engine_cancelled', attemptId };
    case 'unreadable':
      deps.log.warn('no verdict from an engine', { attemptId, detail: report.detail });
      return notNow(claim, attempt, deps, Math.min(report.retryAfterMs ?? 0, patienceAskedMsMax));
    case 'running':
      if (claim.job.cancelRequestedAtMs !== null && report.cancellable && engine.provider.cancel) {
        if ((await stop(engine.provider.cancel.bind(engine.provider), task, deps, signal)) === 'cancelled')
          return { kind: 'engine_cancelled', attemptId };
      }
      return stillRunning(claim, attempt, engine.capabilities, report, deps);
  }
}

async function poll(engine: Engine, task: TaskRef, deps: Deps, signal: AbortSignal): Promise<TaskReport> {
  try {
    return await withDeadline(deps.clock, callTimeoutMs.watch, signal, (limit) => engine.provider.poll(task, limit));
  } catch (error) {
    if (signal.aborted) throw error;
    return { kind: 'unreadable', retryAfterMs: null, detail: String(error) };
  }
}

async function stop(
  cancel: (task: TaskRef, signal: AbortSignal) => Promise<'cancelled' | 'too_late'>,
  task: TaskRef,
  deps: Deps,
  signal: AbortSignal,
): Promise<'cancelled' | 'too_late'> {
  try {
    return await withDeadline(deps.clock, callTimeoutMs.watch, signal, (limit) => cancel(task, limit));
  } catch (error) {
    deps.log.warn('asking an engine to stop failed', { attemptId: task.attemptId, why: String(error) });
    return 'too_late';
  }
}

function stillRunning(
  { job, lease }: JobClaim,
  attempt: Attempt,
  capabilities: EngineCapabilities,
  report: Extract<TaskReport, { kind: 'running' }>,
  deps: Deps,
): JobOutcome {
  const nowMs = deps.clock.nowMs();
  const attemptId = attempt.id;
  const ended = hasEnded(job.state);
  const isOver = nowMs >= attempt.createdAtMs + capabilities.horizonMs;
  if (isOver && !ended) return { kind: 'gave_up', attemptId };
  const overdue = nowMs - attempt.createdAtMs > deadlineMs(capabilities);
  const { phase, progress } = report;
  const nextMs = Math.max(
    Math.min(report.pollAfterMs ?? 0, patienceAskedMsMax),
    overdue || ended ? pollOverdueEveryMs : pollEveryMs(job, capabilities, nowMs),
  );
  const dueAtMs = isOver ? lateLookAtMs(job, nowMs) : nowMs + nextMs;
  return { kind: 'running', attemptId, lease, phase, progress, overdue, dueAtMs };
}

/** The look after the end, unless it was this one; news may have led to another before. */
function lateLookAtMs({ endedAtMs }: Job, nowMs: number): number | null {
  const atMs = (endedAtMs ?? nowMs) + jobDefaults.lateLookMs;
  return nowMs < atMs ? atMs : null;
}

/** Longer than nearly every render of this engine: only then is a person told that it is late. */
function deadlineMs(capabilities: EngineCapabilities): number {
  return Math.max(jobDefaults.overdueMsMin, jobDefaults.overdueP95Factor * capabilities.typicalMsP95);
}

/** A third of the time waited so far, so that a render of any length needs a dozen polls or so. */
function pollEveryMs(job: Job, capabilities: EngineCapabilities, nowMs: number): number {
  const waitedMs = nowMs - (job.submittedAtMs ?? nowMs);
  return Math.max(capabilities.pollEveryMsMin, Math.min(pollEveryMsMax, Math.round(waitedMs / 3)));
}

/** No answer is no verdict: asked again later, until the horizon, and past it until a few looks in a row have failed. */
function notNow({ job, lease }: JobClaim, attempt: Attempt, deps: Deps, atLeastMs: number): JobOutcome {
  const nowMs = deps.clock.nowMs();
  const capabilities = deps.engines.find(attempt.engine)?.capabilities;
  const horizonAtMs = attempt.createdAtMs + (capabilities?.horizonMs ?? jobDefaults.horizonMs);
  const hasPatience = job.retries < triesMax.lastLook;
  if (hasEnded(job.state)) {
    if (nowMs >= horizonAtMs + jobDefaults.lateDoorMs && !hasPatience) {
      return { kind: 'postponed', jobId: job.id, lease, dueAtMs: null };
    }
  } else if (nowMs >= horizonAtMs && !hasPatience) {
    return { kind: 'gave_up', attemptId: attempt.id };
  }
  const pollEveryMsMin = capabilities?.pollEveryMsMin ?? 0;
  const nextMs = Math.max(atLeastMs, pollEveryMsMin, backoffMs(backoffs.watch, job.retries, deps.random));
  return { kind: 'postponed', jobId: job.id, lease, dueAtMs: nowMs + nextMs };
}
