import { ApplicationCommandType, REST, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { inboundKeyOf } from '../../../../src/bots/discord/places.ts';
import { restOptions } from '../../../../src/bots/discord/rest-settings.ts';
import { live, openDiscordWorld } from '../world.ts';

describe('a clip that was not posted', () => {
  test('is told to who asked for it: which one, why, where, and how they get it', async () => {
    await using world = await openDiscordWorld();
    const { deliveryId, view } = world.ask();
    await world.chat.tellUndelivered({ deliveryId, view, reason: 'not_allowed' }, live());
    expect(world.discord.dms(world.ada).map(({ content }) => content.split('\n'))).toEqual([
      [
        '**#412 is ready, but not posted**',
        '> a red ball',
        'It could not be posted: Reelay may not post files there.',
        'It is kept: `/videos show number: 412` brings it, in any channel of that server.',
        `Asked for in <#${world.channel.id}>.`,
      ],
    ]);
    expect(world.discord.problems).toEqual([]);
  });

  test('is told once, also after a lost answer', async () => {
    await using world = await openDiscordWorld();
    const { deliveryId, view } = world.ask();
    const ask = { deliveryId, view, reason: 'gave_up' } as const;
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await expect(world.chat.tellUndelivered(ask, live())).rejects.toThrow('no answer from Discord');
    await world.chat.tellUndelivered(ask, live());
    await world.start().chat.tellUndelivered(ask, live());
    expect(world.discord.dms(world.ada)).toHaveLength(1);
  });

  test('is told beside a private result that was posted before, not taken for it', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask(world.view({ request: { visibility: 'private' } }));
    await world.chat.deliver(ask, live());
    await world.chat.tellUndelivered({ deliveryId: ask.deliveryId, view: ask.view, reason: 'gave_up' }, live());
    expect(world.discord.dms(world.ada)).toHaveLength(2);
  });

  test('is told to nobody where direct messages are closed, or nobody is known any more', async () => {
    await using world = await openDiscordWorld();
    world.discord.setDirectMessages(world.ada, 'closed');
    const { deliveryId, view } = world.ask();
    await world.chat.tellUndelivered({ deliveryId, view, reason: 'too_large' }, live());
    await world.chat.tellUndelivered({ deliveryId, view: world.view({ by: null }), reason: 'too_large' }, live());
    const stranger = { ...view, requester: { ...view.requester, externalId: '100000000000000004' } };
    await world.chat.tellUndelivered({ deliveryId, view: stranger, reason: 'too_large' }, live());
    expect(world.discord.dms(world.ada)).toEqual([]);
  });

  test('is told beneath what was typed where direct messages are closed, once, to nobody else', async () => {
    await using world = await openDiscordWorld();
    world.discord.register([{ type: ApplicationCommandType.ChatInput, name: 'video', description: 'Make a video' }]);
    const typed = world.discord.type(world.ada, world.channel, 'video');
    const rest = new REST(restOptions(world.settings));
    const body = { type: 4, data: { content: 'taken', flags: 64 } };
    await rest.post(Routes.interactionCallback(typed.id, typed.token), { auth: false, body });
    world.discord.setDirectMessages(world.ada, 'closed');
    const inboundKey = inboundKeyOf(typed.id);
    const { applicationId } = world.discord;
    await world.openAnswers.answering(inboundKey, { applicationId, token: typed.token }, async () => undefined);
    const { deliveryId, view } = world.ask(world.view({ request: { inboundKey, visibility: 'private' } }));
    await world.chat.tellUndelivered({ deliveryId, view, reason: 'not_allowed' }, live());
    await world.chat.tellUndelivered({ deliveryId, view, reason: 'not_allowed' }, live());
    const told = world.discord.seenBy(world.ada, world.channel).map(({ content }) => content);
    expect(told).toEqual(['taken', expect.stringContaining('your direct messages are closed to Reelay')]);
    expect(world.posts()).toEqual([]);
    expect(world.discord.problems).toEqual([]);
  });

  test('whose file is too large for Discord is not promised where it cannot be had', async () => {
    await using world = await openDiscordWorld();
    const { deliveryId, view } = world.ask();
    await world.chat.tellUndelivered({ deliveryId, view, reason: 'too_large' }, live());
    const [told] = world.discord.dms(world.ada);
    expect(told?.content).toContain('the operator can hand it out');
    expect(told?.content).not.toContain('/videos show');
  });

  test('is not told after its signal has aborted', async () => {
    await using world = await openDiscordWorld();
    const { deliveryId, view } = world.ask();
    const ask = { deliveryId, view, reason: 'gave_up' } as const;
    await expect(world.chat.tellUndelivered(ask, AbortSignal.abort())).rejects.toThrow('abort');
    expect(world.discord.requests).toEqual([]);
  });
});
