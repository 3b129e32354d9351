import { describe, expect, test } from 'vitest';
import { createProcess, type Process } from './process.ts';
import { createVirtualClock } from './virtual-clock.ts';

const startMs = 1_000_000;

function world(onCall: (process: Process, number: number) => void = () => undefined) {
  const clock = createVirtualClock(startMs);
  const killed: string[] = [];
  const process: Process = createProcess({
    name: 'app 1',
    clock,
    onCall: (number) => onCall(process, number),
    mayBeKilled: () => true,
    onFrozen: () => undefined,
    onKilled: (why) => killed.push(why),
  });
  const settle = (): Promise<unknown> => clock.runUntil(() => false, clock.nowMs() + 60_000);
  return { clock, process, killed, settle };
}

/** What became of a promise: `pending` as long as it has not settled. */
function fateOf(promise: Promise<unknown>): { now: unknown } {
  const fate: { now: unknown } = { now: 'pending' };
  promise.then(
    (value) => (fate.now = value),
    (error: unknown) => (fate.now = error),
  );
  return fate;
}

describe('a simulated process', () => {
  test('killed during a call, it never hears the answer, and the call takes effect all the same', async () => {
    const { process, clock, settle } = world();
    let effect = 0;
    const call = fateOf(
      process.call('engine.submit', async () => {
        await clock.sleep('world', 1_000);
        effect += 1;
      }),
    );
    clock.after('world', 500, () => process.kill('a power cut'));
    await settle();
    expect(effect).toBe(1);
    expect(call.now).toBe('pending');
  });

  test('once dead, it makes no more calls, and its timers never fire', async () => {
    const { process, settle, killed } = world();
    let effect = 0;
    const slept = fateOf(process.clock.sleep(100));
    process.kill('a power cut');
    const call = fateOf(process.call('store.record', async () => (effect += 1)));
    await settle();
    expect({ effect, slept: slept.now, call: call.now, killed }).toEqual({
      effect: 0,
      slept: 'pending',
      call: 'pending',
      killed: ['a power cut'],
    });
  });

  test('frozen, it hears answers and timers only when it thaws', async () => {
    const { process, clock, settle } = world();
    const heardAtMs: number[] = [];
    const call = process.call('engine.poll', () => clock.sleep('world', 10)).then(() => heardAtMs.push(clock.nowMs()));
    const slept = process.clock.sleep(20).then(() => heardAtMs.push(clock.nowMs()));
    clock.after('world', 5, () => process.freeze(1_000, 'by its machine'));
    await settle();
    await Promise.all([call, slept]);
    expect(heardAtMs).toEqual([startMs + 1_005, startMs + 1_005]);
  });

  test('can be struck before a call and after it, so that nothing or everything of it happened', async () => {
    for (const [at, expected] of [
      [1, 0],
      [2, 1],
    ] as const) {
      let effect = 0;
      const { process, settle } = world((self, number) => {
        if (number === at) self.kill('here');
      });
      const call = fateOf(process.call('store.record', async () => (effect += 1)));
      await settle();
      expect({ effect, call: call.now }).toEqual({ effect: expected, call: 'pending' });
    }
  });
});
