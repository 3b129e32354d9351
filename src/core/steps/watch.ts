import type { Attempt } from '../attempt.ts';
import { taskIdOf } from '../attempt.ts';
import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import type { EngineCapabilities } from '../engine.ts';
import { hasEnded, type Job } from '../job.ts';
import type { JobOutcome } from '../outcome.ts';
import type { Provider, TaskRef, TaskReport } from '../ports/provider.ts';
import type { JobClaim } from '../ports/claims.ts';
import { MINUTE, SECOND } from '../time.ts';
import { backoffs, callTimeoutMs, notConfiguredMs, patienceAskedMsMax, type StepDeps, triesMax } from './deps.ts';

type Deps = Pick<StepDeps, 'engines' | 'clock' | 'random' | 'log' | 'callbackUrl'>;
type Limits = Pick<EngineCapabilities, 'horizonMs' | 'pollEveryMsMin' | 'typicalMsP95'>;

const pollEveryMsMax = 60 * SECOND;
/** An engine that calls back is polled only for callbacks that get lost. */
const calledBack = { factor: 3, everyMsMax: 2 * MINUTE } as const;
const pollOverdueEveryMs = 5 * MINUTE;

/** watch: reads the engine's own answer about a task and says what it means. */
export async function watch(claim: JobClaim, attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<JobOutcome> {
  const taskId = taskIdOf(attempt.state);
  const asked = deps.engines.providerOf(attempt.engine);
  if (taskId === null || !asked) return notNow(claim, attempt, deps, notConfiguredMs);
  const { provider } = asked;
  const task: TaskRef = { attemptId: attempt.id, engine: attempt.engine, taskId, credential: attempt.credential };
  const report = await poll(provider, task, deps, signal);
  noteReport(report, attempt, deps);
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
      if (claim.job.cancelRequestedAtMs !== null && report.cancellable && provider.cancel) {
        if ((await stop(provider.cancel.bind(provider), task, deps, signal)) === 'cancelled')
          return { kind: 'engine_cancelled', attemptId };
      }
      return stillRunning(claim, attempt, report, provider, deps);
  }
}

/** An engine whose tasks cannot be read is as sick as one that takes none. One that asks for patience is well. */
function noteReport(report: TaskReport, { id, engine, credential }: Attempt, { engines }: Deps): void {
  const place = { engine, credential };
  if (report.kind !== 'unreadable') engines.note(place, { kind: 'read' });
  else if (report.retryAfterMs === null) engines.note(place, { kind: 'unreadable', attemptId: id });
  if (report.kind === 'succeeded' || report.kind === 'failed') engines.note(place, report);
}

async function poll(provider: Provider, task: TaskRef, deps: Deps, signal: AbortSignal): Promise<TaskReport> {
  try {
    return await withDeadline(deps.clock, callTimeoutMs.watch, signal, (limit) => provider.poll(task, limit));
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
  report: Extract<TaskReport, { kind: 'running' }>,
  provider: Provider,
  deps: Deps,
): JobOutcome {
  const limits = limitsOf(attempt, deps);
  const nowMs = deps.clock.nowMs();
  const attemptId = attempt.id;
  const ended = hasEnded(job.state);
  const isOver = nowMs >= attempt.createdAtMs + limits.horizonMs;
  if (isOver && !ended) return { kind: 'gave_up', attemptId };
  const overdue = nowMs - attempt.createdAtMs > deadlineMs(limits);
  const { phase, progress } = report;
  const isCalledBack = provider.verifyWebhook !== null && deps.callbackUrl(provider.name, job.id, attemptId) !== null;
  const pollEveryMs = (): number =>
    nextPollInMs({
      waitedMs: nowMs - attempt.createdAtMs,
      usualMs: usualMs(job, attempt, deps),
      isCalledBack,
      leastMs: limits.pollEveryMsMin,
    });
  const nextMs = Math.max(
    Math.min(report.pollAfterMs ?? 0, patienceAskedMsMax),
    overdue || ended ? pollOverdueEveryMs : pollEveryMs(),
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
function deadlineMs({ typicalMsP95 }: Limits): number {
  return Math.max(jobDefaults.overdueMsMin, jobDefaults.overdueP95Factor * typicalMsP95);
}

/** Of an engine that is in no data any more, but still has tasks of ours. */
function limitsOf({ engine }: Attempt, { engines }: Pick<Deps, 'engines'>): Limits {
  return engines.find(engine)?.capabilities ?? jobDefaults;
}

/** What its engine takes for such a clip, from the latest that it made; null before it has made any. */
function usualMs({ spec }: Job, attempt: Attempt, { engines }: Deps): number | null {
  const engine = engines.find(attempt.engine);
  const msPerSecond = engine && engines.health(engine).msPerSecond;
  return msPerSecond === null ? null : msPerSecond * spec.seconds;
}

/**
 * A dozen polls or so for a render of any length: evenly over the time that its engine usually takes, or by a third of the
 * time waited so far where that is not known; rarer for one that takes longer than that.
 */
function nextPollInMs(of: {
  readonly waitedMs: number;
  readonly usualMs: number | null;
  readonly isCalledBack: boolean;
  readonly leastMs: number;
}): number {
  const evenlyMs = of.usualMs === null ? Math.min(30 * SECOND, of.waitedMs / 3) : of.usualMs / 12;
  const everyMs = Math.min(pollEveryMsMax, Math.max(evenlyMs, of.waitedMs / 12));
  const slowerMs = of.isCalledBack ? Math.min(calledBack.everyMsMax, everyMs * calledBack.factor) : everyMs;
  return Math.max(of.leastMs, Math.round(slowerMs));
}

/** No answer is no verdict: asked again later, until the horizon, and past it until a few looks in a row have failed. */
function notNow({ job, lease }: JobClaim, attempt: Attempt, deps: Deps, atLeastMs: number): JobOutcome {
  const nowMs = deps.clock.nowMs();
  const { horizonMs, pollEveryMsMin } = limitsOf(attempt, deps);
  const horizonAtMs = attempt.createdAtMs + horizonMs;
  const hasPatience = job.retries < triesMax.lastLook;
  if (hasEnded(job.state)) {
    if (nowMs >= horizonAtMs + jobDefaults.lateDoorMs && !hasPatience) {
      return { kind: 'postponed', jobId: job.id, lease, dueAtMs: null };
    }
  } else if (nowMs >= horizonAtMs && !hasPatience) {
    return { kind: 'gave_up', attemptId: attempt.id };
  }
  const nextMs = Math.max(atLeastMs, pollEveryMsMin, backoffMs(backoffs.watch, job.retries, deps.random));
  return { kind: 'postponed', jobId: job.id, lease, dueAtMs: nowMs + nextMs };
}
