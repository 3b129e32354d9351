import { describe, expect, it } from 'vitest';
import { writeButtonId } from '../../../../src/bots/button-id.ts';
import { asRead, openWorld, wordsOf } from './world.ts';

describe('Make a video from this', () => {
  it('opens a form with what a message says, and starts from its first image', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const files = [
      { name: 'notes.txt', bytes: Buffer.from('x'), contentType: 'text/plain' },
      { name: 'ball.png', bytes: Buffer.from('x'), contentType: 'image/png' },
    ];
    const message = discord.say(mo, channel, 'a red ball\u200B --seconds 9', files);
    const opened = discord.menu(ada, message, 'Make a video from this');
    expect((await opened.form()).fields.map(({ value }) => value)).toEqual(['a red ball', 'seconds: 9', null]);
    const sent = await discord.submit(opened);
    expect(await world.done(sent)).toEqual({ kind: 'message', ephemeral: false });
    expect(await world.jobs()).toMatchObject([
      { spec: { prompt: 'a red ball', seconds: 9, input: { source: expect.stringContaining('ball.png') } } },
    ]);
  });

  it('starts from the prompt of a video of ours, as its Edit does, and not from the words around it', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada, { prompt: 'a red cube', seconds: 4 }), 'ready');
    const id = writeButtonId({ kind: 'jobs', action: 'again', jobs: [job.id], deliveryId: null });
    const opened = discord.menu(mo, await world.post(channel, { Again: id }), 'Make a video from this');
    const [prompt, options] = (await opened.form()).fields;
    expect([prompt?.value, options?.value]).toEqual(['a red cube', expect.stringContaining('seconds: 4')]);
    const other = discord.menu(mo, await world.post(channel, { Hello: 'v0:hello' }), 'Make a video from this');
    await world.done(other);
    expect(await wordsOf(other)).toContain('no prompt to start from');
  });

  it('calls whom and what a message mentions by their names', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const message = discord.say(mo, channel, `<@${ada.id}> in <#${channel.id}> <:party:81384788765712384>`);
    const said = channel.messages.get(message.id);
    if (said) said.mentions = { everyone: false, roles: [], people: [ada.id] };
    const opened = discord.menu(mo, message, 'Make a video from this');
    expect((await opened.form()).fields[0]?.value).toBe(`Ada in ${channel.name} party`);
  });

  it('opens an empty form for a message without words', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const opened = discord.menu(ada, discord.say(ada, channel, ''), 'Make a video from this');
    expect((await opened.form()).fields[0]?.value).toBe('');
  });

  it('is refused in direct messages, before anybody fills in a form for nothing', async () => {
    await using world = await openWorld();
    const { discord, ada } = world;
    const opened = discord.menu(ada, discord.say(ada, discord.dmChannel(ada), 'a ball'), 'Make a video from this');
    await world.done(opened);
    expect(await wordsOf(opened)).toContain('in a channel of a server');
  });
});

describe('Remove clip', () => {
  it('asks a moderator back, and removes the video that the message shows', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const { job } = await world.bring(await world.videoOf(ada), 'ready');
    const again = writeButtonId({ kind: 'jobs', action: 'again', jobs: [job.id], deliveryId: null });
    const post = await world.post(channel, { Again: again, Other: 'not-ours' });
    const chosen = discord.menu(mo, post, 'Remove clip');
    expect(await world.done(chosen)).toEqual({ kind: 'message', ephemeral: true });
    await world.done(discord.press(mo, await chosen.answered(), 'Delete #1'));
    expect(asRead(chosen.original()?.content ?? '')).toContain('#1 is deleted');
  });

  it('is refused to others, whatever Discord lets through', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const { job } = await world.bring(await world.videoOf(mo), 'ready');
    const id = writeButtonId({ kind: 'jobs', action: 'again', jobs: [job.id], deliveryId: null });
    const chosen = discord.menu(ada, await world.post(channel, { Again: id }), 'Remove clip', { permitted: true });
    await world.done(chosen);
    expect(await wordsOf(chosen)).toContain('Only people who manage this server');
  });

  it('says so where a message shows none of our videos, or several', async () => {
    await using world = await openWorld();
    const { discord, mo, channel } = world;
    const jobs = [await world.videoOf(mo), await world.videoOf(mo)];
    const [one = '', two = ''] = jobs.map(({ id }) =>
      writeButtonId({ kind: 'jobs', action: 'again', jobs: [id], deliveryId: null }),
    );
    const ours = await world.post(channel, { One: one });
    const copied = discord.say(mo, channel, 'a copy of ours');
    const [copy, original] = [copied, ours].map(({ id }) => channel.messages.get(id));
    if (copy && original) copy.components = original.components;
    for (const [message, words] of [
      [discord.say(mo, channel, 'hello'), 'none of our videos'],
      [copied, 'none of our videos'],
      [await world.post(channel, { Hello: 'v0:hello' }), 'none of our videos'],
      [await world.post(channel, { One: one, Two: two }), 'several videos'],
    ] as const) {
      const chosen = discord.menu(mo, message, 'Remove clip');
      await world.done(chosen);
      expect(await wordsOf(chosen)).toContain(words);
    }
  });
});
