import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../../src/core/time.ts';
import { holdBack, openWorld, told } from './world.ts';

describe('an answer to one person', () => {
  it('goes beside the place they asked in once its address is no good, and then by direct message', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    channel.botIsMember = true;
    slack.faults.next({ method: 'response_url' }, { status: 404, body: 'used_url' }, 2);
    const typed = slack.type(ada, channel, '/videos');
    await world.done(typed);
    expect(typed.replies()).toMatchObject([{ ephemeral: true, shownText: expect.stringContaining('no videos here') }]);
    channel.botIsMember = false;
    await world.done(slack.type(ada, channel, '/videos'));
    expect(slack.dms(ada)).toMatchObject([{ shownText: expect.stringContaining('no videos here') }]);
    expect(slack.seen(channel)).toEqual([]);
  });

  it('of which nothing is heard is given another way: twice is better than not at all', async () => {
    await using world = await openWorld();
    const { slack, ada, channel, clock } = world;
    channel.botIsMember = true;
    const never = Promise.withResolvers<void>();
    const held = slack.faults.next({ method: 'response_url' }, { delayUntil: never.promise });
    const typed = slack.type(ada, channel, '/videos');
    await held.hit;
    await clock.advance(10_000);
    await world.done(typed);
    expect(typed.replies()).toHaveLength(1);
    expect(world.lines.join()).toContain('nothing heard from Slack within 10000 ms');
    never.resolve();
  });

  it('that Slack does not take is told at least to have gone wrong', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    slack.faults.next({ method: 'response_url' }, { status: 400, body: 'invalid_blocks' });
    const typed = slack.type(ada, channel, '/videos');
    await world.done(typed);
    expect(told(typed)).toContain('Something went wrong on our side');
    expect(typed.replies()).toHaveLength(1);
  });

  it('that reaches them in no way is logged, without what was said', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    slack.faults.next({ method: 'response_url' }, 'drop_request');
    slack.faults.next({ method: 'chat.postEphemeral' }, { error: 'fatal_error' });
    slack.faults.next({ method: 'conversations.open' }, { error: 'user_disabled' });
    await world.done(slack.type(ada, channel, '/video a secret --secnds 4'));
    const lines = world.lines.filter((line) => line.includes('an answer did not get through'));
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toMatch(/secret|hooks|commands\//u);
  });
});

describe('whom it is not for', () => {
  it('is told so, and nothing is taken', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const typed = slack.type(ada, channel, '/videos');
    await world.done(typed);
    for (const [index, [change, words]] of (
      [
        [{ is_enterprise_install: 'true', enterprise_id: 'E1' }, 'installed for a whole organization'],
        [{ team_id: 'T9' }, 'not installed in this workspace any more'],
      ] as const
    ).entries()) {
      await world.repeat(typed, { command: '/video', text: 'a ball', trigger_id: `1.${index}`, ...change });
      expect(told(typed)).toContain(words);
    }
    expect(await world.jobs()).toEqual([]);
  });

  it('is a member of another workspace, in a channel that both share', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const pressed = slack.press(ada, await world.post(channel, { Old: 'v0:old' }), 'Old');
    await world.done(pressed);
    const user = { id: 'U9', username: 'eve', team_id: 'T9' };
    await world.repeat(pressed, { trigger_id: '1.2.3', user });
    expect(told(pressed)).toContain('You belong to another workspace');
    await world.repeat(pressed, { trigger_id: '1.2.4', team: null, enterprise: { id: 'E1' } });
    expect(told(pressed)).toContain('installed for a whole organization');
  });

  it('is told to wait where nobody can tell whether we are still there', async () => {
    await using world = await openWorld(() => ({
      workspaces: { of: async () => ({ kind: 'unknown', detail: 'the database is away' }) },
    }));
    const { slack, ada, channel } = world;
    const typed = slack.type(ada, channel, '/video a ball');
    await world.done(typed);
    expect(told(typed)).toContain('could not be looked up just now');
    expect(await world.jobs()).toEqual([]);
  });
});

describe('whether we can post there is known before anything is taken', () => {
  it.each([
    ['a private channel', 'private', '/invite @reelay'],
    ['a conversation of others', 'foreign', 'no part of'],
    ['a group of others', 'group', '--private'],
  ] as const)('%s is refused, with what to do about it', async (_, kind, words) => {
    await using world = await openWorld();
    const { slack, team, ada, mo } = world;
    const eve = slack.addUser(team, { name: 'Eve' });
    const place = {
      private: () => slack.addChannel(team, { name: 'secret', private: true, members: [ada] }),
      foreign: () => slack.addConversation([ada, mo]),
      group: () => slack.addConversation([ada, mo, eve]),
    }[kind]();
    const typed = slack.type(ada, place, '/video a ball --seconds 4');
    await world.done(typed);
    expect(told(typed)).toContain(words);
    expect(await world.jobs()).toEqual([]);
    const [answer] = typed.replies();
    if (!answer) throw new Error('expected an answer');
    await world.done(slack.press(ada, answer, 'Edit and retry'));
    const form = slack.modal(ada);
    if (!form) throw new Error('expected the form');
    await world.done(slack.submit(ada, form, { Private: 'Yes' }));
    expect(await world.jobs()).toMatchObject([{ spec: { prompt: 'a ball', seconds: 4 } }]);
  });

  it('our own direct messages and private channels that we are in are fine', async () => {
    await using world = await openWorld();
    const { slack, team, ada } = world;
    const secret = slack.addChannel(team, { name: 'secret', private: true, members: [ada], botIsMember: true });
    for (const place of [slack.dmChannel(ada), secret]) {
      const typed = slack.type(ada, place, '/video a ball');
      await world.done(typed);
      expect(typed.replies()).toEqual([]);
    }
    expect(await world.jobs()).toHaveLength(2);
  });

  it('what is asked for in direct messages is private: moderators of the workspace do not see it either', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel, store } = world;
    await world.done(slack.type(ada, slack.dmChannel(ada), '/video a ball'));
    const [job] = await world.jobs();
    expect((job && (await store.request(job.requestId)))?.request.visibility).toBe('private');
    const shown = slack.type(mo, channel, '/videos show 1');
    await world.done(shown);
    expect(told(shown)).toContain('belongs to somebody else');
  });

  it('what is known is not asked again for a while', async () => {
    await using world = await openWorld();
    const { slack, ada, channel, clock } = world;
    const asked = (): number => slack.requests.filter(({ method }) => method.startsWith('conversations.')).length;
    await world.done(slack.type(ada, channel, '/video a ball'));
    const once = asked();
    await world.done(slack.type(ada, channel, '/video a ball'));
    expect(asked()).toBe(once);
    await clock.advance(10 * MINUTE);
    await world.done(slack.type(ada, channel, '/video a ball'));
    expect(asked()).toBe(once + 1);
  });

  it('an archived channel is refused, and so is one of which Slack says nothing in time', async () => {
    await using world = await openWorld();
    const { slack, team, ada, channel, clock } = world;
    const never = Promise.withResolvers<void>();
    const held = slack.faults.next({ method: 'conversations.info' }, { delayUntil: never.promise });
    const typed = slack.type(ada, channel, '/video a ball');
    await held.hit;
    await clock.advance(5_000);
    await world.done(typed);
    expect(told(typed)).toContain('Slack does not tell us just now');
    never.resolve();
    const old = slack.addChannel(team, { name: 'old', members: [ada] });
    const late = slack.type(ada, old, '/video a ball');
    slack.archive(old);
    await world.done(late);
    expect(slack.dms(ada).at(-1)?.shownText).toContain('This channel is archived');
    expect(await world.jobs()).toEqual([]);
  });
});

it('what was taken is waited for when the service stops', async () => {
  const held = holdBack();
  await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
  const { slack, ada, channel } = world;
  const typed = slack.type(ada, channel, '/video a ball');
  expect(await typed.acknowledged()).toEqual({ kind: 'empty' });
  await held.begun;
  const order: string[] = [];
  const idle = world.idle().then(() => order.push('idle'));
  order.push('released');
  held.release();
  await idle;
  expect(order).toEqual(['released', 'idle']);
  expect(await world.jobs()).toHaveLength(1);
});

it('what belongs to another part of the app is left to it', async () => {
  const heard: string[] = [];
  const register = (app: App): void => {
    app.action(/^home:/u, async ({ ack }) => {
      await ack();
      heard.push('pressed');
    });
  };
  await using world = await openWorld(
    () => ({}),
    () => [{ prefix: 'home:', register }],
  );
  const { slack, ada, channel } = world;
  const post = await world.post(channel, { Mine: 'v0:x', Theirs: 'home:list' });
  const theirs = slack.press(ada, post, 'Theirs');
  expect(await world.done(theirs)).toEqual({ kind: 'empty' });
  expect([heard, theirs.replies()]).toEqual([['pressed'], []]);
  const mine = slack.press(ada, post, 'Mine');
  await world.done(mine);
  expect(told(mine)).toContain('earlier version');
});
