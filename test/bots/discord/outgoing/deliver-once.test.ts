import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { writeButtonId } from '../../../../src/bots/button-id.ts';
import { findOwnPost, isResultOf } from '../../../../src/bots/discord/outgoing/own-posts.ts';
import type { Chat, DeliverAsk } from '../../../../src/core/ports/chat.ts';
import type { JobView } from '../../../../src/core/request.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { idOf } from '../../../core/samples.ts';
import { clipBytes, type DiscordWorld, live, openDiscordWorld, refsOf } from '../world.ts';
import { statusAsk } from '../../../contracts/chat-asks.ts';

/** So long that Discord no longer knows a nonce. */
const longMs = 20 * MINUTE;

/** The same delivery, after a try that may have been seen. */
function again(ask: DeliverAsk): DeliverAsk {
  return { ...ask, mayBePosted: true };
}

function seenOnce(world: DiscordWorld): void {
  const files = world.posts().flatMap((post) => post.files);
  expect(files.map(({ bytes }) => bytes.equals(clipBytes))).toEqual([true]);
  expect(world.discord.problems).toEqual([]);
}

describe('a result is posted once', () => {
  test('after a lost answer: what is there is found, and named', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask();
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    expect(await world.chat.deliver(ask, live())).toMatchObject({ kind: 'retry' });
    const result = await world.chat.deliver(again(ask), live());
    expect(result).toEqual({ kind: 'sent', message: refsOf(world.posts())[0] });
    seenOnce(world);
  });

  test('after a lost answer and a restart, when Discord no longer knows the nonce', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask();
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await world.chat.deliver(ask, live());
    await world.clock.advance(longMs);
    expect((await world.start().chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('when its answer is lost while people write hundreds of messages', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask();
    for (let count = 0; count < 150; count += 1) world.discord.say(world.ada, world.channel, 'before');
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await world.chat.deliver(ask, live());
    for (let count = 0; count < 150; count += 1) world.discord.say(world.ada, world.channel, 'after');
    await world.clock.advance(longMs);
    expect((await world.start().chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('after a restart that came before anything was sent', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask();
    world.discord.faults.next({ route: 'message.create' }, 'drop_request');
    await world.chat.deliver(ask, live());
    await world.clock.advance(longMs);
    expect((await world.start().chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test.each([-30 * MINUTE, 30 * MINUTE])('when Discord’s clock is ahead of ours by %i ms', async (discordAheadMs) => {
    await using world = await openDiscordWorld({ discordAheadMs });
    const ask = world.ask();
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await world.chat.deliver(ask, live());
    await world.clock.advance(longMs);
    expect((await world.start().chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('in direct messages too', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask(world.view({ request: { visibility: 'private' } }));
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await world.chat.deliver(ask, live());
    await world.clock.advance(longMs);
    expect((await world.start().chat.deliver(again(ask), live())).kind).toBe('sent');
    expect(world.discord.dms(world.ada)).toHaveLength(1);
  });

  test('when Discord is slow and the call is given up: it is looked for, not sent anew', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask();
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = world.discord.faults.next({ route: 'message.create' }, { answerAfter: promise });
    const stop = new AbortController();
    const first = world.chat.deliver(ask, stop.signal);
    await held.hit;
    await world.discord.until(() => world.posts().length > 0, 'the post');
    stop.abort();
    expect(await first).toMatchObject({ kind: 'retry' });
    resolve();
    expect((await world.chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('after a try that certainly posted nothing, and one of another process that did', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask();
    world.discord.faults.next({ route: 'message.create' }, { rateLimited: { retryAfterMs: 90_000 } });
    await world.chat.deliver(ask, live());
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await world.start().chat.deliver(again(ask), live());
    await world.clock.advance(longMs);
    expect((await world.chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('when a first try is still under way at Discord while the next one finds nothing and is refused', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask();
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = world.discord.faults.next({ route: 'message.create' }, { delayUntil: promise });
    const stop = new AbortController();
    const first = world.chat.deliver(ask, stop.signal);
    await held.hit;
    stop.abort();
    expect(await first).toMatchObject({ kind: 'retry' });
    world.discord.faults.next({ route: 'message.create' }, { rateLimited: { retryAfterMs: 90_000 } });
    expect(await world.chat.deliver(again(ask), live())).toMatchObject({ kind: 'retry' });
    resolve();
    await world.discord.until(() => world.posts().length > 0, 'the first post');
    await world.clock.advance(longMs);
    expect((await world.chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('a certain refusal after a lost answer makes nothing certain', async () => {
    await using world = await openDiscordWorld();
    const ask = world.ask();
    world.discord.faults.next({ route: 'message.create' }, 'drop_answer');
    await world.chat.deliver(ask, live());
    const noHistory = PermissionFlagsBits.ReadMessageHistory;
    world.discord.changeChannel(world.channel, { deny: noHistory });
    world.discord.faults.next({ route: 'message.create' }, { rateLimited: { retryAfterMs: 90_000 } });
    await world.chat.deliver(again(ask), live());
    world.discord.changeChannel(world.channel, { deny: 0n });
    await world.clock.advance(longMs);
    expect((await world.chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('somebody else’s message is not taken for it, whatever its buttons say', async () => {
    const deliveryId = idOf('delivery');
    const button = writeButtonId({ kind: 'jobs', action: 'delete', jobs: [idOf('job')], deliveryId });
    const message = {
      id: '5',
      author: { id: '6' },
      content: '',
      attachments: [],
      components: [{ components: [{ custom_id: button }] }],
    };
    const own = await findOwnPost(
      {
        selfId: async () => ({ kind: 'done', value: '7' }),
        messagesAfter: async () => ({ kind: 'done', value: [message] }),
        message: async () => ({ kind: 'message_gone', detail: '' }),
      },
      { channelId: '4', sinceMs: 0, isIt: isResultOf(deliveryId) },
      live(),
    );
    expect(own).toEqual({ kind: 'absent' });
  });
});

describe('where we may not read the channel, a result is seen once', () => {
  /** The delivery of a request that has a status, after a try whose answer was lost. */
  async function unheard(world: DiscordWorld, fault: 'drop_answer' | 'drop_request') {
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ReadMessageHistory });
    const view = world.view();
    const statusMessage = await world.chat.showStatus(statusAsk(null, [view]), live());
    const shown: JobView = { ...view, request: { ...view.request, statusMessage } };
    const ask = world.ask(shown);
    world.discord.faults.next({ route: 'message.create' }, fault);
    await world.chat.deliver(ask, live());
    return { ask: again(ask), view: shown, statusMessage };
  }

  /** The delivery of a clip that was added to the status, and whose answer was lost. */
  async function inPlaceUnheard(world: DiscordWorld, chat: Chat) {
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ReadMessageHistory });
    const view = world.view();
    const statusMessage = (await chat.showStatus(statusAsk(null, [view]), live())) ?? '';
    const ask = world.ask({ ...view, request: { ...view.request, statusMessage } });
    // The first edit only looks.
    world.discord.faults.next({ route: 'message.edit' }, { answerAfter: Promise.resolve() });
    world.discord.faults.next({ route: 'message.edit' }, 'drop_answer');
    expect((await chat.deliver(ask, live())).kind).toBe('retry');
    seenOnce(world);
    return { ask, view, statusMessage };
  }

  test('in the status from the first try on where that is known, however late the next one comes', async () => {
    await using world = await openDiscordWorld();
    const { chat } = world.start({ mayReadBack: () => false });
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ReadMessageHistory });
    const view = world.view();
    const statusMessage = await chat.showStatus(statusAsk(null, [view]), live());
    const ask = world.ask({ ...view, request: { ...view.request, statusMessage } });
    world.discord.faults.next({ route: 'message.edit', method: 'PATCH' }, 'drop_answer', 2);
    expect((await chat.deliver(ask, live())).kind).toBe('retry');
    expect((await chat.deliver(again(ask), live())).kind).toBe('retry');
    await world.clock.advance(longMs);
    expect((await chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
    expect(world.posts().map(({ files }) => files.length)).toEqual([1, 0]);
  });

  test('in the status also when the right to read comes before its lost answer is asked for again', async () => {
    await using world = await openDiscordWorld();
    let mayReadBack = false;
    const { chat } = world.start({ mayReadBack: () => mayReadBack });
    const { ask, statusMessage } = await inPlaceUnheard(world, chat);
    mayReadBack = true;
    world.discord.changeChannel(world.channel, { deny: 0n });
    expect(await chat.deliver(again(ask), live())).toMatchObject({
      kind: 'sent',
      message: `${statusMessage}/reelay-412-${ask.deliveryId.slice(-8)}.mp4`,
    });
    expect(await world.start().chat.deliver(again(ask), live())).toMatchObject({ kind: 'sent' });
    seenOnce(world);
  });

  test('in the status is taken away from there also when its answer was never heard, whether we may read or not', async () => {
    for (const deny of [PermissionFlagsBits.ReadMessageHistory, 0n]) {
      await using world = await openDiscordWorld();
      const { chat } = world.start({ mayReadBack: () => false });
      const { ask, statusMessage: status, view } = await inPlaceUnheard(world, chat);
      // Redrawn meanwhile, as it was.
      await chat.showStatus(statusAsk(status, [{ ...view, chargedMicroUsd: 0 }]), live());
      world.discord.changeChannel(world.channel, { deny });
      const { deliveryId, destination } = ask;
      const taken = await world
        .start()
        .chat.retract({ deliveryId, destination, status, message: null, upload: null }, live());
      expect(taken).toEqual({ kind: 'retracted' });
      expect(world.posts().map(({ files }) => files)).toEqual([[]]);
    }
  });

  test('in the status calls who asked, who would not notice an edit, once', async () => {
    await using world = await openDiscordWorld();
    const { chat } = world.start({ mayReadBack: () => false });
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ReadMessageHistory });
    const view = world.view();
    const statusMessage = await chat.showStatus(statusAsk(null, [view]), live());
    const ask = world.ask({ ...view, request: { ...view.request, statusMessage } });
    world.discord.faults.next({ route: 'message.create' }, { status: 403, body: { message: 'no', code: 50013 } });
    expect((await chat.deliver(ask, live())).kind).toBe('sent');
    expect(world.posts()).toHaveLength(1);
    const other = world.ask({ ...view, request: { ...view.request, statusMessage } });
    expect((await chat.deliver(other, live())).kind).toBe('sent');
    expect((await chat.deliver(again(other), live())).kind).toBe('sent');
    const calls = world.posts().slice(1);
    expect(calls.map(({ content, pings }) => [content, pings.people])).toEqual([
      [`<@${world.ada.id}> **#412 is ready**`, [world.ada.id]],
    ]);
  });

  test('in the status without its description where Discord does not understand it', async () => {
    await using world = await openDiscordWorld();
    const { chat } = world.start({ mayReadBack: () => false });
    const view = world.view();
    const statusMessage = await chat.showStatus(statusAsk(null, [view]), live());
    world.discord.faults.next({ route: 'message.edit' }, { answerAfter: Promise.resolve() });
    const refusal = { status: 400, body: { message: 'Invalid Form Body', code: 50035 } };
    world.discord.faults.next({ route: 'message.edit' }, refusal);
    const ask = world.ask({ ...view, request: { ...view.request, statusMessage } });
    expect((await chat.deliver(ask, live())).kind).toBe('sent');
    expect(world.posts().flatMap(({ files }) => files.map(({ description }) => description))).toEqual([null]);
  });

  test('in a post of its own however late it comes, where every try before certainly posted nothing', async () => {
    await using world = await openDiscordWorld();
    world.discord.changeChannel(world.channel, { deny: PermissionFlagsBits.ReadMessageHistory });
    const ask = world.ask();
    world.discord.faults.next({ route: 'message.create' }, { rateLimited: { retryAfterMs: 90_000 } });
    expect((await world.chat.deliver(ask, live())).kind).toBe('retry');
    await world.clock.advance(longMs);
    expect((await world.chat.deliver(again(ask), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('in a post of its own where there is no status to add it to', async () => {
    await using world = await openDiscordWorld();
    const { chat } = world.start({ mayReadBack: () => false });
    expect((await chat.deliver(world.ask(), live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('within a moment, by its nonce', async () => {
    await using world = await openDiscordWorld();
    const { ask } = await unheard(world, 'drop_answer');
    await world.clock.advance(MINUTE);
    expect((await world.chat.deliver(ask, live())).kind).toBe('sent');
    seenOnce(world);
  });

  test('by its nonce only as long as Discord surely knows that of the first try', async () => {
    await using world = await openDiscordWorld();
    const { ask } = await unheard(world, 'drop_answer');
    await world.clock.advance(MINUTE);
    world.discord.faults.next({ route: 'message.create' }, 'drop_request');
    expect(await world.chat.deliver(ask, live())).toMatchObject({ kind: 'retry' });
    await world.clock.advance(2.5 * MINUTE);
    const result = await world.chat.deliver(ask, live());
    expect(result).toMatchObject({ kind: 'sent', message: expect.stringContaining('/reelay-412-') });
    expect(world.posts().filter(({ files }) => files.length > 0)).toHaveLength(2);
  });

  test('later, in the status message, however often it is brought there', async () => {
    await using world = await openDiscordWorld();
    const { ask } = await unheard(world, 'drop_request');
    await world.clock.advance(longMs);
    const { chat } = world.start();
    world.discord.faults.next({ route: 'message.edit' }, 'drop_answer');
    expect(await chat.deliver(ask, live())).toMatchObject({ kind: 'retry' });
    world.discord.faults.next({ method: 'PATCH', path: /messages/ }, 'drop_request');
    expect(await chat.deliver(ask, live())).toMatchObject({ kind: 'retry' });
    const result = await chat.deliver(ask, live());
    const [status = ''] = refsOf(world.posts());
    expect(result).toEqual({ kind: 'sent', message: `${status}/reelay-412-${ask.deliveryId.slice(-8)}.mp4` });
    expect(await chat.deliver(ask, live())).toEqual(result);
    expect(world.posts().map(({ files }) => files.length)).toEqual([1, 0]);
    seenOnce(world);
  });

  test('and the status that holds it says what a result says, with its buttons', async () => {
    await using world = await openDiscordWorld();
    const { ask, view, statusMessage } = await unheard(world, 'drop_request');
    await world.clock.advance(longMs);
    const { chat } = world.start();
    const result = await chat.deliver(ask, live());
    if (result.kind !== 'sent') throw new Error(`expected it to be sent, got ${result.kind}`);
    const delivery = {
      id: ask.deliveryId,
      jobId: view.job.id,
      requestId: view.request.id,
      clipId: idOf('clip'),
      destination: ask.destination,
      state: { kind: 'sent', message: result.message } as const,
      createdAtMs: 0,
      retries: 0,
      upload: null,
      dueAtMs: null,
    };
    await chat.showStatus(statusAsk(statusMessage, [{ ...view, deliveries: [delivery] }]), live());
    const [post] = world.posts();
    expect(post?.content).toContain('> a red ball');
    expect(post?.buttons.map(({ label }) => label)).toEqual(['Again', 'Edit', 'Delete']);
    seenOnce(world);
    const taken = await chat.retract(
      { deliveryId: ask.deliveryId, destination: ask.destination, status: null, message: result.message, upload: null },
      live(),
    );
    expect(taken).toEqual({ kind: 'retracted' });
    expect(world.posts().flatMap(({ files }) => files)).toEqual([]);
  });

  test('is given up where there is no status to bring it in: never a second post', async () => {
    await using world = await openDiscordWorld();
    const { ask } = await unheard(world, 'drop_answer');
    await world.clock.advance(longMs);
    const { chat } = world.start();
    const [status] = world.posts();
    if (status) world.discord.deleteMessage(status);
    expect(await chat.deliver(ask, live())).toEqual({ kind: 'undeliverable', reason: 'gave_up' });
    const request = { ...ask.view.request, statusMessage: null };
    const unnamed = { ...ask, view: { ...ask.view, request } };
    expect(await chat.deliver(unnamed, live())).toEqual({ kind: 'undeliverable', reason: 'gave_up' });
    seenOnce(world);
  });
});
