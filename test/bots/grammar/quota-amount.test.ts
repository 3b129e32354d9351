import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeQuotaAmount, quotaAmountMax } from '../../../src/bots/grammar/quota-amount.ts';
import { CREDIT_MICRO_USD } from '../../../src/core/money.ts';
import type { WindowKind } from '../../../src/core/window.ts';

const videos = (window: WindowKind, amount: number) => ({
  kind: 'change',
  change: { kind: 'set', limit: { unit: 'videos', window, amount } },
});
const credits = (window: WindowKind, amount: number) => ({
  kind: 'change',
  change: { kind: 'set', limit: { unit: 'usd_micro', window, amount: amount * CREDIT_MICRO_USD } },
});

const cap = (unit: 'jobs' | 'requests', window: 'at_once' | 'minute', amount: number) => ({
  kind: 'change',
  change: { kind: 'set', limit: { unit, window, amount } },
});

describe('an amount is read however it is written', () => {
  it.each([
    ['10/day', videos('day', 10)],
    ['10 / day', videos('day', 10)],
    ['10 per day', videos('day', 10)],
    ['10 a day', videos('day', 10)],
    ['10/d', videos('day', 10)],
    ['10d', videos('day', 10)],
    ['10 daily', videos('day', 10)],
    ['+10/day', videos('day', 10)],
    ['10 videos/day', videos('day', 10)],
    ['10 videos per day', videos('day', 10)],
    ['1 video every day', videos('day', 1)],
    ['0/day', videos('day', 0)],
    ['50 clips a month', videos('month', 50)],
    ['200 credits/day', credits('day', 200)],
    ['200cr/d', credits('day', 200)],
    ['200 c / month', credits('month', 200)],
    ['1,000 credits/month', credits('month', 1_000)],
    ['1.000 credits/month', credits('month', 1_000)],
    ['10/week', videos('week', 10)],
    ['10 videos an hour', videos('hour', 10)],
    ['200 credits weekly', credits('week', 200)],
    ['200cr/h', credits('hour', 200)],
    ['2 at once', cap('jobs', 'at_once', 2)],
    ['2 videos at a time', cap('jobs', 'at_once', 2)],
    ['2 in parallel', cap('jobs', 'at_once', 2)],
    ['5/minute', cap('requests', 'minute', 5)],
    ['5 requests a minute', cap('requests', 'minute', 5)],
    ['daily 10', { kind: 'wrong', nearest: null }],
    ['unlimited', { kind: 'change', change: { kind: 'unlimited', unit: null } }],
    ['no limit', { kind: 'change', change: { kind: 'unlimited', unit: null } }],
    ['∞', { kind: 'change', change: { kind: 'unlimited', unit: null } }],
    ['unlimited videos', { kind: 'change', change: { kind: 'unlimited', unit: 'videos' } }],
    ['no limit on credits', { kind: 'change', change: { kind: 'unlimited', unit: 'usd_micro' } }],
    ['default', { kind: 'change', change: { kind: 'default' } }],
  ])('%s', (text, judged) => {
    expect(judgeQuotaAmount(text)).toEqual(judged);
  });
});

describe('a mistake is never taken for an amount, and the nearest is never more than was asked for', () => {
  it.each([
    ['10', '10/day'],
    ['10 videos', '10/day'],
    ['200 credits', '200 credits/day'],
    ['10/wek', '10/week'],
    ['10/fortnight', '10/month'],
    ['10/huor', '10/hour'],
    ['2.5 at once', '2 at once'],
    ['-1 at once', '0 at once'],
    ['99999/minute', '1000/minute'],
    ['10/m', '10/month'],
    ['10 vidoes/day', '10/day'],
    ['200 creditts per day', '200 credits/day'],
    ['200 credits/dya', '200 credits/day'],
    ['2.5/day', '2/day'],
    ['-5/day', '0/day'],
    ['99999/day', '10000/day'],
    ['99999999 credits/day', '1000000 credits/day'],
    ['10/day/month', '10/day'],
    ['10 videos credits/day', '10/day'],
    ['unlimted', 'unlimited'],
    ['defualt', 'default'],
    ['unlimited bananas', 'unlimited'],
    ['007/day', null],
    ['none', null],
    ['', null],
  ])('%s', (text, nearest) => {
    expect(judgeQuotaAmount(text)).toEqual({ kind: 'wrong', nearest });
  });
});

it('whatever is typed gives a whole amount within bounds, or a nearest that is itself understood', () => {
  const piece = fc.oneof(
    fc.constantFrom('10', '200', '1,000', '/', 'day', 'd', 'week', 'month', 'videos', 'credits', 'per', ' ', '-', '.'),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
      const judged = judgeQuotaAmount(pieces.join('').trim().toLowerCase());
      if (judged.kind === 'wrong') {
        if (judged.nearest !== null) expect(judgeQuotaAmount(judged.nearest).kind).toBe('change');
        return;
      }
      if (judged.change.kind !== 'set') return;
      const { unit, amount } = judged.change.limit;
      const max = unit === 'videos' ? quotaAmountMax.videos : quotaAmountMax.credits * CREDIT_MICRO_USD;
      expect(Number.isSafeInteger(amount) && amount >= 0 && amount <= max).toBe(true);
    }),
    { numRuns: 500 },
  );
});
