import { afterAll, beforeAll, describe } from 'vitest';
import { tenantOf } from '../../../src/bots/discord/places.ts';
import type { Channel, Person } from '../../doubles/discord/world.ts';
import { asRead, openWorld } from '../../bots/discord/incoming/world.ts';
import { ada, type Row, type Surface, triesEachCommand, type Use } from './commands.ts';

describe('on Discord', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  let surface: Surface;

  beforeAll(async () => {
    world = await openWorld();
    const { discord, store, guild, channel } = world;
    await world.allowServer();
    await world.videoOf(world.ada);
    const other = discord.addGuild();
    const there = discord.addChannel(other, { name: 'videos' });
    const eve = discord.addUser({ name: 'Eve' });
    discord.join(eve, other, { manageGuild: true });

    const typedBy =
      (person: Person, at: Channel) =>
      async ({ command }: Pick<Row, 'command'>, { options }: Use) => {
        if (options === null) return null;
        const given = Object.entries(options).map(
          ([name, value]) => [name, value === ada ? world.ada : value] as const,
        );
        const use = { permitted: true };
        const sent = discord.type(person, at, `video-admin ${command}`, Object.fromEntries(given), use);
        const how = await world.done(sent);
        if (how.kind !== 'message' || !how.ephemeral)
          throw new Error(`expected an answer for them alone, got ${how.kind}`);
        return asRead((await sent.answered()).content);
      };
    surface = {
      store,
      here: tenantOf(guild.id),
      other: tenantOf(other.id),
      asModerator: typedBy(world.mo, channel),
      asMember: typedBy(world.ada, channel),
      elsewhere: typedBy(eve, there),
    };
  });
  afterAll(() => world[Symbol.asyncDispose]());

  triesEachCommand(() => surface);
});
