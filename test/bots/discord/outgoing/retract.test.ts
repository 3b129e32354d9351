import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { DeliverAsk, Post } from '../../../../src/core/ports/chat.ts';
import { HOUR } from '../../../../src/core/time.ts';
import { type DiscordWorld, live, openDiscordWorld } from '../world.ts';
import { statusAsk } from '../../../contracts/chat-asks.ts';

const retracted = { kind: 'retracted' };

async function posted(world: DiscordWorld, ask: DeliverAsk = world.ask()): Promise<Post> {
  const result = await world.chat.deliver(ask, live());
  if (result.kind !== 'sent') throw new Error(`expected it to be sent, got ${result.kind}`);
  return {
    deliveryId: ask.deliveryId,
    destination: ask.destination,
    status: null,
    message: result.message,
    upload: null,
  };
}

describe('a deleted clip at Discord', () => {
  test('is taken out of sight; a second time is no harm', async () => {
    await using world = await openDiscordWorld();
    const post = await posted(world);
    expect(await world.chat.retract(post, live())).toEqual(retracted);
    expect(world.posts()).toEqual([]);
    expect(await world.chat.retract(post, live())).toEqual(retracted);
  });

  test('is found where its message was never heard of, and no other with it', async () => {
    await using world = await openDiscordWorld();
    const post = await posted(world);
    await posted(world);
    expect(await world.start().chat.retract({ ...post, message: null }, live())).toEqual(retracted);
    expect(world.posts().map(({ content }) => content)).toEqual([expect.stringContaining('413')]);
  });

  test('is found in direct messages where it is private and its message was never heard of', async () => {
    await using world = await openDiscordWorld();
    const view = world.view({ request: { visibility: 'private' } });
    const status = await world.chat.showStatus(statusAsk(null, [view]), live());
    const ask = world.ask(view);
    await posted(world, ask);
    const { deliveryId, destination } = ask;
    expect(world.discord.dms(world.ada).flatMap(({ files }) => files)).toHaveLength(1);
    const post = { deliveryId, destination, status, message: null, upload: null };
    expect(await world.start().chat.retract(post, live())).toEqual(retracted);
    expect(world.discord.dms(world.ada).flatMap(({ files }) => files)).toEqual([]);
  });

  test('is gone with its channel', async () => {
    await using world = await openDiscordWorld();
    const post = await posted(world);
    world.discord.deleteChannel(world.channel);
    expect(await world.chat.retract(post, live())).toEqual(retracted);
    expect(await world.chat.retract({ ...post, message: null }, live())).toEqual(retracted);
  });

  test('is taken out of an archived thread', async () => {
    await using world = await openDiscordWorld();
    const thread = world.discord.addChannel(world.guild, { type: 'thread', parent: world.channel });
    const post = await posted(world, world.ask(world.view({ channel: thread })));
    world.discord.changeChannel(thread, { archived: true });
    expect(await world.chat.retract(post, live())).toEqual(retracted);
    expect(world.posts(thread)).toEqual([]);
  });

  test('stays on the list where we lost our rights, and is looked at again once an hour, not every minute', async () => {
    await using world = await openDiscordWorld();
    const post = await posted(world);
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ViewChannel });
    expect(await world.chat.retract(post, live())).toMatchObject({ kind: 'retry' });
    expect(await world.chat.retract(post, live())).toMatchObject({ kind: 'retry' });
    expect(world.asked('message.delete')).toBe(1);
    world.discord.changeChannel(world.channel, { deny: 0n });
    await world.clock.advance(HOUR);
    expect(await world.chat.retract(post, live())).toEqual(retracted);
    expect(world.posts()).toEqual([]);
  });

  test('is not said to be gone where we may not look for it', async () => {
    await using world = await openDiscordWorld();
    const post = await posted(world);
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ReadMessageHistory });
    expect(await world.chat.retract({ ...post, message: null }, live())).toMatchObject({ kind: 'retry' });
    world.discord.changeChannel(world.channel, { deny: 0n });
    await world.clock.advance(HOUR);
    expect(await world.chat.retract({ ...post, message: null }, live())).toEqual(retracted);
    expect(world.posts()).toEqual([]);
  });

  test.each(['drop_answer', 'drop_request'] as const)('is tried again after %s', async (fault) => {
    await using world = await openDiscordWorld();
    const post = await posted(world);
    world.discord.faults.next({ route: 'message.delete' }, fault);
    expect(await world.chat.retract(post, live())).toMatchObject({ kind: 'retry' });
    expect(await world.chat.retract(post, live())).toEqual(retracted);
    expect(world.posts()).toEqual([]);
  });

  test('that was never posted anywhere of Discord’s is gone', async () => {
    await using world = await openDiscordWorld();
    const { deliveryId, destination } = world.ask();
    expect(
      await world.chat.retract({ deliveryId, destination, status: null, message: 'elsewhere', upload: null }, live()),
    ).toEqual(retracted);
    const nowhere = { ...destination, channel: 'general' };
    expect(
      await world.chat.retract({ deliveryId, destination: nowhere, status: null, message: null, upload: null }, live()),
    ).toEqual(retracted);
    expect(world.discord.requests).toEqual([]);
  });
});
