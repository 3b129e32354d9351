import { describe, expect, it } from 'vitest';
import { writeButtonId } from '../../../../src/bots/button-id.ts';
import { clipFileName } from '../../../../src/bots/clip-file-name.ts';
import { externalIdOf, tenantOf } from '../../../../src/bots/slack/places.ts';
import { shortcutIds } from '../../../../src/bots/slack/callback-ids.ts';
import type { ApprovalAction } from '../../../../src/bots/view.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Sent } from '../../../doubles/slack/people/sent.ts';
import { openWorld, told, type World } from './world.ts';

function answerOf(sent: Sent) {
  const answer = sent.replies().at(-1);
  if (!answer) throw new Error('expected an answer');
  return answer;
}

/** Ada may make nothing, and moderators are asked in a channel of their own. */
async function openAsks() {
  const world = await openWorld();
  const { slack, team, channel, ada, mo } = world;
  slack.addChannel(team, { name: 'mods', members: [mo] });
  await world.allow();
  channel.botIsMember = true;
  await world.done(slack.type(mo, channel, '/video-admin settings --approvals #mods'));
  await world.done(slack.type(mo, channel, '/video-admin quota set @Ada 0/day'));
  return {
    ...world,
    async ask() {
      const typed = slack.type(ada, channel, '/video a red ball');
      await world.done(typed);
      const refusal = answerOf(typed);
      await world.done(slack.press(ada, refusal, 'Ask a moderator'));
      const [approval] = await world.store.approvals.open(tenantOf(team.id));
      if (!approval) throw new Error('expected an ask');
      const id = (action: ApprovalAction) => writeButtonId({ kind: 'approval', action, approvalId: approval.id });
      const buttons = { Approve: id('approve'), Limit: id('approve_with'), Deny: id('deny') };
      return { refusal, message: await world.post(channel, buttons) };
    },
    states: async () => (await world.jobs()).map(({ state }) => state.kind),
  };
}

describe('a request that a limit stops', () => {
  it('waits for a moderator once, who alone decides, and starts with their yes', async () => {
    await using world = await openAsks();
    const { slack, ada, mo } = world;
    const { refusal, message } = await world.ask();
    await world.done(slack.press(ada, refusal, 'Ask a moderator'));
    expect(await world.states()).toEqual(['awaiting_approval']);
    for (const name of ['Approve', 'Limit', 'Deny']) {
      const member = slack.press(ada, message, name);
      await world.done(member);
      expect(answerOf(member).ephemeral).toBe(true);
      expect(slack.modal(ada)).toBeNull();
    }
    expect(await world.states()).toEqual(['awaiting_approval']);
    const woken = world.woken.times;
    await world.done(slack.press(mo, message, 'Approve'));
    expect(await world.states()).toEqual(['preparing']);
    expect(world.woken.times).toBeGreaterThan(woken);
    const late = slack.press(mo, message, 'Approve');
    await world.done(late);
    expect(answerOf(late).ephemeral).toBe(true);
    expect(await world.states()).toEqual(['preparing']);
  });

  it('is decided in forms with a field for each thing, which say what is wrong while they are open', async () => {
    await using world = await openAsks();
    const { slack, mo } = world;
    const { message } = await world.ask();
    const limit = slack.press(mo, message, 'Limit');
    await world.done(limit);
    const form = await limit.modal();
    expect(form.title).toBe('Approve with limit');
    expect(form.fields.map(({ label, value }) => [label, value !== null])).toEqual([
      ['Credits', true],
      ['For how long', true],
      ['Reason', false],
    ]);
    const wrong = await world.done(slack.submit(mo, form, { Credits: 'lots' }));
    expect(wrong).toMatchObject({ kind: 'errors', errors: { credits: expect.stringContaining('Credits') as string } });
    const deny = slack.press(mo, message, 'Deny');
    await world.done(deny);
    const denying = await deny.modal();
    expect(denying.fields.map(({ label }) => label)).toEqual(['Reason']);
    await world.done(slack.submit(mo, denying, { Reason: 'not this week' }));
    expect((await world.jobs())[0]?.state).toMatchObject({ kind: 'refused', reason: 'approval_denied' });
  });
});

const quotaOf = async (world: World, person = world.ada) => {
  const { store, clock, deps, team } = world;
  const externalId = externalIdOf(team.id, person.id);
  const userId = await world.userOf({ platform: 'slack', externalId, name: person.name });
  const quota = await store.quota({ tenantId: tenantOf(team.id), userId, rules: deps.rules, nowMs: clock.nowMs() });
  return quota.lines.map(({ amount, source }) => ({ amount, source }));
};

describe('user groups', () => {
  it('have limits as roles do, looked up once in a few minutes, and called by nothing that we post', async () => {
    await using world = await openWorld();
    const { slack, team, channel, ada, mo, store, clock } = world;
    const artists = slack.addGroup(team, 'artists', [ada]);
    const log = slack.addChannel(team, { name: 'mod-log' });
    await world.done(slack.type(mo, channel, '/video-admin setup --log #mod-log'));
    await clock.advance(1);
    const asked = slack.type(mo, channel, '/video-admin quota set @artists 7/day --reason more for @artists');
    await world.done(asked);
    expect(await store.limitsOf({ tenantId: tenantOf(team.id), subject: `role:${artists.id}` })).toEqual([]);
    expect(answerOf(asked).shownText).toContain('@artists');
    const [yes] = answerOf(asked).buttons;
    await world.done(slack.press(mo, answerOf(asked), yes?.label ?? ''));
    expect(await store.limitsOf({ tenantId: tenantOf(team.id), subject: `role:${artists.id}` })).toMatchObject([
      { amount: 7 },
    ]);
    expect(slack.seen(log).at(-1)).toMatchObject({
      shownText: expect.stringMatching(/@artists.*7 videos a day.*@artists/u) as string,
      pings: { people: [], broadcasts: [] },
    });
    await Promise.all(['/videos quota', '/videos quota'].map((line) => world.done(slack.type(ada, channel, line))));
    expect(await quotaOf(world)).toMatchObject([{ amount: 7, source: 'role' }]);
    artists.members.delete(ada);
    await world.done(slack.type(ada, channel, '/videos quota'));
    expect(await quotaOf(world)).toMatchObject([{ source: 'role' }]);
    expect(slack.requests.filter(({ method }) => method === 'usergroups.list')).toHaveLength(1);
    await clock.advance(5 * MINUTE);
    await world.done(slack.type(ada, channel, '/videos quota'));
    expect((await quotaOf(world)).filter(({ source }) => source === 'role')).toEqual([]);
  });

  it('that Slack is slow to tell keep nobody waiting and leave what was known; without them all goes on', async () => {
    await using world = await openWorld();
    const { slack, team, channel, ada, mo, clock } = world;
    const artists = slack.addGroup(team, 'artists', [ada]);
    await world.done(slack.type(mo, channel, `/video-admin quota set @artists 7/day --sure`));
    await world.done(slack.type(ada, channel, '/videos quota'));
    artists.members.delete(ada);
    await clock.advance(5 * MINUTE);
    const gate = Promise.withResolvers<void>();
    const held = slack.faults.next({ method: 'usergroups.list' }, { answerAfter: gate.promise });
    const late = slack.type(ada, channel, '/videos quota');
    await held.hit;
    await clock.advance(1 * SECOND);
    await world.done(late);
    expect(told(late)).toContain('Your quota');
    expect(await quotaOf(world)).toMatchObject([{ amount: 7, source: 'role' }]);
    gate.resolve();
    const old = slack.addWorkspace({ name: 'Old' });
    slack.install(old, { scopes: [...slack.tokenOf(team).scopes].filter((scope) => scope !== 'usergroups:read') });
    const free = slack.addWorkspace({ name: 'Free', plan: 'free' });
    slack.install(free);
    for (const each of [old, free]) {
      world.teams.set(each.id, each);
      const bo = slack.addUser(each, { name: 'Bo' });
      const typed = slack.type(bo, slack.addChannel(each, { name: 'clips' }), '/videos quota');
      await world.done(typed);
      expect(told(typed)).toContain('Your quota');
    }
    expect(world.lines).toEqual([]);
  });
});

describe('Remove clip', () => {
  it('asks a moderator once, and with a block keeps its person from asking again', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel } = world;
    await world.allow();
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.upload(channel, clipFileName(job.number, 'video/mp4'));
    const asked = slack.messageShortcut(mo, post, shortcutIds.removeClip);
    await world.done(asked);
    expect(answerOf(asked).buttons.map(({ label }) => label)).toEqual(['Remove #1', 'Remove, and block for a day']);
    await world.done(slack.press(mo, answerOf(asked), 'Remove, and block'));
    expect((await world.store.view(job.id, world.deps.rules, world.clock.nowMs()))?.clip?.deletedAtMs).not.toBeNull();
    const again = slack.type(ada, channel, '/video a ball');
    await world.done(again);
    expect(await world.jobs()).toHaveLength(1);
    const none = slack.messageShortcut(mo, slack.say(ada, channel, 'hello'), shortcutIds.removeClip);
    await world.done(none);
    expect(told(none)).toContain('nothing to remove');
  });

  it('lets a member take away what is theirs, and nothing else', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel } = world;
    const { job } = await world.bring(await world.videoOf(mo), 'ready');
    const post = await world.upload(channel, clipFileName(job.number, 'video/mp4'));
    const asked = slack.messageShortcut(ada, post, shortcutIds.removeClip);
    await world.done(asked);
    expect(answerOf(asked).buttons).toEqual([]);
    expect((await world.store.view(job.id, world.deps.rules, world.clock.nowMs()))?.clip?.deletedAtMs).toBeNull();
  });
});

describe('a file of text', () => {
  it('comes to who asked for it by direct message, or as text where the workspace takes none', async () => {
    await using world = await openWorld();
    const { slack, team, mo, ada, channel } = world;
    await world.videoOf(ada);
    const asked = slack.type(mo, channel, '/video-admin usage --csv');
    await world.done(asked);
    expect(told(asked)).toContain('in your direct messages');
    const [sent] = slack.dms(mo).flatMap(({ files }) => files);
    expect(sent?.name).toMatch(/\.csv$/u);
    expect(sent?.bytes.toString()).toContain('Ada');
    team.uploads = 'forbidden';
    const refused = slack.type(mo, channel, '/video-admin usage --csv');
    await world.done(refused);
    expect(told(refused)).toContain('here is what is in it');
    expect(told(refused)).toContain('Ada');
    const member = slack.type(ada, channel, '/video-admin usage --csv');
    await world.done(member);
    expect(slack.dms(ada)).toEqual([]);
  });
});
