import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeChannels } from '../../../src/bots/grammar/channels.ts';
import { dollarsMax, judgeDollars } from '../../../src/bots/grammar/dollars.ts';
import { DOLLAR_MICRO_USD } from '../../../src/core/money.ts';

const money = (amount: number | null) => ({
  kind: 'dollars',
  microUsd: amount === null ? null : Math.round(amount * DOLLAR_MICRO_USD),
});

describe('an amount of real money is read however it is written', () => {
  it.each([
    ['$5', money(5)],
    ['5', money(5)],
    ['5$', money(5)],
    ['$ 5', money(5)],
    ['5 dollars', money(5)],
    ['5 usd a day', money(5)],
    ['$5/day', money(5)],
    ['$5 per day', money(5)],
    ['$5 daily', money(5)],
    ['$2.50', money(2.5)],
    ['$0.07', money(0.07)],
    ['$1,000', money(1_000)],
    ['500 credits', money(5)],
    ['500 credits a day', money(5)],
    ['0', money(0)],
    ['none', money(null)],
    ['unlimited', money(null)],
  ])('%s', (text, judged) => {
    expect(judgeDollars(text)).toEqual(judged);
  });
});

describe('what is no such amount is never taken for one', () => {
  it.each([
    ['-5', '$0'],
    ['-$5', '$0'],
    ['$5.555', '$5.55'],
    ['2.5 credits', '$0.02'],
    ['$1000000', `$${dollarsMax}`],
    ['$5 a week', null],
    ['five', null],
    ['', null],
    ['5 5', null],
    ['€5', null],
  ])('%s: the nearest is %j', (text, nearest) => {
    expect(judgeDollars(text)).toEqual({ kind: 'wrong', nearest });
  });

  it('and the nearest is an amount itself, and never more than was said', () => {
    const parts = fc.record({
      sign: fc.constantFrom('', '-'),
      whole: fc.nat({ max: 10 * dollarsMax }),
      fraction: fc.constantFrom('', '.5', '.05', '.005', '.999'),
      unit: fc.constantFrom('', ' credits', ' a day'),
    });
    fc.assert(
      fc.property(parts, ({ sign, whole, fraction, unit }) => {
        const judged = judgeDollars(`${sign}${whole}${fraction}${unit}`);
        const meant = judged.kind === 'wrong' ? judgeDollars(judged.nearest ?? '') : judged;
        const said = Number(`${whole}${fraction}`) / (unit === ' credits' ? 100 : 1);
        expect(meant.kind === 'dollars' ? meant.microUsd : null).toSatisfy(
          (microUsd: number) => Number.isSafeInteger(microUsd) && microUsd <= said * DOLLAR_MICRO_USD,
        );
      }),
    );
  });
});

const snowflake = '81384788765712384';
const channels = (...ids: string[]) => ({ kind: 'channels', channels: ids });

describe('channels', () => {
  it.each([
    [`<#${snowflake}>`, channels(snowflake)],
    ['<#C024BE7LH|videos>', channels('C024BE7LH')],
    [`<#${snowflake}> <#2>, <#2>`, channels(snowflake, '2')],
    [snowflake, channels(snowflake)],
    ['C024BE7LH', channels('C024BE7LH')],
    ['everywhere', { kind: 'channels', channels: null }],
    ['None', { kind: 'channels', channels: null }],
    ['#videos', { kind: 'wrong', nearest: null }],
    [`<#${snowflake}> videos`, { kind: 'wrong', nearest: null }],
    ['', { kind: 'wrong', nearest: null }],
    ['<@81384788765712384>', { kind: 'wrong', nearest: null }],
  ])('%j where only mentions say which is meant', (text, judged) => {
    expect(judgeChannels(text, 9, null)).toEqual(judged);
  });

  const known = [
    { id: 'c-1', name: 'General' },
    { id: 'c-2', name: 'videos' },
  ];
  it.each([
    ['#general', channels('c-1')],
    ['general #Videos', channels('c-1', 'c-2')],
    ['<#c-2>', channels('c-2')],
    ['#genral', { kind: 'wrong', nearest: '#General' }],
    ['<#c-9>', { kind: 'wrong', nearest: null }],
  ])('%j where their names are known: nothing else is taken', (text, judged) => {
    expect(judgeChannels(text, 9, known)).toEqual(judged);
  });

  it('are no more than an option takes', () => {
    expect(judgeChannels('<#1> <#2>', 1, null)).toEqual({ kind: 'wrong', nearest: null });
  });
});
