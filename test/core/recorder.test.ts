import { describe, expect, test } from 'vitest';

import { type Outcome, recordSurely } from '../../src/core/recorder.ts';
import { type Store, StoreUnavailable } from '../../src/core/ports/store.ts';
import { newStatus } from '../../src/core/life/status.ts';
import { SECOND } from '../../src/core/time.ts';
import { manualClock, seededRandom } from '../doubles/world.ts';
import { aClip, aDelivery, aJob, collectLog, idOf, lease } from './samples.ts';

const accepted: Outcome = { kind: 'accepted', attemptId: idOf('attempt'), taskId: 'task-1' };
const running = new AbortController().signal;

type Recording = Pick<Store, 'record' | 'recordDelivery' | 'recordStatus'>;

/** Records as the test says; the first `failures` calls find the store away. */
function recorder(failures: number, more: Partial<Recording> = {}) {
  const clock = manualClock();
  const log = collectLog();
  const calls: { readonly of: keyof Recording; readonly atMs: number }[] = [];
  const begin = clock.nowMs();
  const tried = async (of: keyof Recording): Promise<void> => {
    calls.push({ of, atMs: clock.nowMs() - begin });
    if (calls.length <= failures) throw new StoreUnavailable('busy');
  };
  const store: Recording = {
    record: async () => {
      await tried('record');
      return { kind: 'changed', now: aJob() };
    },
    recordDelivery: async () => {
      await tried('recordDelivery');
      return { kind: 'changed', now: aDelivery() };
    },
    recordStatus: async () => {
      await tried('recordStatus');
      return { kind: 'changed', now: newStatus(idOf('request'), 0) };
    },
    ...more,
  };
  return { deps: { store, clock, random: seededRandom(), log }, clock, calls, log };
}

describe('recording surely', () => {
  test('an answer is tried again until the store is back, however long that takes: it exists nowhere else', async () => {
    const { deps, clock, calls, log } = recorder(40);
    const recorded = await clock.runUntil(recordSurely(accepted, deps, running));
    expect(recorded).toMatchObject({ kind: 'changed' });
    expect(calls).toHaveLength(41);
    expect(log.errors).toHaveLength(40);
  });

  test('waits longer from try to try, half a minute at most', async () => {
    const { deps, clock, calls } = recorder(20);
    await clock.runUntil(recordSurely(accepted, deps, running));
    const waits = calls.slice(1).map(({ atMs }, n) => atMs - (calls[n]?.atMs ?? 0));
    expect(waits[0]).toBeLessThanOrEqual(SECOND / 4);
    expect(waits[1]).toBeLessThanOrEqual(SECOND / 2);
    expect(Math.max(...waits)).toBeGreaterThan(15 * SECOND - 1);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30 * SECOND);
  });

  test('goes on for fifteen seconds after the stop, so that a short absence loses nothing, and then gives up', async () => {
    const stopping = new AbortController();
    const { deps, clock, calls } = recorder(1_000);
    const recorded = recordSurely(accepted, deps, stopping.signal);
    await clock.advance(60_000);
    const before = calls.length;
    stopping.abort();
    const stoppedAtMs = clock.nowMs();
    expect(await clock.runUntil(recorded)).toBeNull();
    expect(clock.nowMs() - stoppedAtMs).toBe(15_000);
    expect(calls.length).toBeGreaterThan(before + 1);
  });

  test('is tried once at least after the stop, since the store may well be there', async () => {
    const { deps } = recorder(0);
    expect(await recordSurely(accepted, deps, AbortSignal.abort())).toMatchObject({ kind: 'changed' });
  });

  test('an error that is a bug is not tried again', async () => {
    const { deps, calls } = recorder(0, { record: () => Promise.reject(new TypeError('bug')) });
    await expect(recordSurely(accepted, deps, running)).rejects.toThrow('bug');
    expect(calls).toEqual([]);
  });

  test('an answer that contradicts the recorded one is told to the operator', async () => {
    const { deps, log } = recorder(0, { record: async () => ({ kind: 'ignored', why: 'conflict' }) });
    await recordSurely(accepted, deps, running);
    expect(log.errors).toEqual(['an answer contradicts the one recorded']);
  });

  test('what is ignored for a normal reason is told to nobody', async () => {
    const { deps, log } = recorder(0, { record: async () => ({ kind: 'ignored', why: 'moved_on' }) });
    expect(await recordSurely(accepted, deps, running)).toEqual({ kind: 'ignored', why: 'moved_on' });
    expect(log.errors).toEqual([]);
  });

  const deliveryId = idOf('delivery');
  const outcomes: readonly (readonly [Outcome, keyof Recording])[] = [
    [accepted, 'record'],
    [{ kind: 'fetched', attemptId: idOf('attempt'), clip: aClip(), deliveryId }, 'record'],
    [{ kind: 'sent', deliveryId, message: 'm1' }, 'recordDelivery'],
    [{ kind: 'undeliverable', deliveryId, reason: 'gave_up' }, 'recordDelivery'],
    [{ kind: 'delivery_postponed', deliveryId, lease, dueAtMs: 1 }, 'recordDelivery'],
  ];
  test.each(outcomes)('%j goes to %s', async (outcome, of) => {
    const { deps, calls } = recorder(0);
    await recordSurely(outcome, deps, running);
    expect(calls.map((call) => call.of)).toEqual([of]);
  });
});
