import { expect, test } from 'vitest';

import { backoffMs } from '../../src/core/backoff.ts';
import { seededRandom } from '../doubles/world.ts';

const always = (fraction: number) => ({ ...seededRandom(), fraction: () => fraction });
const backoff = { firstMs: 1_000, maxMs: 60_000 };

test('the wait doubles from the first to the longest, and stays there', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 7].map((retries) => backoffMs(backoff, retries, always(1)));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
});

test('a random half of it is left out, never more, so that waiters come back one by one and nobody at once', () => {
  expect(backoffMs(backoff, 3, always(0))).toBe(4_000);
  expect(backoffMs(backoff, 3, always(0.5))).toBe(6_000);
  const random = seededRandom();
  const waits = Array.from({ length: 100 }, () => backoffMs(backoff, 3, random));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(4_000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(8_000);
  expect(new Set(waits).size).toBeGreaterThan(90);
});

test('the millionth try waits the longest time, a whole number of it', () => {
  expect(backoffMs(backoff, 1_000_000, always(1))).toBe(60_000);
  expect(backoffMs({ firstMs: 1, maxMs: Number.MAX_SAFE_INTEGER }, 1_000_000, always(0.3))).toSatisfy(Number.isInteger);
});
