import { describe, expect, it } from 'vitest';
import type { Asker } from '../../../../src/bots/asker.ts';
import { snowflakeAtMs } from '../../../../src/bots/discord/places.ts';
import { partsOf } from '../../../../src/bots/messages/text.ts';
import { spoken } from '../../../../src/bots/view.ts';
import { DAY, HOUR } from '../../../../src/core/time.ts';
import { openWorld } from './world.ts';

/** Who asks, as everything behind Discord is told of them. */
async function openAskers() {
  const askers: Asker[] = [];
  const world = await openWorld(() => ({
    answer: async (_, asker) => {
      askers.push(asker);
      return { kind: 'said', view: spoken(partsOf('heard'), [], 'note') };
    },
  }));
  return {
    ...world,
    async asks(by = world.ada, at = world.channel): Promise<Asker> {
      await world.done(world.discord.type(by, at, 'videos list'));
      const asker = askers.at(-1);
      if (!asker) throw new Error('expected somebody to have asked');
      return asker;
    },
  };
}

describe('whoever asks', () => {
  it('comes with their roles of that moment, since when they are a member, and since when Discord knows them', async () => {
    await using world = await openAskers();
    const { discord, guild, ada, clock } = world;
    const artist = discord.addRole(guild, { name: 'Artist' });
    const joinedAtMs = clock.nowMs() - 3 * HOUR;
    discord.join(ada, guild, { roles: [artist], joinedAtMs });
    const told = { roles: [guild.people.id, artist.id], joinedAtMs, accountMadeAtMs: snowflakeAtMs(ada.id) };
    const asker = await world.asks();
    expect(asker).toMatchObject({ member: told, hasRoles: 'discord', isAdultPlace: false });
    expect(asker.member?.roles).not.toContain(guild.id);
    discord.join(ada, guild);
    expect((await world.asks()).member?.roles).toEqual([guild.people.id]);
    const eve = discord.addUser({ name: 'Eve', isNew: true });
    discord.join(eve, guild);
    expect((await world.asks(eve)).member?.accountMadeAtMs).toBe(clock.nowMs());
  });

  it('is in a place for adults where its server says so, in its threads too, and nowhere else', async () => {
    await using world = await openAskers();
    const { discord, guild, ada, channel } = world;
    const marked = discord.addChannel(guild, { nsfw: true });
    const thread = discord.addChannel(guild, { type: 'thread', parent: marked });
    expect((await world.asks(ada, marked)).isAdultPlace).toBe(true);
    expect((await world.asks(ada, thread)).isAdultPlace).toBe(true);
    discord.changeChannel(marked, { nsfw: false });
    expect((await world.asks(ada, thread)).isAdultPlace).toBe(false);
    expect((await world.asks(ada, channel)).isAdultPlace).toBe(false);
  });

  it('can name others, whose roles Discord is asked for, and waited for no longer than a moment', async () => {
    await using world = await openAskers();
    const { discord, guild, ada, mo } = world;
    const { memberOf } = await world.asks(mo);
    expect(await memberOf?.(ada.id)).toEqual({
      roles: [guild.people.id],
      joinedAtMs: world.clock.nowMs() - 30 * DAY,
      accountMadeAtMs: snowflakeAtMs(ada.id),
    });
    expect(await memberOf?.(discord.addUser({ name: 'Bo' }).id)).toBeNull();
    expect(await memberOf?.('not an id')).toBeNull();
    const gate = Promise.withResolvers<void>();
    const held = discord.faults.next({ route: 'guild.member' }, { answerAfter: gate.promise });
    const looked = memberOf?.(ada.id);
    await held.hit;
    await world.clock.advance(2_000);
    expect(await looked).toBeNull();
    gate.resolve();
  });

  it('is nobody’s member in direct messages', async () => {
    await using world = await openAskers();
    await world.allowDirectMessages();
    const asker = await world.asks(world.ada, world.discord.dmChannel(world.ada));
    expect(asker.member).toBeNull();
    expect(asker.hasRoles).toBeUndefined();
    expect(asker.memberOf).toBeUndefined();
  });
});
