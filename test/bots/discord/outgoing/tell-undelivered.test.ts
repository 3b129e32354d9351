import { describe, expect, test } from 'vitest';
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

  test('is not told after its signal has aborted', async () => {
    await using world = await openDiscordWorld();
    const { deliveryId, view } = world.ask();
    const ask = { deliveryId, view, reason: 'gave_up' } as const;
    await expect(world.chat.tellUndelivered(ask, AbortSignal.abort())).rejects.toThrow('abort');
    expect(world.discord.requests).toEqual([]);
  });
});
