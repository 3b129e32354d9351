import { describe, expect, it } from 'vitest';
import { writeButtonId } from '../../../../src/bots/button-id.ts';
import { shortcutIds } from '../../../../src/bots/slack/callback-ids.ts';
import { destinationOf, inboundKeyOf } from '../../../../src/bots/slack/places.ts';
import { openWorld, told } from './world.ts';

const fromThis = shortcutIds.makeVideoFromThis;

describe('Make a video from this', () => {
  it('opens the form with what the message says and its first image, and answers in its thread', async () => {
    await using world = await openWorld();
    const { slack, team, ada, mo, channel, store } = world;
    const first = slack.say(mo, channel, 'ideas?');
    const files = [
      { name: 'notes.txt', bytes: Buffer.from('x') },
      { name: 'cat.png', bytes: Buffer.from('png') },
    ];
    const message = slack.say(mo, channel, 'a cat for @Ada & <me> in #videos --seconds 4', { thread: first, files });
    const used = slack.messageShortcut(ada, message, fromThis);
    expect(await world.done(used)).toEqual({ kind: 'empty' });
    const form = slack.modal(ada);
    expect(form?.fields.flatMap(({ label, value }) => (value === null ? [] : [[label, value]]))).toEqual([
      ['Prompt', 'a cat for @Ada & <me> in #videos'],
      ['Seconds', '4'],
    ]);
    expect(form?.fields[1]?.hint).toContain('starts from the file');
    if (!form) throw new Error('expected a form');
    await world.done(slack.submit(ada, form));
    const found = await store.requestByKey(inboundKeyOf(team.id, form.id));
    expect(found?.request.destination).toEqual(destinationOf(team.id, channel.id, first.ts));
    expect(found?.jobs[0]?.spec.input?.source).toBe(`${team.id}/${message.files[1]?.id ?? ''}`);
  });

  it('says what it leaves out of a message that is longer than any prompt', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel } = world;
    const used = slack.messageShortcut(ada, slack.say(mo, channel, '😀'.repeat(19_000)), fromThis);
    await world.done(used);
    const form = slack.modal(ada);
    const shown = form?.fields.map(({ value }) => (typeof value === 'string' ? value : '')).join('');
    expect(shown).toBe('😀'.repeat(6_000));
    expect(form?.fields[0]?.hint).toContain('12,000');
  });

  it('does not wait for names that Slack is slow to tell', async () => {
    await using world = await openWorld();
    const { slack, ada, mo, channel, clock } = world;
    const message = slack.say(mo, channel, 'a cat for @Ada');
    const never = Promise.withResolvers<void>();
    const held = slack.faults.next({ method: 'users.info' }, { delayUntil: never.promise });
    const used = slack.messageShortcut(ada, message, fromThis);
    await held.hit;
    await clock.advance(1_000);
    await world.done(used);
    expect(slack.modal(ada)?.fields[0]?.value).toBe('a cat for');
    never.resolve();
  });

  it('of a status or clip of ours opens what was asked for, and of anything else of ours says why not', async () => {
    await using world = await openWorld();
    const { slack, ada, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada, { style: 'film noir' }), 'ready');
    const other = await world.videoOf(ada);
    const idOf = (...jobs: [typeof job, ...(typeof job)[]]) =>
      writeButtonId({
        kind: 'jobs',
        action: 'again',
        jobs: [jobs[0].id, ...jobs.slice(1).map(({ id }) => id)],
        deliveryId: null,
      });
    const status = await world.post(channel, { Again: idOf(job) });
    const clip = await world.upload(channel, 'reelay-1.mp4');
    for (const message of [status, clip]) {
      await world.done(slack.messageShortcut(ada, message, fromThis));
      expect(slack.modal(ada)?.fields.find(({ label }) => label === 'Style')?.value).toBe('film noir');
      slack.closeModal(ada);
    }
    for (const message of [
      await world.post(channel, { Again: idOf(job, other) }),
      await world.post(channel, { Hello: 'v0:hello' }),
      await world.upload(channel, 'reelay-99.mp4'),
    ]) {
      const used = slack.messageShortcut(ada, message, fromThis);
      await world.done(used);
      expect(told(used)).toContain('not about one video alone');
    }
    expect(slack.modal(ada)).toBeNull();
  });
});

describe('Make a video, anywhere in Slack', () => {
  it('asks where, and goes there', async () => {
    await using world = await openWorld();
    const { slack, team, ada, channel, store } = world;
    await world.done(slack.globalShortcut(ada, shortcutIds.makeVideo));
    const form = slack.modal(ada);
    expect(form?.fields[0]).toMatchObject({ label: 'Where the video goes', type: 'conversations_select' });
    if (!form) throw new Error('expected a form');
    const sent = slack.submit(ada, form, { Prompt: 'a ball', where: channel.id });
    expect(await world.done(sent)).toEqual({ kind: 'empty' });
    const found = await store.requestByKey(inboundKeyOf(team.id, form.id));
    expect(found?.request.destination).toEqual(world.destination);
  });

  it('is refused where nothing could be posted, there, with the way back', async () => {
    await using world = await openWorld();
    const { slack, team, ada, mo } = world;
    const secret = slack.addChannel(team, { name: 'secret', private: true, members: [ada] });
    const foreign = slack.addConversation([ada, mo]);
    for (const [place, words] of [
      [secret, '/invite @reelay'],
      [foreign, 'no part of'],
    ] as const) {
      await world.done(slack.globalShortcut(ada, shortcutIds.makeVideo));
      const form = slack.modal(ada);
      if (!form) throw new Error('expected a form');
      await world.done(slack.submit(ada, form, { Prompt: 'a ball', where: place.id }));
      const refusal = slack.seenBy(ada, place).at(-1);
      expect(refusal).toMatchObject({ ephemeral: true, shownText: expect.stringContaining(words) });
      expect(refusal?.buttons.map(({ label }) => label)).toEqual(['Edit and retry']);
    }
    expect(await world.jobs()).toEqual([]);
  });
});

it('a shortcut of an earlier version is answered in words', async () => {
  await using world = await openWorld();
  const { slack, ada, channel } = world;
  const used = slack.messageShortcut(ada, slack.say(ada, channel, 'a cat'), 'old');
  expect(await world.done(used)).toEqual({ kind: 'empty' });
  expect(told(used)).toContain('earlier version');
  await world.done(slack.globalShortcut(ada, 'old'));
  expect(slack.dms(ada).at(-1)?.shownText).toContain('earlier version');
});
