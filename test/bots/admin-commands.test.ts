import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdminCommand, Command, SettingsAsk, Whose } from '../../src/bots/grammar/command.ts';
import { parseOptions } from '../../src/bots/grammar/parse-options.ts';
import { parseText } from '../../src/bots/grammar/parse-text.ts';
import { personNameOf } from '../../src/bots/grammar/person.ts';
import { cleanText } from '../../src/bots/grammar/prompt-text.ts';
import type { Gift } from '../../src/bots/grammar/value.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import type { SaidChange } from '../../src/core/policy.ts';
import type { SettingsChange } from '../../src/core/tenant-settings.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';

const context = { engines: null };
const admin = (text: string): Command => parseText('video-admin', text, context);
const means = (command: AdminCommand): Command => ({ kind: 'admin', command });

const everybody = { kind: 'everybody' } as const;
const person = (raw: string) => ({ kind: 'person', raw }) as const;
const perDay = (amount: number) => ({ kind: 'set', limit: { unit: 'videos', window: 'day', amount } }) as const;
const setting = (whose: Whose, amount: number, reason: string | null = null) =>
  means({ kind: 'quota_set', whose, change: perDay(amount), reason, isSure: false });

const removing = (reason: string | null, block: { forMs: number | null } | null = null) =>
  means({ kind: 'remove', number: 12, block, reason });
const bo = person('@Bo');
const mention = person('<@81384788765712384>');
const credits = (amount: number) => ({ unit: 'usd_micro', amount: amount * CREDIT_MICRO_USD }) as const;
const granting = (gift: Gift, expiresMs: number | null = null, reason: string | null = null) =>
  means({ kind: 'quota_grant', who: bo, gift, expiresMs, reason });
const changing = (change: SettingsChange, blocklist: SettingsAsk['blocklist'] = null) =>
  means({ kind: 'settings', settings: { change, blocklist }, reason: null });
const removingAll = (more: Partial<Extract<AdminCommand, { kind: 'remove_all' }>>) =>
  means({ kind: 'remove_all', who: bo, lastMs: HOUR, block: null, reason: null, isSure: false, ...more });
const sureSet = (whose: Whose, change: SaidChange) =>
  means({ kind: 'quota_set', whose, change, reason: null, isSure: true });

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
    ['quota set @everyone 10/day', setting(everybody, 10)],
    [
      'quota set @Bo unlimited',
      means({
        kind: 'quota_set',
        whose: person('@Bo'),
        change: { kind: 'unlimited', unit: null },
        reason: null,
        isSure: false,
      }),
    ],
    [
      'quota set default default',
      means({ kind: 'quota_set', whose: everybody, change: { kind: 'default' }, reason: null, isSure: false }),
    ],
    ['remove #12', removing(null)],
    ['remove 12 --reason not for this channel', removing('not for this channel')],
    ['remove --reason spam, again --number 12', removing('spam, again')],
    ['remove #12 not for this channel', removing('not for this channel')],
    ['quota set default 10/day --sure', sureSet(everybody, perDay(10))],
    ['quota set <@&77> 10/day --yes', sureSet({ kind: 'role', id: '77' }, perDay(10))],
    ['quota set <!subteam^S1|@artists> 10/day', setting({ kind: 'role', id: 'S1' }, 10)],
    ['quota set budget 10/day', setting({ kind: 'budget' }, 10)],
    ['budget 10/day', setting({ kind: 'budget' }, 10)],
    ['budget', means({ kind: 'quota_show', whose: { kind: 'budget' } })],
    ['quota show <@&77>', means({ kind: 'quota_show', whose: { kind: 'role', id: '77' } })],
    ['quota grant @Bo 50 credits', granting(credits(50))],
    ['grant @Bo 3 videos --expires 7d --reason won', granting({ unit: 'videos', amount: 3 }, 7 * DAY, 'won')],
    ['give @Bo 1,000 cr —expires 1 week', granting(credits(1_000), 7 * DAY)],
    ['quota grant @Bo 50 credits --expires never', granting(credits(50))],
    ['reset @Bo', means({ kind: 'quota_reset', who: bo, reason: null })],
    ['block @Bo --for 2d', means({ kind: 'block', who: bo, forMs: 2 * DAY, reason: null })],
    ['block @Bo --for 1 day 12 hours', means({ kind: 'block', who: bo, forMs: 1.5 * DAY, reason: null })],
    ['ban <@81384788765712384> spam', means({ kind: 'block', who: mention, forMs: null, reason: 'spam' })],
    ['unblock @Bo', means({ kind: 'unblock', who: bo, reason: null })],
    ['approve #12', means({ kind: 'approve', number: 12, limit: null, reason: null })],
    [
      'approve 12 --credits 180 credits --expires 90m',
      means({
        kind: 'approve',
        number: 12,
        limit: { microUsd: 180 * CREDIT_MICRO_USD, expiresMs: 90 * MINUTE },
        reason: null,
      }),
    ],
    ['deny #12 --reason not now', means({ kind: 'deny', number: 12, reason: 'not now' })],
    ['pause', means({ kind: 'pause', channel: null, reason: null })],
    ['pause <#81384788765712384>', means({ kind: 'pause', channel: '81384788765712384', reason: null })],
    ['resume everywhere', means({ kind: 'resume', channel: null, reason: null })],
    ['remove #12 --block 2d', removing(null, { forMs: 2 * DAY })],
    ['remove #12 --block never --reason spam', removing('spam', { forMs: null })],
    ['remove @Bo --last 1h', removingAll({})],
    ['remove @Bo --last the last hour --sure', removingAll({ isSure: true })],
    [
      'remove <@81384788765712384> --last 30 min --block 1w',
      removingAll({ who: mention, lastMs: 30 * MINUTE, block: { forMs: 7 * DAY } }),
    ],
    ['usage --days 7', means({ kind: 'usage', who: null, days: 7, asFile: false })],
    ['usage --csv', means({ kind: 'usage', who: null, days: 30, asFile: true })],
    ['usage @Bo --days 7 days', means({ kind: 'usage', who: bo, days: 7, asFile: false })],
    ['settings', changing({})],
    ['settings --time-zone europe/berlin', changing({ timeZone: 'Europe/Berlin' })],
    ['settings --tz America/New York --cache off', changing({ timeZone: 'America/New_York', reusesClips: false })],
    ['settings --price-max $2', changing({ priceMaxMicroUsd: 2_000_000 })],
    ['settings --price 200 credits', changing({ priceMaxMicroUsd: 2_000_000 })],
    ['settings --price-max none', changing({ priceMaxMicroUsd: null })],
    ['settings --engines runway, sora-2', changing({ engines: ['runway', 'sora-2'] })],
    ['settings --engines all', changing({ engines: null })],
    ['settings --approvals <#81384788765712384>', changing({ approvalChannel: '81384788765712384' })],
    ['settings --adult marked channels', changing({ adult: 'marked_channels' })],
    ['settings --nsfw nsfw', changing({ adult: 'marked_channels' })],
    ['settings --judging when possible', changing({ judging: 'when_possible' })],
    ['settings --judging required', changing({ judging: 'required' })],
    ['settings --new-accounts off --new-members 2 days', changing({ accountAgeMsMin: 0, memberAgeMsMin: 2 * DAY })],
    [
      'settings --blocklist-add "some phrase", wor*, WOR*',
      changing({}, { add: ['some phrase', 'wor*'], remove: [], cleared: false }),
    ],
    ['settings --clear blocklist', changing({}, { add: [], remove: [], cleared: true })],
    ['settings --clear price', changing({ priceMaxMicroUsd: null })],
    ['settings --clear new-members', changing({ memberAgeMsMin: DAY })],
    ['moderators', means({ kind: 'moderators_list' })],
    ['moderators list', means({ kind: 'moderators_list' })],
    ['moderators add @Bo', means({ kind: 'moderators_add', who: person('@Bo') })],
    ['moderators ADD Bo Peep', means({ kind: 'moderators_add', who: person('Bo Peep') })],
    ['moderators remove <@T1:U2|bo>', means({ kind: 'moderators_remove', who: person('<@T1:U2|bo>') })],
    ['moderators remove —user @Bo', means({ kind: 'moderators_remove', who: person('@Bo') })],
    ['help moderators', means({ kind: 'help', topic: 'moderators list' })],
    ['usage', means({ kind: 'usage', who: null, days: null, asFile: false })],
    ['audit', means({ kind: 'audit', about: null })],
    ['audit @Bo', means({ kind: 'audit', about: person('@Bo') })],
  ])('/video-admin %s', (text, command) => {
    expect(admin(text)).toEqual(command);
  });

  it('are the same as typed options', () => {
    const options = { who: '@Bo', amount: '10/day', reason: 'a treat' };
    expect(parseOptions('video-admin quota set', options, context)).toEqual(setting(person('@Bo'), 10, 'a treat'));
    expect(parseOptions('video-admin remove', { number: 12 }, context)).toEqual(removing(null));
    expect(parseOptions('videos quota', {}, context)).toEqual({ kind: 'quota' });
  });
});

describe('a mistake changes nothing and says what would have been right', () => {
  it.each<[string, object]>([
    ['quota set @Bo', { option: null, expected: { kind: 'quota_amount' }, got: '' }],
    ['quota set 10/day', { option: null, expected: { kind: 'person' }, got: '' }],
    ['quota set @Bo 10/wek', { option: null, got: '10/wek', nearest: '10/week' }],
    ['quota set @Bo Peep 10/wek', { option: null, got: '10/wek', nearest: '10/week' }],
    ['quota grant @Bo', { option: null, expected: { kind: 'gift' }, got: '' }],
    ['quota grant @Bo 50', { option: null, got: '50', nearest: '50 credits' }],
    ['quota grant @Bo 0 videos', { option: null, got: '0 videos', nearest: '1 video' }],
    ['quota grant @Bo 50 credits --expires 2 dyas', { option: 'expires', nearest: '2d' }],
    ['quota grant @Bo 50 credits --expires 10y', { option: 'expires', expected: { kind: 'duration' } }],
    ['quota grant <@&77> 50 credits', { option: null, expected: { kind: 'person', orDefault: false } }],
    ['block', { option: null, expected: { kind: 'person' } }],
    ['block @Bo --for 2', { option: 'for', nearest: '2d' }],
    ['block @Bo --for 5s', { option: 'for' }],
    ['blok @Bo', { expected: { kind: 'command' }, nearest: '/video-admin block' }],
    ['approve', { expected: { kind: 'needed_number' } }],
    ['approve #12 --expires 24h', { option: 'expires', expected: { kind: 'with', other: 'credits' } }],
    ['approve #12 --credits 0', { option: 'credits', nearest: '1' }],
    ['remove @Bo', { option: 'who', expected: { kind: 'with', other: 'last' }, nearest: '--last 1h' }],
    ['remove #12 --who @Bo', { option: 'who', expected: { kind: 'without', other: 'number' } }],
    ['pause videos', { option: null, expected: { kind: 'channels' } }],
    ['settings --time-zone Berlin', { option: 'time-zone', got: 'Berlin', nearest: 'Europe/Berlin' }],
    ['settings --time-zone Europe/Berln', { option: 'time-zone', nearest: 'Europe/Berlin' }],
    ['settings --time-zone EST', { expected: { kind: 'zone', choices: ['America/New_York', 'America/Toronto'] } }],
    ['settings --adult sometimes', { option: 'adult', expected: { kind: 'choice' } }],
    ['settings --price-max two', { option: 'price-max', expected: { kind: 'dollars', isPrice: true } }],
    ['settings --log none --clear log', { option: 'log', expected: { kind: 'without', other: 'clear' } }],
    ['quota set @Bo 10', { option: null, got: '10', nearest: '10/day' }],
    ['quota set @ 10/day', { option: null, got: '@' }],
    ['quota set --who=@Bo --amount=10', { option: 'amount', got: '10', nearest: '10/day' }],
    ['quota @Bo 10/day', { expected: { kind: 'quota_set', amount: '10/day' }, got: '@Bo' }],
    ['quota <@T1:U2|bo> 10', { expected: { kind: 'quota_set', amount: '10/day' }, got: '<@T1:U2|bo>' }],
    ['quota sett', { expected: { kind: 'command' }, got: 'sett', nearest: '/video-admin quota set' }],
    ['quta show', { expected: { kind: 'command' }, got: 'quta', nearest: '/video-admin quota' }],
    ['412', { expected: { kind: 'command' }, got: '412' }],
    ['remove', { option: null, expected: { kind: 'number_or_person' } }],
    ['remove latest', { option: null, expected: { kind: 'number_or_person' } }],
    ['remove ball', { option: null, expected: { kind: 'video_number' }, got: 'ball' }],
    ['moderators add', { option: null, expected: { kind: 'person', orDefault: false }, got: '' }],
    ['moderators @Bo', { expected: { kind: 'command', commands: ['list', 'add', 'remove'] }, got: '@bo' }],
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
      fc.constantFrom(
        '@Bo',
        'default',
        'budget',
        '<@&77>',
        '2 at once',
        '5/minute',
        '10/week',
        '<@81384788765712384>',
        '10/day',
        '200 credits',
        '/day',
        'unlimited',
        '"',
        '“',
      ),
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
        else if (whose.kind === 'person') expect(cleanText(text)).toContain(whose.raw.split(' ')[0]);
        else expect(text).toMatch(whose.kind === 'budget' ? /budget/u : /<@&77>/u);
        const words = {
          set: /\d.*(?:day|week|month|hour|d|mo|once|minute)/su,
          default: /default/u,
          unlimited: /unlimited|no limit|∞/u,
        };
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
