import { describe, expect, it } from 'vitest';
import { createHome } from '../../../../src/bots/slack/home/create-home.ts';
import { inboundKeyOf, destinationOf, tenantOf } from '../../../../src/bots/slack/places.ts';
import type { IncomingDeps } from '../../../../src/bots/slack/incoming/deps.ts';
import { StoreUnavailable } from '../../../../src/core/ports/store.ts';
import type { SeenView } from '../../../doubles/slack/people/sight.ts';
import type { Person } from '../../../doubles/slack/things.ts';
import { openWorld } from '../incoming/world.ts';

type Change = (real: IncomingDeps) => Partial<IncomingDeps>;

/** A workspace in which Mo moderates, with people who look at their homes. */
async function openHomes(change: Change = () => ({})) {
  const world = await openWorld(change, (own) => [createHome(own)]);
  const { slack, store, team, mo, clock, ids } = world;
  const userOf = ({ id, name, workspace }: Person) =>
    world.userOf({ platform: 'slack', externalId: `${workspace.id}:${id}`, name });
  const tenantId = tenantOf(team.id);
  const actor = { kind: 'operator' } as const;
  await store.moderators.decide({ tenantId, userId: await userOf(mo), isModerator: true, actor, nowMs: clock.nowMs() });

  function home(person: Person): SeenView {
    const seen = slack.home(person);
    if (!seen) throw new Error(`expected the home of ${person.name}`);
    return seen;
  }

  return {
    ...world,
    ids,
    tenantId,
    userOf,
    home,
    async open(person: Person): Promise<SeenView> {
      slack.openHome(person);
      await slack.until(() => slack.home(person), `the home of ${person.name}`);
      await world.settled();
      return home(person);
    },
    async press(person: Person, name: string): Promise<SeenView> {
      await world.done(slack.press(person, home(person), name));
      return home(person);
    },
    async choose(person: Person, name: string, value: string): Promise<SeenView> {
      await world.done(slack.choose(person, home(person), name, value));
      return home(person);
    },
    moderators: async () => (await store.moderators.list(tenantId)).map(({ externalId }) => externalId?.split(':')[1]),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const labels = ({ buttons }: SeenView): string[] => buttons.map(({ label }) => label);

describe('the home of a member', () => {
  it('shows what they may use and their latest videos with the buttons that apply, and nothing of moderators', async () => {
    await using world = await openHomes();
    const { ada, mo, store, tenantId, clock, deps } = world;
    const change = { kind: 'set', limit: { unit: 'videos', window: 'day', amount: 5 } } as const;
    const limit = { tenantId, subject: 'default', change, rules: deps.rules, actor: { kind: 'operator' } } as const;
    await store.setPolicy({ ...limit, reason: null, nowMs: clock.nowMs() });
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    await world.videoOf(ada);
    await world.videoOf(mo);
    const { shownText, buttons, menus } = await world.open(ada);
    expect(shownText).toContain('Your quota');
    expect(shownText).toContain('2 of 5 videos today');
    expect(shownText).toContain(`#${job.number} · ready`);
    expect(shownText).toContain('#2 ·');
    expect(shownText).not.toContain('#3 ·');
    expect(shownText).not.toContain('moderat');
    expect(labels(await world.open(ada))).toEqual(['Make a video', 'Cancel', 'Again', 'Edit', 'Delete', 'Refresh']);
    expect(buttons.find(({ label }) => label === 'Delete')?.confirm).toMatchObject({ title: 'Delete #1?' });
    expect(menus).toEqual([]);
  });

  it('of somebody who never asked for anything says how to begin', async () => {
    await using world = await openHomes();
    expect((await world.open(world.ada)).shownText).toContain('You have no videos here yet');
  });

  it('keeps nobody known who was forgotten: to look is no contact', async () => {
    await using world = await openHomes();
    const { ada, store, tenantId, clock } = world;
    await world.videoOf(ada);
    const userId = await world.userOf(ada);
    await store.forgetPerson({ userId, actor: { kind: 'operator' }, nowMs: clock.nowMs() });
    const { shownText } = await world.open(ada);
    expect(shownText).toContain('You have no videos here yet');
    const by = { kind: 'externalId', text: `${ada.workspace.id}:${ada.id}` } as const;
    expect(await store.findUser({ platform: 'slack', tenantId, by })).toEqual([]);
  });

  it('does what its buttons say and shows what came of it in place, and posts to where it was asked for', async () => {
    await using world = await openHomes();
    const { slack, ada, channel, team, store } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    await world.open(ada);
    const pressed = slack.press(ada, world.home(ada), 'Again');
    await world.done(pressed);
    const made = await store.requestByKey(inboundKeyOf(team.id, pressed.triggerId ?? ''));
    expect(made?.request.destination).toEqual(destinationOf(team.id, channel.id));
    expect(world.home(ada).shownText).toContain('#2 ·');
    expect((await world.press(ada, 'Cancel')).shownText).toContain('#2 is cancelled. You pay nothing.');
    const after = (await world.press(ada, 'Refresh')).shownText;
    expect(after).not.toContain('You pay nothing');
    expect(after).toContain('#2 · cancelled');
    await world.press(ada, 'Delete');
    expect(world.home(ada).shownText).toContain('#1 is deleted.');
    expect(slack.dms(ada)).toEqual([]);
  });

  it('opens the form of an earlier video, which goes where that went', async () => {
    await using world = await openHomes();
    const { slack, ada, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    await world.open(ada);
    const pressed = slack.press(ada, world.home(ada), 'Edit');
    await world.done(pressed);
    const form = await pressed.modal();
    await world.done(slack.submit(ada, form, { Prompt: 'a blue ball' }));
    expect((await world.jobs()).map(({ spec }) => spec.prompt)).toContain('a blue ball');
    expect(form.privateMetadata).toContain(channel.id);
  });

  it('opens an empty form for a new video, which asks where it goes', async () => {
    await using world = await openHomes();
    const { slack, ada, channel } = world;
    await world.open(ada);
    const pressed = slack.press(ada, world.home(ada), 'Make a video');
    await world.done(pressed);
    const form = await pressed.modal();
    await world.done(slack.submit(ada, form, { Prompt: 'a blue ball', 'Where the video goes': channel.id }));
    expect((await world.jobs()).map(({ spec }) => spec.prompt)).toEqual(['a blue ball']);
  });

  it('says why something was not done', async () => {
    await using world = await openHomes();
    const { ada, slack, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    await world.open(ada);
    slack.archive(channel);
    expect((await world.press(ada, 'Again')).shownText).toContain('This channel is archived');
    expect(await world.jobs()).toHaveLength(1);
  });
});

describe('the home of a moderator', () => {
  it('puts somebody on the list and takes them off, with the same words and the same audit as the command', async () => {
    await using world = await openHomes();
    const { ada, mo, store, tenantId } = world;
    expect((await world.open(mo)).shownText).toContain('@Mo · you');
    const added = await world.choose(mo, 'Let somebody moderate', ada.id);
    expect(added.shownText).toContain('@Ada may moderate here from now on');
    expect(await world.moderators()).toEqual([mo.id, ada.id]);
    const removed = await world.press(mo, 'Take off the list');
    expect(removed.shownText).toContain('@Ada may no longer moderate here');
    expect(await world.moderators()).toEqual([mo.id]);
    expect(await store.audit({ tenantId, targetUserId: await world.userOf(ada), limit: 9 })).toMatchObject([
      { actor: { kind: 'user', userId: await world.userOf(mo) }, change: { kind: 'moderator', isModerator: false } },
      { actor: { kind: 'user', userId: await world.userOf(mo) }, change: { kind: 'moderator', isModerator: true } },
    ]);
  });

  it('is told in the log channel what they decided there, as after a command', async () => {
    await using world = await openHomes();
    const { slack, ada, mo, channel, store, tenantId, clock } = world;
    channel.botIsMember = true;
    const actor = { kind: 'operator' } as const;
    const change = { logChannel: channel.id };
    await store.setSettings({ tenantId, change, actor, reason: null, nowMs: clock.nowMs() });
    await world.open(mo);
    await world.choose(mo, 'Let somebody moderate', ada.id);
    expect(slack.seen(channel).at(-1)?.shownText).toMatch(/ · Ada may moderate here$/u);
  });

  it('has no button beside themselves, and nothing chosen stays in a menu', async () => {
    await using world = await openHomes();
    const { ada, mo } = world;
    expect(labels(await world.open(mo))).toEqual(['Make a video', 'Refresh', 'Change', 'Set up', 'Pause everywhere']);
    const before = world.home(mo).menus.map(({ blockId }) => blockId);
    const after = (await world.choose(mo, 'Let somebody moderate', ada.id)).menus;
    expect(after.map(({ chosen }) => chosen)).toEqual([[], []]);
    expect(after.map(({ blockId }) => blockId)).not.toEqual(before);
  });

  it('sets what everybody may use, and what one member may, in a form that says what is wrong while it is open', async () => {
    await using world = await openHomes();
    const { slack, ada, mo, store, tenantId, clock, deps } = world;
    await world.open(mo);
    const opened = slack.press(mo, world.home(mo), 'Change');
    await world.done(opened);
    const form = await opened.modal();
    expect(form.shownText).toContain('Quota of everybody here who has none of their own');
    const wrong = await world.done(slack.submit(mo, form, { Amount: '10/wek' }));
    expect(wrong).toMatchObject({
      kind: 'errors',
      errors: { amount: expect.stringMatching(/^Amount takes .*10\/day/) as string },
    });
    await world.done(slack.submit(mo, form, { Amount: '10/day', Reason: 'a treat' }));
    // It concerns many, so it is shown before it is done, and done where it was shown.
    const asked = world.home(mo).buttons[0]?.label ?? '';
    expect(asked).toContain('Change');
    await world.press(mo, asked);
    expect(world.home(mo).shownText).toContain('Changed the quota of everybody here who has none of their own');
    const chosen = slack.choose(mo, world.home(mo), 'See or change a quota', ada.id);
    await world.done(chosen);
    const own = await chosen.modal();
    expect(own.shownText).toContain('Quota of');
    await world.done(slack.submit(mo, own, { Amount: '2/day' }));
    const quota = { tenantId, userId: await world.userOf(ada), rules: deps.rules, nowMs: clock.nowMs() };
    expect((await store.quota(quota)).lines).toMatchObject([
      { unit: 'videos', window: 'day', amount: 2, source: 'own' },
    ]);
    expect((await store.quota({ ...quota, userId: null })).lines).toMatchObject([{ amount: 10, source: 'tenant' }]);
    expect(world.home(mo).shownText).toContain('Changed the quota of');
  });

  it('shows how the workspace is set up', async () => {
    await using world = await openHomes();
    const { mo, channel, store, tenantId, clock } = world;
    const change = { channels: [channel.id] };
    const actor = { kind: 'operator' } as const;
    await store.setSettings({ tenantId, change, actor, reason: null, nowMs: clock.nowMs() });
    const { shownText } = await world.open(mo);
    expect(shownText).toContain('How Reelay is set up here');
    expect(shownText).toContain('Channels: only #videos');
    // What everybody may use stands above, with the button that changes it.
    expect(shownText).toContain('Quota of everybody here who has none of their own');
    expect(shownText).not.toContain('Allowance');
  });

  it('sets the workspace up on one page, changes only what was changed there, and says what is missing', async () => {
    await using world = await openHomes();
    const { slack, team, ada, mo, channel, store, tenantId, clock } = world;
    const log = slack.addChannel(team, { name: 'mod-log', private: true });
    slack.tokenOf(team).scopes.delete('usergroups:read');
    await world.open(mo);
    expect(world.home(mo).shownText).toContain('Reinstall it to use groups');
    const opened = slack.press(mo, world.home(mo), 'Set up');
    await world.done(opened);
    const form = await opened.modal();
    const wrong = await world.done(slack.submit(mo, form, { allowance: '9/wek', 'time-zone': 'Mars' }));
    expect(wrong).toMatchObject({ kind: 'errors', errors: { allowance: expect.anything() as string } });
    await clock.advance(1);
    const actor = { kind: 'operator' } as const;
    const meanwhile = { approvalChannel: channel.id };
    await store.setSettings({ tenantId, change: meanwhile, actor, reason: null, nowMs: clock.nowMs() });
    await world.done(
      slack.submit(mo, form, {
        channels: [channel.id],
        allowance: '9/day',
        cap: '$5',
        log: log.id,
        'time-zone': 'Europe/Berlin',
      }),
    );
    expect(await store.tenant(tenantId, clock.nowMs())).toMatchObject({
      timeZone: 'Europe/Berlin',
      settings: { channels: [channel.id], logChannel: log.id, approvalChannel: channel.id },
    });
    expect(await store.limitsOf({ tenantId, subject: 'budget' })).toMatchObject([{ amount: 5_000_000 }]);
    expect(await store.limitsOf({ tenantId, subject: 'default' })).toMatchObject([{ amount: 9 }]);
    expect(world.home(mo).shownText).toContain('where decisions are noted: invite it there');
    await world.press(mo, 'Pause everywhere');
    expect((await store.tenant(tenantId, clock.nowMs())).settings.paused.everywhere).toBe(true);
    await world.press(mo, 'Resume');
    expect((await store.tenant(tenantId, clock.nowMs())).settings.paused.everywhere).toBe(false);
    const member = slack.pressAnyway(ada, await world.open(ada), { actionId: 'home:setup:open' });
    await world.done(member);
    expect(slack.modal(ada)).toBeNull();
  });

  it('shows who waits for a yes, with buttons that decide there', async () => {
    await using world = await openHomes();
    const { slack, ada, mo, channel, store, tenantId, clock } = world;
    await world.allow();
    channel.botIsMember = true;
    const actor = { kind: 'operator' } as const;
    const change = { approvalChannel: channel.id };
    await store.setSettings({ tenantId, change, actor, reason: null, nowMs: clock.nowMs() });
    await world.done(slack.type(mo, channel, '/video-admin quota set @Ada 0/day'));
    const typed = slack.type(ada, channel, '/video a red ball');
    await world.done(typed);
    const [refusal] = typed.replies();
    if (refusal) await world.done(slack.press(ada, refusal, 'Ask a moderator'));
    expect((await world.open(mo)).shownText).toContain('a red ball');
    const limit = slack.press(mo, world.home(mo), 'Approve with limit');
    await world.done(limit);
    expect((await limit.modal()).title).toBe('Approve with limit');
    expect((await world.press(mo, 'Approve')).shownText).toContain('Nobody waits for a yes.');
    expect((await world.jobs())[0]?.state.kind).toBe('preparing');
  });

  it('keeps within what Slack takes, however many moderate', async () => {
    await using world = await openHomes();
    const { slack, mo, team, store, tenantId, clock } = world;
    for (let number = 0; number < 40; number += 1) {
      const userId = await world.userOf(slack.addUser(team, { name: `Mod ${number}` }));
      const actor = { kind: 'operator' } as const;
      await store.moderators.decide({ tenantId, userId, isModerator: true, actor, nowMs: clock.nowMs() });
    }
    const { blocks, shownText } = await world.open(mo);
    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(shownText).toContain('and 21 others: /video-admin moderators');
  });

  it('does nothing for who was taken off the list meanwhile, and shows them what members see', async () => {
    let isModerator = true;
    await using world = await openHomes(() => ({ roleOf: async () => (isModerator ? 'moderator' : 'member') }));
    const { ada, mo } = world;
    await world.open(mo);
    isModerator = false;
    const { shownText, menus } = await world.choose(mo, 'Let somebody moderate', ada.id);
    expect(shownText).toContain('Only moderators can do that here');
    expect(menus).toEqual([]);
    expect(await world.moderators()).toEqual([mo.id]);
  });
});

describe('when something goes wrong', () => {
  it('with the database, the home says so, and comes back when it does', async () => {
    await using world = await openHomes();
    const { ada, store } = world;
    const quota = store.quota.bind(store);
    store.quota = async () => Promise.reject(new StoreUnavailable('the database is away'));
    const { shownText, buttons } = await world.open(ada);
    expect(shownText).toContain('cannot reach its database');
    expect(buttons.map(({ label }) => label)).toEqual(['Refresh']);
    store.quota = quota;
    expect((await world.press(ada, 'Refresh')).shownText).toContain('Your quota');
  });

  it('with the database at a press, the home says the same, and nothing was done', async () => {
    await using world = await openHomes();
    const { ada, store } = world;
    await world.videoOf(ada);
    await world.open(ada);
    const job = store.job.bind(store);
    store.job = async () => Promise.reject(new StoreUnavailable('the database is away'));
    expect((await world.press(ada, 'Cancel')).shownText).toContain('cannot reach its database');
    store.job = job;
    expect((await world.jobs()).map(({ state }) => state.kind)).toEqual(['preparing']);
  });

  it('with the home itself, what came of a press is told by direct message', async () => {
    await using world = await openHomes();
    const { slack, ada } = world;
    await world.videoOf(ada);
    await world.open(ada);
    slack.faults.next({ method: 'views.publish' }, { error: 'internal_error' });
    await world.press(ada, 'Cancel');
    expect(slack.dms(ada).map(({ shownText }) => shownText)).toEqual([expect.stringContaining('is cancelled')]);
  });

  it('a button of an earlier version or of nobody says so and does nothing', async () => {
    await using world = await openHomes();
    const { slack, ada } = world;
    await world.videoOf(ada);
    await world.open(ada);
    for (const actionId of ['home:press:v0:cancel:1', 'home:something', 'home:press:v1:cancel:']) {
      await world.done(slack.pressAnyway(ada, world.home(ada), { actionId }));
      expect(world.home(ada).shownText).toContain('That is from an earlier version');
    }
    expect((await world.jobs()).map(({ state }) => state.kind)).toEqual(['preparing']);
  });

  it('the messages of the app are left as they are', async () => {
    await using world = await openHomes();
    const { slack, ada } = world;
    await world.done(slack.openHome(ada, 'messages'));
    expect(slack.home(ada)).toBeNull();
  });
});
