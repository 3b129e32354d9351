import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  fromAllowance,
  type Funding,
  type Fundable,
  fundingsOf,
  type Room,
  videosMissing,
} from '../../src/core/funding.ts';
import type { OpenGrant } from '../../src/core/grant.ts';
import { noonMs } from '../doubles/world.ts';
import { aGrant } from './admission-case.ts';
import { idOf } from './samples.ts';

const job = (n: number, quoteMicroUsd = 100): Fundable => ({ id: idOf('job', n), quoteMicroUsd });
const grant = (n: number, more: Partial<OpenGrant>): OpenGrant => aGrant({ id: idOf('grant', n), ...more });
const nothing: Room = { videos: 0, usd_micro: 0 };

/** What pays each job, in short: `own`, or `1:60 2:40 usd_micro`. */
function short(jobs: readonly Fundable[], room: Room, grants: readonly OpenGrant[]): string[] | null {
  const fundings = fundingsOf(jobs, room, grants);
  const told = (funding: Funding | undefined): string => {
    if (funding === undefined) return 'nothing';
    if (funding.kind === 'allowance') return 'own';
    return [...funding.draws.map(({ grantId, amount }) => `${Number(grantId.slice(4))}:${amount}`), funding.unit].join(
      ' ',
    );
  };
  return fundings && jobs.map(({ id }) => told(fundings.get(id)));
}

describe('what pays a request', () => {
  const two = [job(1), job(2)];
  const cases: readonly (readonly [string, readonly Fundable[], Room, readonly OpenGrant[], string[] | null])[] = [
    ['the allowance where all fits', two, { videos: 2, usd_micro: 200 }, [grant(1, {})], ['own', 'own']],
    ['nothing where neither fits', two, { videos: 2, usd_micro: 199 }, [], null],
    [
      'the allowance first, then a grant',
      two,
      { videos: 1, usd_micro: 200 },
      [grant(1, {})],
      ['own', '1:100 usd_micro'],
    ],
    ['none of it where one job is left over', two, { videos: 1, usd_micro: 200 }, [grant(1, { left: 99 })], null],
    [
      'a cheap one of the allowance after a dear one of a grant',
      [job(1, 150), job(2, 50)],
      { videos: 9, usd_micro: 100 },
      [grant(1, {})],
      ['1:150 usd_micro', 'own'],
    ],
    ['never half of a job', [job(1)], { videos: 1, usd_micro: 99 }, [grant(1, { left: 1 })], null],
    ['videos before credits', [job(1)], nothing, [grant(1, {}), grant(2, { unit: 'videos', left: 1 })], ['2:1 videos']],
    ['a video whatever it costs', [job(1, 10 ** 9)], nothing, [grant(1, { unit: 'videos', left: 1 })], ['1:1 videos']],
    ['one video each', two, nothing, [grant(1, { unit: 'videos', left: 1 })], null],
    [
      'several grants together',
      [job(1)],
      nothing,
      [grant(1, { left: 60 }), grant(2, { left: 60 })],
      ['1:60 2:40 usd_micro'],
    ],
    [
      'those that end first',
      [job(1)],
      nothing,
      [
        grant(1, { left: 500 }),
        grant(2, { left: 70, expiresAtMs: noonMs + 2 }),
        grant(3, { left: 20, expiresAtMs: noonMs + 1 }),
      ],
      ['3:20 2:70 1:10 usd_micro'],
    ],
    [
      'of those that end together the older',
      [job(1)],
      nothing,
      [grant(1, { grantedAtMs: 2 }), grant(2, { grantedAtMs: 1 })],
      ['2:100 usd_micro'],
    ],
    ['for what is free, room for a video', [job(1, 0)], { videos: 1, usd_micro: 0 }, [], ['own']],
    ['for what is free, no credits where no video is left', [job(1, 0)], nothing, [grant(1, {})], null],
    [
      'the second from what the first left',
      two,
      nothing,
      [grant(1, { left: 150 }), grant(2, { left: 50 })],
      ['1:100 usd_micro', '1:50 2:50 usd_micro'],
    ],
    [
      'a limit that was lowered below what is used',
      [job(1)],
      { videos: -3, usd_micro: 900 },
      [grant(1, {})],
      ['1:100 usd_micro'],
    ],
  ];

  test.each(cases)('is %s', (_what, jobs, room, grants, expected) => {
    expect(short(jobs, room, grants)).toEqual(expected);
  });

  test('is exactly its price and no more than there is, and what is missing is told, whatever is asked for and given', () => {
    const prices = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 });
    const given = fc.array(
      fc.record({ unit: fc.constantFrom('videos', 'usd_micro'), left: fc.nat(60), expiresAtMs: fc.option(fc.nat(3)) }),
      { maxLength: 5 },
    );
    const rooms = fc.record({ videos: fc.integer({ min: -1, max: 5 }), usd_micro: fc.integer({ min: -1, max: 90 }) });
    fc.assert(
      fc.property(prices, given, rooms, (quotes, stakes, room) => {
        const jobs = quotes.map((quote, index) => job(index + 1, quote));
        const grants = stakes.map((stake, index) => grant(index + 1, stake));
        const missing = videosMissing(jobs, room, grants);
        const withVideos = (left: number) => fundingsOf(jobs, room, [...grants, grant(9, { unit: 'videos', left })]);
        expect(withVideos(missing)).not.toBeNull();
        if (missing > 0) expect(withVideos(missing - 1)).toBeNull();
        const fundings = fundingsOf(jobs, room, grants);
        expect(fundings === null).toBe(missing > 0);
        if (!fundings) return;
        const own = jobs.filter(({ id }) => fundings.get(id)?.kind === 'allowance');
        expect(own.length).toBeLessThanOrEqual(Math.max(0, room.videos));
        expect(own.reduce((sum, { quoteMicroUsd }) => sum + quoteMicroUsd, 0)).toBeLessThanOrEqual(
          Math.max(0, room.usd_micro),
        );
        const drawn = new Map<string, number>();
        for (const { id, quoteMicroUsd } of jobs) {
          const funding = fundings.get(id) ?? fromAllowance;
          if (funding.kind === 'allowance') continue;
          const sum = funding.draws.reduce((total, { amount }) => total + amount, 0);
          expect(sum).toBe(funding.unit === 'videos' ? 1 : quoteMicroUsd);
          for (const { grantId, amount } of funding.draws) {
            expect(grants.find((each) => each.id === grantId)?.unit).toBe(funding.unit);
            expect(amount).toBeGreaterThan(0);
            drawn.set(grantId, (drawn.get(grantId) ?? 0) + amount);
          }
        }
        for (const { id, left } of grants) expect(drawn.get(id) ?? 0).toBeLessThanOrEqual(left);
      }),
      { numRuns: 400, seed: 7 },
    );
  });
});
