import { describe, expect, it } from 'vitest';
import { tenantOf } from '../../../../src/bots/discord/places.ts';
import { StoreUnavailable } from '../../../../src/core/ports/store.ts';
import type { Channel, Person } from '../../../doubles/discord/world.ts';
import { holdBack, openWorld } from '../incoming/world.ts';

type World = Awaited<ReturnType<typeof openWorld>>;

/** Always a new take: nobody is told of an earlier one. */
const ball = { prompt: 'a red ball', fresh: true };

/** What somebody alone was told after their `/video`. */
async function toldAfterVideo(world: World, person: Person, at: Channel = world.channel) {
  const typed = world.discord.type(person, at, 'video', ball);
  const how = await world.done(typed);
  return { how, told: typed.messages().filter(({ ephemeral }) => ephemeral) };
}

describe('the first /video of somebody who manages a server that nobody has set up', () => {
  it('is answered as ever, and followed by an offer to them alone that opens the panel', async () => {
    await using world = await openWorld();
    const { discord, mo, channel } = world;
    const { how, told } = await toldAfterVideo(world, mo);
    expect(how).toEqual({ kind: 'message', ephemeral: false });
    expect(await world.jobs()).toHaveLength(1);
    const [offer] = told;
    if (!offer) throw new Error('expected an offer');
    expect(offer.content).toContain('free demo');
    expect(offer.buttons.map(({ label }) => label)).toEqual(['Set up', 'Don’t ask again']);
    expect(discord.seen(channel)).toHaveLength(1);
    expect(await world.done(discord.press(mo, offer, 'Set up'))).toEqual({ kind: 'update' });
    const panel = discord.seenBy(mo, channel).at(-1);
    expect([panel?.id, panel?.menus.length]).toEqual([offer.id, 4]);
    expect(world.lines).toEqual([]);
  });

  it('says what holds once the operator has allowed the server', async () => {
    await using world = await openWorld();
    await world.allowServer();
    const { told } = await toldAfterVideo(world, world.mo);
    expect(told[0]?.content).toContain('the usual limits hold');
  });

  it('is offered once, however many manage it and whatever they type; members are never asked', async () => {
    await using world = await openWorld();
    const { discord, guild, channel, ada, mo } = world;
    const eve = discord.addUser({ name: 'Eve' });
    discord.join(eve, guild, { manageGuild: true });
    expect((await toldAfterVideo(world, ada)).told).toEqual([]);
    const both = [discord.type(mo, channel, 'video', ball), discord.type(eve, channel, 'video', ball)];
    for (const typed of both) await world.done(typed);
    await world.done(discord.type(mo, channel, 'videos list'));
    const told = both.flatMap((typed) => typed.messages().filter(({ ephemeral }) => ephemeral));
    expect(told).toHaveLength(1);
    expect((await toldAfterVideo(world, mo)).told).toEqual([]);
    const other = discord.addChannel(discord.addGuild());
    if (!other.guild) throw new Error('expected a server');
    discord.join(mo, other.guild, { manageGuild: true });
    expect((await toldAfterVideo(world, mo, other)).told).toHaveLength(1);
  });

  it('Don’t ask again is remembered, also by the next process', async () => {
    await using world = await openWorld();
    const { discord, guild, mo } = world;
    const { told } = await toldAfterVideo(world, mo);
    if (!told[0]) throw new Error('expected an offer');
    await world.done(discord.press(mo, told[0], 'Don’t ask again'));
    const taken = discord.seenBy(mo, world.channel).find(({ id }) => id === told[0]?.id);
    expect(taken?.content).toContain('nobody is asked again');
    expect(taken?.buttons).toEqual([]);
    const { settings } = await world.store.tenant(tenantOf(guild.id), world.clock.nowMs());
    expect(settings.setUpAtMs).not.toBeNull();
    await using later = await world.another();
    const typed = discord.type(mo, world.channel, 'video', ball);
    await world.done(typed);
    await later.settled();
    expect(typed.messages().filter(({ ephemeral }) => ephemeral)).toEqual([]);
  });

  it('follows a late answer, and never takes its place', async () => {
    const held = holdBack();
    await using world = await openWorld(({ answer }) => ({ answer: held.around(answer) }));
    const { discord, clock, mo, channel } = world;
    const typed = discord.type(mo, channel, 'video', ball);
    await held.begun;
    await clock.advance(1_000);
    expect(await typed.acknowledged()).toEqual({ kind: 'deferred', ephemeral: false });
    held.release();
    await world.done(typed);
    const [status, offer, ...others] = typed.messages();
    expect(status).toMatchObject({ ephemeral: false, content: expect.stringContaining('a red ball') });
    expect(offer).toMatchObject({ ephemeral: true });
    expect(others).toEqual([]);
  });

  it('is not followed by an offer where its answer did not get through: that would be taken for the answer', async () => {
    const held = holdBack();
    await using world = await openWorld(({ answer }) => ({ answer: held.around(answer) }));
    const { discord, clock, mo, channel } = world;
    discord.faults.next({ route: 'interaction.edit' }, { status: 502, body: '<html>', afterWork: false }, 2);
    const typed = discord.type(mo, channel, 'video', ball);
    await held.begun;
    await clock.advance(1_000);
    expect(await typed.acknowledged()).toEqual({ kind: 'deferred', ephemeral: false });
    held.release();
    await world.done(typed);
    expect(typed.messages().map(({ thinking }) => thinking)).toEqual([true]);
  });

  it.each([
    ['its store is away', () => Promise.reject(new StoreUnavailable('away'))],
    ['something is wrong with us', () => Promise.reject(new TypeError('a fault'))],
  ])('is answered the same when %s, and offered the next time', async (_, fault) => {
    let isAway = true;
    await using world = await openWorld(({ store }) => ({
      store: { ...store, tenant: (...ask) => (isAway ? fault() : store.tenant(...ask)) },
    }));
    const first = await toldAfterVideo(world, world.mo);
    expect(first).toEqual({ how: { kind: 'message', ephemeral: false }, told: [] });
    expect(world.lines.join()).toContain('what follows an answer was left out');
    isAway = false;
    expect((await toldAfterVideo(world, world.mo)).told).toHaveLength(1);
  });

  it('stands as it is when its token is over before the offer', async () => {
    const held = holdBack();
    await using world = await openWorld(({ store }) => ({ store: { ...store, tenant: held.around(store.tenant) } }));
    const { discord, clock, mo, channel } = world;
    const typed = discord.type(mo, channel, 'video', ball);
    await held.begun;
    expect(await typed.acknowledged()).toEqual({ kind: 'message', ephemeral: false });
    await clock.advance(16 * 60_000);
    held.release();
    await world.settled();
    expect(typed.messages()).toHaveLength(1);
    expect(typed.messages()[0]?.content).toContain('a red ball');
    expect(world.lines.join()).toContain('too late');
  });
});
