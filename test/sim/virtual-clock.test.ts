import { describe, expect, test } from 'vitest';
import { createVirtualClock } from './virtual-clock.ts';

const startMs = 1_000_000;
const never = (): boolean => false;

describe('the virtual clock', () => {
  test('runs timers by time, and those of one moment in the order in which they were set', async () => {
    const clock = createVirtualClock(startMs);
    const ran: string[] = [];
    const note = (name: string, ms: number): void =>
      void clock.after('a', ms, () => ran.push(`${name}@${clock.nowMs()}`));
    note('late', 500);
    for (const name of ['first', 'second', 'third']) note(name, 20);
    note('soon', 10);
    expect(await clock.runUntil(never, startMs + 1_000)).toBe('idle');
    expect(ran).toEqual(['soon@1000010', 'first@1000020', 'second@1000020', 'third@1000020', 'late@1000500']);
  });

  test('lets what a timer began go as far as it can before the next timer', async () => {
    const clock = createVirtualClock(startMs);
    const ran: string[] = [];
    const chain = async (): Promise<void> => {
      for (let step = 1; step <= 50; step += 1) await Promise.resolve();
      ran.push('chain');
    };
    const pending: Promise<void>[] = [];
    clock.after('a', 1, () => pending.push(chain()));
    clock.after('a', 2, () => ran.push('timer'));
    await clock.runUntil(never, startMs + 10);
    await Promise.all(pending);
    expect(ran).toEqual(['chain', 'timer']);
  });

  test('stops at its limit with the time at the limit, and when it is told that all is done', async () => {
    const clock = createVirtualClock(startMs);
    let ticks = 0;
    const tick = (): void => {
      ticks += 1;
      clock.after('a', 100, tick);
    };
    tick();
    expect(await clock.runUntil(() => ticks === 3, startMs + 5_000)).toBe('done');
    expect(clock.nowMs()).toBe(startMs + 200);
    expect(await clock.runUntil(never, startMs + 950)).toBe('limit');
    expect(clock.nowMs()).toBe(startMs + 950);
  });

  test('a sleep ends at once when its signal aborts, and leaves no timer', async () => {
    const clock = createVirtualClock(startMs);
    const alarm = new AbortController();
    const slept = clock.sleep('a', 60_000, alarm.signal);
    expect(clock.pending('a')).toBe(1);
    alarm.abort();
    await slept;
    expect(clock.pending('a')).toBe(0);
    expect(await clock.runUntil(never, startMs + 100_000)).toBe('idle');
    expect(clock.nowMs()).toBe(startMs);
  });

  test('the timers of one owner are dropped with it, and those of others stay', async () => {
    const clock = createVirtualClock(startMs);
    const ran: string[] = [];
    clock.after('dead', 10, () => ran.push('dead'));
    clock.after('alive', 20, () => ran.push('alive'));
    clock.drop('dead');
    await clock.runUntil(never, startMs + 100);
    expect(ran).toEqual(['alive']);
  });
});
