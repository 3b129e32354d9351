import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { destinationOf } from '../../../../src/bots/discord/places.ts';
import { HOUR, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { live, openDiscordWorld, refsOf } from '../world.ts';
import { later, underWay } from './statuses.ts';
import { statusAsk } from '../../../contracts/chat-asks.ts';

describe('a status that cannot be shown', () => {
  test('in a channel that is gone is no error, and keeps its name', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    world.discord.deleteChannel(world.channel);
    expect(await world.chat.showStatus(statusAsk(ref, [later(view, 0.9)]), live())).toBe(ref);
    expect(await world.start().chat.showStatus(statusAsk(null, [view]), live())).toBeNull();
  });

  test('for want of a right is no error, and Discord is not asked about it again for a while', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ViewChannel });
    expect(await world.chat.showStatus(statusAsk(ref, [later(view, 0.6)]), live())).toBe(ref);
    const { length } = world.discord.requests;
    expect(await world.chat.showStatus(statusAsk(ref, [later(view, 0.7)]), live())).toBe(ref);
    expect(world.discord.requests).toHaveLength(length);
    world.discord.changeChannel(world.channel, { deny: 0n });
    await world.clock.advance(10 * MINUTE);
    await world.chat.showStatus(statusAsk(ref, [later(view, 0.8)]), live());
    expect(world.posts()[0]?.content).toContain('80%');
  });

  test('in a channel where we may not write is not tried there for every change', async () => {
    await using world = await openDiscordWorld();
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.SendMessages });
    for (const progress of [0.1, 0.2, 0.3]) {
      expect(await world.chat.showStatus(statusAsk(null, [underWay(world, {}, progress)]), live())).toBeNull();
    }
    expect(world.asked('message.create')).toBe(1);
  });

  test('because of a fault at Discord is tried again', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    world.discord.faults.next({ route: 'message.edit' }, { status: 502 });
    await expect(world.chat.showStatus(statusAsk(ref, [later(view, 0.9)]), live())).rejects.toThrow(
      'Discord answered 502',
    );
    await world.chat.showStatus(statusAsk(ref, [later(view, 0.9)]), live());
    expect(world.posts()[0]?.content).toContain('90%');
  });

  test('because its message is old and was edited too often waits for as long as Discord asks', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    await world.clock.advance(HOUR);
    for (let edit = 1; edit <= 5; edit += 1)
      await world.chat.showStatus(statusAsk(ref, [later(view, edit / 10)]), live());
    await expect(world.chat.showStatus(statusAsk(ref, [later(view, 0.6)]), live())).rejects.toThrow('patience');
    const { length } = world.discord.requests;
    await expect(world.chat.showStatus(statusAsk(ref, [later(view, 0.7)]), live())).rejects.toThrow('left alone');
    expect(world.discord.requests).toHaveLength(length);
    await world.clock.advance(HOUR + SECOND);
    await world.chat.showStatus(statusAsk(ref, [later(view, 0.8)]), live());
    expect(world.posts()[0]?.content).toContain('80%');
  });

  test('in an archived thread leaves it shut for each step of the way, and opens it for how it ended', async () => {
    await using world = await openDiscordWorld();
    const thread = world.discord.addChannel(world.guild, { type: 'thread', parent: world.channel });
    const view = underWay(world, { channel: thread });
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    world.discord.changeChannel(thread, { archived: true });
    for (const progress of [0.5, 0.7, 0.9]) {
      expect(await world.chat.showStatus(statusAsk(ref, [later(view, progress)]), live())).toBe(ref);
    }
    expect(world.asked('channel.edit')).toBe(0);
    expect(world.asked('message.edit')).toBe(1);
    const cancelled = { kind: 'cancelled', attemptId: null } as const;
    await world.chat.showStatus(statusAsk(ref, [{ ...view, job: { ...view.job, state: cancelled } }]), live());
    expect(world.asked('channel.edit')).toBe(1);
    expect(world.posts(thread)[0]?.content).toContain('cancelled');
  });

  test('beside an answer under way waits for it only for a moment, and is shown once it cannot come any more', async () => {
    await using world = await openDiscordWorld();
    const given = Promise.withResolvers<void>();
    const view = underWay(world);
    const answering = world.openAnswers.answering(
      view.request.inboundKey,
      { applicationId: '1', token: 'over' },
      () => given.promise,
    );
    const shown = world.clock.runUntil(world.chat.showStatus(statusAsk(null, [view]), live()));
    await expect(shown).rejects.toThrow('still being answered');
    expect(world.posts()).toEqual([]);
    await world.clock.advance(3 * MINUTE);
    const old = underWay(world, { request: { inboundKey: view.request.inboundKey } });
    expect([await world.chat.showStatus(statusAsk(null, [old]), live())]).toEqual(refsOf(world.posts()));
    given.resolve();
    await answering;
  });

  test('because the server’s filters block the prompt is shown without it: nothing old stands there for ever', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world, {}, 0.1);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    world.discord.blockWords(/red ball/);
    expect(await world.chat.showStatus(statusAsk(ref, [later(view, 0.9)]), live())).toBe(ref);
    const [post] = world.posts();
    expect(post?.content).toContain('is rendering: 90%');
    expect(post?.content).not.toContain('red ball');
    expect(await world.chat.showStatus(statusAsk(null, [underWay(world)]), live())).not.toBeNull();
    expect(world.posts()).toHaveLength(2);
    world.discord.blockWords(/./);
    expect(await world.chat.showStatus(statusAsk(null, [underWay(world)]), live())).toBeNull();
  });

  test('at a place that is none of Discord’s is no error', async () => {
    await using world = await openDiscordWorld();
    const destination = { ...destinationOf(world.guild.id, '1'), channel: 'general' };
    expect(
      await world.chat.showStatus(statusAsk(null, [underWay(world, { request: { destination } })]), live()),
    ).toBeNull();
  });
});
