import { describe, expect, test } from 'vitest';
import { approvalDefaults } from '../../src/core/approval.ts';
import type { SetLimit } from '../../src/core/policy.ts';
import { budgetLimitsOf, budgetOf, budgetPolicyOf } from '../../src/core/tenant.ts';
import {
  blocklistMax,
  changedSettings,
  channelsMax,
  formerZonesDefaults,
  isPausedIn,
  isTakenIn,
  nothingSetUp,
  priceMaxOf,
  withFormerZone,
} from '../../src/core/tenant-settings.ts';
import { DAY } from '../../src/core/time.ts';

const budget = { perDayMicroUsd: 5_000_000, perMonthMicroUsd: 50_000_000 };

describe('the settings of a tenant', () => {
  test('change only in what is said, and remember when they were set up first', () => {
    const first = changedSettings(nothingSetUp, { channels: ['c1'] }, 7);
    expect(first).toEqual({ ...nothingSetUp, channels: ['c1'], setUpAtMs: 7 });
    const second = changedSettings(first, { priceMaxMicroUsd: 0, channels: null }, 9);
    expect(second).toEqual({ ...nothingSetUp, priceMaxMicroUsd: 0, setUpAtMs: 7 });
    expect(changedSettings(second, {}, 11)).toEqual(second);
  });

  test.each([
    { priceMaxMicroUsd: -1 },
    { priceMaxMicroUsd: 0.5 },
    { channels: [] },
    { blocklist: ['*'] },
    { blocklist: ['x'.repeat(blocklistMax.chars + 1)] },
    { accountAgeMsMin: -1 },
    { memberAgeMsMin: 0.5 },
  ])('are never %j', (change) => {
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

describe('what a request may cost without a yes', () => {
  test.each([
    [null, null, null],
    [null, 'mods', approvalDefaults.aboveMicroUsd],
    [7, null, 7],
    [0, 'mods', 0],
  ])('is, with a ceiling of %j and moderators asked in %j, %j', (priceMaxMicroUsd, approvalChannel, expected) => {
    expect(priceMaxOf({ ...nothingSetUp, priceMaxMicroUsd, approvalChannel })).toBe(expected);
  });
});

describe('a pause', () => {
  test('holds everywhere, or in a channel and its threads', () => {
    const at = (everywhere: boolean, ...channels: string[]) => ({ paused: { everywhere, channels } });
    expect([isPausedIn(at(false), ['c1']), isPausedIn(at(true), ['c1'])]).toEqual([false, true]);
    expect([isPausedIn(at(false, 'c1'), ['t', 'c1']), isPausedIn(at(false, 'c2'), ['c1'])]).toEqual([true, false]);
  });
});

describe('zones that a tenant had', () => {
  test('are kept as long as a window that was open in one can count', () => {
    const untilMs = 100 * DAY;
    const [old, lately] = [formerZonesDefaults.keptMs, formerZonesDefaults.keptMs - 1].map((ageMs) => {
      return { timeZone: 'UTC', untilMs: untilMs - ageMs };
    });
    const now = { timeZone: 'Asia/Tokyo', untilMs };
    expect(
      withFormerZone(
        [old, lately].filter((zone) => zone !== undefined),
        now,
      ),
    ).toEqual([lately, now]);
  });
});

describe('what a tenant may spend', () => {
  const day = (amount: number | null): SetLimit[] => [{ unit: 'usd_micro', window: 'day', amount }];

  test.each([
    [[], 5_000_000],
    [day(null), 5_000_000],
    [day(2_000_000), 2_000_000],
    [day(0), 0],
    [day(9_000_000), 5_000_000],
  ])('with %j of its own is %i a day: the smaller holds, and the month stays', (own, perDayMicroUsd) => {
    expect(budgetOf({ budget }, own)).toEqual({ ...budget, perDayMicroUsd });
    expect(budgetPolicyOf({ budget }, own)).toContainEqual(
      expect.objectContaining({ window: 'day', amount: perDayMicroUsd }),
    );
    expect(budgetOf({ budget: null }, own)).toBeNull();
  });

  test('is held to each limit of its own beside the operator’s, and to none without the operator’s leave', () => {
    const own = [{ unit: 'videos', window: 'hour', amount: 3 }] as const;
    expect(budgetLimitsOf({ budget }, own)).toHaveLength(3);
    expect(budgetLimitsOf({ budget: null }, own)).toEqual([]);
    expect(budgetPolicyOf({ budget: null }, own)).toEqual([{ ...own[0], source: 'own', role: null }]);
  });
});
