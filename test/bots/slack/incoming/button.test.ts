import { describe, expect, it } from 'vitest';
import { writeButtonId } from '../../../../src/bots/button-id.ts';
import { destinationOf, inboundKeyOf } from '../../../../src/bots/slack/places.ts';
import type { PressAction } from '../../../../src/bots/view.ts';
import type { Job } from '../../../../src/core/job.ts';
import type { SeenMessage } from '../../../doubles/slack/people/sight.ts';
import type { Channel } from '../../../doubles/slack/things.ts';
import { sequentialIds } from '../../../doubles/world.ts';
import { openWorld, told, type World } from './world.ts';

const idOf = (action: PressAction, job: Pick<Job, 'id'>) =>
  writeButtonId({ kind: 'jobs', action, jobs: [job.id], deliveryId: null });

const buttonsOf = (job: Job) => ({
  Again: idOf('again', job),
  Edit: idOf('edit', job),
  HD: idOf('hd', job),
  Continue: idOf('continue', job),
  Delete: idOf('delete', job),
  Cancel: idOf('cancel', job),
});

/** A finished video of Ada's, with its buttons in the channel or somewhere else. */
async function ready(world: World, at: Channel = world.channel, thread: string | null = null) {
  const { job } = await world.bring(await world.videoOf(world.ada), 'ready');
  return { job, post: await world.post(at, buttonsOf(job), thread) };
}

describe('Again', () => {
  it('makes another one in the channel or thread it is pressed in, also for somebody else', async () => {
    await using world = await openWorld();
    const { slack, team, mo, channel, store } = world;
    const { job, post } = await ready(world);
    const thread = slack.say(mo, channel, 'look').ts;
    const inThread = await world.post(channel, buttonsOf(job), thread);
    for (const [message, where] of [
      [post, null],
      [inThread, thread],
    ] as const) {
      const pressed = slack.press(mo, message, 'Again');
      expect(await world.done(pressed)).toEqual({ kind: 'empty' });
      expect(pressed.replies()).toEqual([]);
      const found = await store.requestByKey(inboundKeyOf(team.id, pressed.triggerId ?? ''));
      expect(found?.request.destination).toEqual(destinationOf(team.id, channel.id, where));
      expect(found?.request.userId).not.toBe(job.userId);
    }
    expect(await world.jobs()).toHaveLength(3);
  });

  it('pressed twice in a row counts once, so that a hasty finger buys nothing twice', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, clock } = world;
    const { post } = await ready(world);
    await world.done(slack.press(ada, post, 'Again'));
    const second = slack.press(ada, post, 'Again');
    await world.done(second);
    expect(told(second)).toContain('counts once');
    await world.done(slack.press(mo, post, 'Again'));
    expect(await world.jobs()).toHaveLength(3);
    await clock.advance(2_000);
    await world.done(slack.press(ada, post, 'Again'));
    expect(await world.jobs()).toHaveLength(4);
  });

  it('of what happens next goes on from the clip, for whoever presses, where it is pressed', async () => {
    await using world = await openWorld();
    const { slack, team, mo, channel, store } = world;
    const { job, post } = await ready(world);
    const pressed = slack.press(mo, post, 'Continue');
    expect(await world.done(pressed)).toEqual({ kind: 'empty' });
    const found = await store.requestByKey(inboundKeyOf(team.id, pressed.triggerId ?? ''));
    expect(found?.request).toMatchObject({ destination: destinationOf(team.id, channel.id, null) });
    expect(found?.request.userId).not.toBe(job.userId);
    const source = expect.stringMatching(/^last_frame:clip_/);
    expect(found?.jobs).toMatchObject([{ spec: { input: { kind: 'image', source } } }]);
  });

  it('is refused before anything is taken where nothing could be posted', async () => {
    await using world = await openWorld();
    const { slack, ada, channel, clock } = world;
    const { post } = await ready(world);
    slack.faults.next({ method: 'conversations.info' }, { error: 'internal_error' });
    const pressed = slack.press(ada, post, 'Again');
    await world.done(pressed);
    expect(told(pressed)).toContain('Slack does not tell us just now');
    channel.botIsMember = false;
    slack.faults.next({ method: 'conversations.join' }, { error: 'restricted_action' });
    await clock.advance(2_000);
    const again = slack.press(ada, post, 'Again');
    await world.done(again);
    expect(told(again)).toContain('/invite @reelay');
    expect(await world.jobs()).toHaveLength(1);
  });

  it('of a larger one offers the way to change it where that is refused', async () => {
    await using world = await openWorld();
    const { slack, ada } = world;
    const { post } = await ready(world);
    const pressed = slack.press(ada, post, 'HD');
    await world.done(pressed);
    expect(told(pressed)).toContain('Nothing was started');
    expect(pressed.replies()[0]?.buttons.map(({ label }) => label)).toEqual(['Edit and retry']);
  });
});

async function onlyJob(world: World): Promise<Job> {
  const [job] = await world.jobs();
  if (!job) throw new Error('expected a video');
  return job;
}

describe('who may press is decided from the stored job', () => {
  it('Cancel and Delete of somebody else’s video are refused to members, and allowed to moderators', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel } = world;
    const eve = slack.addUser(world.team, { name: 'Eve' });
    const waiting = await world.videoOf(ada);
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(channel, { Cancel: idOf('cancel', waiting), Delete: idOf('delete', job) });
    for (const [person, label, words] of [
      [eve, 'Cancel', 'belongs to somebody else'],
      [eve, 'Delete', 'belongs to somebody else'],
      [mo, 'Delete', 'Delete #2?'],
      [mo, 'Cancel', '#1 is cancelled'],
    ] as const) {
      const pressed = slack.press(person, post, label);
      await world.done(pressed);
      expect(told(pressed)).toContain(words);
      expect(pressed.replies()[0]?.ephemeral).toBe(true);
    }
  });

  it('a video of another workspace is not known, even to its moderators', async () => {
    await using world = await openWorld(() => ({ roleOf: async () => 'moderator' }));
    const { slack, ada } = world;
    const other = slack.addWorkspace({ name: 'Other' });
    slack.install(other);
    world.teams.set(other.id, other);
    const eve = slack.addUser(other, { name: 'Eve' });
    const there = slack.addChannel(other, { name: 'videos', members: [eve] });
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(there, buttonsOf(job));
    for (const label of ['Again', 'Edit', 'Delete', 'Cancel']) {
      const pressed = slack.press(eve, post, label);
      await world.done(pressed);
      expect(told(pressed)).toContain('no longer known');
    }
    expect(await world.jobs()).toHaveLength(1);
  });

  it('a button of a video or request that is not known, or of an earlier version, is answered in words', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    for (const [id, words] of [
      [idOf('again', { id: sequentialIds(900).next('job') }), 'no longer known'],
      [`v1:cancel:r:${'0'.repeat(26)}`, 'no longer known'],
      ['v0:again:x', 'earlier version'],
      ['v1:again:../../etc', 'earlier version'],
    ] as const) {
      const pressed = slack.press(ada, await world.post(channel, { Old: id }), 'Old');
      expect(await world.done(pressed)).toEqual({ kind: 'empty' });
      expect(told(pressed)).toContain(words);
    }
  });
});

describe('Delete', () => {
  it('asks back in private, and says what became of it in the same place', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const { post } = await ready(world);
    const asked = slack.press(ada, post, 'Delete');
    await world.done(asked);
    const [question] = asked.replies();
    if (!question) throw new Error('expected a question');
    expect(question).toMatchObject({ ephemeral: true, shownText: expect.stringContaining('Delete #1?') });
    const sure = slack.press(ada, question, 'Delete #1');
    await world.done(sure);
    const answers = slack.seenBy(ada, channel).filter(({ ephemeral }) => ephemeral);
    expect(answers).toMatchObject([{ buttons: [], shownText: expect.stringContaining('#1 is deleted') }]);
  });

  it('is never written over a message that everybody sees', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(channel, { Delete: idOf('delete_now', job) });
    const pressed = slack.press(ada, post, 'Delete');
    await world.done(pressed);
    expect(slack.seen(channel)[0]?.shownText).toBe('a video');
    expect(told(pressed)).toContain('#1 is deleted');
  });
});

describe('Edit', () => {
  it('opens a form that holds what was asked for, and stays in its thread', async () => {
    await using world = await openWorld();
    const { slack, team, ada, channel, store } = world;
    const job = await world.videoOf(ada, { seconds: 8, style: 'noir' });
    await world.bring(job, 'ready');
    const thread = slack.say(ada, channel, 'look').ts;
    await world.done(slack.press(ada, await world.post(channel, buttonsOf(job), thread), 'Edit'));
    const form = slack.modal(ada);
    expect(form?.fields.flatMap(({ label, value }) => (value === null ? [] : [[label, value]]))).toEqual([
      ['Prompt', 'a red ball'],
      ['Seconds', '8'],
      ['Style', 'noir'],
    ]);
    if (!form) throw new Error('expected a form');
    const wrong = slack.submit(ada, form, { Prompt: 'a blue ball', Engine: 'acme/reel-1' });
    await world.done(wrong);
    const refusal = slack.seenBy(ada, channel).at(-1);
    expect(refusal).toMatchObject({ ephemeral: true, threadTs: thread });
    if (!refusal) throw new Error('expected a refusal');
    await world.done(slack.press(ada, refusal, 'Edit and retry'));
    const retry = slack.modal(ada);
    if (!retry) throw new Error('expected a form');
    await world.done(slack.submit(ada, retry, { Engine: 'demo/pictures' }));
    const found = await store.requestByKey(inboundKeyOf(team.id, retry.id));
    expect(found?.request.destination).toEqual(destinationOf(team.id, channel.id, thread));
    expect(found?.jobs).toMatchObject([{ spec: { prompt: 'a blue ball', seconds: 8 } }]);
  });
});

describe('in direct messages', () => {
  it('a button below a private video acts where the video belongs, and stays private', async () => {
    await using world = await openWorld();
    const { slack, team, ada, channel, store } = world;
    const { job } = await world.bring(await world.videoOf(ada, { private: true }), 'ready');
    const post = await world.post(slack.dmChannel(ada), buttonsOf(job));
    const again = slack.press(ada, post, 'Again');
    await world.done(again);
    expect(told(again)).toContain('#2 is taken');
    const requestOf = async (key: string) => (await store.requestByKey(inboundKeyOf(team.id, key)))?.request;
    const kept = { visibility: 'private', destination: world.destination };
    expect(await requestOf(again.triggerId ?? '')).toMatchObject(kept);

    await world.done(slack.press(ada, post, 'Edit'));
    const edit = slack.modal(ada);
    if (!edit) throw new Error('expected a form');
    await world.done(slack.submit(ada, edit, { Prompt: 'a blue ball', Engine: 'acme/reel-1', Private: 'No' }));
    const refusal = slack.dms(ada).at(-1);
    if (!refusal) throw new Error('expected a refusal');
    await world.done(slack.press(ada, refusal, 'Edit and retry'));
    const retry = slack.modal(ada);
    if (!retry) throw new Error('expected a form');
    await world.done(slack.submit(ada, retry, { Engine: 'demo/pictures', Private: 'No' }));
    expect(await requestOf(retry.id)).toMatchObject(kept);
    expect(slack.seen(channel)).toEqual([]);
  });

  it('one below a video that everybody saw leads to one in its channel, and says so', async () => {
    await using world = await openWorld();
    const { slack, ada } = world;
    const { post } = await ready(world, slack.dmChannel(ada));
    const again = slack.press(ada, post, 'Again');
    await world.done(again);
    expect(told(again)).toContain('#2 is taken. The status appears in #videos in a moment.');
  });

  it('a moderator decides about the videos of others as in their channel', async () => {
    await using world = await openWorld();
    const { slack, ada, mo } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    for (const [person, words] of [
      [mo, 'Delete #1?'],
      [slack.addUser(world.team, { name: 'Eve' }), 'belongs to somebody else'],
    ] as const) {
      const post = await world.post(slack.dmChannel(person), { Delete: idOf('delete', await onlyJob(world)) });
      const pressed = slack.press(person, post, 'Delete');
      await world.done(pressed);
      expect(told(pressed)).toContain(words);
    }
  });

  it('nothing goes on with what others did', async () => {
    await using world = await openWorld();
    const { slack, ada, mo } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const pressed = slack.press(mo, await world.post(slack.dmChannel(mo), buttonsOf(job)), 'Again');
    await world.done(pressed);
    expect(told(pressed)).toContain('belongs to somebody else');
    expect(await world.jobs()).toHaveLength(1);
  });
});

describe('a status that nobody knew of', () => {
  const statusOf = async (world: World, job: Job): Promise<string | null | undefined> =>
    (await world.store.request(job.requestId))?.request.statusMessage;
  const press = async (world: World, post: SeenMessage, label = 'Cancel'): Promise<void> => {
    await world.done(world.slack.press(world.ada, post, label));
  };

  it('is found by the first button of it that is pressed, whoever presses it', async () => {
    await using world = await openWorld();
    const { slack, mo, channel } = world;
    const job = await world.videoOf(world.ada);
    const post = await world.post(channel, buttonsOf(job));
    await world.done(slack.press(mo, post, 'Edit'));
    expect(await statusOf(world, job)).toBe(`${channel.id}/${post.ts}`);
    expect(world.woken.times).toBe(1);
    const other = await world.post(channel, buttonsOf(job));
    await press(world, other);
    expect(await statusOf(world, job)).toBe(`${channel.id}/${post.ts}`);
  });

  it('is found in the direct messages of who asked in private, by them alone', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel } = world;
    const job = await world.videoOf(ada, { private: true });
    await world.done(slack.press(mo, await world.post(slack.dmChannel(mo), buttonsOf(job)), 'Edit'));
    await press(world, await world.post(channel, buttonsOf(job)));
    expect(await statusOf(world, job)).toBeNull();
    const post = await world.post(slack.dmChannel(ada), buttonsOf(job));
    await press(world, post);
    expect(await statusOf(world, job)).toBe(`${slack.dmChannel(ada).id}/${post.ts}`);
  });

  it('is no answer to somebody, no result, and nothing that stands elsewhere', async () => {
    await using world = await openWorld();
    const { slack, team, ada, channel } = world;
    const job = await world.videoOf(ada);
    const elsewhere = slack.addChannel(team, { name: 'general', members: [ada] });
    await press(world, await world.post(elsewhere, buttonsOf(job)), 'Edit');
    const shown = slack.type(ada, channel, '/videos show');
    await world.done(shown);
    const [answer] = shown.replies();
    if (!answer) throw new Error('expected an answer');
    await world.done(slack.press(ada, answer, 'Cancel'));
    // The same answer where Slack takes it only as a message of ours.
    slack.faults.next({ method: 'response_url' }, { status: 500 }, 9);
    slack.faults.next({ method: 'chat.postEphemeral' }, { error: 'user_not_in_channel' }, 9);
    const second = await world.videoOf(ada);
    await world.done(slack.type(ada, slack.dmChannel(ada), '/videos show'));
    const message = slack.dms(ada).at(-1);
    if (!message) throw new Error('expected a message');
    await world.done(slack.press(ada, message, 'Cancel'));
    expect([await statusOf(world, job), await statusOf(world, second)]).toEqual([null, null]);
  });

  it('is not a result that stands as a message of its own, with the link to its clip', async () => {
    await using world = await openWorld();
    const { channel, store, clock } = world;
    const { job } = await world.bring(await world.videoOf(world.ada), 'ready');
    const post = await world.post(channel, buttonsOf(job));
    const [delivery] = (await store.view(job.id, world.deps.rules, clock.nowMs()))?.deliveries ?? [];
    if (!delivery) throw new Error('expected a delivery');
    const message = `${channel.id}/${post.ts}`;
    await store.recordDelivery({ kind: 'sent', deliveryId: delivery.id, message }, clock.nowMs());
    await press(world, post, 'Edit');
    expect(await statusOf(world, job)).toBeNull();
  });
});
