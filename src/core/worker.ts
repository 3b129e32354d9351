import { createApprovalsDesk } from './approvals-desk.ts';
import { callbackToken, hashOfToken } from './callback-token.ts';
import { jobDefaults } from './defaults.ts';
import { createEraser } from './eraser.ts';
import { createForgetter } from './forgetter.ts';
import type { OwnerId, RequestId } from './ids.ts';
import type { AdmissionRules } from './policy.ts';
import type { Claim, StepKind } from './ports/claims.ts';
import type { Store } from './ports/store.ts';
import { type Outcome, recordSurely } from './recorder.ts';
import { callTimeoutMs, leaseMs, type StepDeps } from './steps/deps.ts';
import { elsewhere, enginesFor } from './steps/failover.ts';
import type { Metrics } from './ports/world.ts';
import { runStep } from './steps/step.ts';
import { MINUTE, SECOND } from './time.ts';

export type WorkerDeps = StepDeps & {
  readonly store: Store;
  readonly rules: AdmissionRules;
  readonly owner: OwnerId;
  readonly callbackSecret: string;
  readonly metrics: Metrics;
  /** Works only this request; null for all. */
  readonly only: RequestId | null;
  /** Looks at the store at least this often, for what other processes put there. */
  readonly idleMsMax: number;
  /** Told after each recorded change to a request's jobs or deliveries. Must not throw. */
  readonly onChange: (requestId: RequestId) => void;
};

/** How many steps of a kind run at once. Chat is never waited for by engines, nor one engine's poll by another's. */
const room: Readonly<Record<StepKind, number>> = {
  prepare: 16,
  submit: 8,
  reconcile: 4,
  watch: 16,
  fetch: 4,
  deliver: 8,
  status: 16,
};

const steps = [
  'deliver',
  'status',
  'fetch',
  'watch',
  'reconcile',
  'submit',
  'prepare',
] as const satisfies readonly StepKind[];

/** Who asks for a video reads them anew; where one that waits goes instead is not decided by seconds. */
const figuresAgeMsMax = MINUTE;

const strandedEveryMs = MINUTE;

/** Steps that are safe to break off when the worker stops; the others are waited for. */
const breakable: ReadonlySet<StepKind> = new Set(['prepare', 'reconcile', 'watch', 'fetch']);

export interface Worker {
  /** Works until `signal` aborts, then waits for what cannot be broken off and hands its leases back. */
  run(signal: AbortSignal): Promise<void>;
  /** Something may be due now: look at once. */
  wake(): void;
  /** When it last looked for work without trouble; null before it did. */
  lookedAtMs(): number | null;
}

/** The worker: claims due steps and runs them side by side, each under its lease. */
export function createWorker(deps: WorkerDeps): Worker {
  const running = new Map<Promise<void>, StepKind>();
  const late = new Set<Promise<void>>();
  const eraser = createEraser(deps);
  const forgetter = createForgetter(deps);
  const desk = createApprovalsDesk(deps);
  let alarm = new AbortController();
  let isReclaimed = false;
  let strandedDueAtMs = 0;
  let lookedAtMs: number | null = null;
  let clearing: Promise<unknown> | null = null;
  let asking: Promise<void> | null = null;

  const wake = (): void => alarm.abort();

  async function claim(): Promise<Claim | null> {
    const busy = [...running.values()];
    const free = steps.filter((step) => busy.filter((kind) => kind === step).length < room[step]);
    if (free.length === 0) return null;
    const id = deps.ids.next('attempt');
    const callbackTokenHash = hashOfToken(callbackToken(deps.callbackSecret, id));
    const { owner, only, rules } = deps;
    const nowMs = deps.clock.nowMs();
    const slots = deps.engines.slots();
    return deps.store.claim({
      owner,
      nowMs,
      leaseMs,
      steps: free,
      slots,
      only,
      rules,
      attempt: { id, callbackTokenHash },
    });
  }

  async function record(outcome: Outcome, stopped: AbortSignal): Promise<void> {
    const recorded = await recordSurely(outcome, deps, stopped);
    if (recorded?.kind === 'changed' && !('requestId' in outcome)) deps.onChange(recorded.now.requestId);
    wake();
  }

  function measure(claimed: Claim, result: Outcome, startedAtMs: number): void {
    const { step } = claimed;
    // Where a status can be shown nowhere, or may stand where nobody knows, it is not shown, and nothing is amiss.
    const isLeftAlone = result.kind === 'status_shown' && result.message === null;
    const outcome = isLeftAlone ? 'status_left_alone' : result.kind;
    deps.metrics.observe('steps', { step, outcome }, deps.clock.nowMs() - startedAtMs);
    if (step !== 'status') return;
    deps.metrics.count('statuses', { platform: claimed.request.destination.platform, outcome });
  }

  function start(claimed: Claim, stopping: AbortSignal): void {
    const signal = breakable.has(claimed.step) ? stopping : new AbortController().signal;
    const onLateAnswer = (outcome: Outcome): void => {
      const recording = record(outcome, stopping)
        .catch((error: unknown) => deps.log.error('a late answer was not recorded', error))
        .finally(() => late.delete(recording));
      late.add(recording);
    };
    const startedAtMs = deps.clock.nowMs();
    const step = async (): Promise<void> => {
      try {
        const outcome = await runStep(claimed, deps, onLateAnswer, signal);
        measure(claimed, outcome, startedAtMs);
        await record(outcome, stopping);
      } catch (error) {
        // The lease runs out, or is handed back, and the step is claimed again by the rule of its state.
        if (!signal.aborted) deps.log.error('a step failed', error, { step: claimed.step });
      }
    };
    const promise = step().finally(() => {
      running.delete(promise);
      wake();
    });
    running.set(promise, claimed.step);
  }

  /** A lease guards the start of a call: one that might outlive it, since the claim took so long, is not begun. */
  function isTooLateFor({ step, lease }: Claim): boolean {
    return deps.clock.nowMs() + callTimeoutMs[step] > lease.untilMs;
  }

  /** The lease ends by itself; that nothing was sent is known here alone, and said where somebody would have to wonder. */
  async function letGo(claimed: Claim, stopped: AbortSignal): Promise<void> {
    deps.log.warn('a claim came too late to begin with it', { step: claimed.step });
    if (claimed.step === 'status') {
      const { lease, mayBeShown } = claimed;
      const { requestId } = claimed.status;
      await record({ kind: 'status_postponed', requestId, lease, dueAtMs: deps.clock.nowMs(), mayBeShown }, stopped);
    }
    if (claimed.step !== 'submit' || !claimed.attempt) return;
    const { id: attemptId } = claimed.attempt;
    await record({ kind: 'rejected', attemptId, code: 'transient', retryAtMs: deps.clock.nowMs() }, stopped);
  }

  async function claimAll(signal: AbortSignal): Promise<void> {
    for (let next = await claim(); next; next = await claim()) {
      lookedAtMs = deps.clock.nowMs();
      if (isTooLateFor(next)) await letGo(next, signal);
      else start(next, signal);
      if (signal.aborted) return;
    }
    lookedAtMs = deps.clock.nowMs();
  }

  /**
   * What waits for an engine that is no longer configured goes to another where the service had chosen it, and ends after a
   * while where it had not, so that its member's hold does not last for ever.
   */
  async function endStranded(signal: AbortSignal): Promise<void> {
    const nowMs = deps.clock.nowMs();
    if (deps.only !== null || nowMs < strandedDueAtMs) return;
    strandedDueAtMs = nowMs + strandedEveryMs;
    for (const jobId of await deps.store.stranded(deps.engines.slots(), nowMs - strandedEveryMs)) {
      const job = await deps.store.job(jobId);
      const rejected = { code: 'model_retired', retryAtMs: nowMs, nowMs } as const;
      const moveTo = job && elsewhere(job, rejected, await enginesFor(job, deps));
      if (moveTo) await record({ kind: 'stranded', jobId, moveTo }, signal);
      else if (job && job.admittedAtMs < nowMs - jobDefaults.busyPatienceMs) {
        await record({ kind: 'stranded', jobId }, signal);
      }
    }
  }

  async function nextDueAtMs(nowMs: number): Promise<number | null> {
    try {
      return await deps.store.nextDueAtMs({ nowMs, only: deps.only });
    } catch (error) {
      deps.log.error('what is due next cannot be asked', error);
      return null;
    }
  }

  async function rest(signal: AbortSignal): Promise<void> {
    const nowMs = deps.clock.nowMs();
    const dueAtMs = await nextDueAtMs(nowMs);
    const ms = Math.min(deps.idleMsMax, Math.max(0, (dueAtMs ?? Infinity) - nowMs));
    await deps.clock.sleep(ms, AbortSignal.any([signal, alarm.signal]));
  }

  async function told(looking: Promise<void>): Promise<void> {
    try {
      await looking;
    } catch (error) {
      deps.log.error('clearing away what was deleted failed; it is tried again', error);
    }
  }

  /** Beside the steps, since a chat that takes its time must hold up nobody. */
  function startClearing(signal: AbortSignal): void {
    if (deps.only !== null || clearing) return;
    clearing = Promise.all([eraser.look(signal), forgetter.look()].map(told)).finally(() => {
      clearing = null;
    });
  }

  /** Beside everything else: what moderators are shown holds up no video, nor waits for one. */
  function startAsking(signal: AbortSignal): void {
    if (deps.only !== null || asking) return;
    asking = desk
      .look(signal)
      .catch((error: unknown) => deps.log.error('what moderators are asked was not shown; it is tried again', error))
      .finally(() => {
        asking = null;
      });
  }

  /** One look at everything that is due. What goes wrong with it is told, and it is looked again after a rest. */
  async function look(signal: AbortSignal): Promise<void> {
    try {
      if (!isReclaimed) await deps.store.reclaim(deps.clock.nowMs());
      isReclaimed = true;
      await deps.engines.refresh(figuresAgeMsMax);
      await endStranded(signal);
      startClearing(signal);
      startAsking(signal);
      await claimAll(signal);
    } catch (error) {
      deps.log.error('looking for work failed; it is tried again', error);
    }
  }

  async function handBack(): Promise<void> {
    try {
      await deps.store.handBack(deps.owner, deps.clock.nowMs());
    } catch (error) {
      deps.log.error('leases could not be handed back; they run out', error);
    }
  }

  return {
    wake,
    lookedAtMs: () => lookedAtMs,
    async run(signal) {
      while (!signal.aborted) {
        alarm = new AbortController();
        await look(signal);
        if (!signal.aborted) await rest(signal);
      }
      while (running.size + late.size > 0) await Promise.all([...running.keys(), ...late]);
      await Promise.all([clearing, asking]);
      await handBack();
    },
  };
}

/** How often a worker looks for what other processes put into the store. */
export const idleMsMaxDefault = SECOND;
