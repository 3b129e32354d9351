import { once } from 'node:events';
import { Events, GatewayIntentBits } from 'discord.js';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startBot } from './bot.ts';
import { startDiscord, type Discord } from './discord.ts';
import { shardOf } from './snowflakes.ts';
import { commands, withBot } from './trial.ts';

/** A client of a few lines, for what discord.js never does. */
async function raw(discord: Discord, query = 'v=10&encoding=json') {
  const socket = new WebSocket(`${discord.apiUrl.replace('http', 'ws').replace('/api', '')}/?${query}`);
  const frames: { op: number; t: string | null; d: unknown }[] = [];
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve);
  });
  socket.on('message', (data) => {
    if (Buffer.isBuffer(data)) frames.push(JSON.parse(data.toString()) as (typeof frames)[number]);
  });
  await new Promise((resolve) => {
    socket.once('open', resolve);
  });
  return { socket, frames, closed, send: (frame: unknown) => socket.send(JSON.stringify(frame)) };
}

const properties = { os: 'linux', browser: 'test', device: 'test' };

test('discord.js is ready with its servers, channels, threads and itself, and is told what changes', async () => {
  await using discord = await startDiscord();
  const guild = discord.addGuild({ name: 'Cats' });
  const channel = discord.addChannel(guild, { nsfw: true });
  const thread = discord.addChannel(guild, { type: 'thread', parent: channel });
  await using bot = await startBot(discord);
  const cached = bot.client.guilds.cache.get(guild.id);

  expect(cached?.name).toBe('Cats');
  expect([...(cached?.channels.cache.keys() ?? [])]).toEqual([channel.id, thread.id]);
  expect(cached?.members.me?.permissions.has('AttachFiles')).toBe(true);

  discord.changeChannel(channel, { deny: 1n << 15n });
  discord.changeChannel(thread, { archived: true });
  await discord.until(() => {
    const now = cached?.channels.cache.get(thread.id);
    return now?.isThread() && now.archived === true;
  });
  expect(cached?.channels.cache.get(channel.id)?.permissionsFor(bot.client.user)?.has('AttachFiles')).toBe(false);
  discord.deleteChannel(channel);
  await discord.until(() => cached?.channels.cache.size === 0);

  const events: string[] = [];
  bot.client.on(Events.GuildUnavailable, () => events.push('unavailable'));
  bot.client.on(Events.GuildAvailable, () => events.push('available'));
  bot.client.on(Events.GuildDelete, () => events.push('removed'));
  discord.makeGuildUnavailable(guild);
  discord.bringGuildBack(guild);
  discord.removeGuild(guild);
  await discord.until(() => events.length === 3);
  expect(events).toEqual(['unavailable', 'available', 'removed']);
  expect(discord.problems).toEqual([]);
});

test('what happens while the connection is broken is replayed on resuming, once', async () => {
  await using world = await withBot((interaction) => interaction.reply('Here'));
  const { discord, channel, ada } = world;

  discord.gateway.disconnect();
  const typed = discord.type(ada, channel, 'video', { prompt: 'a ball' });
  await typed.answered();
  discord.gateway.reconnect();
  await discord.until(() => discord.gateway.resumes === 2);
  await discord.type(ada, channel, 'video', { prompt: 'a cube' }).answered();

  expect(discord.seen(channel)).toHaveLength(2);
  expect([discord.gateway.identifies, discord.problems]).toEqual([1, []]);
});

test('a connection that went silent is noticed by its heartbeat and resumed', async () => {
  await using world = await withBot((interaction) => interaction.reply('Here'), { heartbeatIntervalMs: 60 });
  const { discord, channel, ada } = world;

  discord.gateway.silence();
  await discord.type(ada, channel, 'video', { prompt: 'a ball' }).answered();

  expect([discord.gateway.resumes, discord.gateway.identifies]).toEqual([1, 1]);
});

test('an invalid session is resumed where it can be, and begun anew where not', async () => {
  await using discord = await startDiscord();
  discord.addGuild();
  const throttler = { waitForIdentify: () => Promise.resolve() };
  await using bot = await startBot(discord, undefined, { ws: { buildIdentifyThrottler: () => throttler } });

  const resumed = once(bot.client, Events.ShardResume);
  discord.gateway.invalidSession(true);
  await resumed;
  const ready = once(bot.client, Events.ShardReady);
  discord.gateway.invalidSession(false);
  await ready;

  expect([discord.gateway.resumes, discord.gateway.identifies, discord.problems]).toEqual([1, 2, []]);
});

test('each server belongs to one shard, and its interactions go there alone', async () => {
  await using discord = await startDiscord({ shards: 2, maxConcurrency: 2 });
  discord.register(commands);
  const guilds = [discord.addGuild(), discord.addGuild(), discord.addGuild()];
  const got: unknown[] = [];
  await using bot = await startBot(
    discord,
    async (interaction) => {
      got.push([interaction.guildId, interaction.guild?.shardId]);
      if (interaction.isChatInputCommand()) await interaction.reply('Here');
    },
    { shards: 'auto' },
  );
  const ada = discord.addUser({ name: 'Ada' });

  for (const guild of guilds) {
    await discord.type(ada, discord.addChannel(guild), 'video', { prompt: 'a ball' }).answered();
  }

  expect(bot.client.ws.shards.size).toBe(2);
  expect(got).toEqual(guilds.map((guild) => [guild.id, shardOf(guild.id, 2)]));
  expect(new Set(guilds.map((guild) => shardOf(guild.id, 2))).size).toBe(2);
});

test('without the intent for guilds there are interactions and nothing else', async () => {
  await using discord = await startDiscord();
  discord.register(commands);
  const channel = discord.addChannel(discord.addGuild());
  const client = await raw(discord);
  client.send({ op: 2, d: { token: discord.token, intents: 0, properties } });
  await discord.until(() => client.frames.some((frame) => frame.t === 'READY'));

  discord.changeChannel(channel, { nsfw: true });
  discord.type(discord.addUser({ name: 'Ada' }), channel, 'video', { prompt: 'a ball' });

  await discord.until(() => client.frames.length === 3);
  expect(client.frames.map((frame) => frame.t)).toEqual([null, 'READY', 'INTERACTION_CREATE']);
});

const token = 'the right one';
test.each<[string, number, unknown]>([
  ['a wrong token', 4004, { op: 2, d: { token: 'wrong', intents: 1, properties } }],
  ['unknown intents', 4013, { op: 2, d: { token, intents: 1 << 30, properties, shard: [0, 2] } }],
  [
    'privileged intents',
    4014,
    { op: 2, d: { token, intents: GatewayIntentBits.MessageContent, properties, shard: [0, 2] } },
  ],
  ['a shard out of range', 4010, { op: 2, d: { token, intents: 1, properties, shard: [2, 2] } }],
  ['too few shards', 4011, { op: 2, d: { token, intents: 1, properties, shard: [0, 1] } }],
  ['no intents', 4002, { op: 2, d: { token, properties } }],
  ['a presence before identifying', 4003, { op: 3, d: {} }],
  ['no JSON object', 4002, 'hello'],
])('%s is closed with %i', async (_, code, frame) => {
  await using discord = await startDiscord({ shards: 2 });
  const client = await raw(discord);

  client.socket.send(JSON.stringify(frame).replace(token, discord.token));

  expect(await client.closed).toBe(code);
});

test('another version of the API is closed with 4012, and a token that is revoked with 4004', async () => {
  await using discord = await startDiscord();
  expect(await (await raw(discord, 'v=9&encoding=json')).closed).toBe(4012);
  const client = await raw(discord);
  client.send({ op: 2, d: { token: discord.token, intents: 1, properties } });
  await discord.until(() => client.frames.some((frame) => frame.t === 'READY'));

  discord.revokeToken();

  expect(await client.closed).toBe(4004);
});

test('a session that is unknown, or was lost too long ago, cannot be resumed', async () => {
  await using discord = await startDiscord();
  const client = await raw(discord);

  client.send({ op: 6, d: { token: discord.token, session_id: 'none', seq: 1 } });

  await discord.until(() => client.frames.length === 2);
  expect(client.frames[1]).toMatchObject({ op: 9, d: false });
  client.socket.close();
  await client.closed;
});

test('with an endpoint for interactions set the gateway gets none', async () => {
  await using world = await withBot((interaction) => interaction.reply('Here'));
  const { discord, channel, ada } = world;
  discord.setInteractionsEndpoint('https://reelay.example/interactions');
  const lost = discord.type(ada, channel, 'video', { prompt: 'a ball' });
  discord.setInteractionsEndpoint(null);

  await discord.type(ada, channel, 'video', { prompt: 'a cube' }).answered();

  expect([lost.acknowledgement(), discord.seen(channel).length]).toEqual([null, 1]);
});
