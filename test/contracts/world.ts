import { describe, expect, it } from 'vitest';
import { isId } from '../../src/core/ids.ts';
import type { Clock, Ids, Random } from '../../src/core/ports/world.ts';

export type World = {
  readonly clock: Clock;
  /** Lets `ms` pass on the clock: by moving it, or by waiting. */
  readonly pass: (ms: number) => Promise<void>;
  readonly random: Random;
  readonly ids: Ids;
};

/** What core relies on of time, chance and ids. */
export function worldContract(name: string, open: () => World): void {
  describe(`world: ${name}`, () => {
    it('tells the time in whole milliseconds that do not run backwards', async () => {
      const { clock, pass } = open();
      const beforeMs = clock.nowMs();
      await pass(3);
      expect(Number.isSafeInteger(beforeMs)).toBe(true);
      expect(clock.nowMs()).toBeGreaterThanOrEqual(beforeMs + 2);
    });

    it('wakes a sleeper not before its time', async () => {
      const { clock, pass } = open();
      const beforeMs = clock.nowMs();
      const slept = clock.sleep(5).then(() => clock.nowMs());
      await pass(6);
      expect((await slept) - beforeMs).toBeGreaterThanOrEqual(4);
    });

    it('wakes a sleeper at once, without an error, when its signal aborts', async () => {
      const { clock } = open();
      const alarm = new AbortController();
      const slept = clock.sleep(3_600_000, alarm.signal);
      alarm.abort();
      await expect(slept).resolves.toBeUndefined();
      await expect(clock.sleep(3_600_000, alarm.signal)).resolves.toBeUndefined();
    });

    it('draws fractions from 0 up to but not including 1, not all the same', () => {
      const { random } = open();
      const drawn = Array.from({ length: 200 }, () => random.fraction());
      expect(drawn.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true);
      expect(new Set(drawn).size).toBeGreaterThan(100);
    });

    it('makes secrets of the length asked for, in hex', () => {
      const { random } = open();
      expect(random.secretHex(16)).toMatch(/^[0-9a-f]{32}$/);
      expect(random.secretHex(16)).not.toBe(random.secretHex(16));
    });

    it('makes ids of their kind that never repeat and sort by the time they were made', async () => {
      const { ids, pass } = open();
      const made: string[] = [];
      for (let round = 0; round < 5; round += 1) {
        made.push(ids.next('job'));
        await pass(2);
      }
      expect(made.every((id) => isId('job', id))).toBe(true);
      expect(made.toSorted()).toEqual(made);
      expect(new Set(made).size).toBe(made.length);
    });
  });
}
