import { DAY } from '../../src/core/time.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Moves the clock until the promise settles. */
async function drive<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  promise.then(settle, settle);
  await clock.runUntil(() => isSettled, clock.nowMs() + DAY);
  if (!isSettled) throw new Error('expected an answer within a simulated day, got none');
  return promise;
}

/** A port whose calls move the clock themselves, for callers that know of no clock. */
export function driven<T extends object>(port: T, clock: VirtualClock): T {
  return new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        const result: unknown = Reflect.apply(value, target, given);
        return result instanceof Promise ? drive(clock, result) : result;
      };
    },
  });
}
