import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { changeOf, isSameZone } from '../../../../src/bots/discord/setup/choices.ts';
import { readPanelId } from '../../../../src/bots/discord/setup/panel-id.ts';
import { tenantOf } from '../../../../src/bots/discord/places.ts';
import { DOLLAR_MICRO_USD } from '../../../../src/core/money.ts';
import { defaultRules } from '../../../../src/core/policy.ts';
import { type Store, StoreUnavailable } from '../../../../src/core/ports/store.ts';
import type { SeenMessage } from '../../../doubles/discord/people/sight.ts';
import type { Person } from '../../../doubles/discord/world.ts';
import { asRead, openWorld, wordsOf } from '../incoming/world.ts';

type World = Awaited<ReturnType<typeof openWorld>>;

/** A server with the panel open before its moderator. */
async function openSetup(change: Parameters<typeof openWorld>[0] = () => ({ rules: defaultRules })) {
  const world = await openWorld(change);
  const opened = await openPanel(world);
  return {
    ...world,
    opened,
    settings: async () => (await world.store.tenant(tenantOf(world.guild.id), world.clock.nowMs())).settings,
    cap: () => capIn(world, world.guild.id),
    panel: (person = world.mo) => panelOf(world, person),
    /** Chooses, and gives what the panel is then. */
    async choose(setting: string, values: readonly string[], person = world.mo): Promise<SeenMessage> {
      await world.clock.advance(1);
      const chosen = world.discord.select(person, panelOf(world, person), `v1:setup:${setting}`, values);
      expect(await world.done(chosen)).toEqual({ kind: 'update' });
      return panelOf(world, person);
    },
    async press(label: string): Promise<SeenMessage> {
      expect(await world.done(world.discord.press(world.mo, panelOf(world, world.mo), label))).toEqual({
        kind: 'update',
      });
      return panelOf(world, world.mo);
    },
  };
}

/** What a day may cost all together; null without a cap. */
async function capIn({ store }: World, guildId: string): Promise<number | null> {
  const limits = await store.limitsOf({ tenantId: tenantOf(guildId), subject: 'budget' });
  return limits.find(({ unit, window }) => unit === 'usd_micro' && window === 'day')?.amount ?? null;
}

async function openPanel(world: World, person = world.mo): Promise<SeenMessage> {
  const typed = world.discord.type(person, world.channel, 'video-admin setup');
  expect(await world.done(typed)).toEqual({ kind: 'message', ephemeral: true });
  return typed.answered();
}

function panelOf({ discord, channel }: World, person: Person): SeenMessage {
  const [panel, ...others] = discord.seenBy(person, channel).filter(({ ephemeral }) => ephemeral);
  if (!panel || others.length > 0) throw new Error(`expected one message to ${person.name} alone`);
  return panel;
}

const audited = async (world: World): Promise<string> => {
  const typed = world.discord.type(world.mo, world.channel, 'video-admin audit');
  await world.done(typed);
  return wordsOf(typed);
};

const firstLine = ({ content }: SeenMessage): string => asRead(content).split('\n')[0] ?? '';

describe('/video-admin setup', () => {
  it('tells each setting in words, with a menu for each in the same order that marks what is set', async () => {
    await using world = await openSetup();
    const { content, menus, buttons, components } = world.opened;
    const lines = asRead(content).split('\n');
    expect(lines.map((line) => line.split(/[:.]/u)[0])).toEqual([
      '**How Reelay is set up here**',
      'Channels',
      'Allowance for each member',
      'Cap',
      'Log',
      'Choose below, in the same order',
    ]);
    expect(content).toContain('free demo makes the videos and nothing costs anything');
    expect(menus.map(({ kind, chosen, min, max }) => [kind, chosen, min, max])).toEqual([
      ['channels', [], 0, 25],
      ['texts', ['3'], 1, 1],
      ['texts', ['none'], 1, 1],
      ['channels', [], 0, 1],
    ]);
    expect(menus[1]?.options.map(({ value }) => value)).toEqual(['1', '3', '5', '10', '20', 'none']);
    expect(menus[2]?.options.map(({ label }) => /\$\d+/u.exec(label)?.[0])).toEqual([
      '$1',
      '$5',
      '$20',
      '$50',
      undefined,
    ]);
    expect(buttons.map(({ label }) => label)).toEqual(['More: asks, time zone', 'Done']);
    expect(components).toHaveLength(5);
    expect((await world.settings()).setUpAtMs).toBeNull();
  });

  it('has a place in its menus for what was typed, however unusual, and changes with its options too', async () => {
    await using world = await openWorld(() => ({ rules: defaultRules }));
    const { discord, mo, channel } = world;
    const typed = discord.type(mo, channel, 'video-admin setup', { allowance: '7/day', cap: '$2.50', reason: 'new' });
    await world.done(typed);
    const { content, menus } = await typed.answered();
    expect(content).toMatch(/^\*\*Changed/u);
    expect(menus[1]?.options.map(({ value }) => value)).toEqual(['1', '3', '5', '7', '10', '20', 'none']);
    expect(menus[2]?.options.map(({ label }) => /\$[\d.]+/u.exec(label)?.[0])).toEqual([
      '$1',
      '$2.50',
      '$5',
      '$20',
      '$50',
      undefined,
    ]);
    expect(menus.flatMap(({ chosen }) => chosen)).toEqual(['7', '2500000']);
    expect(await audited(world)).toContain('budget of all together: nothing set → 250 credits a day · “new”');
  });
});

describe('a choice in the panel', () => {
  it('is saved at once, with who and what before, and drawn in the place of the panel', async () => {
    await using world = await openSetup();
    const { discord, guild, channel } = world;
    const log = discord.addChannel(guild, { name: 'log' });
    await world.choose('channels', [channel.id]);
    await world.choose('cap', [String(5 * DOLLAR_MICRO_USD)]);
    await world.choose('allowance', ['10']);
    const panel = await world.choose('log', [log.id]);
    expect(await world.settings()).toMatchObject({ channels: [channel.id], logChannel: log.id });
    expect(await world.cap()).toBe(5 * DOLLAR_MICRO_USD);
    expect(panel.id).toBe(world.opened.id);
    expect(panel.menus.map(({ chosen }) => chosen)).toEqual([[channel.id], ['10'], ['5000000'], [log.id]]);
    expect(firstLine(panel)).toMatch(/^\*\*Changed/u);
    for (const words of [`<#${channel.id}>`, '10 videos a day', '$5', `<#${log.id}>`])
      expect(panel.content).toContain(words);
    expect(discord.seen(channel)).toEqual([]);
    expect((await audited(world)).match(/Mo · .*/gu)).toEqual([
      `Mo · settings: no log → log in <#${log.id}>`,
      'Mo · default quota: service default → 10 videos a day',
      'Mo · budget of all together: nothing set → 500 credits a day',
      `Mo · settings: everywhere → <#${channel.id}>`,
    ]);
  });

  it('of nothing, or the button for it, takes channels and log back', async () => {
    await using world = await openSetup();
    const { channel } = world;
    await world.choose('log', [channel.id]);
    await world.choose('channels', [channel.id]);
    const emptied = await world.choose('channels', []);
    expect((await world.settings()).channels).toBeNull();
    expect(emptied.buttons.map(({ label }) => label)).toEqual(['No log', 'More: asks, time zone', 'Done']);
    await world.choose('channels', [channel.id]);
    await world.press('Allow all channels');
    await world.press('No log');
    expect(await world.settings()).toMatchObject({ channels: null, logChannel: null });
  });

  it('of any number of videos leaves the limit on credits, which is about money', async () => {
    await using world = await openSetup();
    const panel = await world.choose('allowance', ['none']);
    expect(panel.content).toContain('no limit on videos');
    expect(panel.content).toContain('200 credits a day');
    expect(panel.menus[1]?.chosen).toEqual(['none']);
  });

  it('that somebody else was quicker with is not saved; it is said, and taken when it is made again', async () => {
    await using world = await openSetup();
    const { discord, guild } = world;
    const eve = discord.addUser({ name: 'Eve' });
    discord.join(eve, guild, { manageGuild: true });
    await openPanel(world, eve);
    await world.choose('cap', ['5000000']);
    const late = await world.choose('cap', ['50000000'], eve);
    expect(firstLine(late)).toContain('Not saved: this was changed meanwhile');
    expect(late.menus[2]?.chosen).toEqual(['5000000']);
    expect(await world.cap()).toBe(5 * DOLLAR_MICRO_USD);
    // What the other one has not touched is no matter.
    await world.choose('allowance', ['20'], eve);
    await world.choose('cap', ['50000000'], eve);
    expect(await world.cap()).toBe(50 * DOLLAR_MICRO_USD);
  });

  it.each([
    ['gone', (world: World) => world.discord.addChannel(world.guild)],
    ['of another server', (world: World) => world.discord.addChannel(world.discord.addGuild())],
  ])('of a channel that is %s is not saved', async (what, add) => {
    await using world = await openSetup();
    const { discord, mo } = world;
    const other = add(world);
    if (what === 'gone') discord.deleteChannel(other);
    const [menu] = world.panel().menus;
    if (!menu) throw new Error('expected a menu');
    expect(await world.done(discord.selectAnyway(mo, world.panel(), menu, [other.id]))).toEqual({ kind: 'update' });
    expect(firstLine(world.panel())).toContain('not there any more');
    // Under another id, so that no client goes on showing what was not saved.
    expect(world.panel().menus[0]?.customId).not.toBe(menu.customId);
    expect((await world.settings()).channels).toBeNull();
  });

  it('when the store is away is answered in words, with a way back to what is saved', async () => {
    let isAway = false;
    await using world = await openSetup(({ store }) => ({ rules: defaultRules, store: awayWhen(store, () => isAway) }));
    isAway = true;
    const answer = await world.choose('cap', ['5000000']);
    expect(answer.content).toContain('cannot reach its database');
    expect(answer.menus).toEqual([]);
    isAway = false;
    const back = await world.press('Show the setup');
    expect(back.menus[2]?.chosen).toEqual(['none']);
  });
});

describe('what has no room on the panel', () => {
  it('is behind a button: where moderators are asked, and the time zone, any of which is taken', async () => {
    await using world = await openSetup();
    const { discord, guild } = world;
    const mods = discord.addChannel(guild, { name: 'mods', deny: PermissionFlagsBits.SendMessages });
    const more = await world.press('More');
    expect(more.id).toBe(world.opened.id);
    expect(more.menus.map(({ kind, chosen }) => [kind, chosen])).toEqual([
      ['channels', []],
      ['texts', ['UTC']],
    ]);
    expect(more.content).toContain('/video-admin settings');
    const asked = await world.choose('approvals', [mods.id]);
    expect((await world.settings()).approvalChannel).toBe(mods.id);
    expect(asRead(asked.content)).toContain(`ask moderators in <#${mods.id}> yet: I need Send Messages there`);
    const zoned = await world.choose('zone', ['Asia/Kolkata']);
    expect(zoned.menus.map(({ chosen }) => chosen)).toEqual([[mods.id], ['Asia/Kolkata']]);
    const { timeZone } = await world.store.tenant(tenantOf(guild.id), world.clock.nowMs());
    expect(isSameZone(timeZone, 'Asia/Kolkata')).toBe(true);
    // Each change leaves a window open, and there is an end to how many.
    for (const zone of zoned.menus[1]?.options.slice(0, 10) ?? []) await world.choose('zone', [zone.value]);
    expect(firstLine(await world.choose('zone', ['Asia/Tokyo']))).toContain('changed too often');
    expect((await world.store.tenant(tenantOf(guild.id), world.clock.nowMs())).timeZone).not.toBe('Asia/Tokyo');
    await world.press('No asks');
    expect((await world.settings()).approvalChannel).toBeNull();
    expect((await world.press('Back')).menus).toHaveLength(4);
    const offered = more.menus[1]?.options ?? [];
    expect(offered.filter(({ value }) => changeOf('zone', [value]) === null)).toEqual([]);
    expect(offered.length).toBeGreaterThan(20);
  });
});

describe('the panel is never believed', () => {
  it.each(['cap', 'Done'])('who lost the right changes nothing any more: %s', async (what) => {
    await using world = await openSetup();
    const { discord, guild, mo } = world;
    discord.join(mo, guild);
    if (what === 'Done') await world.press('Done');
    else await world.choose(what, ['5000000']);
    expect(world.panel().content).toContain('Only moderators');
    expect(world.panel().menus).toEqual([]);
    expect(await world.settings()).toMatchObject({ setUpAtMs: null });
    expect(await world.cap()).toBeNull();
  });

  it('its ids in another server, or pressed by a member, change nothing here', async () => {
    await using world = await openSetup();
    const { discord, channel, ada, mo } = world;
    const [, , cap] = world.panel().menus;
    if (!cap) throw new Error('expected a menu');
    const own = await world.post(channel, { Open: 'v1:setup:done' });
    await world.done(discord.selectAnyway(ada, own, cap, ['5000000']));
    const other = discord.addGuild();
    const there = discord.addChannel(other);
    const elsewhere = await world.post(there, { Open: 'v1:setup:done' });
    discord.join(mo, other, { manageGuild: true });
    const pressed = discord.selectAnyway(mo, elsewhere, cap, ['5000000']);
    // A message for everybody is not written over.
    expect(await world.done(pressed)).toEqual({ kind: 'message', ephemeral: true });
    expect(await world.cap()).toBeNull();
    expect(await capIn(world, other.id)).toBe(5 * DOLLAR_MICRO_USD);
  });

  it.each(['v0:setup:cap:x:1', 'v1:setup:price:12345678:1', 'v1:setup:cap', 'v1:setup:done:1', 'v1:setup:cap:a b:1'])(
    'an id of another version says where the panel is now: %s',
    async (customId) => {
      expect(readPanelId(customId)).toEqual({ kind: 'unknown' });
      await using world = await openSetup();
      const { discord, mo } = world;
      await world.done(discord.selectAnyway(mo, world.opened, { kind: 'texts', customId }, ['5000000']));
      expect(world.panel().content).toContain('`/video-admin setup` opens a new one');
    },
  );

  it.each(['-1', '1e3', '99999999999999999999', '', 'five'])(
    'an amount that no menu offers is none: %j',
    async (value) => {
      await using world = await openSetup();
      const [, allowance] = world.panel().menus;
      if (!allowance) throw new Error('expected a menu');
      await world.done(world.discord.selectAnyway(world.mo, world.opened, allowance, [value]));
      expect(world.panel().content).toContain('opens a new one');
      expect((await world.settings()).setUpAtMs).toBeNull();
    },
  );
});

describe('what does not work yet', () => {
  it('is said with the right that is missing, until it is given', async () => {
    await using world = await openSetup();
    const { discord, guild, channel } = world;
    const deny = PermissionFlagsBits.AttachFiles | PermissionFlagsBits.SendMessages;
    const bots = discord.addChannel(guild, { name: 'bots', deny });
    const forum = discord.addChannel(guild, { type: 'forum', deny: PermissionFlagsBits.SendMessagesInThreads });
    const panel = await world.choose('channels', [channel.id, bots.id, forum.id]);
    expect(asRead(panel.content)).toContain(
      `post videos in <#${bots.id}> yet: I need Send Messages and Attach Files there`,
    );
    expect(asRead(panel.content)).toContain(`post videos in <#${forum.id}> yet: I need Send Messages in Threads there`);
    const logged = await world.choose('log', [bots.id]);
    expect(asRead(logged.content)).toContain(`write the log in <#${bots.id}> yet: I need Send Messages there`);
    discord.changeChannel(bots, { deny: 0n });
    discord.changeChannel(forum, { deny: 0n });
    // It was tried once, and is again with this choice.
    const granted = await world.choose('cap', ['5000000']);
    expect(granted.content).not.toContain('I need');
    expect(granted.content).toContain('latest decision could not be written');
    expect((await world.choose('cap', ['none'])).content).not.toContain('⚠');
  });

  it('is said when chosen channels were deleted, and what that means', async () => {
    await using world = await openSetup();
    const { discord, guild, channel } = world;
    const [one, two] = [discord.addChannel(guild, { name: 'one' }), discord.addChannel(guild, { name: 'two' })];
    await world.choose('channels', [one.id]);
    await world.choose('log', [two.id]);
    discord.deleteChannel(one);
    discord.deleteChannel(two);
    const panel = await world.choose('cap', ['5000000']);
    expect(panel.content).toContain('so nobody can ask for videos now');
    expect(panel.content).toContain('log channel is not there any more');
    expect(panel.menus.map(({ chosen }) => chosen)).toEqual([[], ['3'], ['5000000'], []]);
    expect((await world.choose('channels', [channel.id])).content).not.toContain('nobody can ask');
  });
});

it('Done leaves the settings in words, and notes that the server is set up', async () => {
  await using world = await openSetup();
  const closed = await world.press('Done');
  expect(firstLine(closed)).toBe('**Reelay is set up**');
  expect(closed.content).toContain('Cap: ');
  expect([...closed.menus, ...closed.buttons]).toEqual([]);
  expect((await world.settings()).setUpAtMs).toBe(world.clock.nowMs());
});

it('a /video elsewhere is refused with channels that can be clicked, and a thread is its channel', async () => {
  await using world = await openSetup();
  const { discord, guild, channel, ada } = world;
  const other = discord.addChannel(guild, { name: 'talk' });
  await world.choose('channels', [channel.id]);
  const refused = discord.type(ada, other, 'video', { prompt: 'a red ball' });
  await world.done(refused);
  expect(await wordsOf(refused)).toContain(`not asked for in this channel, but in <#${channel.id}>.`);
  await world.done(
    discord.type(ada, discord.addChannel(guild, { type: 'thread', parent: channel }), 'video', { prompt: 'a' }),
  );
  expect(await world.jobs()).toHaveLength(1);
});

/** The same store, away while it is said to be. */
function awayWhen<S extends Pick<Store, 'tenant' | 'setSettings'>>(store: S, isAway: () => boolean): S {
  const unless = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> => (isAway() ? Promise.reject(new StoreUnavailable('away')) : work(...args));
  };
  return { ...store, tenant: unless(store.tenant), setSettings: unless(store.setSettings) };
}
