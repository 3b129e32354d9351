import { describe, expect, it } from 'vitest';
import type { Command, SetUp } from '../../src/bots/grammar/command.ts';
import { fieldOf } from '../../src/bots/grammar/field.ts';
import { parseOptions } from '../../src/bots/grammar/parse-options.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';
import { DOLLAR_MICRO_USD } from '../../src/core/money.ts';

const context = { engines: null };
const typed = (text: string): Command => parseText('video-admin', `setup ${text}`.trim(), context);
const [one, two] = ['81384788765712384', '81384788765712385'] as const;

type Means = Partial<Omit<SetUp, 'settings'>> & { readonly reason?: string };

function means(settings: SetUp['settings'], { allowance = null, cap = null, reason }: Means = {}): Command {
  return { kind: 'admin', command: { kind: 'setup', setUp: { settings, allowance, cap }, reason: reason ?? null } };
}

const tenADay = { kind: 'set', limit: { unit: 'videos', window: 'day', amount: 10 } } as const;
const fiveDollars = { kind: 'set', limit: { unit: 'usd_micro', window: 'day', amount: 5 * DOLLAR_MICRO_USD } } as const;
const noCap = { kind: 'unset', key: { unit: 'usd_micro', window: 'day' } } as const;

describe('/video-admin setup', () => {
  it.each<[string, Command]>([
    ['', means({})],
    ['--cap $5', means({}, { cap: fiveDollars })],
    ['--cap $5 a day', means({}, { cap: fiveDollars })],
    ['—max $5/day --reason the month was dear', means({}, { cap: fiveDollars, reason: 'the month was dear' })],
    ['--cap none', means({}, { cap: noCap })],
    ['--allowance 10/day', means({}, { allowance: tenADay })],
    ['--allowance 10 videos a day --cap 5 dollars', means({}, { cap: fiveDollars, allowance: tenADay })],
    [`--channels <#${one}>`, means({ channels: [one] })],
    [`--channels <#${one}> <#${two}> --log <#${two}>`, means({ channels: [one, two], logChannel: two })],
    [`--only <#${one}>, <#${two}>`, means({ channels: [one, two] })],
    ['--channels everywhere', means({ channels: null })],
    ['--log none', means({ logChannel: null })],
    ['--clear channels', means({ channels: null })],
    ['--clear cap', means({}, { cap: noCap })],
    ['--clear log', means({ logChannel: null })],
    ['--clear allowance', means({}, { allowance: { kind: 'default' } })],
    ['--clear log --cap $5', means({ logChannel: null }, { cap: fiveDollars })],
  ])('%s', (text, command) => {
    expect(typed(text)).toEqual(command);
  });

  it.each([
    ['--cap five', 'cap', 'dollars'],
    ['--cap', 'cap', 'dollars'],
    ['--channels videos', 'channels', 'channels'],
    [`--log <#${one}> <#${two}>`, 'log', 'channels'],
    ['--clear everything', 'clear', 'choice'],
    [`--channels <#${one}> --clear channels`, 'channels', 'without'],
    ['$5', null, 'nothing_more'],
  ])('%s: nothing is done, and what is wrong is named', (text, option, kind) => {
    expect(typed(text)).toMatchObject({ kind: 'mistake', problems: [{ option, expected: { kind } }] });
  });

  it('means the same in typed options, where a channel is its id and several are mentions in a text', () => {
    const options = { channels: `<#${one}> <#${two}>`, log: two, cap: '$5', allowance: '10/day', clear: null };
    const all = means({ channels: [one, two], logChannel: two }, { cap: fiveDollars, allowance: tenADay });
    expect(parseOptions('video-admin setup', options, context)).toEqual(all);
  });

  it('is asked for by fields that platforms can draw', () => {
    expect(fieldOf({ kind: 'channels', max: 1 })).toEqual({ type: 'channels', max: 1 });
    expect(fieldOf({ kind: 'dollars' })).toMatchObject({
      type: 'suggest',
      values: expect.arrayContaining(['$5', 'none']),
    });
  });
});
