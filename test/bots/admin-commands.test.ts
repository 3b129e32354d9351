import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdminCommand, Command } from '../../src/bots/grammar/command.ts';
import { parseOptions } from '../../src/bots/grammar/parse-options.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';
import { personNameOf } from '../../src/bots/grammar/person.ts';
import { cleanText } from '../../src/bots/grammar/prompt-text.ts';

const context = { engines: null };
const admin = (text: string): Command => parseText('video-admin', text, context);
const means = (command: AdminCommand): Command => ({ kind: 'admin', command });

const everybody = { kind: 'everybody' } as const;
const person = (raw: string) => ({ kind: 'person', raw }) as const;
const perDay = (amount: number) => ({ kind: 'set', limit: { unit: 'videos', window: 'day', amount } }) as const;
const setting = (whose: typeof everybody | ReturnType<typeof person>, amount: number, reason: string | null = null) =>
  means({ kind: 'quota_set', whose, change: perDay(amount), reason });

describe('commands for moderators forgive as everything else does', () => {
  it.each<[string, Command]>([
    ['', means({ kind: 'help', topic: null })],
    ['help quota set', means({ kind: 'help', topic: 'quota set' })],
    ['help quota', means({ kind: 'help', topic: 'quota set' })],
    ['quota', means({ kind: 'quota_show', whose: everybody })],
    ['quota show', means({ kind: 'quota_show', whose: everybody })],
    ['quota show default', means({ kind: 'quota_show', whose: everybody })],
    ['quota show @Bo', means({ kind: 'quota_show', whose: person('@Bo') })],
    ['quota @Bo', means({ kind: 'quota_show', whose: person('@Bo') })],
    ['QUOTA Show <@81384788765712384>', means({ kind: 'quota_show', whose: person('<@81384788765712384>') })],
    ['quota set @Bo 10/day', setting(person('@Bo'), 10)],
    ['quota set @Bo 10 videos per day', setting(person('@Bo'), 10)],
    ['quota set @Bo Peep 10 / day', setting(person('@Bo Peep'), 10)],
    ['quota set @Bo 2 10/day', setting(person('@Bo 2'), 10)],
    ['quota set “Bo Peep” 10/day', setting(person('Bo Peep'), 10)],
    ['quota set <@U024BE7LH|bo> 10/day', setting(person('<@U024BE7LH|bo>'), 10)],
    ['quota set @Bo --amount 10 per day', setting(person('@Bo'), 10)],
    ['quota set --amount 10/day @Bo', setting(person('@Bo'), 10)],
    ['quota set —user @Bo —limit “10/day”', setting(person('@Bo'), 10)],
    ['quota set @Bo 10/day --reason won the prompt contest', setting(person('@Bo'), 10, 'won the prompt contest')],
    ['quota set @Bo １０/day —why “a treat”', setting(person('@Bo'), 10, 'a treat')],
    ['quota set default 10/day', setting(everybody, 10)],
    ['quota set Default 10/day', setting(everybody, 10)],
    ['quota set @default 10/day', setting(person('@default'), 10)],
    [
      'quota set @Bo unlimited',
      means({ kind: 'quota_set', whose: person('@Bo'), change: { kind: 'unlimited', unit: null }, reason: null }),
    ],
    [
      'quota set default default',
      means({ kind: 'quota_set', whose: everybody, change: { kind: 'default' }, reason: null }),
    ],
    ['remove #12', means({ kind: 'remove', number: 12, reason: null })],
    ['remove 12 --reason not for this channel', means({ kind: 'remove', number: 12, reason: 'not for this channel' })],
    ['remove --reason spam, again --number 12', means({ kind: 'remove', number: 12, reason: 'spam, again' })],
    ['remove #12 not for this channel', means({ kind: 'remove', number: 12, reason: 'not for this channel' })],
    ['moderators', means({ kind: 'moderators_list' })],
    ['moderators list', means({ kind: 'moderators_list' })],
    ['moderators add @Bo', means({ kind: 'moderators_add', who: person('@Bo') })],
    ['moderators ADD Bo Peep', means({ kind: 'moderators_add', who: person('Bo Peep') })],
    ['moderators remove <@T1:U2|bo>', means({ kind: 'moderators_remove', who: person('<@T1:U2|bo>') })],
    ['moderators remove —user @Bo', means({ kind: 'moderators_remove', who: person('@Bo') })],
    ['help moderators', means({ kind: 'help', topic: 'moderators list' })],
    ['usage', means({ kind: 'usage' })],
    ['audit', means({ kind: 'audit', about: null })],
    ['audit @Bo', means({ kind: 'audit', about: person('@Bo') })],
  ])('/video-admin %s', (text, command) => {
    expect(admin(text)).toEqual(command);
  });

  it('are the same as typed options', () => {
    const options = { who: '@Bo', amount: '10/day', reason: 'a treat' };
    expect(parseOptions('video-admin quota set', options, context)).toEqual(setting(person('@Bo'), 10, 'a treat'));
    expect(parseOptions('video-admin remove', { number: 12 }, context)).toEqual(
      means({ kind: 'remove', number: 12, reason: null }),
    );
    expect(parseOptions('videos quota', {}, context)).toEqual({ kind: 'quota' });
  });
});

describe('a mistake changes nothing and says what would have been right', () => {
  it.each<[string, object]>([
    ['quota set @Bo', { option: null, expected: { kind: 'quota_amount' }, got: '' }],
    ['quota set 10/day', { option: null, expected: { kind: 'person' }, got: '' }],
    ['quota set @Bo 10/week', { option: null, got: '10/week', nearest: '10/month' }],
    ['quota set @Bo Peep 10/week', { option: null, got: '10/week', nearest: '10/month' }],
    ['quota set @Bo 10', { option: null, got: '10', nearest: '10/day' }],
    ['quota set @ 10/day', { option: null, got: '@' }],
    ['quota set --who=@Bo --amount=10', { option: 'amount', got: '10', nearest: '10/day' }],
    ['quota @Bo 10/day', { expected: { kind: 'quota_set', amount: '10/day' }, got: '@Bo' }],
    ['quota <@T1:U2|bo> 10', { expected: { kind: 'quota_set', amount: '10/day' }, got: '<@T1:U2|bo>' }],
    ['quota sett', { expected: { kind: 'command' }, got: 'sett', nearest: '/video-admin quota set' }],
    ['quta show', { expected: { kind: 'command' }, got: 'quta', nearest: '/video-admin quota' }],
    ['412', { expected: { kind: 'command' }, got: '412' }],
    ['remove', { option: null, expected: { kind: 'needed_number' } }],
    ['remove latest', { option: null, expected: { kind: 'needed_number' } }],
    ['remove ball', { option: null, expected: { kind: 'video_number' }, got: 'ball' }],
    ['moderators add', { option: null, expected: { kind: 'person', orDefault: false }, got: '' }],
    ['moderators @Bo', { expected: { kind: 'command', commands: ['list', 'add', 'remove'] }, got: '@bo' }],
    ['usage today', { expected: { kind: 'nothing_more' }, got: 'today' }],
    ['quota set @Bo 10/day --amount 5/day', { option: 'amount', expected: { kind: 'once' } }],
    ['quota set @Bo 10/day --resaon=x', { expected: { kind: 'known_option' }, nearest: '--reason' }],
  ])('/video-admin %s', (text, problem) => {
    expect(admin(text)).toMatchObject({ kind: 'mistake', problems: [problem] });
  });

  it('gives back what was typed after the command that was understood, so that it can be sent again', () => {
    expect(admin('quota sett @Bo 3/day')).toMatchObject({ command: 'video-admin quota', typed: 'sett @Bo 3/day' });
    expect(admin('quota set @Bo 10/wek')).toMatchObject({ command: 'video-admin quota set', typed: '@Bo 10/wek' });
  });

  it('whatever is typed, nobody gets a limit without a name and an amount that stand in it', () => {
    const piece = fc.oneof(
      fc.constantFrom('@Bo', 'default', '<@81384788765712384>', '10/day', '200 credits', '/day', 'unlimited', '"', '“'),
      fc.constantFrom('--amount', '--who', '--reason', '—why', '=', '10', 'a day', '#4'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const texts = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' '));
    fc.assert(
      fc.property(texts, (text) => {
        const command = admin(`quota set ${text}`);
        if (command.kind !== 'admin' || command.command.kind !== 'quota_set') {
          expect(command.kind).toBe('mistake');
          return;
        }
        const { whose, change } = command.command;
        if (whose.kind === 'everybody') expect(text).toMatch(/default/u);
        else expect(cleanText(text)).toContain(whose.raw.split(' ')[0]);
        const words = { set: /\d.*(?:day|month|d|mo)/su, default: /default/u, unlimited: /unlimited|no limit|∞/u };
        expect(text).toMatch(words[change.kind]);
      }),
      { numRuns: 500 },
    );
  });

  it('a long text is not searched for long', () => {
    const before = process.cpuUsage();
    for (const part of ['@Bo 1', '10/day ', '1,000', '--reason ', 'default ']) {
      admin(`quota set ${part.repeat(15_000 / part.length)}`);
    }
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });
});

describe('a person is found by name, or by the id in a platform’s mention', () => {
  it.each([
    ['@Bo', { kind: 'name', text: 'Bo' }],
    ['Bo Peep', { kind: 'name', text: 'Bo Peep' }],
    ['<@81384788765712384>', { kind: 'externalId', text: '81384788765712384' }],
    ['<@!81384788765712384>', { kind: 'externalId', text: '81384788765712384' }],
    ['<@U024BE7LH|bo>', { kind: 'externalId', text: 'U024BE7LH' }],
    ['<@>', { kind: 'name', text: '<@>' }],
  ])('%s', (raw, name) => {
    expect(personNameOf({ kind: 'person', raw })).toEqual(name);
  });
});
