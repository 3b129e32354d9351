import { describe, expect, test } from 'vitest';
import { budgetOf } from '../../src/core/tenant.ts';
import { changedSettings, channelsMax, isTakenIn, nothingSetUp } from '../../src/core/tenant-settings.ts';

const budget = { perDayMicroUsd: 5_000_000, perMonthMicroUsd: 50_000_000 };

describe('the settings of a tenant', () => {
  test('change only in what is said, and remember when they were set up first', () => {
    const first = changedSettings(nothingSetUp, { channels: ['c1'] }, 7);
    expect(first).toEqual({ ...nothingSetUp, channels: ['c1'], setUpAtMs: 7 });
    const second = changedSettings(first, { perDayMaxMicroUsd: 0, channels: null }, 9);
    expect(second).toEqual({ ...nothingSetUp, perDayMaxMicroUsd: 0, setUpAtMs: 7 });
    expect(changedSettings(second, {}, 11)).toEqual(second);
  });

  test.each([{ perDayMaxMicroUsd: -1 }, { perDayMaxMicroUsd: 0.5 }, { channels: [] }])('are never %j', (change) => {
    expect(() => changedSettings(nothingSetUp, change, 1)).toThrow(RangeError);
  });

  test('hold no more channels than can be shown', () => {
    const channels = Array.from({ length: channelsMax + 1 }, (_, index) => `c${index}`);
    expect(() => changedSettings(nothingSetUp, { channels }, 1)).toThrow(RangeError);
  });
});

describe('where requests are taken', () => {
  test('is everywhere unless channels are named; then there, and in their threads', () => {
    expect(isTakenIn(nothingSetUp, 'c9')).toBe(true);
    const { channels } = { channels: ['c1', 'c2'] };
    expect([isTakenIn({ channels }, 'c2'), isTakenIn({ channels }, 'thread', 'c1')]).toEqual([true, true]);
    expect([isTakenIn({ channels }, 'c9'), isTakenIn({ channels }, 'thread', 'c9')]).toEqual([false, false]);
  });
});

test.each([
  [null, 5_000_000],
  [2_000_000, 2_000_000],
  [0, 0],
  [9_000_000, 5_000_000],
])(
  'with a ceiling of %j a tenant may spend %i a day: the smaller holds, and the month stays',
  (max, perDayMicroUsd) => {
    const settings = { ...nothingSetUp, perDayMaxMicroUsd: max };
    expect(budgetOf({ budget, settings })).toEqual({ ...budget, perDayMicroUsd });
    expect(budgetOf({ budget: null, settings })).toBeNull();
  },
);
