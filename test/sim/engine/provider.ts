import type { EngineCapabilities } from '../../../src/core/engine.ts';
import type {
  FindResult,
  Provider,
  SubmitAsk,
  SubmitResult,
  TaskRef,
  TaskReport,
} from '../../../src/core/ports/provider.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { hang } from './hang.ts';
import { outputsOf } from './outputs.ts';
import { planCreate } from './plans.ts';
import { isFinished, type Task } from './tasks.ts';
import type { EngineDeps, EngineWorld } from './world.ts';

/** A poll that is under way when news comes has to end first, in good or in bad. */
const newsWaitsMsMax = 3 * MINUTE;

/** The provider as one process of ours sees it. */
export function createSimProvider(world: EngineWorld, deps: EngineDeps, caller: string): Provider {
  const { clock, chance, weather, journal, ownSide, callbacks } = deps;
  const { talents } = world;
  const lastReports = new Map<string, TaskReport>();
  const lastPolls = new Map<string, { readonly atMs: number; readonly claimedAtMs: number }>();

  const travel = (signal?: AbortSignal): Promise<void> => clock.sleep('world', chance.scale(5, SECOND), signal);
  const say = (attemptId: string, text: string): void =>
    journal.say(`engine ${talents.provider}`, ownSide.jobOf(attemptId), text);

  /** The troubles that any question may meet. */
  async function trouble(what: 'poll' | 'find', signal: AbortSignal): Promise<void> {
    await travel(signal);
    signal.throwIfAborted();
    if (what === 'poll' && weather.strikes('polls', 0.03, chance)) {
      journal.count('poll: hung');
      await hang(clock, signal);
    }
    if (world.isOutOfOrder() || weather.strikes('polls', 0.04, chance)) {
      journal.count(what === 'poll' ? 'poll: failed' : 'find: failed');
      throw new Error('simulated: connection reset by the engine');
    }
  }

  function reportOn(task: Task): TaskReport {
    const nowMs = clock.nowMs();
    if (isFinished(task, nowMs)) {
      switch (task.ending.kind) {
        case 'succeeds':
          return { kind: 'succeeded', costMicroUsd: talents.tellsCost ? task.chargeMicroUsd : null };
        case 'fails': {
          const costMicroUsd = task.chargeMicroUsd > 0 ? task.chargeMicroUsd : null;
          return { kind: 'failed', code: task.ending.code, costMicroUsd, detail: 'simulated' };
        }
        case 'stops':
          return { kind: 'cancelled' };
      }
    }
    if (task.cancelledAtMs !== null) return { kind: 'cancelled' };
    const isWaiting = nowMs < task.startsAtMs;
    return {
      kind: 'running',
      phase: isWaiting ? 'waiting' : 'rendering',
      progress: isWaiting ? null : Math.min(1, (nowMs - task.startsAtMs) / (task.finishesAtMs - task.startsAtMs)),
      cancellable: talents.cancels === 'always' || (talents.cancels === 'while_waiting' && isWaiting),
      pollAfterMs: weather.strikes('polls', 0.05, chance) ? chance.scale(SECOND, 100 * HOUR) : null,
    };
  }

  function checkPace({ attemptId, taskId, engine }: TaskRef): void {
    const nowMs = clock.nowMs();
    const last = lastPolls.get(taskId);
    lastPolls.set(taskId, { atMs: nowMs, claimedAtMs: ownSide.claimedAtMs(attemptId) });
    const capabilities = talents.engines.find(({ id }) => id === engine);
    // Whatever made it due since the last poll was claimed explains a poll ahead of its plan.
    if (!last || !capabilities || ownSide.nudgedAtMs(attemptId) >= last.claimedAtMs) return;
    if (!ownSide.holdsLease(caller, attemptId)) return;
    const gapMs = nowMs - last.atMs;
    if (gapMs >= capabilities.pollEveryMsMin) return;
    const text = `${caller} polled ${taskId} ${gapMs} ms after the last time; the engine wants ${capabilities.pollEveryMsMin} ms`;
    journal.violate('asking', ownSide.jobOf(attemptId), text);
  }

  function checkNews({ attemptId, taskId }: TaskRef): void {
    const waitedMs = ownSide.hintWaitedMs(attemptId);
    if (waitedMs <= newsWaitsMsMax) return;
    const text = `${caller} polled ${taskId} ${Math.round(waitedMs / SECOND)} s after there was news of it`;
    journal.violate('news', ownSide.jobOf(attemptId), text);
  }

  async function poll(ref: TaskRef, signal: AbortSignal): Promise<TaskReport> {
    checkPace(ref);
    checkNews(ref);
    await trouble('poll', signal);
    const task = world.tasks.get(ref.taskId);
    if (!task) return { kind: 'unreadable', retryAfterMs: null, detail: 'simulated 404' };
    if (weather.strikes('polls', 0.06, chance)) {
      journal.count('poll: unreadable');
      const retryAfterMs = chance.hits(0.3) ? chance.scale(SECOND, 10 * MINUTE) : null;
      return { kind: 'unreadable', retryAfterMs, detail: 'simulated 429' };
    }
    const report = reportOn(task);
    lastReports.set(task.id, report);
    if (report.kind === 'cancelled') journal.count('poll: said cancelled');
    if (weather.strikes('polls', 0.04, chance)) {
      journal.count('poll: answered late');
      await clock.sleep('world', chance.scale(5 * SECOND, MINUTE));
    }
    if (callbacks.interrupt(task, talents)) await clock.sleep('world', chance.scale(3 * SECOND, 20 * SECOND));
    say(task.attemptId, `told ${caller} that ${task.id} is ${report.kind}`);
    return report;
  }

  async function find({ attemptId }: Omit<TaskRef, 'taskId'>, signal: AbortSignal): Promise<FindResult> {
    await trouble('find', signal);
    const task = world.taskOf(attemptId);
    if (task && clock.nowMs() >= task.listedFromMs) return { kind: 'found', taskId: task.id };
    if (task) journal.count('find: did not see a task yet');
    if (task || talents.finds !== 'fences') return { kind: 'not_seen' };
    if (world.createOf(attemptId)?.fate === 'under_way') journal.count('find: fenced off a create under way');
    world.fenceOff(attemptId);
    say(attemptId, `proved to ${caller} that ${attemptId} was never taken`);
    return { kind: 'never' };
  }

  async function cancel(ref: TaskRef, signal: AbortSignal): Promise<'cancelled' | 'too_late'> {
    const report = lastReports.get(ref.taskId);
    if (report?.kind !== 'running' || !report.cancellable) {
      const text = `${caller} asked to stop ${ref.taskId} although the last answer was ${report?.kind ?? 'none'}`;
      journal.violate('asking', ownSide.jobOf(ref.attemptId), text);
    }
    await travel(signal);
    if (weather.strikes('polls', 0.5, chance))
      await clock.sleep('world', chance.scale(2 * SECOND, 28 * SECOND), signal);
    signal.throwIfAborted();
    const task = world.tasks.get(ref.taskId);
    if (!task || clock.nowMs() >= task.finishesAtMs) {
      journal.count('cancel: came too late');
      return 'too_late';
    }
    task.cancelledAtMs = clock.nowMs();
    if (task.deafToCancel) journal.count('task: finished after its cancel');
    say(task.attemptId, `agreed to stop ${task.id}${task.deafToCancel ? ', and goes on all the same' : ''}`);
    if (weather.strikes('polls', 0.15, chance)) {
      journal.count('cancel: answer lost after it took effect');
      throw new Error('simulated: connection reset after the cancel');
    }
    return 'cancelled';
  }

  async function submit(ask: SubmitAsk, signal: AbortSignal): Promise<SubmitResult> {
    signal.throwIfAborted();
    const drawn = planCreate({ chance, weather, count: journal.count });
    const code = world.turnsAway();
    const plan =
      code === null
        ? drawn
        : { ...drawn, rejection: { kind: 'rejected', code, retryAfterMs: null, detail: 'simulated' } as const };
    const create = world.begin(ask, caller);
    say(ask.attemptId, `is sent the create of ${ask.attemptId} by ${caller}`);
    if (plan.failsToLeave || world.isOutOfOrder()) {
      create.fate = 'dropped';
      await travel(signal);
      throw new Error('simulated: the connection could not be made');
    }
    // Travels on its own: what was sent arrives, whatever becomes of its sender.
    const answered = new Promise<SubmitResult>((resolve, reject) => {
      const arrive = (): void => {
        const task = world.arrive(create, ask, plan);
        clock.after('world', plan.answerMs, () => {
          if (plan.answer === 'never') return;
          if (plan.answer === 'lost') reject(new Error('simulated: connection reset after the request was sent'));
          else resolve(answerOf(task));
        });
      };
      const answerOf = (task: Task | null): SubmitResult => {
        if (plan.answer === 'unreadable') return { kind: 'unknown', detail: 'simulated: 200 with half a page' };
        if (!task) return rejectionOf();
        return { kind: 'accepted', taskId: task.id, estimateMicroUsd: null };
      };
      const rejectionOf = (): SubmitResult => {
        if (create.fate === 'fenced')
          return { kind: 'rejected', code: 'invalid', retryAfterMs: null, detail: 'fenced off' };
        return plan.rejection ?? { kind: 'rejected', code: 'rate_limited', retryAfterMs: null, detail: 'full' };
      };
      const callOffTravel = clock.after('world', plan.travelMs, arrive);
      if (!plan.obeysAbort) return;
      clock.whenAborted(signal, () => {
        if (create.fate === 'under_way' && chance.hits(0.5)) {
          callOffTravel();
          create.fate = 'dropped';
          journal.count('create: broken off before it arrived');
        }
        reject(new Error('simulated: aborted'));
      });
    });
    return answered;
  }

  return {
    name: talents.provider,
    capabilities: (): readonly EngineCapabilities[] => (world.isPlugged() ? talents.engines : []),
    submit,
    poll,
    find: talents.finds === 'never' ? null : find,
    cancel: talents.cancels === 'never' ? null : cancel,
    openOutput: outputsOf(world, deps),
    verifyWebhook: null,
  };
}
