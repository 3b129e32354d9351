import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { DeliverAsk } from '../../../../src/core/ports/chat.ts';
import type { JobView } from '../../../../src/core/request.ts';
import { HOUR, MINUTE } from '../../../../src/core/time.ts';
import { sourceOf } from '../../../contracts/media.ts';
import { clipBytes, live, openDiscordWorld, refsOf } from '../world.ts';
import { statusAsk } from '../../../contracts/chat-asks.ts';

const nobodyPinged = { everyone: false, roles: [], people: [] };

describe('a result at Discord', () => {
  test('is the clip with its prompt, what it cost and what can be done with it', async () => {
    await using world = await openDiscordWorld();
    const view = world.view();
    await world.chat.deliver(world.ask(view), live());
    const [post] = world.posts();
    expect(post?.content.split('\n')).toEqual([
      `<@${world.ada.id}> **#412 is ready**`,
      '> a red ball',
      '1 credit · 1 more video',
      '1280x720 · 5 s · 24 fps · no sound · seed 7 · acme/reel-1',
    ]);
    expect(post?.files).toEqual([
      {
        filename: 'reelay-412.mp4',
        contentType: 'video/mp4',
        description: 'a red ball',
        bytes: Buffer.from(clipBytes),
      },
    ]);
    expect(post?.buttons.map(({ label }) => label)).toEqual(['Again', 'Edit', 'Delete']);
    expect(world.discord.problems).toEqual([]);
  });

  test.each(['👍🏽', '❤️', '👨‍👩‍👧‍👦', 'हि', 'กำ', '🇳🇱'])(
    'comes also with a long prompt of %s, which Discord counts otherwise than people do',
    async (character) => {
      await using world = await openDiscordWorld();
      const prompt = character.repeat(1_000);
      expect((await world.chat.deliver(world.ask(world.view({ prompt })), live())).kind).toBe('sent');
      const [post] = world.posts();
      expect(post?.files[0]?.description?.startsWith(character)).toBe(true);
      expect(world.discord.problems).toEqual([]);
    },
  );

  test('comes without its description where Discord does not understand it', async () => {
    await using world = await openDiscordWorld();
    const body = { message: 'Invalid Form Body', code: 50035 };
    world.discord.faults.next({ route: 'message.create' }, { status: 400, body });
    expect((await world.chat.deliver(world.ask(), live())).kind).toBe('sent');
    expect(world.posts().flatMap(({ files }) => files.map(({ description }) => description))).toEqual([null]);
    world.discord.faults.next({ route: 'message.create' }, { status: 400, body }, 2);
    expect(await world.chat.deliver(world.ask(), live())).toMatchObject({ kind: 'retry' });
    expect(world.asked('message.create')).toBe(4);
  });

  test('pings who asked and nobody else, whatever their prompt says', async () => {
    await using world = await openDiscordWorld();
    const bo = world.discord.addUser({ name: 'Bo' });
    const prompt = `@everyone @here <@${bo.id}> <@&${world.guild.everyone.id}> https://evil.example`;
    await world.chat.deliver(world.ask(world.view({ prompt })), live());
    const [post] = world.posts();
    expect(post?.pings).toEqual({ ...nobodyPinged, people: [world.ada.id] });
    expect(post?.files[0]?.description).toBe(prompt);
  });

  test('and everything else that we send says whom it may ping', async () => {
    await using world = await openDiscordWorld();
    const view = world.view();
    const ref = await world.chat.showStatus(statusAsk(null, [view]), live());
    await world.chat.showStatus(statusAsk(ref, [{ ...view, chargedMicroUsd: 0 }]), live());
    await world.chat.deliver(world.ask(view), live());
    await world.chat.tellUndelivered({ deliveryId: world.ids.next('delivery'), view, reason: 'gave_up' }, live());
    const sent = world.discord.requests.filter(({ route }) => /^message\.(?:create|edit)$/u.test(route));
    expect(sent.map(({ json }) => json)).toEqual([
      expect.objectContaining({ allowed_mentions: { parse: [] } }),
      expect.objectContaining({ allowed_mentions: { parse: [] } }),
      expect.objectContaining({ allowed_mentions: { parse: [], users: [world.ada.id] } }),
      expect.objectContaining({ allowed_mentions: { parse: [] } }),
    ]);
  });

  test('of somebody who asked to be forgotten names nobody, and says nothing of what they wrote', async () => {
    await using world = await openDiscordWorld();
    await world.chat.deliver(world.ask(world.view({ by: null, request: { prompt: null } })), live());
    const [post] = world.posts();
    expect(post?.pings).toEqual(nobodyPinged);
    expect(post?.content.split('\n').slice(0, 2)).toEqual(['**#412 is ready**', 'prompt removed']);
    expect(post?.files[0]?.description).toBeNull();
  });

  test('of a private request comes by direct message, and says where it was asked for', async () => {
    await using world = await openDiscordWorld();
    const view = world.view({ request: { visibility: 'private' } });
    const result = await world.chat.deliver(world.ask(view), live());
    const [message] = world.discord.dms(world.ada);
    expect(result).toEqual({ kind: 'sent', message: refsOf(world.discord.dms(world.ada))[0] });
    expect(message?.content).toContain(`Asked for in <#${world.channel.id}>.`);
    expect(message?.files).toHaveLength(1);
    expect(world.posts()).toEqual([]);
    await world.chat.deliver(world.ask(view), live());
    expect(world.asked('me.openDirectMessages')).toBe(1);
  });

  test('of a private request is not posted in the channel where direct messages are closed', async () => {
    await using world = await openDiscordWorld();
    world.discord.setDirectMessages(world.ada, 'closed');
    const view = world.view({ request: { visibility: 'private' } });
    expect(await world.chat.deliver(world.ask(view), live())).toEqual({ kind: 'undeliverable', reason: 'not_allowed' });
    expect(world.posts()).toEqual([]);
  });

  test.each(['thread', 'announcement', 'voice'] as const)(
    'comes to a channel of kind %s like any other',
    async (type) => {
      await using world = await openDiscordWorld();
      const at = world.discord.addChannel(world.guild, {
        type,
        ...(type === 'thread' ? { parent: world.channel } : {}),
      });
      const result = await world.chat.deliver(world.ask(world.view({ channel: at })), live());
      expect(result.kind).toBe('sent');
      expect(world.posts(at)).toHaveLength(1);
    },
  );

  test('opens the archived thread that it belongs to', async () => {
    await using world = await openDiscordWorld();
    const thread = world.discord.addChannel(world.guild, { type: 'thread', parent: world.channel, archived: true });
    const result = await world.chat.deliver(world.ask(world.view({ channel: thread })), live());
    expect(result.kind).toBe('sent');
    expect(world.posts(thread)).toHaveLength(1);
  });
});

/** A delivery that ends without a post, and what Discord was asked for it. */
async function failing(
  prepare: (world: Awaited<ReturnType<typeof openDiscordWorld>>) => { view?: JobView } | void,
): Promise<{ result: unknown; tries: number; posts: number }> {
  await using world = await openDiscordWorld();
  const { view = world.view() } = prepare(world) ?? {};
  const result = await world.chat.deliver(world.ask(view), live());
  return { result, tries: world.asked('message.create'), posts: world.posts().length };
}

describe('a result that Discord does not take', () => {
  test('in a locked thread is not tried again', async () => {
    const { result, tries } = await failing(({ discord, guild, channel, view }) => {
      const thread = discord.addChannel(guild, { type: 'thread', parent: channel, archived: true, locked: true });
      return { view: view({ channel: thread }) };
    });
    expect(result).toEqual({ kind: 'undeliverable', reason: 'not_allowed' });
    expect(tries).toBe(1);
  });

  test.each(['AttachFiles', 'SendMessages', 'ViewChannel'] as const)(
    'without the right %s is not tried again: Discord counts what it has to refuse',
    async (right) => {
      const { result, tries } = await failing(({ discord, channel }) => {
        discord.changeChannel(channel, { deny: PermissionFlagsBits[right] });
      });
      expect(result).toEqual({ kind: 'undeliverable', reason: 'not_allowed' });
      expect(tries).toBe(1);
    },
  );

  test('in a channel that was deleted has no place any more', async () => {
    const { result } = await failing(({ discord, channel }) => discord.deleteChannel(channel));
    expect(result).toEqual({ kind: 'undeliverable', reason: 'destination_gone' });
  });

  test('because of what the server does not want to read says so', async () => {
    const { result } = await failing(({ discord }) => discord.blockWords(/red ball/));
    expect(result).toEqual({ kind: 'undeliverable', reason: 'blocked_by_platform' });
  });

  test('in time is sent later, after as long as Discord asks for', async () => {
    const { result, tries } = await failing(({ discord }) => {
      discord.faults.next({ route: 'message.create' }, { rateLimited: { retryAfterMs: 90_000 } });
    });
    expect(result).toMatchObject({ kind: 'retry', afterMs: expect.closeTo(90_000, -3) });
    expect(tries).toBe(1);
  });

  test('for a moment only is sent after that moment, by itself', async () => {
    await using world = await openDiscordWorld();
    world.discord.faults.next({ route: 'message.create' }, { rateLimited: { retryAfterMs: 10 } });
    expect((await world.chat.deliver(world.ask(), live())).kind).toBe('sent');
    expect(world.posts()).toHaveLength(1);
  });

  test('in slow mode waits', async () => {
    const { result } = await failing(({ discord }) => {
      const body = { message: 'slow', code: 20016, retry_after: 33 };
      discord.faults.next({ route: 'message.create' }, { status: 400, body });
    });
    expect(result).toMatchObject({ kind: 'retry', afterMs: 33_000 });
  });

  test('because of a fault at Discord is tried again, and not at once', async () => {
    const { result, tries } = await failing(({ discord }) => {
      discord.faults.next({ route: 'message.create' }, { status: 503 });
    });
    expect(result).toMatchObject({ kind: 'retry', afterMs: null });
    expect(tries).toBe(1);
  });

  test('because it breaks off on our side was never begun to be sent', async () => {
    await using world = await openDiscordWorld();
    const ask: DeliverAsk = {
      ...world.ask(),
      openClip: async () => ({ ...sourceOf(clipBytes), bytes: clipBytes.byteLength + 1 }),
    };
    expect(await world.chat.deliver(ask, live())).toMatchObject({ kind: 'retry' });
    expect(world.asked('message.create')).toBe(0);
  });
});

describe('a clip that is too large', () => {
  const bytesMax = 10 * 1024 ** 2;
  const url = 'https://reelay.example/media/clip_1?expires=1&signature=a_b';

  function large(view: JobView): JobView {
    const { clip } = view;
    return clip ? { ...view, clip: { ...clip, file: { ...clip.file, bytes: bytesMax + 1 } } } : view;
  }

  test('is not even read, and said to be too large where nobody can reach us', async () => {
    await using world = await openDiscordWorld();
    const openClip = async (): Promise<never> => Promise.reject(new Error('expected the clip not to be opened'));
    const result = await world.chat.deliver({ ...world.ask(large(world.view())), openClip }, live());
    expect(result).toEqual({ kind: 'undeliverable', reason: 'too_large' });
    expect(world.discord.requests).toEqual([]);
  });

  test('comes as a link that plays it, as it stands', async () => {
    await using world = await openDiscordWorld();
    const { chat } = world.start({ clipUrl: () => url });
    expect((await chat.deliver(world.ask(large(world.view())), live())).kind).toBe('sent');
    const [post] = world.posts();
    expect(post?.content.split('\n').at(-1)).toBe(url);
    expect(post?.content).toMatch(/This link plays it, and ends <t:\d+:R>/);
    expect(post?.pings.people).toEqual([world.ada.id]);
    expect(post?.buttons.map(({ label }) => label)).toContain('Delete');
  });

  test('for this server only, as its refusal shows, comes as a link too', async () => {
    await using world = await openDiscordWorld();
    world.guild.uploadBytesMax = 1_000;
    const { chat } = world.start({ clipUrl: () => url });
    expect((await chat.deliver(world.ask(), live())).kind).toBe('sent');
    expect(world.posts().map(({ files }) => files.length)).toEqual([0]);
    expect(await world.chat.deliver(world.ask(), live())).toEqual({ kind: 'undeliverable', reason: 'too_large' });
  });
});

describe('a token that Discord refuses', () => {
  const refusal = { status: 401, body: { message: '401: Unauthorized', code: 0 } };

  test('is known to be refused, and nothing is asked with it for a minute', async () => {
    await using world = await openDiscordWorld();
    world.discord.faults.next({ route: 'message.create' }, refusal);
    const ask = world.ask();
    expect(await world.chat.deliver(ask, live())).toMatchObject({ kind: 'retry', afterMs: MINUTE });
    expect(world.standing.refusedAtMs()).toBe(world.clock.nowMs());
    await world.clock.advance(MINUTE - 1);
    expect(await world.chat.deliver({ ...ask, mayBePosted: true }, live())).toMatchObject({
      kind: 'retry',
      afterMs: 1,
    });
    expect(world.discord.requests).toHaveLength(1);
  });

  test('does not silence us: after that minute the clip is brought, and all is well again', async () => {
    await using world = await openDiscordWorld();
    world.discord.faults.next({ route: 'message.create' }, refusal);
    const ask = world.ask();
    await world.chat.deliver(ask, live());
    await world.clock.advance(MINUTE);
    expect((await world.chat.deliver({ ...ask, mayBePosted: true }, live())).kind).toBe('sent');
    expect(world.standing.refusedAtMs()).toBeNull();
    expect(world.posts()).toHaveLength(1);
  });

  test('stays known as refused for as long as it is', async () => {
    await using world = await openDiscordWorld();
    world.discord.revokeToken();
    await world.chat.deliver(world.ask(), live());
    await world.clock.advance(HOUR);
    await world.chat.deliver(world.ask(), live());
    expect(world.standing.refusedAtMs()).toBe(world.clock.nowMs());
    expect(world.discord.requests).toHaveLength(2);
  });
});
