import * as fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';

/** What happens to the money of a tenant, one thing at a time. `pick` is one of those that there are. */
export type Step =
  | {
      readonly do: 'ask';
      readonly who: number;
      readonly jobs: number;
      readonly price: number;
      readonly as: 'member' | 'operator';
      readonly toy: boolean;
    }
  | { readonly do: 'ask a moderator'; readonly who: number; readonly jobs: number; readonly price: number }
  | {
      readonly do: 'decide';
      readonly pick: number;
      readonly verdict: 'approve' | 'with credits' | 'deny';
      readonly credits: number;
    }
  | { readonly do: 'go on'; readonly pick: number; readonly turns: number; readonly to: Ending }
  | {
      readonly do: 'grant';
      readonly who: number;
      readonly unit: 'videos' | 'usd_micro';
      readonly amount: number;
      readonly forMs: number | null;
    }
  | { readonly do: 'reset'; readonly who: number }
  | {
      readonly do: 'set';
      readonly subject: 'first' | 'second' | 'role:r1' | 'default' | 'budget';
      readonly unit: 'videos' | 'usd_micro';
      readonly window: WindowName;
      readonly amount: number | null;
    }
  | { readonly do: 'take back'; readonly subject: 'first' | 'role:r1' | 'default' | 'budget' }
  | { readonly do: 'role'; readonly who: number; readonly has: boolean }
  | { readonly do: 'block'; readonly who: number; readonly forMs: number | null | 'lift' }
  | { readonly do: 'move to'; readonly timeZone: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'wait until'; readonly window: WindowName; readonly offMs: number };

export type WindowName = 'hour' | 'day' | 'week' | 'month';

/** What becomes of a video next, the last ones in two turns. */
export type Ending = (typeof turns)[number];
export type Turn = Exclude<Ending, keyof typeof twice>;

export const twice = {
  'never answered': ['given up', 'given up'],
  'made after all': ['given up', 'late'],
  'failed after all': ['given up', 'failed and billed'],
} as const;

const turns = [
  'next',
  'next',
  'next',
  'next',
  'cheaper',
  'dearer',
  'failed',
  'failed and billed',
  'refused and billed',
  'unusable',
  'not allowed',
  'cancelled',
  'given up',
  'never answered',
  'never answered',
  'made after all',
  'made after all',
  'failed after all',
  'lost',
  'late',
  'stopped by the engine',
] as const;

/** With and without daylight saving, half an hour of it, at midnight, and on both sides of the date line. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
] as const;

/** Before the clocks change somewhere of these, and in between. */
export const beginnings = fc.constantFrom(
  Date.UTC(2026, 0, 15, 12),
  Date.UTC(2026, 2, 28, 20),
  Date.UTC(2026, 2, 7, 22),
  Date.UTC(2026, 3, 4, 10),
  Date.UTC(2026, 9, 24, 20),
  Date.UTC(2026, 9, 31, 22),
  Date.UTC(2026, 11, 31, 9),
);

const who = fc.nat(1);
const pick = fc.constantFrom(0, 0, 0, 1, 2, 5);
const price = fc.constantFrom(0, 100_000, 300_000, 300_000, 700_000, 1_600_000);
const jobs = fc.constantFrom(1, 1, 1, 2, 3);
const unit = fc.constantFrom('videos', 'usd_micro');
const window = fc.constantFrom('hour', 'day', 'week', 'month');
const lengths = fc.constantFrom(1, MINUTE, HOUR, HOUR, 5 * HOUR, DAY, 2 * DAY, 6 * DAY, 31 * DAY);
const subject = fc.constantFrom('first', 'second', 'role:r1', 'default', 'budget');
const amounts = {
  videos: fc.constantFrom(0, 1, 2, 4, 9, null),
  usd_micro: fc.constantFrom(0, 400_000, 900_000, 3_000_000, null),
};

const is = <K extends Step['do']>(kind: K): fc.Arbitrary<K> => fc.constant(kind);
const setting = (of: 'videos' | 'usd_micro'): fc.Arbitrary<Step> =>
  fc.record({ do: is('set'), subject, unit: fc.constant(of), window, amount: amounts[of] });

type Weighted = { readonly weight: number; readonly arbitrary: fc.Arbitrary<Step> };

const weighted: readonly Weighted[] = [
  {
    weight: 7,
    arbitrary: fc.record({
      do: is('ask'),
      who,
      jobs,
      price,
      as: fc.constantFrom('member', 'member', 'member', 'member', 'operator'),
      toy: fc.constantFrom(false, false, true),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: is('ask a moderator'), who, jobs, price }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: is('decide'),
      pick,
      verdict: fc.constantFrom('approve', 'approve', 'with credits', 'deny'),
      credits: fc.constantFrom(100_000, 900_000, 5_000_000),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      do: is('go on'),
      pick,
      turns: fc.constantFrom(0, 0, 1, 2, 3, 4),
      to: fc.constantFrom(...turns),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is('grant'),
      who,
      unit: fc.constant('videos'),
      amount: fc.integer({ min: 1, max: 3 }),
      forMs: fc.constantFrom(null, HOUR, 3 * DAY),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is('grant'),
      who,
      unit: fc.constant('usd_micro'),
      amount: fc.constantFrom(1, 250_000, 450_000, 2_000_000),
      forMs: fc.constantFrom(null, HOUR, 3 * DAY),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('reset'), who }) },
  { weight: 1, arbitrary: unit.chain(setting) },
  {
    weight: 1,
    arbitrary: fc.record({ do: is('take back'), subject: fc.constantFrom('first', 'role:r1', 'default', 'budget') }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('role'), who, has: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: is('block'), who, forMs: fc.constantFrom<number | null | 'lift'>(null, HOUR, 'lift') }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('move to'), timeZone: fc.constantFrom(...zones) }) },
  { weight: 3, arbitrary: fc.record({ do: is('wait'), ms: lengths }) },
  { weight: 2, arbitrary: fc.record({ do: is('wait until'), window, offMs: fc.constantFrom(-1, 0, 1) }) },
];

export const stories = fc.array(fc.oneof(...weighted), { minLength: 8, maxLength: 45 });
