import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../../src/core/ports/store.ts';
import { holdBack, openWorld, refOf, wordsOf } from './world.ts';

const ball = { prompt: 'a red ball' };
/** Only the operator can allow a server to use it. */
const refused = { prompt: 'a red ball', engine: 'acme/reel-1' };

describe('an answer that takes longer than a second', () => {
  it('is promised to everybody, and becomes the status', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    const typed = discord.type(ada, channel, 'video', ball);
    await held.begun;
    await clock.advance(999);
    expect(typed.acknowledgement()).toBeNull();
    await clock.advance(1);
    expect(await typed.acknowledged()).toEqual({ kind: 'deferred', ephemeral: false });
    held.release();
    await world.settled();
    const [status] = discord.seen(channel);
    expect(status).toMatchObject({ thinking: false, content: expect.stringContaining('a red ball') });
    const ref = refOf(status);
    expect((await world.requestOf(typed))?.request.statusMessage).toBe(ref);
    expect(world.openAnswers.of(ref)?.token).toBe(typed.token);
  });

  it('and is a refusal takes the promise back, and tells its typist alone', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    const typed = discord.type(ada, channel, 'video', refused);
    await held.begun;
    await clock.advance(1_000);
    expect(await typed.acknowledged()).toEqual({ kind: 'deferred', ephemeral: false });
    held.release();
    await world.settled();
    expect(discord.seen(channel)).toEqual([]);
    expect(typed.messages()).toMatchObject([{ ephemeral: true, content: expect.stringContaining('has not allowed') }]);
  });

  it('is promised to its typist alone where only they may see it', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    const typed = discord.type(ada, channel, 'videos list');
    await held.begun;
    await clock.advance(1_000);
    expect(await typed.acknowledged()).toEqual({ kind: 'deferred', ephemeral: true });
    held.release();
    await world.settled();
    expect(await wordsOf(typed)).toContain('no videos here yet');
    expect(discord.seen(channel)).toEqual([]);
  });

  it('that nobody can be told any more changes nothing: the video is made, and its status is left to the workers', async () => {
    await using world = await openWorld();
    const { discord, ada, channel, clock } = world;
    const gate = Promise.withResolvers<void>();
    const late = discord.faults.next({ route: 'interaction.callback' }, { delayUntil: gate.promise });
    const typed = discord.type(ada, channel, 'video', ball);
    await late.hit;
    await clock.advance(4_000);
    gate.resolve();
    expect(await world.done(typed)).toEqual({ kind: 'none' });
    await world.settled();
    const found = await world.requestOf(typed);
    expect(found?.request.statusMessage).toBeNull();
    expect(world.lines.join()).toContain('too late');
    expect(world.lines.join()).not.toContain(typed.token);
  });
});

describe('the same event again', () => {
  it('from Discord is not answered twice, and nothing is asked for twice', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', ball);
    discord.deliverAgain(typed);
    await world.done(typed);
    discord.deliverAgain(typed);
    await world.done(discord.type(ada, channel, 'videos list'));
    expect(discord.seen(channel)).toHaveLength(1);
    expect(typed.messages()).toHaveLength(1);
    expect(await world.jobs()).toHaveLength(1);
    expect(world.lines).toEqual([]);
  });

  it('in another process shows nothing a second time, whoever answers first', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    await using other = await world.another();
    const typed = discord.type(ada, channel, 'video', ball);
    await world.done(typed);
    await other.settled();
    expect(await world.jobs()).toHaveLength(1);
    expect(typed.messages()).toHaveLength(1);
    expect(world.lines.filter((line) => !line.startsWith('debug'))).toEqual([]);
  });
});

describe('an answer that Discord does not take', () => {
  it('because its filters block the prompt is told to its typist, who has a video on the way', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    discord.blockWords(/red ball/);
    const typed = discord.type(ada, channel, 'video', ball);
    await world.done(typed);
    expect(discord.seen(channel)).toEqual([]);
    expect(await wordsOf(typed)).toContain('#1 is taken');
    expect(await world.jobs()).toHaveLength(1);
  });

  it('after it was promised is taken back and told to its typist', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    discord.blockWords(/red ball/);
    const typed = discord.type(ada, channel, 'video', ball);
    await held.begun;
    await clock.advance(1_000);
    await typed.acknowledged();
    held.release();
    await world.settled();
    expect(discord.seen(channel)).toEqual([]);
    expect(typed.messages()).toMatchObject([{ ephemeral: true, content: expect.stringContaining('#1 is taken') }]);
  });

  it.each(['drop_answer', { status: 502, afterWork: true }] as const)(
    'or of which nothing is heard (%j) is not shown twice: it is asked which message it is, without any right there',
    async (fault) => {
      await using world = await openWorld();
      const { discord, ada, channel } = world;
      discord.changeChannel(channel, { deny: PermissionFlagsBits.ReadMessageHistory });
      discord.faults.next({ route: 'interaction.callback' }, fault);
      const typed = discord.type(ada, channel, 'video', ball);
      await world.done(typed);
      expect(discord.seen(channel)).toHaveLength(1);
      const ref = refOf(discord.seen(channel)[0]);
      expect((await world.requestOf(typed))?.request.statusMessage).toBe(ref);
      expect(world.openAnswers.of(ref)?.token).toBe(typed.token);
      expect(world.lines).toEqual([
        expect.stringContaining('warn an answer did not get through'),
        expect.stringContaining('debug an event was answered already'),
      ]);
    },
  );

  it('because it never got there is given again', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    discord.faults.next({ route: 'interaction.callback' }, 'drop_request');
    const typed = discord.type(ada, channel, 'video', ball);
    await world.done(typed);
    expect((await world.requestOf(typed))?.request.statusMessage).toBe(refOf(discord.seen(channel)[0]));
  });

  it('does not leave a promise unkept, of which nothing was heard', async () => {
    const held = holdBack();
    await using world = await openWorld((real) => ({ answer: held.around(real.answer) }));
    const { discord, ada, channel, clock } = world;
    const lost = discord.faults.next({ route: 'interaction.callback' }, 'drop_answer');
    const typed = discord.type(ada, channel, 'video', refused);
    await held.begun;
    await clock.advance(1_000);
    await lost.hit;
    held.release();
    await world.done(typed);
    expect(discord.seen(channel)).toEqual([]);
    expect(typed.messages()).toMatchObject([{ ephemeral: true, content: expect.stringContaining('has not allowed') }]);
  });

  it('nor anything else is passed over in silence: who typed it is told at least that', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    discord.blockWords(/You typed/);
    const typed = discord.type(ada, channel, 'video', { ...ball, size: '1x1' });
    await world.done(typed);
    expect((await typed.answered()).content).toContain('went wrong on our side');
  });

  it('does not lose the video when its status cannot be read: its typist is told', async () => {
    await using world = await openWorld((real) => ({ store: { ...real.store, view: away } }));
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', ball);
    await world.done(typed);
    expect(await wordsOf(typed)).toContain('#1 is taken');
  });

  it('is shown all the same when its message cannot be noted', async () => {
    await using world = await openWorld(() => ({ noteAnswer: away }));
    const { discord, ada, channel } = world;
    await world.done(discord.type(ada, channel, 'video', ball));
    expect(discord.seen(channel)).toHaveLength(1);
    expect(world.lines).toEqual([expect.stringContaining('could not be noted')]);
  });
});

describe('where nothing could be posted', () => {
  it.each([
    ['Attach Files', PermissionFlagsBits.AttachFiles],
    ['Send Messages', PermissionFlagsBits.SendMessages],
  ])('%s is named before anything is taken, and the text is kept', async (name, deny) => {
    await using world = await openWorld();
    const { discord, guild, ada } = world;
    const quiet = discord.addChannel(guild, { deny });
    const typed = discord.type(ada, quiet, 'video', ball);
    await world.done(typed);
    const answer = await typed.answered();
    expect(answer).toMatchObject({ ephemeral: true, content: expect.stringContaining(`I need ${name} here`) });
    expect(await world.jobs()).toEqual([]);
    discord.changeChannel(quiet, { deny: 0n });
    const opened = discord.press(ada, answer, 'Edit and retry');
    expect((await opened.form()).fields[0]?.value).toBe('a red ball');
    await world.done(await discord.submit(opened));
    expect(await world.jobs()).toHaveLength(1);
  });

  it('a thread needs the right to write in threads, and not the one for its channel', async () => {
    await using world = await openWorld();
    const { discord, guild, ada } = world;
    const parent = discord.addChannel(guild, { deny: PermissionFlagsBits.SendMessages });
    const thread = discord.addChannel(guild, { type: 'thread', parent });
    await world.done(discord.type(ada, thread, 'video', ball));
    expect(await world.jobs()).toHaveLength(1);
    discord.changeChannel(parent, { deny: PermissionFlagsBits.SendMessagesInThreads });
    const typed = discord.type(ada, thread, 'video', ball);
    await world.done(typed);
    expect(await wordsOf(typed)).toContain('Send Messages in Threads');
    const again = discord.type(ada, thread, 'videos again');
    await world.done(again);
    expect(await wordsOf(again)).toContain('Send Messages in Threads');
    expect(await world.jobs()).toHaveLength(1);
  });

  it.each(['announcement', 'voice'] as const)('a channel of the kind %s is one like others', async (type) => {
    await using world = await openWorld();
    const { discord, guild, ada } = world;
    await world.done(discord.type(ada, discord.addChannel(guild, { type }), 'video', ball));
    expect(await world.jobs()).toHaveLength(1);
  });

  it('a post of a forum is a thread', async () => {
    await using world = await openWorld();
    const { discord, guild, ada } = world;
    const forum = discord.addChannel(guild, { type: 'forum' });
    const post = discord.addChannel(guild, { type: 'thread', parent: forum });
    await world.done(discord.type(ada, post, 'video', ball));
    expect(discord.seen(post)).toHaveLength(1);
  });
});

async function away(): Promise<never> {
  throw new StoreUnavailable('the database is away');
}
