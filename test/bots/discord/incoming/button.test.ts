import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { writeButtonId } from '../../../../src/bots/button-id.ts';
import type { Job } from '../../../../src/core/job.ts';
import type { PressAction } from '../../../../src/bots/view.ts';
import { sequentialIds } from '../../../doubles/world.ts';
import { asRead, holdBack, openWorld, refOf, wordsOf } from './world.ts';

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

describe('Again', () => {
  it('shows the status of the new video to everybody, also when somebody else presses it', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(channel, buttonsOf(job));
    const pressed = discord.press(mo, post, 'Again');
    expect(await world.done(pressed)).toEqual({ kind: 'message', ephemeral: false });
    const status = discord.seen(channel).at(-1);
    const found = await world.requestOf(pressed);
    expect(found?.request.statusMessage).toBe(refOf(status));
    expect(found?.request.userId).not.toBe(job.userId);
  });

  it('pressed by two people at once makes two videos, each shown once', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(channel, buttonsOf(job));
    const both = [discord.press(ada, post, 'Again'), discord.press(mo, post, 'Again')];
    for (const pressed of both) await world.done(pressed);
    expect(discord.seen(channel)).toHaveLength(3);
    expect(new Set((await world.jobs()).map(({ userId }) => userId)).size).toBe(2);
  });

  it('pressed twice in a row counts once, so that a hasty finger buys nothing twice', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel, clock } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(channel, buttonsOf(job));
    const [first, second] = [discord.press(ada, post, 'Again'), discord.press(ada, post, 'Again')];
    await world.done(first);
    expect(await world.done(second)).toEqual({ kind: 'message', ephemeral: true });
    expect(await wordsOf(second)).toContain('counts once');
    await world.done(discord.press(mo, post, 'Again'));
    expect(await world.jobs()).toHaveLength(3);
    await clock.advance(2_000);
    await world.done(discord.press(ada, post, 'Again'));
    expect(await world.jobs()).toHaveLength(4);
  });

  it('of what happens next is shown to everybody, and counts once however hasty the finger', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(channel, buttonsOf(job));
    const [first, second] = [discord.press(mo, post, 'Continue'), discord.press(mo, post, 'Continue')];
    expect(await world.done(first)).toEqual({ kind: 'message', ephemeral: false });
    expect(await world.done(second)).toEqual({ kind: 'message', ephemeral: true });
    const source = expect.stringMatching(/^last_frame:clip_/);
    expect((await world.requestOf(first))?.jobs).toMatchObject([{ spec: { input: { kind: 'image', source } } }]);
    expect(await world.jobs()).toHaveLength(2);
  });

  it('when it takes long is promised to everybody, and a refusal takes that back', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ press: held.around(real.press) }));
    const { discord, ada, channel, clock } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(channel, buttonsOf(job));
    const pressed = discord.press(ada, post, 'HD');
    await held.begun;
    await clock.advance(1_000);
    expect(await pressed.acknowledged()).toEqual({ kind: 'deferred', ephemeral: false });
    held.release();
    await world.settled();
    expect(pressed.messages()).toMatchObject([
      { ephemeral: true, content: expect.stringContaining('Nothing was started') },
    ]);
    expect(discord.seen(channel)).toHaveLength(1);
  });

  it('is refused before anything is taken where nothing could be posted', async () => {
    await using world = await openWorld();
    const { discord, guild, ada, channel } = world;
    const thread = discord.addChannel(guild, { type: 'thread', parent: channel });
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(thread, buttonsOf(job));
    discord.changeChannel(thread, { locked: true });
    const locked = discord.pressAnyway(ada, post, idOf('again', job));
    await world.done(locked);
    expect(await wordsOf(locked)).toContain('locked');
    discord.changeChannel(thread, { locked: false });
    discord.changeChannel(channel, { deny: PermissionFlagsBits.AttachFiles });
    const pressed = discord.press(ada, post, 'Again');
    await world.done(pressed);
    expect(await wordsOf(pressed)).toContain('Attach Files');
    expect(await world.jobs()).toHaveLength(1);
  });
});

describe('who may press is decided from the stored job', () => {
  it('Cancel and Delete of somebody else’s video are refused to members, and allowed to moderators', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const eve = discord.addUser({ name: 'Eve' });
    const waiting = await world.videoOf(ada);
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(channel, { Cancel: idOf('cancel', waiting), Delete: idOf('delete', job) });
    for (const [person, label, words] of [
      [eve, 'Cancel', 'belongs to somebody else'],
      [eve, 'Delete', 'belongs to somebody else'],
      [mo, 'Delete', 'Delete #2?'],
      [mo, 'Cancel', '#1 is cancelled'],
    ] as const) {
      const pressed = discord.press(person, post, label);
      expect(await world.done(pressed)).toEqual({ kind: 'message', ephemeral: true });
      expect(await wordsOf(pressed)).toContain(words);
    }
  });

  it('a button that names a request stops all of its videos', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', { prompt: '{a|b|c|d} ball', yes: true });
    await world.done(typed);
    const requestId = (await world.requestOf(typed))?.request.id;
    if (!requestId) throw new Error('expected a request');
    const id = writeButtonId({ kind: 'request', action: 'cancel', requestId });
    const pressed = discord.press(ada, await world.post(channel, { 'Cancel all': id }), 'Cancel all');
    await world.done(pressed);
    expect((await world.jobs()).map(({ state }) => state.kind)).toEqual(Array.from({ length: 4 }, () => 'cancelled'));
  });

  it.each([
    ['a video that is not known', idOf('again', { id: sequentialIds(900).next('job') }), 'no longer known'],
    ['a request that is not known', `v1:cancel:r:${'0'.repeat(26)}`, 'no longer known'],
    ['an earlier version', 'v0:again:x', 'earlier version'],
    ['nobody knows what', 'v1:again:../../etc', 'earlier version'],
  ])('a button of %s is answered in words', async (_, id, words) => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const pressed = discord.press(ada, await world.post(channel, { Old: id }), 'Old');
    expect(await world.done(pressed)).toEqual({ kind: 'message', ephemeral: true });
    expect(await wordsOf(pressed)).toContain(words);
  });
});

describe('Delete', () => {
  it('asks back in private, and says what became of it in the same place', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const asked = discord.press(ada, await world.post(channel, buttonsOf(job)), 'Delete');
    await world.done(asked);
    const question = await asked.answered();
    expect(question.ephemeral).toBe(true);
    expect(asRead(question.content)).toContain('Delete #1?');
    const sure = discord.press(ada, question, 'Delete #1');
    expect(await world.done(sure)).toEqual({ kind: 'update' });
    expect(asked.original()?.buttons).toEqual([]);
    expect(asRead(asked.original()?.content ?? '')).toContain('#1 is deleted');
    const again = discord.pressAnyway(ada, question, idOf('delete_now', job));
    await world.done(again);
    expect(asRead(asked.original()?.content ?? '')).toContain('was deleted before');
  });

  it('takes its time in the same place, too', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({
      press: async (press, asker) => {
        if (press.action === 'delete_now') await held.wait();
        return real.press(press, asker);
      },
    }));
    const { discord, ada, channel, clock } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const asked = discord.press(ada, await world.post(channel, buttonsOf(job)), 'Delete');
    await world.done(asked);
    const sure = discord.press(ada, await asked.answered(), 'Delete #1');
    await held.begun;
    await clock.advance(1_000);
    expect(await sure.acknowledged()).toEqual({ kind: 'deferred_update' });
    held.release();
    await world.settled();
    expect(asRead(asked.original()?.content ?? '')).toContain('#1 is deleted');
  });

  it('is never written over a message that everybody sees', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const post = await world.post(channel, { Delete: idOf('delete_now', job) });
    expect(await world.done(discord.press(ada, post, 'Delete'))).toEqual({ kind: 'message', ephemeral: true });
    expect(discord.seen(channel)[0]?.content).toBe('a video');
  });
});

describe('Edit', () => {
  it('opens a form that holds what was asked for', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const { job } = await world.bring(
      await world.videoOf(ada, { seconds: 8, size: { width: 720, height: 1_280 } }),
      'ready',
    );
    const pressed = discord.press(ada, await world.post(channel, buttonsOf(job)), 'Edit');
    const form = await pressed.form();
    expect(form.fields.map(({ customId, value }) => [customId, value])).toEqual([
      ['prompt', 'a red ball'],
      ['options', expect.stringContaining('seconds: 8, size: 720x1280')],
      ['file', null],
    ]);
    const sent = await discord.submit(pressed, { prompt: 'a blue ball' });
    expect(await world.done(sent)).toEqual({ kind: 'message', ephemeral: false });
    expect((await world.jobs()).at(-1)?.spec).toMatchObject({ prompt: 'a blue ball', seconds: 8 });
  });

  it('that takes too long says so, because a form cannot be opened later', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ press: held.around(real.press) }));
    const { discord, ada, channel, clock } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const pressed = discord.press(ada, await world.post(channel, buttonsOf(job)), 'Edit');
    await held.begun;
    await clock.advance(2_499);
    expect(pressed.acknowledgement()).toBeNull();
    await clock.advance(1);
    expect(await pressed.acknowledged()).toEqual({ kind: 'message', ephemeral: true });
    held.release();
    await world.settled();
    expect(await wordsOf(pressed)).toContain('Press the button once more');
  });
});

describe('in direct messages', () => {
  it('a button below a private video acts where the video belongs, and stays private', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada, { private: true }), 'ready');
    const post = await world.post(channel, buttonsOf(job), ada);
    const again = discord.press(ada, post, 'Again');
    expect(await world.done(again)).toEqual({ kind: 'message', ephemeral: true });
    expect(await wordsOf(again)).toContain('#2 is taken');
    expect((await world.requestOf(again))?.request).toMatchObject({
      visibility: 'private',
      destination: world.destination,
    });

    const edit = discord.press(ada, post, 'Edit');
    await edit.form();
    const wrong = await discord.submit(edit, { prompt: 'a blue ball', options: '--size 1x1' });
    const retry = discord.press(ada, await wrong.answered(), 'Edit and retry');
    await retry.form();
    const sent = await discord.submit(retry, { options: '' });
    expect(await world.done(sent)).toEqual({ kind: 'message', ephemeral: true });
    expect((await world.requestOf(sent))?.request).toMatchObject({
      visibility: 'private',
      destination: world.destination,
    });
    expect(discord.seen(channel)).toEqual([]);

    const remove = discord.press(ada, post, 'Delete');
    await world.done(remove);
    const sure = discord.press(ada, await remove.answered(), 'Delete #1');
    await world.done(sure);
    expect(asRead(remove.original()?.content ?? '')).toContain('#1 is deleted');
  });

  it('a button below a video that everybody saw leads to one in its channel, and says so', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const again = discord.press(ada, await world.post(channel, buttonsOf(job), ada), 'Again');
    expect(await world.done(again)).toEqual({ kind: 'message', ephemeral: true });
    expect(await wordsOf(again)).toContain('The status appears in a moment');
    const found = await world.requestOf(again);
    expect(found?.request).toMatchObject({
      destination: world.destination,
      visibility: 'channel',
      statusMessage: null,
    });
  });

  it('does nothing for somebody who has left the server', async () => {
    await using world = await openWorld();
    const { discord, guild, ada, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada, { private: true }), 'ready');
    const post = await world.post(channel, buttonsOf(job), ada);
    const edit = discord.press(ada, post, 'Edit');
    await edit.form();
    discord.leave(ada, guild);
    for (const pressed of [discord.press(ada, post, 'Again'), await discord.submit(edit)]) {
      await world.done(pressed);
      expect(await wordsOf(pressed)).toContain('no longer a member');
    }
    expect(await world.jobs()).toHaveLength(1);
  });

  it('does nothing while Discord does not say whether they are a member', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada, { private: true }), 'ready');
    const post = await world.post(channel, buttonsOf(job), ada);
    discord.faults.next({ route: 'guild.member' }, { status: 500 });
    const pressed = discord.press(ada, post, 'Again');
    await world.done(pressed);
    expect(await wordsOf(pressed)).toContain('does not tell us just now');
    expect(await world.jobs()).toHaveLength(1);
  });

  it('a form that was open for too long says that its server is not known any more', async () => {
    await using world = await openWorld();
    const { discord, ada, channel, clock } = world;
    const { job } = await world.bring(await world.videoOf(ada, { private: true }), 'ready');
    const edit = discord.press(ada, await world.post(channel, buttonsOf(job), ada), 'Edit');
    await edit.form();
    await clock.advance(15 * 60_000);
    const sent = await discord.submit(edit);
    await world.done(sent);
    expect(await wordsOf(sent)).toContain('Which server this belongs to');
    expect(await world.jobs()).toHaveLength(1);
  });
});
