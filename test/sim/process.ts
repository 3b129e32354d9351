import type { Clock } from '../../src/core/ports/world.ts';
import type { VirtualClock } from './virtual-clock.ts';

/**
 * A process of ours in the simulated world. Everything it does outside goes through `call`, so that it can be
 * killed or frozen at any await. What it had already sent takes effect all the same; the dead never hear of it.
 */
export type Process = {
  readonly name: string;
  readonly clock: Clock;
  isAlive(): boolean;
  /** Makes one outside call for this process. */
  call<T>(what: string, run: () => Promise<T>): Promise<T>;
  kill(why: string): void;
  /** It ends by itself: as dead as a killed one, and nobody is told. */
  exit(): void;
  freeze(ms: number, why: string): void;
};

type Options = {
  readonly name: string;
  readonly clock: VirtualClock;
  /** Told before a call begins and after it was answered, with the number of such moments so far. */
  readonly onCall: (number: number, what: string) => void;
  readonly mayBeKilled: () => boolean;
  readonly onFrozen: (ms: number, why: string) => void;
  readonly onKilled: (why: string) => void;
};

export function createProcess(options: Options): Process {
  const { name, clock } = options;
  const ice = `${name}, frozen`;
  let alive = true;
  let calls = 0;
  let frozenUntilMs = 0;

  function kill(why: string): void {
    if (!alive || !options.mayBeKilled()) return;
    exit();
    options.onKilled(why);
  }

  function freeze(ms: number, why: string): void {
    frozenUntilMs = Math.max(frozenUntilMs, clock.nowMs() + ms);
    options.onFrozen(ms, why);
  }

  function exit(): void {
    alive = false;
    clock.drop(name);
    clock.drop(ice);
  }

  /** Passes when the process may go on; never for a dead one. */
  async function gate(what: string): Promise<void> {
    calls += 1;
    if (alive) options.onCall(calls, what);
    while (alive && clock.nowMs() < frozenUntilMs) await clock.sleep(ice, frozenUntilMs - clock.nowMs());
    if (!alive) await forever();
  }

  return {
    name,
    isAlive: () => alive,
    kill,
    exit,
    freeze,
    async call(what, run) {
      await gate(`before ${what}`);
      try {
        return await run();
      } finally {
        await gate(`after ${what}`);
      }
    },
    clock: {
      nowMs: () => clock.nowMs(),
      async sleep(ms, signal) {
        await clock.sleep(name, ms, signal);
        while (clock.nowMs() < frozenUntilMs) await clock.sleep(ice, frozenUntilMs - clock.nowMs());
      },
    },
  };
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}
