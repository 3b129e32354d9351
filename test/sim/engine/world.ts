import { quoteMicroUsd } from '../../../src/core/engine.ts';
import type { SubmitAsk } from '../../../src/core/ports/provider.ts';
import type { Chance } from '../chance.ts';
import type { Journal } from '../journal.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Weather } from '../weather.ts';
import type { Callbacks } from './callbacks.ts';
import { type CreatePlan, planTask } from './plans.ts';
import type { Talents } from './talents.ts';
import { type Create, clipOf, isRunning, type Task } from './tasks.ts';

/** What the rules need to know of our own side: who works on what, and what was decided. */
export type OwnSide = {
  readonly jobOf: (attemptId: string) => string | null;
  /** Attempts of the same job that were started before this one. */
  earlierAttempts(attemptId: string): readonly string[];
  isCancelledUnsent(attemptId: string): boolean;
  /** The process that was to send it recorded that it certainly was not taken. */
  wasRejected(attemptId: string): boolean;
  /** A person said that the engine never took it. */
  wasDecidedNever(attemptId: string): boolean;
  /** When something last made this task due ahead of its plan. */
  nudgedAtMs(attemptId: string): number;
  /** A poll leaves our side. Says how long a hint had waited for it, where nothing excuses a delay. */
  hintWaitedMs(attemptId: string): number;
  /** When the step that works on it now was claimed. */
  claimedAtMs(attemptId: string): number;
  holdsLease(processName: string, attemptId: string): boolean;
};

export type EngineDeps = {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly journal: Journal;
  readonly ownSide: OwnSide;
  readonly callbacks: Callbacks;
  /** All engines there are: a job may have been tried at another. */
  readonly peers: () => readonly EngineWorld[];
};

/** Gone, unpaid, or so busy that it takes nothing. */
export type TurnedAway = 'model_retired' | 'out_of_credit' | 'transient';

/** The memory of one provider's servers. */
export type EngineWorld = {
  readonly talents: Talents;
  readonly tasks: ReadonlyMap<string, Task>;
  taskOf(attemptId: string): Task | null;
  createOf(attemptId: string): Create | null;
  /** A create leaves our side. */
  begin(ask: SubmitAsk, by: string): Create;
  /** A create reaches the engine. */
  arrive(create: Create, ask: SubmitAsk, plan: CreatePlan): Task | null;
  /** Proves that an attempt was not taken, and never will be. */
  fenceOff(attemptId: string): void;
  isFenced(attemptId: string): boolean;
  /** Somebody who lives was told that this create was turned away. */
  markTurnedAway(attemptId: string): void;
  /** While out of order, the provider answers nothing but errors. */
  isOutOfOrder(): boolean;
  setOutOfOrder(isOut: boolean): void;
  /** What it says to every create at present; null while it takes some. */
  turnsAway(): TurnedAway | null;
  setTurningAway(code: TurnedAway | null): void;
  /** While unplugged, it is in nobody's configuration. */
  isPlugged(): boolean;
  unplug(): void;
  plug(): void;
  wasEverUnplugged(): boolean;
};

export function createEngineWorld(talents: Talents, deps: EngineDeps): EngineWorld {
  const { clock, chance, weather, journal, ownSide, callbacks } = deps;
  const tasks = new Map<string, Task>();
  const taskByAttempt = new Map<string, Task>();
  const creates = new Map<string, Create>();
  const fenced = new Set<string>();
  let isOut = false;
  let turnedAway: TurnedAway | null = null;
  let isPlugged = true;
  let wasUnplugged = false;

  const say = (attemptId: string, text: string): void =>
    journal.say(`engine ${talents.provider}`, ownSide.jobOf(attemptId), text);

  /** Whether our side may know that this attempt will never be taken. */
  function isKnownDead(attemptId: string): boolean {
    const create = deps.peers().flatMap((peer) => peer.createOf(attemptId) ?? [])[0];
    const isOver = create ? create.isKnownDead : ownSide.wasRejected(attemptId);
    const isFenced = deps.peers().some((peer) => peer.isFenced(attemptId));
    return isOver || isFenced || ownSide.wasDecidedNever(attemptId);
  }

  function begin(ask: SubmitAsk, by: string): Create {
    const { attemptId } = ask;
    const jobId = ownSide.jobOf(attemptId);
    const earlier = creates.get(attemptId);
    if (earlier)
      journal.violate('purchase', jobId, `${by} sent a second create for ${attemptId}, which ${earlier.by} had sent`);
    for (const other of ownSide.earlierAttempts(attemptId)) {
      if (isKnownDead(other)) continue;
      journal.violate(
        'purchase',
        jobId,
        `${by} sent a create for ${attemptId} while nobody could know what became of ${other}`,
      );
    }
    if (ownSide.isCancelledUnsent(attemptId)) {
      journal.violate('asking', jobId, `${by} sent a create for ${attemptId} after its job had been cancelled`);
    }
    const { input } = ask.spec;
    if (input !== null && input.mediaKey === null) {
      journal.violate('asking', jobId, `${by} sent a create for ${attemptId} before its input was ours`);
    }
    const create: Create = { attemptId, by, atMs: clock.nowMs(), fate: 'under_way', isKnownDead: false };
    creates.set(attemptId, create);
    return create;
  }

  function take(ask: SubmitAsk, answerMs: number): Task | null {
    const capabilities = talents.engines.find(({ id }) => id === ask.engine) ?? talents.engines[0];
    const nowMs = clock.nowMs();
    const quote = quoteMicroUsd(capabilities.price, ask.spec);
    const busy = [...tasks.values()].filter((task) => task.capabilities.id === ask.engine && isRunning(task, nowMs));
    const isFull = busy.length >= capabilities.concurrencyMax;
    if (isFull && talents.whenFull === 'turns_away') return null;
    const count = journal.count;
    const plan = planTask(capabilities, quote, talents.tellsCost, { chance, weather, count });
    const waitsMs = isFull ? chance.int(20_000, 120_000) : 0;
    const { attemptId, callbackUrl } = ask;
    const task: Task = {
      ...plan,
      id: `${talents.provider}-task-${tasks.size + 1}`,
      attemptId,
      capabilities,
      callbackUrl,
      takenAtMs: nowMs,
      answersAtMs: nowMs + answerMs,
      startsAtMs: nowMs + plan.startsInMs + waitsMs,
      finishesAtMs: nowMs + plan.finishesInMs + waitsMs,
      listedFromMs: nowMs + (weather.strikes('polls', 0.3, chance) ? chance.scale(1_000, 600_000) : 0),
      ...clipOf(ask, tasks.size + 1),
      cancelledAtMs: null,
    };
    tasks.set(task.id, task);
    taskByAttempt.set(attemptId, task);
    return task;
  }

  return {
    talents,
    tasks,
    taskOf: (attemptId) => taskByAttempt.get(attemptId) ?? null,
    createOf: (attemptId) => creates.get(attemptId) ?? null,
    begin,
    arrive(create, ask, plan) {
      const { attemptId } = ask;
      if (fenced.has(attemptId)) {
        create.fate = 'fenced';
        journal.count('create: came after a fence');
        say(attemptId, 'turned the create away: it had been fenced off');
        return null;
      }
      const task = plan.rejection ? null : take(ask, plan.answerMs);
      create.fate = task ? 'taken' : 'turned_away';
      if (!task) {
        say(attemptId, `turned the create away (${plan.rejection?.code ?? 'full'})`);
        return null;
      }
      say(attemptId, `took the create as ${task.id}, ${describe(task, clock.nowMs())}`);
      clock.after('world', task.finishesAtMs - clock.nowMs(), () => {
        const told = task.ending.kind === 'succeeds' ? 'made the clip' : `ended it (${task.ending.kind})`;
        if (task.cancelledAtMs === null || task.deafToCancel) say(attemptId, `${told} of ${task.id}`);
      });
      callbacks.follow(task, talents);
      return task;
    },
    fenceOff: (attemptId) => void fenced.add(attemptId),
    isFenced: (attemptId) => fenced.has(attemptId),
    markTurnedAway(attemptId) {
      const create = creates.get(attemptId);
      if (create) create.isKnownDead = true;
    },
    isOutOfOrder: () => isOut && !weather.isCalm(),
    turnsAway: () => (weather.isCalm() ? null : turnedAway),
    setTurningAway(code) {
      turnedAway = code;
    },
    isPlugged: () => isPlugged,
    wasEverUnplugged: () => wasUnplugged,
    unplug() {
      isPlugged = false;
      wasUnplugged = true;
    },
    plug() {
      isPlugged = true;
    },
    setOutOfOrder(out) {
      isOut = out;
    },
  };
}

function describe(task: Task, nowMs: number): string {
  const { ending } = task;
  const seconds = (task.finishesAtMs - nowMs) / 1_000;
  const when = Number.isFinite(seconds) ? `in ${Math.round(seconds)} s` : 'never';
  switch (ending.kind) {
    case 'succeeds':
      return `to succeed ${when}${ending.output === 'good' ? '' : ` with a ${ending.output} output`}`;
    case 'fails':
      return `to fail (${ending.code}) ${when}`;
    case 'stops':
      return `to be stopped by the engine ${when}`;
  }
}
