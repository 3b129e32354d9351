import { type Store, StoreUnavailable } from '../../src/core/ports/store.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { Chance } from './chance.ts';
import { fenced, withOverrides } from './fence.ts';
import type { Journal } from './journal.ts';
import type { Process } from './process.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Weather } from './weather.ts';

export type StoreFaults = {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly journal: Journal;
  readonly onTrouble: () => void;
};

/** A stopping process waits this long for its store, and some. */
const stopPatienceMs = 10 * SECOND;

/** The way from every process to the database: slow, broken at times, and able to lose the answer of a commit. */
export function createStoreLine({ clock, chance, weather, journal, onTrouble }: StoreFaults) {
  let downUntilMs = 0;
  let isDownForLong = false;
  const outages: { readonly fromMs: number; readonly toMs: number }[] = [];
  const lostAnswersAtMs: number[] = [];

  async function lag(): Promise<void> {
    if (!weather.strikes('store', 0.03, chance)) return;
    onTrouble();
    journal.count('store: slow');
    await clock.sleep('world', chance.scale(1, 3 * SECOND));
  }

  async function carry(method: string, run: () => Promise<unknown>, onFailed: () => void): Promise<unknown> {
    await lag();
    if (!weather.isCalm() && clock.nowMs() < downUntilMs) {
      if (isDownForLong) onFailed();
      throw new StoreUnavailable('simulated: the database is down');
    }
    if (weather.strikes('store', 0.015, chance)) {
      journal.count('store: unreachable before the transaction');
      onTrouble();
      throw new StoreUnavailable(`simulated: ${method} never reached the database`);
    }
    const result = await run();
    if (weather.strikes('store', 0.01, chance)) {
      journal.count('store: answer lost after the transaction');
      lostAnswersAtMs.push(clock.nowMs());
      onTrouble();
      throw new StoreUnavailable(`simulated: ${method} was committed, its answer was lost`);
    }
    await lag();
    return result;
  }

  return {
    /** The store as one process reaches it. `onFailed` is told when it stays away for longer than a stop can wait. */
    storeFor(store: Store, process: Process, onFailed: () => void): Store {
      const around = (method: string, run: () => Promise<unknown>): Promise<unknown> =>
        process.call(`store.${method}`, () => carry(method, run, onFailed));
      return withOverrides<Store>(fenced(store, [], around), {
        engines: fenced(store.engines, [], around),
        members: fenced(store.members, [], around),
        grants: fenced(store.grants, [], around),
        approvals: fenced(store.approvals, [], around),
      });
    },
    /** Whether it was down at some moment between these. */
    wasDown: (fromMs: number, toMs: number): boolean =>
      outages.some((outage) => outage.fromMs <= toMs && outage.toMs >= fromMs),
    /** Whether an answer of it was lost on the way between these. */
    lostAnswer: (fromMs: number, toMs: number): boolean =>
      lostAnswersAtMs.some((atMs) => atMs >= fromMs && atMs <= toMs),
    /** Nobody reaches the database for a while. */
    goDown(): void {
      const forMs = chance.scale(SECOND, 10 * MINUTE);
      journal.count('store: out of order for a while');
      onTrouble();
      clock.after('world', forMs, onTrouble);
      journal.say('database', null, `is down for ${Math.round(forMs / SECOND)} s`);
      downUntilMs = clock.nowMs() + forMs;
      isDownForLong = forMs > stopPatienceMs;
      outages.push({ fromMs: clock.nowMs(), toMs: downUntilMs });
    },
  };
}
