import { describe, it, vi } from 'vitest';
import { startDiscord } from '../doubles/discord/discord.ts';
import { expectMp4, openDiscordService, resultsIn, small } from './discord-service.ts';
import { Service } from './service.ts';

/** These start the real service, and render for real. */
const realTimeMs = 90_000;
const waiting = { timeout: 20_000, interval: 50 };

describe.concurrent('/video on Discord', { timeout: realTimeMs }, () => {
  it('is answered with a status, and the clip comes as a message that pings only who asked', async ({ expect }) => {
    // Beside Slack, which nobody answers for: its SDK is in the same process, and must not be in the way of an upload.
    await using world = await openDiscordService({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:1/api',
    });
    const { discord, channel, ada } = world;
    const typed = discord.type(ada, channel, 'video', { prompt: `@everyone <@${ada.id}> a **ball**`, ...small });
    await typed.acknowledged();
    expect(discord.seen(channel)[0]).toMatchObject({ pings: { everyone: false, roles: [], people: [] } });
    const result = await world.result();
    expectMp4(result);
    expect(result.pings).toEqual({ everyone: false, roles: [], people: [ada.id] });
    expect(result.content).toContain('a \\*\\*ball\\*\\*');
    await world.over();
    await world.expectOnce();
  });

  it('goes on when the gateway drops in the middle: the clip arrives once', async ({ expect }) => {
    await using world = await openDiscordService();
    const { discord, channel } = world;
    world.type('a red ball [slow]');
    await discord.until(() => discord.seen(channel).length === 1);
    discord.gateway.disconnect();
    expectMp4(await world.result());
    await world.over();
    expect(resultsIn(discord, channel)).toHaveLength(1);
    await world.connected();
    await world.expectOnce();
  });

  it('shows one result when the answer to the upload is lost', async ({ expect }) => {
    await using world = await openDiscordService();
    const { discord, channel } = world;
    const lost = discord.faults.next({ route: 'message.create' }, 'drop_answer');
    world.type('a red ball');
    await lost.hit;
    await world.over();
    expect(resultsIn(discord, channel)).toHaveLength(1);
    await world.expectOnce();
  });

  it('brings a link where the file is too large for Discord', async ({ expect }) => {
    await using world = await openDiscordService({ PUBLIC_URL: 'http://127.0.0.1:9' }, { uploadBytesMax: 2_000 });
    const { discord, channel, ada } = world;
    discord.type(ada, channel, 'video', { prompt: 'a red ball', ...small });
    const link = await discord.until(() =>
      discord.seen(channel).find(({ content }) => content.includes('http://127.0.0.1:9/media/')),
    );
    expect(link.files).toEqual([]);
    await world.over();
    await world.expectOnce();
  });

  it('keeps the clip when its channel is deleted, tells who asked, and brings it where they ask next', async ({
    expect,
  }) => {
    await using world = await openDiscordService();
    const { discord, guild, channel, ada } = world;
    const other = discord.addChannel(guild, { name: 'other' });
    world.type('a red ball [slow]');
    await discord.until(() => discord.seen(channel).length === 1);
    discord.deleteChannel(channel);
    const told = await discord.until(() => discord.dms(ada)[0]);
    expect(told.content).toContain('/videos show');
    const shown = discord.type(ada, other, 'videos show', { number: '1' });
    await shown.acknowledged();
    const clip = await discord.until(() => discord.seenBy(ada, other).find(({ files }) => files.length > 0));
    expectMp4(clip);
    expect(clip.ephemeral).toBe(true);
    expect(discord.seen(other)).toEqual([]);
    await world.expectOnce();
  });

  it('is cancelled once when two people press Cancel at once, and only by who may', async ({ expect }) => {
    await using world = await openDiscordService();
    const { discord, channel, ada, bo } = world;
    world.type('a red ball [slow]');
    const status = await discord.until(() => discord.seen(channel)[0]);
    const [hers, his] = [discord.press(ada, status, 'Cancel'), discord.press(bo, status, 'Cancel')];
    await Promise.all([hers.acknowledged(), his.acknowledged()]);
    const saidTo = (id: string) => discord.seenBy(id === ada.id ? ada : bo, channel).filter((each) => each.ephemeral);
    await discord.until(() => saidTo(ada.id).length === 1 && saidTo(bo.id).length === 1);
    expect(saidTo(bo.id)[0]?.content).toMatch(/yours|only/i);
    expect(discord.problems).toEqual([]);
  });

  it('makes one more take for each of two people who press Again at once', async ({ expect }) => {
    await using world = await openDiscordService();
    const { discord, channel, ada, bo } = world;
    world.type('a red ball');
    const result = await world.result();
    await Promise.all([
      discord.press(ada, result, 'Again').acknowledged(),
      discord.press(bo, result, 'Again').acknowledged(),
    ]);
    await discord.until(() => resultsIn(discord, channel).length === 3);
    for (const number of [1, 2, 3]) await world.expectOnce(number);
    expect(resultsIn(discord, channel).map(({ pings }) => pings.people)).toEqual(
      expect.arrayContaining([[ada.id], [bo.id]]),
    );
  });

  it('keeps what is private to direct messages', async ({ expect }) => {
    await using world = await openDiscordService();
    const { discord, channel, ada } = world;
    discord.type(ada, channel, 'video', { prompt: 'a secret ball', private: true, ...small });
    const result = await discord.until(() => discord.dms(ada).find(({ files }) => files.length > 0));
    expectMp4(result);
    expect(discord.seen(channel)).toEqual([]);
    await world.expectOnce();
  });

  it('says so where the operator looks when its token is revoked, and the console goes on', async ({ expect }) => {
    await using world = await openDiscordService();
    const { discord, service } = world;
    const ready = async () => {
      const response = await fetch(`${service.address}/health/ready`);
      return { status: response.status, found: await response.json() };
    };
    await vi.waitUntil(async () => (await ready()).status === 200, waiting);
    discord.revokeToken();
    await vi.waitUntil(async () => (await ready()).status === 503, waiting);
    expect(await ready()).toMatchObject({
      found: { checks: { discord: { ok: false, reason: expect.stringContaining('DISCORD_TOKEN') } } },
    });
    expect((await fetch(service.address, { redirect: 'manual' })).status).toBeLessThan(400);
  });

  it('registers its commands also when Discord fails the first time, and says so until then', async ({ expect }) => {
    await using discord = await startDiscord({ patienceMs: 30_000 });
    discord.addGuild({ name: 'Studio' });
    const failed = discord.faults.next({ method: 'PUT', path: /\/commands$/ }, { status: 502 });
    await using service = await Service.start({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl });
    await failed.hit;
    const reason = async (): Promise<string> => (await fetch(`${service.address}/health/ready`)).text();
    await vi.waitUntil(async () => (await reason()).includes('commands could not be registered'), waiting);
    await discord.until(() => discord.commands().length > 0);
    await vi.waitUntil(async () => !(await reason()).includes('could not be registered'), waiting);
    expect(discord.problems).toEqual([]);
  });
});
