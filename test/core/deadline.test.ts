import { describe, expect, test } from 'vitest';

import { DeadlineExceeded, withDeadline } from '../../src/core/deadline.ts';
import { manualClock } from '../doubles/world.ts';

const never = new AbortController().signal;

/** Ends as `signal` does, as a well-behaved call would. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () =>
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted')),
    );
  });
}

describe('a call under a time limit', () => {
  test('in time gives its answer, and leaves no timer behind', async () => {
    const clock = manualClock();
    const answer = withDeadline(clock, 1_000, never, async () => {
      await clock.sleep(999);
      return 'answer';
    });
    await clock.advance(999);
    expect(await answer).toBe('answer');
    expect(clock.sleepers()).toBe(0);
  });

  test('gives undefined where that is the answer', async () => {
    expect(await withDeadline(manualClock(), 1_000, never, async () => undefined)).toBeUndefined();
  });

  test('that fails gives its own error, and leaves no timer behind', async () => {
    const clock = manualClock();
    const call = withDeadline(clock, 1_000, never, () => Promise.reject(new Error('refused')));
    await expect(call).rejects.toThrow('refused');
    expect(clock.sleepers()).toBe(0);
  });

  test('that throws before it is a promise gives its own error as well', async () => {
    const clock = manualClock();
    const call = withDeadline(clock, 1_000, never, () => {
      throw new Error('refused');
    });
    await expect(call).rejects.toThrow('refused');
    expect(clock.sleepers()).toBe(0);
  });

  test('is aborted at the limit and says how long was waited', async () => {
    const clock = manualClock();
    let aborted: unknown = null;
    const call = withDeadline(clock, 1_000, never, (signal) => {
      signal.addEventListener('abort', () => {
        aborted = signal.reason;
      });
      return untilAborted(signal);
    });
    const [result] = await Promise.all([call.catch((error: unknown) => error), clock.advance(1_000)]);
    expect(result).toBeInstanceOf(DeadlineExceeded);
    expect(String(result)).toContain('expected an answer within 1000 ms, got none');
    expect(aborted).toBe(result);
  });

  test('ends at the limit even when the call ignores its signal, so a deaf library stops nobody', async () => {
    const clock = manualClock();
    const deaf = new Promise<string>(() => undefined);
    const call = withDeadline(clock, 1_000, never, () => deaf);
    const [result] = await Promise.all([call.catch((error: unknown) => error), clock.advance(1_000)]);
    expect(result).toBeInstanceOf(DeadlineExceeded);
  });

  test('a failure after the limit disturbs nobody', async () => {
    const clock = manualClock();
    const call = withDeadline(clock, 1_000, never, async () => {
      await clock.sleep(5_000);
      throw new Error('too late');
    });
    const [result] = await Promise.all([call.catch((error: unknown) => error), clock.advance(10_000)]);
    expect(result).toBeInstanceOf(DeadlineExceeded);
  });

  test('is aborted with the signal around it', async () => {
    const clock = manualClock();
    const outer = new AbortController();
    const call = withDeadline(clock, 1_000, outer.signal, untilAborted);
    outer.abort(new Error('stopping'));
    await expect(call).rejects.toThrow('stopping');
    expect(clock.sleepers()).toBe(0);
  });
});
