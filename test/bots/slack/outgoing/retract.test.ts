import { describe, expect, test } from 'vitest';
import { HOUR, SECOND } from '../../../../src/core/time.ts';
import type { MessageRef } from '../../../../src/core/destination.ts';
import type { Post } from '../../../../src/core/ports/chat.ts';
import type { Fault } from '../../../doubles/slack/faults.ts';
import { type Asked, live, openSlackWorld, type SlackWorld } from '../world.ts';

/** A result as it was brought, with what is known of it. */
async function brought(
  world: SlackWorld,
  chat = world.chat,
  asked: Asked = {},
): Promise<Post & { readonly message: MessageRef }> {
  const tries = world.tries(world.ask(world.view(asked)));
  const ask = tries.next();
  const result = await chat.deliver(ask, live());
  const message = result.kind === 'sent' ? result.message : '';
  return { deliveryId: ask.deliveryId, destination: ask.destination, status: null, message, upload: tries.noted() };
}

describe('a result that is taken back', () => {
  test('goes with its message and its file, so that nothing of it is left to be seen', async () => {
    await using world = await openSlackWorld();
    const post = await brought(world);
    expect(await world.chat.retract(post, live())).toEqual({ kind: 'retracted' });
    expect(world.posts()).toEqual([]);
    expect(world.asked('files.delete')).toBe(1);
    expect(await world.chat.retract(post, live())).toEqual({ kind: 'retracted' });
  });

  test('goes also where its message was never heard of, by what was noted', async () => {
    await using world = await openSlackWorld();
    const post = await brought(world);
    expect(await world.start().chat.retract({ ...post, message: null }, live())).toEqual({ kind: 'retracted' });
    expect(world.posts()).toEqual([]);
  });

  test('of which Slack tells the message late goes whole: its words are taken away as well', async () => {
    await using world = await openSlackWorld();
    world.slack.setShareLag({ visibleMs: 0, listedMs: 4 * SECOND });
    const post = await brought(world);
    expect((await world.chat.retract(post, live())).kind).toBe('retry');
    await world.clock.advance(5 * SECOND);
    expect(await world.chat.retract(post, live())).toEqual({ kind: 'retracted' });
    expect(world.posts()).toEqual([]);
  });

  test('that is private goes whole also where its message was never heard of: it stands in direct messages', async () => {
    await using world = await openSlackWorld();
    const post = await brought(world, world.chat, { request: { visibility: 'private' } });
    expect(world.slack.dms(world.ada)).toHaveLength(1);
    expect(await world.start().chat.retract({ ...post, message: null }, live())).toEqual({ kind: 'retracted' });
    expect(world.slack.dms(world.ada)).toEqual([]);
  });

  test('goes as far as its file where Slack does not tell its message', async () => {
    await using world = await openSlackWorld();
    world.slack.setShareLag({ visibleMs: 0, listedMs: Number.POSITIVE_INFINITY });
    const post = await brought(world);
    expect((await world.chat.retract(post, live())).kind).toBe('retry');
    await world.clock.advance(10 * SECOND);
    expect(await world.chat.retract(post, live())).toEqual({ kind: 'retracted' });
    expect(world.posts().map(({ files, deletedFiles }) => [files, deletedFiles])).toEqual([[[], 1]]);
  });

  test('that is a link goes with its message', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'files.getUploadURLExternal' }, { error: 'file_uploads_disabled' });
    const { chat } = world.start({ clipUrl: () => 'https://reelay.example/media/clip_1' });
    const post = await brought(world, chat);
    expect(await chat.retract(post, live())).toEqual({ kind: 'retracted' });
    expect(world.posts()).toEqual([]);
    expect(await chat.retract({ ...post, message: null }, live())).toEqual({ kind: 'retracted' });
  });

  test('is gone where we are no longer installed', async () => {
    await using world = await openSlackWorld();
    const post = await brought(world);
    world.said.set(world.team.id, { kind: 'unknown', detail: 'the database is away' });
    expect((await world.chat.retract(post, live())).kind).toBe('retry');
    world.said.set(world.team.id, { kind: 'none' });
    expect(await world.chat.retract(post, live())).toEqual({ kind: 'retracted' });
  });

  test.each<readonly [string, Fault]>([
    ['files.info', 'drop_answer'],
    ['files.info', { rateLimited: { retryAfterS: 3 } }],
    ['chat.delete', 'drop_request'],
    ['chat.delete', { rateLimited: { retryAfterS: 1 } }],
    ['files.delete', 'drop_answer'],
    ['files.delete', { status: 500 }],
    ['files.delete', { error: 'token_revoked' }],
  ])('is tried again where %s fails by %j, and then goes whole', async (method, fault) => {
    await using world = await openSlackWorld();
    const post = await brought(world);
    world.slack.faults.next({ method }, fault);
    expect((await world.chat.retract(post, live())).kind).toBe('retry');
    await world.clock.advance(HOUR);
    expect(await world.chat.retract(post, live())).toEqual({ kind: 'retracted' });
    expect(world.posts()).toEqual([]);
  });

  test('that may not be taken back is not asked for again for an hour', async () => {
    await using world = await openSlackWorld();
    const post = await brought(world);
    world.slack.faults.next({ method: 'files.delete' }, { error: 'cant_delete_file' });
    expect((await world.chat.retract(post, live())).kind).toBe('retry');
    const asked = world.slack.requests.length;
    expect((await world.chat.retract(post, live())).kind).toBe('retry');
    expect(world.slack.requests).toHaveLength(asked);
    await world.clock.advance(HOUR);
    expect(await world.chat.retract(post, live())).toEqual({ kind: 'retracted' });
  });
});
