import { PermissionFlagsBits } from 'discord.js';
import { expect, it } from 'vitest';
import { tenantOf } from '../../../../src/bots/discord/places.ts';
import type { Channel } from '../../../doubles/discord/world.ts';
import { asRead, holdBack, openWorld } from '../incoming/world.ts';

/** A server whose decisions are written into a channel. */
async function openLog(change: Parameters<typeof openWorld>[0] = () => ({})) {
  const world = await openWorld(change);
  const { discord, guild, mo, store, clock, ids } = world;
  const log = discord.addChannel(guild, { name: 'mod-log' });
  const userId = await store.identify({
    platform: 'discord',
    externalId: mo.id,
    name: 'Mo',
    newId: ids.next('user'),
    nowMs: clock.nowMs(),
  });
  const logTo = (logChannel: string | null) =>
    store.setSettings({
      tenantId: tenantOf(guild.id),
      change: { logChannel },
      actor: { kind: 'user', userId },
      reason: null,
      nowMs: clock.nowMs(),
    });
  await logTo(log.id);
  await clock.advance(1);
  return {
    ...world,
    log,
    lines: world.lines,
    linesIn: (at: Channel) => discord.seen(at).map(({ content }) => asRead(content)),
  };
}

it('each decision of a moderator is a line in the log channel: who, what, old and new, and why, and pings nobody', async () => {
  await using world = await openLog();
  const { discord, ada, mo, channel, log } = world;
  await world.videoOf(ada);
  const reason = '@everyone **won** the contest';
  await world.done(discord.type(mo, channel, 'video-admin quota set', { who: ada, amount: '9/day', reason }));
  await world.clock.advance(1);
  await world.done(discord.type(mo, channel, 'video-admin setup', { cap: '$5' }));
  await world.clock.advance(1);
  const panel = discord.seenBy(mo, channel).at(-1);
  if (!panel) throw new Error('expected the panel');
  await world.done(discord.select(mo, panel, 'v1:setup:allowance', ['5']));
  await world.clock.advance(1);
  const artist = discord.addRole(world.guild, { name: 'Artist', mentionable: true });
  const role = { who: artist, amount: '4/day', sure: true };
  await world.done(discord.type(mo, channel, 'video-admin quota set', role));
  await world.clock.advance(1);
  await world.done(discord.type(mo, channel, 'video-admin block', { who: ada, for: '2d', reason: 'spam' }));
  expect(world.linesIn(log).slice(3)).toEqual([
    expect.stringContaining(`<@&${artist.id}>`),
    expect.stringMatching(/Ada.*“spam”/u),
  ]);
  expect(discord.seen(log).flatMap(({ pings }) => pings.roles)).toEqual([]);
  expect(world.linesIn(log).slice(0, 3)).toEqual([
    `<@${mo.id}> · quota of Ada: default → 9 videos a day · “@everyone **won** the contest”`,
    `<@${mo.id}> · budget of all together: nothing set → 500 credits a day`,
    `<@${mo.id}> · default quota: service default → 5 videos a day`,
  ]);
  expect(discord.seen(log).map(({ pings }) => [pings.everyone, pings.people])).toEqual(
    [1, 2, 3, 4, 5].map(() => [false, []]),
  );
  expect(discord.seen(log)[0]?.content).not.toContain('**won**');
});

it('a clip that a moderator removes is told, and one that its owner deletes is not', async () => {
  await using world = await openLog();
  const { discord, ada, mo, channel, log } = world;
  const [own, removed] = [await world.videoOf(ada), await world.videoOf(ada)];
  for (const job of [own, removed]) await world.bring(job, 'ready');
  const post = await world.post(channel, { Delete: `v1:delete_now:${own.id.slice(4)}` });
  await world.done(discord.press(ada, post, 'Delete'));
  await world.done(discord.type(mo, channel, 'video-admin remove', { number: '#2', reason: 'a private address' }));
  expect(world.linesIn(log)).toEqual([`<@${mo.id}> · removed #2 of Ada · “a private address”`]);
});

it('what changes nothing, what others decided and what members do is not told', async () => {
  await using world = await openLog();
  const { discord, ada, mo, channel, log } = world;
  await world.allowServer();
  await world.done(discord.type(mo, channel, 'video-admin usage'));
  await world.done(discord.type(mo, channel, 'video-admin setup', { log }));
  await world.done(discord.type(ada, channel, 'video-admin setup', { cap: '$5' }, { permitted: true }));
  await world.done(discord.type(ada, channel, 'video', { prompt: 'a red ball' }));
  expect(world.linesIn(log)).toEqual([]);
});

it('turning the log off, or moving it, is told where it was, so that nobody does it unseen', async () => {
  await using world = await openLog();
  const { discord, guild, mo, channel, log } = world;
  const next = discord.addChannel(guild, { name: 'next' });
  await world.done(discord.type(mo, channel, 'video-admin setup', { log: next }));
  await world.clock.advance(1);
  await world.done(discord.type(mo, channel, 'video-admin setup', { clear: 'log' }));
  const moved = `<@${mo.id}> · settings: log in <#${log.id}> → log in <#${next.id}>`;
  expect(world.linesIn(log)).toEqual([moved]);
  expect(world.linesIn(next)).toEqual([moved, `<@${mo.id}> · settings: log in <#${next.id}> → no log`]);
});

it('two at once are two lines, each told once', async () => {
  await using world = await openLog();
  const { discord, guild, mo, channel, log } = world;
  const eve = discord.addUser({ name: 'Eve' });
  discord.join(eve, guild, { manageGuild: true });
  const all = [
    discord.type(mo, channel, 'video-admin setup', { cap: '$5' }),
    discord.type(mo, channel, 'video-admin quota set', { default: true, amount: '4/day', sure: true }),
    discord.type(eve, channel, 'video-admin quota set', { default: true, amount: '6/day', sure: true }),
  ];
  for (const typed of all) await world.done(typed);
  expect(world.linesIn(log)).toHaveLength(3);
  expect(world.linesIn(log).filter((line) => line.startsWith(`<@${eve.id}>`))).toHaveLength(1);
});

it('a line that cannot be posted keeps nobody waiting, is logged once, and is said in the panel', async () => {
  const held = holdBack();
  await using world = await openLog(({ api }) => ({
    api: { member: api.member, postMessage: held.around(api.postMessage) },
  }));
  const { discord, mo, channel, log } = world;
  const first = discord.type(mo, channel, 'video-admin setup', { cap: '$5' });
  await held.begun;
  expect((await first.answered()).content).toContain('$5');
  held.release();
  await world.settled();
  expect(world.linesIn(log)).toHaveLength(1);
  discord.changeChannel(log, { deny: PermissionFlagsBits.SendMessages });
  for (const cap of ['$6', '$7']) {
    await world.clock.advance(1);
    const typed = discord.type(mo, channel, 'video-admin setup', { cap });
    await world.done(typed);
    expect((await typed.answered()).content).toContain('I need Send Messages there');
  }
  expect(world.linesIn(log)).toHaveLength(1);
  const failures = world.lines.filter((line) => line.includes('could not be written into its channel'));
  expect(failures).toHaveLength(1);
});

it('a line that takes too long is given up', async () => {
  const held = holdBack();
  await using world = await openLog(({ api }) => ({
    api: { member: api.member, postMessage: held.around(api.postMessage) },
  }));
  const { discord, mo, channel } = world;
  const typed = discord.type(mo, channel, 'video-admin setup', { cap: '$5' });
  await held.begun;
  await world.clock.advance(10_000);
  await world.done(typed);
  expect(world.lines.join()).toContain('it took too long');
  held.release();
});
