import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { writeButtonId } from '../../../../src/bots/button-id.ts';
import { tenantOf } from '../../../../src/bots/discord/places.ts';
import type { ApprovalAction } from '../../../../src/bots/view.ts';
import { asRead, openWorld, wordsOf } from './world.ts';

type World = Awaited<ReturnType<typeof openWorld>>;

/** Ada may make nothing, and moderators are asked in a channel of their own. */
async function openAsks() {
  const world = await openWorld();
  const { discord, guild, channel, ada, mo } = world;
  const mods = discord.addChannel(guild, { name: 'mods' });
  await world.allowServer();
  await world.done(discord.type(mo, channel, 'video-admin settings', { approvals: mods }));
  await world.done(discord.type(mo, channel, 'video-admin quota set', { who: ada, amount: '0/day' }));
  return {
    ...world,
    mods,
    /** Ada asks for a video, and then for a moderator. */
    async ask() {
      const typed = discord.type(ada, channel, 'video', { prompt: 'a red ball' });
      await world.done(typed);
      const refusal = await typed.answered();
      const asked = discord.press(ada, refusal, 'Ask a moderator');
      await world.done(asked);
      return { refusal, asked, ...(await approvalOf(world)) };
    },
  };
}

/** What waits, and the message that moderators see of it. */
async function approvalOf(world: World) {
  const [approval] = await world.store.approvals.open(tenantOf(world.guild.id));
  if (!approval) throw new Error('expected an ask');
  const id = (action: ApprovalAction) => writeButtonId({ kind: 'approval', action, approvalId: approval.id });
  const buttons = { Approve: id('approve'), With: id('approve_with'), Deny: id('deny') };
  return { approval, message: await world.post(world.channel, buttons) };
}

describe('a request that a limit stops', () => {
  it('is asked of a moderator by a press of who typed it, once, and starts with their yes', async () => {
    await using world = await openAsks();
    const { discord, ada, mo, channel } = world;
    const { refusal, asked, message } = await world.ask();
    expect(await asked.acknowledged()).toEqual({ kind: 'message', ephemeral: false });
    expect((await world.jobs()).map(({ state }) => state.kind)).toEqual(['awaiting_approval']);
    const again = discord.press(ada, refusal, 'Ask a moderator');
    await world.done(again);
    expect(await world.jobs()).toHaveLength(1);
    const member = discord.press(ada, message, 'Approve');
    expect(await world.done(member)).toEqual({ kind: 'message', ephemeral: true });
    expect((await world.jobs())[0]?.state.kind).toBe('awaiting_approval');
    const woken = world.woken.times;
    const yes = discord.press(mo, message, 'Approve');
    expect(await world.done(yes)).toEqual({ kind: 'message', ephemeral: true });
    expect((await world.jobs())[0]?.state.kind).toBe('preparing');
    expect(world.woken.times).toBeGreaterThan(woken);
    const late = discord.press(mo, message, 'Deny');
    expect(await world.done(late)).toEqual({ kind: 'message', ephemeral: true });
    expect((await world.jobs())[0]?.state.kind).toBe('preparing');
    expect(discord.seen(channel).every(({ pings }) => pings.roles.length === 0)).toBe(true);
  });

  it('is offered to moderators while they type its number, and to nobody else', async () => {
    await using world = await openAsks();
    await world.ask();
    const { discord, ada, mo, channel } = world;
    const line = 'video-admin approve';
    const [choice, ...others] = (await discord.complete(mo, channel, line, { focused: 'number', value: '' })) ?? [];
    expect([choice?.value, others]).toEqual(['#1', []]);
    const use = { permitted: true };
    expect(await discord.complete(ada, channel, line, { focused: 'number', value: '' }, use)).toEqual([]);
    await world.done(discord.type(mo, channel, line, { number: '#1' }));
    expect((await world.jobs())[0]?.state.kind).toBe('preparing');
    await world.clock.advance(4_000);
    expect(await discord.complete(mo, channel, line, { focused: 'number', value: '' })).toEqual([]);
  });

  it('is denied with a form that has a field for each thing, filled in, and says why', async () => {
    await using world = await openAsks();
    const { message } = await world.ask();
    const { discord, mo } = world;
    const opened = discord.press(mo, message, 'With');
    const form = await opened.form();
    expect(form.fields.map(({ label }) => label)).toEqual(['number', 'credits', 'expires', 'reason']);
    expect(form.fields[0]?.value).toMatch(/^#?1$/u);
    expect(form.fields[2]?.value).toBe('24h');
    const deny = discord.press(mo, message, 'Deny');
    const sent = await discord.submit(deny, { reason: 'not this week' });
    expect(await world.done(sent)).toEqual({ kind: 'message', ephemeral: true });
    expect((await world.jobs())[0]?.state).toMatchObject({ kind: 'refused', reason: 'approval_denied' });
    const late = await discord.submit(opened, { credits: '500' });
    await world.done(late);
    expect((await world.jobs())[0]?.state.kind).toBe('refused');
  });
});

describe('whose quota', () => {
  it('is a person’s, a role’s, everybody’s or the server’s, each by its own option and one at a time', async () => {
    await using world = await openWorld();
    const { discord, guild, mo, channel } = world;
    const artist = discord.addRole(guild, { name: 'Artist' });
    const set = async (values: Parameters<typeof discord.type>[3]) => {
      const typed = discord.type(mo, channel, 'video-admin quota set', { amount: '9/day', sure: true, ...values });
      await world.done(typed);
      return typed;
    };
    const limitsOf = async (subject: 'default' | 'budget' | `role:${string}`) =>
      (await world.store.limitsOf({ tenantId: tenantOf(guild.id), subject })).map(({ amount }) => amount);
    const said = await set({ who: artist });
    expect(await limitsOf(`role:${artist.id}`)).toEqual([9]);
    expect((await said.answered()).content).toContain(`<@&${artist.id}>`);
    expect((await said.answered()).pings.roles).toEqual([]);
    await set({ who: guild.everyone, amount: '8/day' });
    expect(await limitsOf('default')).toEqual([8]);
    await set({ budget: true, amount: '70 credits/day' });
    expect(await limitsOf('budget')).toEqual([700_000]);
    const both = await set({ budget: true, default: true });
    expect(asRead((await both.answered()).content)).toContain('budget');
    expect(await limitsOf('default')).toEqual([8]);
  });

  it('of many is asked back about, and changed in the place of the question, once, by who was asked', async () => {
    await using world = await openWorld();
    const { discord, guild, mo, channel } = world;
    const typed = discord.type(mo, channel, 'video-admin quota set', { default: true, amount: '8/day' });
    await world.done(typed);
    const question = await typed.answered();
    const [button] = question.buttons;
    const limits = () => world.store.limitsOf({ tenantId: tenantOf(guild.id), subject: 'default' });
    expect(await limits()).toEqual([]);
    const eve = discord.addUser({ name: 'Eve' });
    discord.join(eve, guild, { manageGuild: true });
    const stolen = await world.post(channel, { Yes: button?.customId ?? '' });
    await world.done(discord.press(eve, stolen, 'Yes'));
    expect(await limits()).toEqual([]);
    expect(await world.done(discord.press(mo, question, button?.label ?? ''))).toEqual({ kind: 'update' });
    expect(await limits()).toMatchObject([{ amount: 8 }]);
    expect(typed.original()?.buttons).toEqual([]);
    await world.done(
      discord.type(mo, channel, 'video-admin quota set', { default: true, amount: '3/day', sure: true }),
    );
    await world.done(discord.pressAnyway(mo, question, button?.customId ?? ''));
    expect(await limits()).toMatchObject([{ amount: 3 }]);
  });
});

it('Remove clip offers to block whoever asked for it, and finds a video by its file where a message has no buttons', async () => {
  await using world = await openWorld();
  const { discord, ada, mo, channel } = world;
  const { job } = await world.bring(await world.videoOf(ada), 'ready');
  const again = writeButtonId({ kind: 'jobs', action: 'again', jobs: [job.id], deliveryId: null });
  const chosen = discord.menu(mo, await world.post(channel, { Again: again }), 'Remove clip');
  await world.done(chosen);
  const question = await chosen.answered();
  expect(question.buttons.map(({ label }) => label)).toEqual(['Delete #1', 'Delete #1 and block for a day']);
  expect(await world.done(discord.press(mo, question, 'Delete #1 and'))).toEqual({ kind: 'update' });
  expect(asRead(chosen.original()?.content ?? '')).toContain('#1');
  expect(chosen.original()?.buttons).toEqual([]);
  const refused = discord.type(ada, channel, 'video', { prompt: 'a ball' });
  await world.done(refused);
  expect(await world.jobs()).toHaveLength(1);
  const own = await world.bring(await world.videoOf(mo), 'ready');
  const bare = await world.post(channel, { Other: 'not-ours' });
  const stored = channel.messages.get(bare.id);
  const file = { id: '1', contentType: 'video/mp4', bytes: Buffer.from('x'), description: null };
  if (stored) stored.attachments = [{ ...file, filename: `reelay-${own.job.number}-3k9f0a7z.mp4` }];
  const named = discord.menu(mo, discord.seen(channel).find(({ id }) => id === bare.id) ?? bare, 'Remove clip');
  await world.done(named);
  // Nobody blocks themselves.
  expect((await named.answered()).buttons.map(({ label }) => label)).toEqual([`Delete #${own.job.number}`]);
});

it('usage comes as a file for who asked alone; one that is too large is told of instead', async () => {
  await using world = await openWorld();
  const { discord, guild, ada, mo, channel } = world;
  await world.videoOf(ada);
  const typed = discord.type(mo, channel, 'video-admin usage', { csv: true });
  expect(await world.done(typed)).toEqual({ kind: 'deferred', ephemeral: true });
  const [file] = (await typed.answered()).files;
  expect(file?.filename).toMatch(/\.csv$/u);
  expect(file?.bytes.toString()).toContain('Ada');
  guild.uploadBytesMax = 10;
  const large = discord.type(mo, channel, 'video-admin usage', { csv: true });
  await world.done(large);
  expect((await large.answered()).files).toEqual([]);
  expect(await wordsOf(large)).toContain('fewer days');
});

it('settings that choose a channel in which we cannot write say so at once, with the right that is missing', async () => {
  await using world = await openWorld();
  const { discord, guild, mo, channel } = world;
  const mods = discord.addChannel(guild, { name: 'mods', deny: PermissionFlagsBits.SendMessages });
  const typed = discord.type(mo, channel, 'video-admin settings', { approvals: mods });
  await world.done(typed);
  expect(await wordsOf(typed)).toContain(`ask moderators in <#${mods.id}> yet: I need Send Messages there`);
});
