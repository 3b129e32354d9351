import { formatId, type Id, type IdKind } from '../../src/core/ids.ts';
import type { Clock, Ids, Log, Metrics, Random } from '../../src/core/ports/world.ts';

/** A clock that stands still until a test moves it. */
export type ManualClock = Clock & {
  /** Moves time on, waking sleepers in order and letting each of them run before the next. */
  advance(ms: number): Promise<void>;
  /** Moves time from sleeper to sleeper until the promise settles, and gives its result. */
  runUntil<T>(promise: Promise<T>): Promise<T>;
  /** How many sleep now. */
  sleepers(): number;
};

type Sleeper = { readonly atMs: number; readonly wake: () => void };

/** Noon in UTC on a day in the middle of a month: no window ends near it. */
export const noonMs = Date.UTC(2026, 0, 15, 12);

/** What marks of forgotten people are made with. */
export const personKey = new Uint8Array(32).fill(7);

export function manualClock(startMs = noonMs): ManualClock {
  let now = startMs;
  const sleeping = new Set<Sleeper>();

  function earliest(): Sleeper | null {
    let first: Sleeper | null = null;
    for (const sleeper of sleeping) if (!first || sleeper.atMs < first.atMs) first = sleeper;
    return first;
  }

  async function wake(sleeper: Sleeper): Promise<void> {
    now = Math.max(now, sleeper.atMs);
    sleeper.wake();
    await turn();
  }

  return {
    nowMs: () => now,
    sleepers: () => sleeping.size,
    sleep(ms, signal) {
      if (signal?.aborted || ms <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          sleeping.delete(sleeper);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const sleeper: Sleeper = { atMs: now + ms, wake: done };
        sleeping.add(sleeper);
        signal?.addEventListener('abort', done, { once: true });
      });
    },
    async advance(ms) {
      const targetMs = now + ms;
      await turn();
      for (let next = earliest(); next && next.atMs <= targetMs; next = earliest()) await wake(next);
      now = targetMs;
    },
    async runUntil(promise) {
      const running = new Set([promise]);
      const settle = (): void => {
        running.delete(promise);
      };
      promise.then(settle, settle);
      for (await turn(); running.size > 0; await turn()) {
        const next = earliest();
        if (next) await wake(next);
      }
      return promise;
    },
  };
}

/** One turn of the event loop: every promise that can go on has gone on. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Chance that is the same for the same seed. Its secrets are none. */
export function seededRandom(seed = 1): Random {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const byte = (): string => {
    const value = Math.floor(fraction() * 256);
    return value.toString(16).padStart(2, '0');
  };
  return { fraction, secretHex: (bytes) => Array.from({ length: bytes }, byte).join('') };
}

/** Ids in the order they were asked for: `job_…0001`, `att_…0002`. Two sources must start apart. */
export function sequentialIds(first = 1): Ids {
  let last = first - 1;
  return {
    next<K extends IdKind>(kind: K): Id<K> {
      last += 1;
      return formatId(kind, String(last).padStart(26, '0'));
    },
  };
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export const silentMetrics: Metrics = { count: () => undefined, observe: () => undefined };
