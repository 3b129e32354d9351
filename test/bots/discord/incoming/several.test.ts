import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../../src/core/time.ts';
import { openWorld, wordsOf } from './world.ts';

const three = { prompt: '{red|blue|green} ball' };
const makeThree = 'Make 3 videos · 150 credits';
const ephemeral = { kind: 'message', ephemeral: true };
const status = { kind: 'message', ephemeral: false };

describe('much at once is asked about before it starts', () => {
  it('and nothing is started by asking; the button starts it, with one status for all', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', three);
    expect(await world.done(typed)).toEqual(ephemeral);
    const asked = await typed.answered();
    expect(asked.content).toContain('3 videos · 150 credits (demo, no real money). Start?');
    expect(asked.buttons.map(({ label }) => label)).toEqual([makeThree, 'Edit']);
    expect(await world.jobs()).toEqual([]);

    const pressed = discord.press(ada, asked, makeThree);
    expect(await world.done(pressed)).toEqual(status);
    expect((await world.jobs()).map(({ spec }) => spec.prompt)).toEqual(['red ball', 'blue ball', 'green ball']);
    const [message] = discord.seen(channel);
    expect(message?.content).toContain('3 videos');
    expect(message?.buttons.map(({ label }) => label)).toEqual(['Cancel all']);
    expect((await world.requestOf(pressed))?.jobs).toHaveLength(3);
    await world.done(discord.press(ada, message ?? asked, 'Cancel all'));
    expect((await world.jobs()).map(({ state }) => state.kind)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('pressed again, it counts once, however long after', async () => {
    await using world = await openWorld();
    const { discord, ada, channel, clock } = world;
    const asked = await discord.type(ada, channel, 'video', three).answered();
    await world.done(discord.press(ada, asked, makeThree));
    await clock.advance(5 * MINUTE);
    const second = discord.press(ada, asked, makeThree);
    expect(await world.done(second)).toEqual(ephemeral);
    expect(await wordsOf(second)).toContain('counts once');
    expect(await world.jobs()).toHaveLength(3);
  });

  it('refused by a limit, the same button starts it once there is room', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const allow = (amount: string) =>
      world.done(discord.type(mo, channel, 'video-admin quota set', { who: ada, amount }));
    const asked = await discord.type(ada, channel, 'video', three).answered();
    await allow('2/day');
    expect(await wordsOf(discord.press(ada, asked, makeThree))).toContain('2 videos would fit now');
    await allow('unlimited');
    await world.done(discord.press(ada, asked, makeThree));
    expect(await world.jobs()).toHaveLength(3);
  });

  it('pressed by somebody else, however they came to it, it starts nothing of whoever was asked', async () => {
    await using world = await openWorld();
    const { discord, ada, mo, channel } = world;
    const asked = await discord.type(ada, channel, 'video', three).answered();
    const [button] = asked.buttons;
    const copied = await world.post(channel, { Make: button?.customId ?? '' });
    expect(await wordsOf(discord.press(mo, copied, 'Make'))).toContain('Nothing was done');
    expect(await world.jobs()).toEqual([]);
  });

  it('when it is too late, says clearly that it is over', async () => {
    await using world = await openWorld();
    const { discord, ada, channel, clock } = world;
    const asked = await discord.type(ada, channel, 'video', three).answered();
    await clock.advance(16 * MINUTE);
    expect(await wordsOf(discord.press(ada, asked, makeThree))).toContain('cannot be started from here');
    expect(await world.jobs()).toEqual([]);
  });

  it('can be changed first, in the form that it came from', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const asked = await discord.type(ada, channel, 'video', { ...three, seconds: 4 }).answered();
    const opened = discord.press(ada, asked, 'Edit');
    expect((await opened.form()).fields.map(({ value }) => value)).toEqual([three.prompt, 'seconds: 4', null]);
  });

  it('is not asked where yes was said', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'video', { ...three, yes: true });
    expect(await world.done(typed)).toEqual(status);
    expect(await world.jobs()).toHaveLength(3);
  });
});

describe('/videos batch', () => {
  it('opens a form that takes a prompt a line, with the options that were typed', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'videos batch', { seconds: 3 });
    const form = await typed.form();
    expect(form.fields.map(({ label, value }) => [label, value])).toEqual([['Prompts, one a line', '--seconds 3']]);
    const sent = await discord.submit(typed, { typed: 'a red ball\ncamera: slow pan over sand\n--seconds 3' });
    expect(await world.done(sent)).toEqual(status);
    expect((await world.jobs()).map(({ spec }) => [spec.prompt, spec.seconds])).toEqual([
      ['a red ball', 3],
      ['camera: slow pan over sand', 3],
    ]);
  });

  it('that is wrong comes back as it was, to be put right', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'videos batch');
    await typed.form();
    const lines = 'a: red ball\na blue ball --secnds 3';
    const sent = await discord.submit(typed, { typed: lines });
    expect(await wordsOf(sent)).toContain('There is no option --secnds');
    const opened = discord.press(ada, await sent.answered(), 'Edit and retry');
    expect((await opened.form()).fields[0]?.value).toBe(lines);
  });
});

describe('/videos compare', () => {
  const two = { prompt: 'a red ball', engines: 'acme,demo' };

  it('asks the same of each engine and lists them in one status', async () => {
    await using world = await openWorld();
    await world.allowServer();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'videos compare', two);
    expect(await world.done(typed)).toEqual(status);
    expect((await world.jobs()).map(({ engine }) => engine)).toEqual(['acme/reel-1', 'demo/pictures']);
    const content = discord.seen(channel)[0]?.content.replaceAll('\\', '');
    expect(content).toContain('2 engines compared');
    expect(content).toContain('#1 Acme reel-1 · 50 credits');
    expect(content).toContain('#2 Demo · 50 credits (demo, no real money)');
  });

  it('starts nothing where one of them cannot, says which, and can be changed', async () => {
    await using world = await openWorld();
    await world.allowServer();
    const { discord, ada, channel } = world;
    const typed = discord.type(ada, channel, 'videos compare', { ...two, seconds: 20 });
    expect(await wordsOf(typed)).toContain('Acme reel-1 takes');
    expect(await world.jobs()).toEqual([]);
    const opened = discord.press(ada, await typed.answered(), 'Edit and retry');
    const [field] = (await opened.form()).fields;
    expect(field?.value).toBe('prompt: a red ball, engines: acme/reel-1,demo/pictures, seconds: 20');
    const sent = await discord.submit(opened, { typed: String(field?.value).replace('20', '5') });
    await world.done(sent);
    expect(await world.jobs()).toHaveLength(2);
  });

  it('suggests engines that are not in the list yet', async () => {
    await using world = await openWorld();
    const { discord, ada, channel } = world;
    const typed = { focused: 'engines', value: 'acme/reel-1, d' };
    const choices = await discord.complete(ada, channel, 'videos compare', typed);
    expect(choices).toEqual([{ name: 'Acme reel-1, Demo', value: 'acme/reel-1,demo/pictures' }]);
  });

  it('suggests no list that Discord does not take, which would cost the others', async () => {
    const long = `openrouter/${'m'.repeat(70)}`;
    await using world = await openWorld(() => ({ engineNames: () => [long, `${long}-2`, 'acme/reel-1'] }));
    const { discord, ada, channel } = world;
    const typed = { focused: 'engines', value: `${long},` };
    const choices = await discord.complete(ada, channel, 'videos compare', typed);
    expect(choices?.map(({ value }) => value)).toEqual([`${long},acme/reel-1`]);
  });
});

it('exactly the same once more is pointed to the first, and another take has its price on the button', async () => {
  await using world = await openWorld();
  const { discord, ada, channel } = world;
  await world.done(discord.type(ada, channel, 'video', { prompt: 'a red ball' }));
  const typed = discord.type(ada, channel, 'video', { prompt: 'a red ball' });
  expect(await wordsOf(typed)).toContain('You asked for exactly this a moment ago: #1 is on its way and comes here.');
  expect(await world.jobs()).toHaveLength(1);
  await world.done(discord.press(ada, await typed.answered(), 'New take · 50 credits'));
  expect(await world.jobs()).toHaveLength(2);
});
