import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { inboundKeyOf } from '../../../../src/bots/discord/places.ts';
import type { JobView } from '../../../../src/core/request.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { idOf } from '../../../core/samples.ts';
import { live, openDiscordWorld, refsOf } from '../world.ts';
import { answered, later, underWay } from './statuses.ts';
import { statusAsk } from '../../../contracts/chat-asks.ts';

const longMs = 20 * MINUTE;

describe('a status at Discord', () => {
  test('says what is made, for whom, by which engine, how far it is, and can be cancelled; it pings nobody', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    const [post] = world.posts();
    expect([ref]).toEqual(refsOf(world.posts()));
    expect(post?.content.split('\n')).toEqual([
      '**#412 is rendering: 45%**',
      '▰▰▰▰▰▱▱▱▱▱',
      '> a red ball',
      '50 credits · 1 more video',
      `<@${world.ada.id}> · acme/reel-1`,
    ]);
    expect(post?.buttons.map(({ label }) => label)).toEqual(['Cancel']);
    expect(post?.pings.people).toEqual([]);
    expect(world.discord.problems).toEqual([]);
  });

  test('shrinks to one line when the video is there, and leaves the buttons to the result', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    const ready = world.view();
    const delivery = {
      id: world.ids.next('delivery'),
      jobId: ready.job.id,
      requestId: view.request.id,
      clipId: idOf('clip'),
      destination: view.request.destination,
      state: { kind: 'sent', message: '1/2' } as const,
      createdAtMs: 0,
      retries: 0,
      upload: null,
      dueAtMs: null,
    };
    await world.chat.showStatus(statusAsk(ref, [{ ...ready, request: view.request, deliveries: [delivery] }]), live());
    expect(world.posts().map(({ content, buttons }) => [content, buttons.length])).toEqual([
      ['**#413 is ready · 1 credit**', 0],
    ]);
  });

  test('is the answer to its command also when that takes its time: nothing is shown beside it', async () => {
    await using world = await openDiscordWorld();
    const given = Promise.withResolvers<void>();
    const view = underWay(world, { request: { inboundKey: inboundKeyOf('7') } });
    const answering = world.openAnswers.answering(
      inboundKeyOf('7'),
      { applicationId: '1', token: 'over' },
      () => given.promise,
    );
    const shown = world.chat.showStatus(statusAsk(null, [view]), live());
    const { ref } = await answered(world);
    const { applicationId } = world.discord;
    world.openAnswers.keep(ref, { applicationId, token: 'over', inboundKey: inboundKeyOf('7') });
    given.resolve();
    await answering;
    expect(await shown).toBe(ref);
    expect(world.posts().map(({ content }) => content)).toEqual([expect.stringContaining('is rendering')]);
  });

  test('of several videos can cancel all of them, however many there are', async () => {
    await using world = await openDiscordWorld();
    const first = underWay(world);
    const others = [1, 2, 3].map(() => ({ ...underWay(world), request: first.request }));
    await world.chat.showStatus(statusAsk(null, [first, ...others]), live());
    const [post] = world.posts();
    expect(post?.buttons).toMatchObject([
      { label: 'Cancel all', customId: `v1:cancel:r:${first.request.id.slice(4)}` },
    ]);
    expect(post?.content).toContain('4 videos');
  });

  test('is edited only when something has changed', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    await world.chat.showStatus(statusAsk(ref, [later(view, 0.451)]), live());
    expect(world.asked('message.edit')).toBe(0);
    await world.chat.showStatus(statusAsk(ref, [later(view, 0.5)]), live());
    expect(world.asked('message.edit')).toBe(1);
    expect(world.posts()[0]?.content).toContain('50%');
  });

  test('of a private request is a direct message', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world, { request: { visibility: 'private' } });
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    const [message] = world.discord.dms(world.ada);
    expect([ref]).toEqual(refsOf(world.discord.dms(world.ada)));
    expect(message?.content).toContain(`Asked for in <#${world.channel.id}>.`);
    expect(world.posts()).toEqual([]);
  });

  test('of a private request is nowhere where direct messages are closed, which is no error', async () => {
    await using world = await openDiscordWorld();
    world.discord.setDirectMessages(world.ada, 'closed');
    const view = underWay(world, { request: { visibility: 'private' } });
    expect(await world.chat.showStatus(statusAsk(null, [view]), live())).toBeNull();
    expect(world.posts()).toEqual([]);
  });

  test('of a private request that nobody can be written about is told beneath what was typed: at once, and how it ended', async () => {
    await using world = await openDiscordWorld();
    const { typed, request } = await answered(world);
    world.discord.setDirectMessages(world.ada, 'closed');
    const { applicationId } = world.discord;
    const { inboundKey } = request;
    const fresh = world.start();
    await fresh.openAnswers.answering(inboundKey, { applicationId, token: typed.token }, async () => undefined);
    const view = underWay(world, { request: { inboundKey, visibility: 'private' } });
    const failed: JobView = {
      ...view,
      job: { ...view.job, state: { kind: 'failed', code: 'engine_failed', attemptId: null } },
    };
    for (const shown of [view, later(view, 0.9), failed, failed]) {
      expect(await fresh.chat.showStatus(statusAsk(null, [shown]), live())).toBeNull();
    }
    const told = world.discord.seenBy(world.ada, world.channel).filter(({ ephemeral }) => ephemeral);
    expect(told.map(({ content }) => content)).toEqual([
      expect.stringContaining('Your direct messages are closed to me'),
      expect.stringContaining('failed'),
    ]);
    expect(world.posts()).toHaveLength(1);
    expect(world.discord.problems).toEqual([]);
  });
});

describe('a status that answers a command', () => {
  test('is edited with the right of its answer, which needs none in the channel', async () => {
    await using world = await openDiscordWorld();
    const { ref, request } = await answered(world);
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ViewChannel });
    const view = underWay(world, { request });
    expect(await world.chat.showStatus(statusAsk(ref, [view]), live())).toBe(ref);
    expect(world.posts().map(({ content }) => content)).toEqual([expect.stringContaining('rendering')]);
    expect(world.asked('message.edit')).toBe(0);
  });

  test('is edited on our own account once Discord no longer takes the answer', async () => {
    await using world = await openDiscordWorld();
    const { ref, request } = await answered(world);
    await world.clock.advance(14 * MINUTE);
    await world.chat.showStatus(statusAsk(ref, [underWay(world, { request })]), live());
    expect(world.asked('message.edit')).toBe(1);
    expect(world.posts()).toHaveLength(1);
    expect(world.posts()[0]?.content).toContain('rendering');
  });

  test.each([
    [401, 50027],
    [404, 10015],
  ])(
    'is edited on our own account at once where the answer ends before its time (%i, code %i)',
    async (status, code) => {
      await using world = await openDiscordWorld();
      const { ref, request } = await answered(world);
      world.discord.faults.next({ path: /^\/webhooks\// }, { status, body: { message: 'over', code } });
      const view = underWay(world, { request });
      await world.chat.showStatus(statusAsk(ref, [view]), live());
      await world.chat.showStatus(statusAsk(ref, [later(view, 0.9)]), live());
      expect(world.posts()[0]?.content).toContain('90%');
      expect(world.discord.requests.filter(({ path }) => path.startsWith('/webhooks/'))).toHaveLength(1);
      expect(world.standing.refusedAtMs()).toBeNull();
    },
  );

  test('is found by the command that it answers when its name was lost', async () => {
    await using world = await openDiscordWorld();
    const { ref, request } = await answered(world);
    await world.clock.advance(longMs);
    const view = underWay(world, { request: { ...request, createdAtMs: world.clock.nowMs() - longMs } });
    expect(await world.start().chat.showStatus(statusAsk(null, [view]), live())).toBe(ref);
    expect(world.posts()).toHaveLength(1);
  });
});

describe('a request has one status', () => {
  test.each(['drop_answer', 'drop_request'] as const)('after %s', async (fault) => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    world.discord.faults.next({ route: 'message.create' }, fault);
    await expect(world.chat.showStatus(statusAsk(null, [view]), live())).rejects.toThrow('no answer from Discord');
    const ref = await world.chat.showStatus(statusAsk(null, [later(view, 0.5)]), live());
    expect(refsOf(world.posts())).toEqual([ref]);
    expect(world.posts()[0]?.content).toContain('50%');
  });

  test('after a lost answer and a restart', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await expect(world.chat.showStatus(statusAsk(null, [view]), live())).rejects.toThrow('no answer from Discord');
    await world.clock.advance(longMs);
    const ref = await world.start().chat.showStatus(statusAsk(null, [later(view, 0.5)]), live());
    expect(refsOf(world.posts())).toEqual([ref]);
  });

  test('also where we may not read the channel, by its nonce', async () => {
    await using world = await openDiscordWorld();
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ReadMessageHistory });
    const view = underWay(world);
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await expect(world.chat.showStatus(statusAsk(null, [view]), live())).rejects.toThrow('no answer from Discord');
    await world.start().chat.showStatus(statusAsk(null, [view]), live());
    expect(world.posts()).toHaveLength(1);
  });

  test('which says what is true now where its nonce gives back an earlier one', async () => {
    await using world = await openDiscordWorld();
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ReadMessageHistory });
    const view = underWay(world);
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await expect(world.chat.showStatus(statusAsk(null, [view]), live())).rejects.toThrow('no answer from Discord');
    const ref = await world.chat.showStatus(statusAsk(null, [later(view, 0.9)]), live());
    await world.chat.showStatus(statusAsk(ref, [later(view, 0.9)]), live());
    expect(world.posts().map(({ content }) => content)).toEqual([expect.stringContaining('90%')]);
    expect(world.asked('message.edit')).toBe(1);
  });

  test('rather than two where neither reading nor its nonce can tell, until it can be read', async () => {
    await using world = await openDiscordWorld();
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ReadMessageHistory });
    const view = underWay(world);
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await expect(world.chat.showStatus(statusAsk(null, [view]), live())).rejects.toThrow('no answer from Discord');
    await world.clock.advance(5 * MINUTE);
    for (const { chat } of [world, world.start()]) {
      expect(await chat.showStatus(statusAsk(null, [later(view, 0.6)]), live())).toBeNull();
      const { length } = world.discord.requests;
      expect(await chat.showStatus(statusAsk(null, [later(view, 0.7)]), live())).toBeNull();
      expect(world.discord.requests).toHaveLength(length);
    }
    expect(world.posts()).toHaveLength(1);
    world.discord.changeChannel(world.channel, { deny: 0n });
    await world.clock.advance(10 * MINUTE);
    expect([await world.chat.showStatus(statusAsk(null, [later(view, 0.8)]), live())]).toEqual(refsOf(world.posts()));
    expect(world.posts()[0]?.content).toContain('80%');
  });

  test('which is known to whoever posted it, also before that is recorded anywhere', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    expect(await world.chat.showStatus(statusAsk(null, [later(view, 0.9)]), live())).toBe(ref);
    expect(world.asked('message.list')).toBe(1);
    expect(world.posts()[0]?.content).toContain('90%');
  });

  test('which is not its result', async () => {
    await using world = await openDiscordWorld();
    const view = world.view();
    await world.chat.deliver(world.ask(view), live());
    await world.chat.showStatus(statusAsk(null, [view]), live());
    expect(world.posts()).toHaveLength(2);
  });

  test('and none any more once somebody deleted it', async () => {
    await using world = await openDiscordWorld();
    const view = underWay(world);
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    const [post] = world.posts();
    if (post) world.discord.deleteMessage(post);
    expect(await world.chat.showStatus(statusAsk(ref, [later(view, 0.9)]), live())).toBe(ref);
    expect(world.posts()).toEqual([]);
  });
});
