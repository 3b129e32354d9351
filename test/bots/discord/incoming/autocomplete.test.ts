import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../../src/core/ports/store.ts';
import { styles } from '../../../../src/core/styles.ts';
import { holdBack, openWorld, wordsOf } from './world.ts';

describe('suggestions while somebody types', () => {
  it.each([
    ['engine', '', ['auto', 'demo/pictures', 'acme/reel-1']],
    ['engine', 'REEL', ['acme/reel-1']],
    ['engine', 'acme r', ['acme/reel-1']],
    ['engine', 'nothing like it', []],
    ['size', 'v', ['vertical', 'preview']],
    ['size', 'qhd', ['qhd']],
    ['size', '640x360', ['640x360']],
    ['size', '641x361', []],
    ['style', 'doc', ['documentary', 'doc']],
    ['style', 'oil painting', ['oil painting']],
    ['style', 'x'.repeat(61), []],
  ])('%s “%s”', async (focused, value, expected) => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const choices = await discord.complete(ada, channel, 'video', { focused, value });
    expect(choices?.map((choice) => choice.value)).toEqual(expected);
  });

  it('are amounts where a quota is set', async () => {
    await using world = await openWorld();
    const { discord, mo, channel } = world;
    const choices = await discord.complete(mo, channel, 'video-admin quota set', { focused: 'amount', value: 'month' });
    expect(choices).toEqual(['50/month', '1000 credits/month'].map((value) => ({ name: value, value })));
  });
});

describe('suggestions say what they mean', () => {
  it('of styles, what engines are given for them, also by another name; of a look of one’s own, nothing else', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const namesOf = async (value: string) =>
      (await discord.complete(ada, channel, 'video', { focused: 'style', value }))?.map(({ name }) => name);
    expect(await namesOf('noir')).toEqual([expect.stringMatching(/^noir · black and white film noir, /)]);
    expect(await namesOf('drone')).toEqual([expect.stringMatching(/^drone · aerial drone shot /)]);
    expect(await namesOf('oil painting')).toEqual(['oil painting']);
    expect(await namesOf('')).toHaveLength(styles.length);
  });

  it('of sizes, their pixels; of engines, their price and whether it is real', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const namesOf = async (focused: string, value: string) =>
      (await discord.complete(ada, channel, 'video', { focused, value }))?.map(({ name }) => name);
    expect(await namesOf('size', 'vert')).toEqual(['vertical · 1080x1920']);
    const [auto, demo, real] = (await namesOf('engine', '')) ?? [];
    expect(auto).toBe('auto');
    expect(demo).toMatch(/^Demo · demo, no real money, \d+ credits? for 5 s$/u);
    expect(real).toMatch(/^Acme reel-1 · \d+ credits? for 5 s$/u);
  });

  it('of a number, each amount that it can begin, and each of them can be chosen', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const choices = await discord.complete(mo, channel, 'video-admin quota set', { focused: 'amount', value: '7' });
    expect(choices?.map(({ value }) => value)).toEqual([
      '7/day',
      '7/week',
      '7/month',
      '7 credits/day',
      '7 credits/week',
      '7 credits/month',
    ]);
    for (const choice of choices ?? []) {
      const typed = discord.type(mo, channel, 'video-admin quota set', { who: ada, amount: String(choice.value) });
      expect(await wordsOf(typed)).toContain('Changed the quota of');
    }
  });

  it('of settings, whatever they can be: any time zone by its place, providers beside engines, usual times', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const valuesOf = async (line: string, focused: string, value: string) =>
      (await discord.complete(mo, channel, `video-admin ${line}`, { focused, value }))?.map((each) => each.value);
    expect(await valuesOf('settings', 'time-zone', 'new york')).toEqual(['America/New_York']);
    expect(await valuesOf('settings', 'time-zone', '')).toContain('UTC');
    expect(await valuesOf('settings', 'engines', '')).toEqual(['all', 'demo', 'acme', 'demo/pictures', 'acme/reel-1']);
    expect(await valuesOf('settings', 'engines', 'acme, de')).toEqual(['acme,demo/pictures']);
    expect(await valuesOf('quota grant', 'amount', '7')).toEqual(['7 credits', '7 videos']);
    expect(await valuesOf('block', 'for', '3')).toEqual(expect.arrayContaining(['3h', '3d']));
    const typed = discord.type(mo, channel, 'video-admin block', { who: ada, for: '3d' });
    expect(await wordsOf(typed)).toContain('Ada');
  });
});

describe('videos by their number', () => {
  it('are one’s own, newest first, found by number or by a word of the prompt', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    await world.videoOf(ada, { prompt: 'a red ball' });
    await world.videoOf(mo, { prompt: 'a red cube' });
    await world.videoOf(ada, { prompt: 'a blue ball', private: true });
    const found = async (value: string) =>
      (await discord.complete(ada, channel, 'videos show', { focused: 'number', value }))?.map((each) => each.value);
    expect(await found('')).toEqual(['#3', '#1']);
    expect(await found('#')).toEqual(['#3', '#1']);
    expect(await found('Red')).toEqual(['#1']);
    expect(await found('#3')).toEqual(['#3']);
    expect(await found('2')).toEqual([]);
  });

  it('are read once while somebody types, and anew a moment later; of each person and server apart', async () => {
    let reads = 0;
    await using world = await openWorld((real) => ({
      store: {
        ...real.store,
        list: (...of) => {
          reads += 1;
          return real.store.list(...of);
        },
      },
    }));
    const { discord, ada, mo, channel, clock } = world;
    await world.videoOf(ada, { prompt: 'a red ball' });
    await world.videoOf(mo, { prompt: 'a red cube' });
    const found = async (who: typeof ada, value: string) =>
      (await discord.complete(who, channel, 'videos show', { focused: 'number', value }))?.map((each) => each.value);
    for (const value of ['', 'r', 're', 'red']) expect(await found(ada, value)).toEqual(['#1']);
    expect(reads).toBe(1);
    expect(await found(mo, 'red')).toEqual(['#2']);
    expect(reads).toBe(2);
    await world.videoOf(ada, { prompt: 'a red cone' });
    await clock.advance(3_000);
    expect(await found(ada, 'red')).toEqual(['#3', '#1']);
    expect(reads).toBe(3);
  });

  it('fit into Discord’s limits, however many and long they are, and lead to the video', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    for (let count = 0; count < 30; count += 1)
      await world.videoOf(ada, { prompt: `${'👩‍👩‍👧‍👦 long '.repeat(50)}${count}` });
    const choices = await discord.complete(ada, channel, 'videos show', { focused: 'number', value: '' });
    expect(choices).toHaveLength(25);
    const typed = discord.type(ada, channel, 'videos show', { number: String(choices?.[0]?.value) });
    await world.done(typed);
    expect((await typed.answered()).content).toContain('30');
  });

  it('are those that can still be stopped where one is to be stopped', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    await world.videoOf(ada);
    const choices = await discord.complete(ada, channel, 'videos cancel', { focused: 'number', value: '' });
    expect(choices?.map(({ value }) => value)).toEqual(['#2']);
  });

  it('for moderators are what everybody has seen; for others there is nothing, whatever Discord lets through', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    await world.bring(await world.videoOf(ada), 'ready');
    await world.bring(await world.videoOf(ada, { private: true }), 'ready');
    const typing = { focused: 'number', value: '' };
    const choices = await discord.complete(mo, channel, 'video-admin remove', typing);
    expect(choices?.map(({ value }) => value)).toEqual(['#1']);
    expect(await discord.complete(ada, channel, 'video-admin remove', typing, { permitted: true })).toEqual([]);
  });

  it('are none for somebody who has none, and nobody is remembered for having looked', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    expect(await discord.complete(ada, channel, 'videos show', { focused: 'number', value: '' })).toEqual([]);
    const by = { kind: 'externalId', text: ada.id } as const;
    expect(await world.store.findUser({ platform: 'discord', tenantId: null, by })).toEqual([]);
  });

  it('are none when they take longer than a second, or cannot be read: typing goes on', async () => {
    const held = holdBack();
    await using slow = await openWorld((real) => ({
      store: { ...real.store, findUser: held.around(real.store.findUser) },
    }));
    const completing = slow.discord.complete(slow.ada, slow.channel, 'videos show', { focused: 'number', value: '' });
    await held.begun;
    await slow.clock.advance(1_000);
    expect(await completing).toEqual([]);
    held.release();
    const away = () => Promise.reject(new StoreUnavailable('the database is away'));
    await using world = await openWorld((real) => ({ store: { ...real.store, findUser: away } }));
    const typing = { focused: 'number', value: '' };
    expect(await world.discord.complete(world.ada, world.channel, 'videos show', typing)).toEqual([]);
    expect(world.lines).toEqual([expect.stringContaining('could not be suggested')]);
  });
});
