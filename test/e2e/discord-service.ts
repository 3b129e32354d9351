import { expect } from 'vitest';
import { type Discord, startDiscord } from '../doubles/discord/discord.ts';
import type { SeenMessage } from '../doubles/discord/people/sight.ts';
import type { GuildInput } from '../doubles/discord/places.ts';
import type { Channel, Person } from '../doubles/discord/world.ts';
import { Service } from './service.ts';

/** Renders in well under a second. */
export const small = { seconds: 1, size: '160x90', fps: '24' };

const patienceMs = 30_000;

/** The real service, connected to a Discord on loopback with one server, its channel and two people. */
export async function openDiscordService(env: Readonly<Record<string, string>> = {}, server: GuildInput = {}) {
  const discord = await startDiscord({ patienceMs });
  const guild = discord.addGuild({ name: 'Studio', ...server });
  const channel = discord.addChannel(guild, { name: 'clips' });
  const ada = discord.addUser({ name: 'Ada' });
  const bo = discord.addUser({ name: 'Bo' });
  discord.join(ada, guild);
  discord.join(bo, guild);
  const service = await Service.start({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, ...env });
  const connected = (): Promise<unknown> =>
    discord.until(() => discord.commands().length > 0 && discord.gateway.sessions().some((each) => each.connected));
  await connected();
  const tenant = `discord:${guild.id}`;

  return {
    discord,
    guild,
    channel,
    ada,
    bo,
    service,
    tenant,
    connected,
    type: (prompt: string, by: Person = ada, at: Channel = channel) =>
      discord.type(by, at, 'video', { prompt, ...small }),
    /** The first message with a clip there, once it is seen. */
    result: (at: Channel = channel): Promise<SeenMessage> =>
      discord.until(() => resultsIn(discord, at)[0], 'the result'),
    /** Once the status has shrunk to its last line, nothing more is to come. */
    over: (at: Channel = channel): Promise<SeenMessage> =>
      discord.until(() => discord.seen(at).find(({ content }) => /^\*\*#\d+ is ready · /.test(content)), 'the end'),
    /** What must hold of each video, however it came about. */
    async expectOnce(number = 1): Promise<void> {
      const { view, attempts } = await service.machine.story(number, tenant);
      expect(attempts.filter(({ state }) => state.kind !== 'rejected')).toMatchObject([
        { state: { kind: 'succeeded' } },
      ]);
      expect(view.chargedMicroUsd).toBe(view.job.quoteMicroUsd);
      expect((await service.machine.books()).problems).toEqual([]);
      expect(discord.problems).toEqual([]);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await service[Symbol.asyncDispose]();
      await discord[Symbol.asyncDispose]();
    },
  };
}

export function resultsIn(discord: Discord, channel: Channel): readonly SeenMessage[] {
  return discord.seen(channel).filter(({ files }) => files.length > 0);
}

/** An MP4 begins with a box that says so. */
export function expectMp4({ files }: SeenMessage): void {
  expect(files.map(({ contentType }) => contentType)).toEqual(['video/mp4']);
  expect(files[0]?.bytes.subarray(4, 8).toString('latin1')).toBe('ftyp');
}
