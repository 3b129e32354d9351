import { beforeAll, describe, expect, it } from 'vitest';
import { destination } from '../core/samples.ts';
import { ada, bob } from '../core/service.ts';
import { linesOf, openChat } from './asking.ts';
import { elsewhere, mo, moderator, openCommunity } from './community.ts';

const commands = [
  'video-admin',
  'video-admin setup',
  'video-admin settings',
  'video-admin settings --cache off',
  'video-admin budget 100 credits/day --sure',
  'video-admin quota grant @Ada 50 credits',
  'video-admin quota reset @Ada',
  'video-admin block @Ada',
  'video-admin unblock @Ada',
  'video-admin approve #1',
  'video-admin deny #1',
  'video-admin pause',
  'video-admin resume',
  'video-admin remove @Ada --last 1h',
  'video-admin usage --days 7',
  'video-admin setup --cap $5',
  'video-admin quota show',
  'video-admin quota show @Ada',
  'video-admin quota set @Ada 10/day',
  'video-admin quota set default unlimited',
  'video-admin remove #1',
  'video-admin usage',
  'video-admin audit',
];

describe('who may use /video-admin', () => {
  let shared: Awaited<ReturnType<typeof openCommunity>>;
  beforeAll(async () => {
    shared = await openCommunity();
  });

  it.each(commands)('/%s: a member is refused in words, and nothing changes', async (text) => {
    const { say, store } = shared;
    expect(await say(text)).toEqual([
      'Only moderators can do that here. Ask one of them; `/videos quota` shows your own quota.',
    ]);
    expect(await store.audit({ tenantId: destination.tenantId, targetUserId: null, limit: 1 })).toEqual([]);
  });

  it.each(
    commands.flatMap((text) => [
      { text, role: 'moderator' as const },
      { text, role: 'operator' as const },
    ]),
  )('/$text: a $role is answered', async ({ text, role }) => {
    const { say } = shared;
    const [title = ''] = await say(text, { person: mo, role });
    expect(title).not.toMatch(/Only moderators|Nothing was started|went wrong/);
  });
});

describe('a moderator in the chat', () => {
  it('raises a friend, who can use it at once, and sees old and new with where each number comes from', async () => {
    const { say, clock } = await openCommunity();
    expect(await say('video-admin quota set @Ada 4/day --reason a treat', moderator)).toEqual([
      'Changed the quota of Ada',
      '3 videos a day (service default) → 4 videos a day (set personally)',
      'Still: 200 credits a day (service default)',
      'It holds from now on. What was used already still counts.',
    ]);
    await clock.advance(60_000);
    const [title, videos] = await say('video-admin quota show @ADA', moderator);
    expect([title, videos]).toEqual([
      'Quota of Ada',
      expect.stringMatching(
        /^1 of 4 videos today, 1 of them on the way · 3 left · starts anew in .+ · set personally {2}▓▓░░░$/,
      ),
    ]);
    expect(await say('video-admin audit @Ada', moderator)).toEqual([
      'What was decided about this person, newest first',
      '1 minute ago · Mo · quota of Ada: default → 4 videos a day · “a treat”',
    ]);
    expect(await say('video-admin audit @Bob', moderator)).toContain('Nothing was decided yet.');
    expect((await say('video-admin quota set @Ada 4/day', moderator))[0]).toBe(
      'That was set already, so nothing changed',
    );
  });

  it('lifts all limits of a friend, and takes that back: only what was limited is told', async () => {
    const { say } = await openCommunity();
    expect(await say('video-admin quota set @Ada unlimited', moderator)).toEqual([
      'Changed the quota of Ada',
      '3 videos a day (service default) → no limit on videos a day (set personally)',
      '200 credits a day (service default) → no limit on credits a day (set personally)',
      'It holds from now on. What was used already still counts.',
      'The operator allows only the demo here, for no real money.',
    ]);
    expect(await say('video-admin quota set @Ada default', moderator)).toEqual([
      'Changed the quota of Ada',
      'no limit on videos a day (set personally) → 3 videos a day (service default)',
      'no limit on credits a day (set personally) → 200 credits a day (service default)',
      'It holds from now on. What was used already still counts.',
    ]);
    expect((await say('video-admin audit', moderator)).slice(1)).toEqual([
      expect.stringMatching(/ · Mo · quota of Ada: (?:no limits → default|default → no limits)$/),
      expect.stringMatching(/ · Mo · quota of Ada: (?:no limits → default|default → no limits)$/),
    ]);
  });

  it('changes the default for everybody else, who is refused by it at once', async () => {
    const { say } = await openCommunity();
    await say('video-admin quota set @Ada 2/day', moderator);
    expect(await say('video-admin quota set default 1/day', moderator)).toEqual([
      'This concerns many. Nothing was changed yet',
      'Quota of everybody here who has none of their own',
      '3 videos a day (service default) → 1 video a day (default here)',
      'Still: 200 credits a day (service default)',
      '1 person has a limit of their own and would keep it.',
      'The button changes it, or the same command once more with `--sure`.',
    ]);
    expect((await say('videos quota', { person: bob }))[1]).toContain('of 3 videos');
    expect(await say('video-admin quota set default 1/day --sure', moderator)).toEqual([
      'Changed the quota of everybody here who has none of their own',
      '3 videos a day (service default) → 1 video a day (default here)',
      'Still: 200 credits a day (service default)',
      'It holds from now on. 1 person has a limit of their own and keeps it. What was used already still counts.',
    ]);
    expect((await say('video another', { person: bob }))[1]).toContain('your 1 video for today');
    expect(await say('video another')).toEqual(['taken']);
    expect(await say('video-admin quota', moderator)).toContain(
      'With a quota of their own: Ada. `/video-admin quota show @NAME` shows one.',
    );
  });

  it('decides in the own tenant alone: elsewhere the same words change nothing here', async () => {
    const { say } = await openCommunity();
    await say('video-admin quota set <@100> unlimited', { ...moderator, destination: elsewhere });
    await say('video-admin quota set default 0/day --sure', { ...moderator, destination: elsewhere });
    expect((await say('videos quota'))[1]).toMatch(/^1 of 3 videos today/);
    expect(await say('video-admin audit', moderator)).toContain('Nothing was decided yet.');
    expect(await say('video-admin quota show @Ada', { ...moderator, destination: elsewhere })).toEqual([
      'Nothing was done',
      'Nobody here is known as @Ada. Whoever has made a video here can be named.',
    ]);
    expect(await say('video-admin quota @Ada 10', moderator)).toContain(
      'Did you mean /video-admin quota set @Ada 10/day?',
    );
  });

  it('is asked which one where two have the same name, and can name one by id', async () => {
    const { say } = await openCommunity();
    await say('video a ball', { person: { ...bob, externalId: '201' } });
    expect(await say('video-admin quota set @Bob 9/day', moderator)).toEqual([
      'Nothing was done',
      '2 people are known as @Bob. Name one by id: `<@200>`, `<@201>`.',
    ]);
    expect((await say('video-admin quota set <@201> 9/day', moderator))[0]).toBe('Changed the quota of Bob');
    expect((await say('videos quota', { person: bob }))[1]).toMatch(/of 3 videos/);
  });

  it('removes a video, sees who used how much, and reads it in the audit log', async () => {
    const { say, store, bring } = await openCommunity();
    const job = await store.findJob({ tenantId: destination.tenantId, number: 1, userId: null });
    if (!job) throw new Error('expected #1');
    await bring(job, 'ready');
    expect((await say('video-admin remove #1 --reason a private address', moderator))[0]).toContain('#1 is removed');
    expect((await say('video-admin remove #2', moderator))[0]).toContain('#2 has no video');
    expect(await say('video-admin audit', moderator)).toContainEqual(
      'now · Mo · removed #1 of Ada · “a private address”',
    );
    const usage = await say('video-admin usage', moderator);
    expect(usage[0]).toBe('Who used how much');
    expect(usage.some((line) => line.startsWith('Bob: 1 video and'))).toBe(true);
  });
});

describe('a request that credits do not allow', () => {
  it('says what would fit, with a button that starts it, and another that asks a moderator, who is waited for', async () => {
    const { chat, deps, say } = await openCommunity().then((opened) => ({ ...opened, chat: opened }));
    await say('video-admin settings --approvals <#mods>', moderator);
    await say('video-admin quota set @Ada 100 credits/day', moderator);
    const refused = await chat.type('video a green ball --seconds 10', {}, deps);
    if (refused.kind !== 'said') throw new Error(`got ${refused.kind}`);
    expect(linesOf(refused.view).join('\n')).toMatch(/\d+ s at \d+x\d+ with .+ would fit now, for \d+ credits\./);
    const [fit, ask, edit] = refused.view.buttons;
    expect([fit?.action, ask?.action, edit?.action]).toEqual(['confirm', 'ask', 'retry']);
    if (fit?.action !== 'confirm' || ask?.action !== 'ask') throw new Error('expected both buttons');
    expect(ask).toMatchObject({ command: 'video', typed: 'a green ball --seconds 10', reason: 'over_quota' });
    const agreed = fit.agreedMicroUsd ?? 0;
    expect(await say(`${fit.command} ${fit.typed}`, { agreedMicroUsd: agreed })).toEqual(['taken']);
    expect(await say(`${ask.command} ${ask.typed}`, { asksModerator: ask.reason })).toEqual(['taken']);
    expect((await say(`${ask.command} ${ask.typed} more`, { asksModerator: ask.reason }))[1]).toContain(
      'You wait for a moderator’s word about #4 already',
    );
    expect((await say('video-admin approve #4 --credits 1', moderator))[0]).toMatch(/^Gave 1 credit, less than the/);
    expect((await say('video-admin approve #4', moderator))[0]).toMatch(/approved it now\. The first decision holds\./);
  });
});

describe('/videos quota', () => {
  it('is one’s own, numbers first, without sources; the operator is told that it does not bind', async () => {
    const { say } = await openCommunity();
    expect(await say('videos quota')).toEqual([
      'Your quota',
      expect.stringMatching(/^1 of 3 videos today, 1 of them on the way · 2 left · starts anew in .+ {2}▓▓░░░$/),
      expect.stringMatching(
        /^\d+ of 200 credits today, \d+ of them on the way · \d+ left · starts anew in .+ {2}▓▓░░░$/,
      ),
      'At most 4 videos at once and 5 requests a minute.',
    ]);
    expect(await say('videos quota', { role: 'operator' })).toContain(
      'As the operator you are held to none of this, only to the budget of the service.',
    );
    await say('video-admin quota set @Ada unlimited', moderator);
    expect((await say('videos quota'))[1]).toBe('1 video today, 1 of them on the way · no limit');
  });
});

it('nobody’s name or reason is taken for our own words', async () => {
  const { chat, evil } = { chat: await openChat(), evil: '@everyone <b>' };
  const person = { ...ada, name: evil };
  await chat.type('video a ball', { person });
  const asks = ['quota show <@100>', 'quota set <@100> 1/day --reason @everyone <b>', 'audit', 'usage', 'quota show'];
  for (const text of [...asks, `quota show ${evil}x`]) {
    const answer = await chat.type(`video-admin ${text}`, moderator);
    if (answer.kind !== 'said') throw new Error(`got ${answer.kind}`);
    const parts = [answer.view.title, ...answer.view.lines].flat();
    const ours = parts.flatMap((part) => (part.kind === 'words' ? [part.text] : []));
    expect(ours.join(' ')).not.toContain('@everyone');
    expect(parts.some((part) => part.kind === 'untrusted')).toBe(true);
  }
});

describe('how a server is set up', () => {
  it('is shown with what each setting means', async () => {
    const { say } = await openCommunity();
    expect(await say('video-admin setup', moderator)).toEqual([
      'How Reelay is set up here',
      'Channels: all. Videos can be asked for wherever Reelay can post.',
      'Allowance for each member: 3 videos a day (service default), 200 credits a day (service default). Whoever has a quota of their own keeps it.',
      'Cap: the operator does not allow real engines here yet, so the free demo makes the videos and nothing costs anything.',
      'Log: none. `/video-admin audit` shows what moderators decide.',
      expect.stringContaining('`/video-admin setup --cap $5`'),
    ]);
  });

  it('is changed in one go, shown as it is then, and told in the audit log with old and new', async () => {
    const { say, allow, store } = await openCommunity();
    await allow();
    const lines = await say(
      'video-admin setup --channels <#c1> --cap $2.50 --allowance 1/day --reason new here',
      moderator,
    );
    expect(lines.slice(0, 4)).toEqual([
      'Changed. This is how Reelay is set up here now',
      'Channels: only #c1. Elsewhere, `/video` only says where to ask.',
      'Allowance for each member: 1 video a day (default here), 200 credits a day (service default). Whoever has a quota of their own keeps it.',
      'Cap: at most $2.50 (250 credits) a day of real money, all together. The operator would allow $1,000 (100,000 credits) a day.',
    ]);
    const audit = await say('video-admin audit', moderator);
    expect(audit).toEqual(
      expect.arrayContaining([
        'now · Mo · settings: everywhere → #c1 · “new here”',
        'now · Mo · default quota: service default → 1 video a day · “new here”',
        'now · Mo · budget of all together: nothing set → 250 credits a day · “new here”',
      ]),
    );
    expect((await store.tenant(destination.tenantId, 0)).settings.setUpAtMs).not.toBeNull();
    expect((await say('video-admin setup --cap $2.50', moderator))[0]).toBe('That was set already, so nothing changed');
  });

  it('keeps requests to its channels, and tells where to ask', async () => {
    const { say } = await openCommunity();
    await say('video-admin setup --channels <#c2> <#c3>', moderator);
    expect((await say('video a green ball', { person: { ...ada, externalId: '900' } })).slice(0, 2)).toEqual([
      'Nothing was started and you pay nothing.',
      'Videos are not asked for in this channel, but in #c2, #c3. A moderator can change that with `/video-admin setup`.',
    ]);
    await say('video-admin setup --clear channels', moderator);
    expect(await say('video a green ball', { person: { ...ada, externalId: '900' } })).toEqual(['taken']);
  });
});
