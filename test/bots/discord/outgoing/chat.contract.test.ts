import { expect } from 'vitest';
import { type ChatFixture, chatContract } from '../../../contracts/chat.ts';
import { openDiscordWorld } from '../world.ts';

async function makeFixture(): Promise<ChatFixture> {
  const world = await openDiscordWorld();
  const { discord, guild } = world;
  const view = world.view();
  const mods = discord.addChannel(guild, { name: 'mods' });
  const gone = discord.addChannel(guild);
  discord.deleteChannel(gone);
  return {
    chat: world.chat,
    view,
    nowMs: () => world.clock.nowMs(),
    isTheirs: false,
    ask: (bytes, to = view.request.destination) => ({ ...world.ask(view, bytes), destination: to }),
    goneDestination: { ...view.request.destination, channel: gone.id },
    results: async () => world.posts().flatMap(({ files }) => files.map(({ bytes }) => bytes)),
    statuses: async () => world.posts().filter(({ files }) => files.length === 0).length,
    approvalsChannel: mods.id,
    approvals: async () => world.posts(mods).length,
    restarted: () => world.start().chat,
    attach: world.attach,
    [Symbol.asyncDispose]: async () => {
      expect(discord.problems).toEqual([]);
      await world[Symbol.asyncDispose]();
    },
  };
}

chatContract('Discord', makeFixture);
