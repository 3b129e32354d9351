import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyMadeAt, formatId } from './core/ids.ts';
import type { Clock, Ids, Random } from './core/ports/world.ts';

/** Longest wait that Node's timers keep; longer ones are cut into pieces. */
const timerMsMax = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  async sleep(ms, signal) {
    const untilMs = performance.now() + ms;
    for (let leftMs = ms; leftMs > 0 && !signal?.aborted; leftMs = untilMs - performance.now()) {
      // An abort ends the wait; it is not an error.
      await sleep(Math.min(leftMs, timerMsMax), undefined, signal ? { signal } : {}).catch(() => undefined);
    }
  },
};

export const systemRandom: Random = {
  fraction: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  secretHex: (bytes) => randomBytes(bytes).toString('hex'),
};

/** Ids whose body is ten characters of time and sixteen of chance, so that they sort by the time they were made. */
export function createIds(clock: Clock, random: Random): Ids {
  return { next: (kind) => formatId(kind, bodyMadeAt(clock.nowMs(), Buffer.from(random.secretHex(16), 'hex'))) };
}
