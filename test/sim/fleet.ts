import type { OwnerId } from '../../src/core/ids.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { type App, type AppDeps, startApp } from './app.ts';
import type { Chance } from './chance.ts';
import { observeStore } from './observe-store.ts';
import { createProcess, type Process } from './process.ts';
import { livesMax, type StorePool } from './store-pool.ts';
import type { createStoreLine } from './faulty-store.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Weather } from './weather.ts';
import type { Witness } from './witness.ts';

type Fate = 'alive' | 'stopped' | 'killed';

type Life = {
  readonly app: App;
  readonly process: Process;
  fate: Fate;
  /** Its death can be proved by a lock that it lost. */
  hasProof: boolean;
  /** When it was killed, or lost its store or its time at its stop: what it was told just then may be lost. */
  cutOffAtMs: number | null;
  readonly freezes: { readonly fromMs: number; readonly toMs: number }[];
};

type Deps = Omit<AppDeps, 'owner' | 'process' | 'store' | 'onStopped' | 'chance'> & {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly witness: Witness;
  readonly pool: StorePool;
  readonly storeLine: ReturnType<typeof createStoreLine>;
};

type Blow = (typeof blowKinds)[number];

const blowKinds = ['kill', 'kill', 'freeze', 'freeze at a claim', 'stop', 'stop without store'] as const;

/** What hits a process in the midst of its work, at which of its calls. */
function blowsOf(chance: Chance): Map<Blow, number> {
  const count = chance.pick([0, 1, 1, 2]);
  return new Map(Array.from({ length: count }, () => [chance.pick(blowKinds), chance.scale(3, 500)]));
}

/** Our processes over time: started, killed, frozen, stopped, replaced, at times two of them side by side. */
export function createFleet(deps: Deps) {
  const { clock, chance, weather, journal, witness, pool } = deps;
  const lives: Life[] = [];
  let starting = 0;

  const living = (): Life[] => lives.filter(({ fate }) => fate === 'alive');
  const lifeOf = (owner: OwnerId): Life | undefined => lives.find(({ app }) => app.owner === owner);

  function isProvenDead(owner: OwnerId): boolean {
    const life = lifeOf(owner);
    return life?.fate === 'stopped' || (life?.fate === 'killed' && life.hasProof);
  }

  async function start(): Promise<void> {
    const number = lives.length + starting;
    if (number >= livesMax) return;
    starting += 1;
    const { owner, store } = await pool.storeOf(number);
    starting -= 1;
    const name = `app ${number + 1}`;
    if (living().length > 0) journal.count('process: two side by side');
    journal.say(name, null, 'starts');
    witness.disturb();
    const blows = blowsOf(chance);
    const freezes: Life['freezes'] = [];
    let hasClaimed = false;
    const process = createProcess({
      name,
      clock,
      onCall(call, what) {
        if (!mayEnd()) return;
        for (const [blow, at] of blows) {
          // This one waits for the moment that leases are about: a claim that its process is yet to hear of.
          if (blow === 'freeze at a claim' ? call < at || !hasClaimed : call !== at) continue;
          blows.delete(blow);
          strike(name, blow, what);
        }
        hasClaimed = false;
      },
      mayBeKilled: mayEnd,
      onFrozen(ms, why) {
        witness.disturb();
        // What was about to begin does so when it thaws, all at once.
        witness.nudgeAll(clock.nowMs() + ms);
        freezes.push({ fromMs: clock.nowMs(), toMs: clock.nowMs() + ms });
        markCutOff(name);
        journal.count('process: frozen for a while');
        if (ms > 3 * MINUTE) journal.count('process: frozen beyond a lease');
        journal.say(name, null, `is frozen for ${Math.round(ms / SECOND)} s ${why}`);
      },
      onKilled: (why) => bury(name, why),
    });
    const observed = observeStore(store, {
      processName: name,
      witness,
      journal,
      nowMs: clock.nowMs,
      isProvenDead,
      onClaim: () => {
        hasClaimed = true;
      },
    });
    const app = startApp({
      ...deps,
      owner,
      process,
      store: deps.storeLine.storeFor(observed, process, () => markCutOff(name)),
      chance: chance.branch(name),
      onStopped: () => end(name),
    });
    lives.push({ app, process, fate: 'alive', hasProof: false, cutOffAtMs: null, freezes });
  }

  /** A stop does not wait for long: what hinders it then may cost an answer. */
  function markCutOff(name: string): void {
    const life = lives.find(({ app }) => app.name === name);
    if (life?.app.isStopping()) life.cutOffAtMs ??= clock.nowMs();
  }

  function strike(name: string, blow: Blow, what: string): void {
    const life = lives.find(({ app }) => app.name === name);
    if (!life) return;
    switch (blow) {
      case 'kill':
        return life.process.kill(what);
      case 'freeze':
        return life.process.freeze(chance.scale(10 * SECOND, 15 * MINUTE), what);
      case 'freeze at a claim':
        return life.process.freeze(chance.int(1, 15) * MINUTE, what);
      case 'stop':
        return stop(life);
      case 'stop without store':
        journal.count('process: stopped while the store was down');
        deps.storeLine.goDown();
        return stop(life);
    }
  }

  /** Some lives are kept for the calm. */
  function mayEnd(): boolean {
    return !weather.isCalm() && lives.length < livesMax - 2;
  }

  function startSoon(ms: number): void {
    clock.after('world', ms, () => {
      if (living().length > 0 && !chance.hits(0.3)) return;
      start().catch((error: unknown) => journal.violate('errors', null, `a process could not start: ${String(error)}`));
    });
  }

  function bury(name: string, why: string): void {
    const life = lives.find(({ app }) => app.name === name);
    journal.say(name, null, `is killed ${why}`);
    witness.disturb();
    journal.count(life?.app.isStopping() ? 'process: killed while it stopped' : 'process: killed');
    if (life) {
      life.fate = 'killed';
      life.cutOffAtMs ??= clock.nowMs();
      life.hasProof = chance.hits(0.4);
    }
    startSoon(chance.scale(SECOND, 20 * MINUTE));
  }

  /** The end of a process that was asked to stop: the operating system closes what is left of it. */
  function end(name: string): void {
    const life = lives.find(({ app }) => app.name === name);
    if (life?.fate !== 'alive') return;
    const left = clock.pending(name);
    if (left > 0) journal.violate('leaks', null, `${name} stopped and left ${left} timers behind`);
    life.fate = 'stopped';
    journal.say(name, null, 'has stopped in good order');
    witness.disturb();
    journal.count('process: stopped in good order');
    life.process.exit();
    if (!weather.isCalm()) startSoon(chance.scale(SECOND, 20 * MINUTE));
  }

  function stop({ app, process, freezes }: Life): void {
    const graceMs = chance.scale(SECOND, 15 * MINUTE);
    journal.say(app.name, null, 'is asked to stop');
    witness.disturb();
    app.stop();
    if (freezes.some(({ toMs }) => toMs > clock.nowMs())) markCutOff(app.name);
    if (weather.isCalm()) return;
    clock.after('world', graceMs, () => process.kill('when its time to stop is up'));
  }

  function anyLife(): Life | null {
    const [first, ...others] = living();
    return first ? chance.pick([first, ...others]) : null;
  }

  return {
    start,
    startSoon,
    living: (): readonly App[] => living().map(({ app }) => app),
    /** Somebody who can be reached from outside now. */
    anyone(): App | null {
      const [first, ...others] = living().filter(({ app }) => !app.isStopping());
      return first ? chance.pick([first, ...others]).app : null;
    },
    killOne(): void {
      anyLife()?.process.kill('by a power cut');
    },
    freezeOne(): void {
      anyLife()?.process.freeze(chance.scale(10 * SECOND, 15 * MINUTE), 'by its machine');
    },
    stopOne(): void {
      const life = anyLife();
      if (life && mayEnd()) stop(life);
    },
    stopAll(): void {
      for (const life of living()) stop(life);
    },
    cutOffAtMs: (app: App): number | null => lives.find((life) => life.app === app)?.cutOffAtMs ?? null,
    /** Whether it was frozen, or without its store, at some moment between these. */
    wasHindered: (app: App, fromMs: number, toMs: number): boolean => {
      const freezes = lives.find((life) => life.app === app)?.freezes ?? [];
      const wasFrozen = freezes.some((freeze) => freeze.fromMs <= toMs && freeze.toMs >= fromMs);
      return wasFrozen || deps.storeLine.wasDown(fromMs, toMs);
    },
    /** Whether something came between it and what it was about to do: its death, its ice, or its store. */
    wasCutShort: (name: string, fromMs: number, toMs: number): boolean => {
      const life = lives.find(({ app }) => app.name === name);
      if (!life || (life.cutOffAtMs !== null && life.cutOffAtMs <= toMs)) return true;
      if (deps.storeLine.lostAnswer(fromMs, toMs)) return true;
      return (
        deps.storeLine.wasDown(fromMs, toMs) || life.freezes.some((ice) => ice.fromMs <= toMs && ice.toMs >= fromMs)
      );
    },
    isProvenDead,
  };
}

export type Fleet = ReturnType<typeof createFleet>;
