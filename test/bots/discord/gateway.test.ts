import { ApplicationCommandType } from 'discord.js';
import { describe, type ExpectStatic, it, vi } from 'vitest';
import { createGateway, type Gateway } from '../../../src/bots/discord/gateway.ts';
import { collectLog } from '../../core/samples.ts';
import { type Discord, startDiscord } from '../../doubles/discord/discord.ts';
import { manualClock } from '../../doubles/world.ts';

const random = { fraction: () => 1, secretHex: (bytes: number) => 'a'.repeat(2 * bytes) };

/** discord.js begins no two sessions within 5 s, as Discord wants it. */
const patienceMs = 12_000;

/** Our connection to a Discord of its own; what comes through it is written down. */
async function openGateway(
  more: { applicationId?: string; shards?: number; token?: string; answering?: Promise<void> } = {},
) {
  const clock = manualClock();
  const shards = more.shards ?? 1;
  const discord = await startDiscord({ shards, maxConcurrency: shards, heartbeatIntervalMs: 200, patienceMs });
  const guild = discord.addGuild({ name: 'Studio' });
  const channel = discord.addChannel(guild);
  const ada = discord.addUser({ name: 'Ada' });
  discord.register([{ type: ApplicationCommandType.ChatInput, name: 'video', description: 'Make a video' }]);
  const heard: string[] = [];
  const log = collectLog();
  const changed = async (what: string): Promise<void> => void heard.push(what);
  const gateway = createGateway({
    settings: { apiUrl: discord.apiUrl, token: more.token ?? discord.token, applicationId: more.applicationId ?? null },
    clock,
    random,
    log,
    onInteraction: async (interaction) => {
      await changed(`interaction ${interaction.id}`);
      await more.answering;
      if (interaction.isRepliable()) await interaction.reply('hello');
    },
    onConnected: (id, guilds) => changed(`connected as ${id} in ${guilds.map(({ name }) => String(name)).join(', ')}`),
    onGuild: ({ name }) => changed(`in ${String(name)}`),
    onRemoved: (id) => changed(`removed from ${id}`),
  });
  const stop = new AbortController();
  const running = gateway.run(stop.signal);
  const until = (look: () => boolean): Promise<unknown> => vi.waitUntil(look, { timeout: patienceMs, interval: 5 });
  return {
    discord,
    guild,
    channel,
    ada,
    clock,
    gateway,
    heard,
    log,
    stop,
    running,
    until,
    connected: () => until(() => gateway.state().kind === 'connected'),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
      await discord[Symbol.asyncDispose]();
    },
  };
}

async function expectAnswer(
  { discord, ada, channel }: { discord: Discord } & Pick<World, 'ada' | 'channel'>,
  expect: ExpectStatic,
) {
  const before = discord.seen(channel).length;
  discord.type(ada, channel, 'video');
  await discord.until(() => discord.seen(channel).length > before);
  expect(discord.seen(channel)).toHaveLength(before + 1);
}

type World = Awaited<ReturnType<typeof openGateway>>;
const stateOf = (gateway: Gateway): string => gateway.state().kind;

describe.concurrent('the connection to Discord', { timeout: 2 * patienceMs }, () => {
  it('tells where we are, takes what people type, and leaves when asked to', async ({ expect }) => {
    await using world = await openGateway();
    const { discord, gateway, heard, stop, running } = world;
    expect(stateOf(gateway)).toBe('connecting');
    await world.connected();
    expect(heard).toEqual([`connected as ${discord.applicationId} in Studio`]);
    await expectAnswer(world, expect);
    stop.abort();
    await running;
    expect(discord.gateway.sessions().filter(({ connected }) => connected)).toEqual([]);
    expect(discord.problems).toEqual([]);
  });

  it.for<[string, (discord: Discord) => void]>([
    ['breaks', (discord: Discord) => discord.gateway.disconnect()],
    ['is asked to be made anew', (discord: Discord) => discord.gateway.reconnect()],
    ['no longer answers a heartbeat', (discord: Discord) => discord.gateway.silence()],
  ])('that %s is resumed, with what was typed meanwhile', async ([, breakIt], { expect }) => {
    await using world = await openGateway();
    const { discord, ada, channel, heard } = world;
    await world.connected();
    breakIt(discord);
    const typed = discord.type(ada, channel, 'video');
    await discord.until(() => heard.includes(`interaction ${typed.id}`) && discord.gateway.resumes === 1);
    expect(discord.gateway.identifies).toBe(1);
    expect(discord.problems).toEqual([]);
  });

  it('whose session is no longer valid is begun anew', async ({ expect }) => {
    await using world = await openGateway();
    const { discord } = world;
    await world.connected();
    discord.gateway.invalidSession(false);
    await discord.until(() => discord.gateway.identifies === 2);
    expect(discord.gateway.resumes).toBe(0);
    await expectAnswer(world, expect);
  });

  it('that is being made is given up when asked to, so that nothing holds up a stop', async ({ expect }) => {
    await using world = await openGateway();
    const { discord, stop, running } = world;
    stop.abort();
    await running;
    expect(discord.gateway.sessions().filter(({ connected }) => connected)).toEqual([]);
  });

  it('with a token that Discord no longer takes says what to do, and is tried again later', async ({ expect }) => {
    await using world = await openGateway();
    const { discord, gateway, log, clock } = world;
    await world.connected();
    discord.revokeToken();
    await world.until(() => stateOf(gateway) === 'refused');
    expect(gateway.state()).toMatchObject({ why: expect.stringContaining('DISCORD_TOKEN') });
    expect(log.errors).toEqual(['Discord does not let us in']);
    await world.until(() => clock.sleepers() === 1);
    const asked = discord.requests.length;
    await clock.advance(10 * 60_000);
    await discord.until(() => discord.requests.length > asked);
    expect(stateOf(gateway)).toBe('refused');
  });

  it('is not kept with a token of another application than the one that was meant', async ({ expect }) => {
    await using world = await openGateway({ applicationId: '123456789012345678' });
    const { gateway, heard } = world;
    await world.until(() => stateOf(gateway) === 'refused');
    expect(gateway.state()).toMatchObject({ why: expect.stringContaining('DISCORD_APPLICATION_ID') });
    expect(heard).toEqual([]);
  });

  it('that does not come back by itself is begun anew, so that no outage of Discord silences us for good', async ({
    expect,
  }) => {
    await using world = await openGateway();
    const { discord, clock, gateway, log } = world;
    await world.connected();
    discord.gateway.down();
    discord.gateway.disconnect();
    await world.until(() => stateOf(gateway) === 'connecting');
    await clock.advance(3 * 60_000);
    await world.until(() => log.warnings.some((line) => line.includes('begun anew')));
    discord.gateway.up();
    await world.until(() => clock.sleepers() === 1);
    await clock.advance(60_000);
    await world.connected();
    await expectAnswer(world, expect);
    expect(log.warnings).toContain('the connection to Discord does not come back by itself; it is begun anew');
  });

  it('hears of servers: joined, renamed, left; one that is merely unavailable is not left', async ({ expect }) => {
    await using world = await openGateway();
    const { discord, guild, heard } = world;
    await world.connected();
    discord.makeGuildUnavailable(guild);
    discord.bringGuildBack(guild);
    const other = discord.addGuild({ name: 'Workshop' });
    await discord.until(() => heard.includes('in Workshop'));
    discord.removeGuild(other);
    await discord.until(() => heard.includes(`removed from ${other.id}`));
    expect(heard.filter((line) => line.includes(guild.id))).toEqual([]);
  });

  it('hears of a server that removed us while a session was begun anew, and of no other', async ({ expect }) => {
    await using world = await openGateway();
    const { discord, guild, heard } = world;
    const other = discord.addGuild({ name: 'Workshop' });
    await world.connected();
    discord.gateway.invalidSession(false);
    discord.removeGuild(other);
    await world.until(() => heard.includes(`removed from ${other.id}`));
    await expectAnswer(world, expect);
    expect(heard).not.toContain(`removed from ${guild.id}`);
  });

  it('waits for what was taken when it is asked to stop, and no longer than people would', async ({ expect }) => {
    await using world = await openGateway({ answering: new Promise(() => undefined) });
    const { discord, ada, channel, heard, log, stop, running, clock } = world;
    await world.connected();
    const typed = discord.type(ada, channel, 'video');
    await world.until(() => heard.includes(`interaction ${typed.id}`));
    stop.abort();
    await world.until(() => clock.sleepers() > 0);
    await clock.runUntil(running);
    expect(log.warnings).toContain('not everything from Discord was dealt with before the stop');
  });

  it('is divided into as many shards as Discord wants', async ({ expect }) => {
    await using world = await openGateway({ shards: 2 });
    const { discord } = world;
    await world.connected();
    expect(discord.gateway.sessions().map(({ shard }) => shard)).toEqual([
      [0, 2],
      [1, 2],
    ]);
    await expectAnswer(world, expect);
  });
});
