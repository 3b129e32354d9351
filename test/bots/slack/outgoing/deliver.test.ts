import { describe, expect, test } from 'vitest';
import { fileRefOf, messageRefOf, readFileRef } from '../../../../src/bots/slack/places.ts';
import { sourceOf } from '../../../contracts/media.ts';
import type { Fault } from '../../../doubles/slack/faults.ts';
import { clipBytes, live, openSlackWorld } from '../world.ts';

const url = 'https://reelay.example/media/clip_1?e=1&s=2';

describe('a result in Slack', () => {
  test('is the clip with its words, titled, without alt text, and calls whoever asked and nobody else', async () => {
    await using world = await openSlackWorld();
    const view = world.view({ request: { statusMessage: `${world.channel.id}/1768478400.000100` } });
    const result = await world.chat.deliver(world.ask(view), live());
    const [post, ...others] = world.posts();
    const [file] = post?.files ?? [];
    expect(others).toEqual([]);
    expect(result).toEqual({
      kind: 'sent',
      message: fileRefOf({ channelId: world.channel.id, fileId: file?.id ?? '', ts: null }),
    });
    expect(file).toMatchObject({ name: 'reelay-412.mp4', title: '#412 · a red ball', contentType: 'video/mp4' });
    expect(file?.bytes).toEqual(Buffer.from(clipBytes));
    expect(post?.text).toBe(
      `<@${world.ada.id}> *#412 is ready*\n> a red ball\n1 credit · 1 more video\n1280x720 · 5 s · 24 fps · no sound · seed 7 · acme/reel-1`,
    );
    expect(post?.blocks).toEqual([]);
    expect(post?.pings).toEqual({ people: [world.ada.id], broadcasts: [] });
    expect(world.slack.requests.find(({ method }) => method === 'files.getUploadURLExternal')?.args).not.toHaveProperty(
      'alt_txt',
    );
    expect(world.slack.problems).toEqual([]);
  });

  test('has the buttons itself where no status is known', async () => {
    await using world = await openSlackWorld();
    await world.chat.deliver(world.ask(), live());
    const [post] = world.posts();
    expect(post?.buttons.map(({ label }) => label)).toEqual(['Again', 'Edit', 'Delete']);
    expect(post?.shownText).toBe(
      '@Ada #412 is ready\na red ball\n1 credit · 1 more video\n1280x720 · 5 s · 24 fps · no sound · seed 7 · acme/reel-1',
    );
    expect(post?.pings.people).toEqual([world.ada.id]);
  });

  test('comes without them where Slack does not take them with a file', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'files.completeUploadExternal' }, { error: 'invalid_blocks' });
    expect((await world.chat.deliver(world.ask(), live())).kind).toBe('sent');
    expect(world.posts()[0]?.text).toContain('> a red ball');
  });

  test('stands in the thread that it was asked for in', async () => {
    await using world = await openSlackWorld();
    const { ts } = world.slack.say(world.ada, world.channel, 'a kitten');
    await world.chat.deliver(world.ask(world.view({ thread: ts })), live());
    expect(world.posts()[0]?.threadTs).toBe(ts);
  });

  test('of a private request comes by direct message and is nowhere else', async () => {
    await using world = await openSlackWorld();
    const view = world.view({ request: { visibility: 'private' } });
    const result = await world.chat.deliver(world.ask(view), live());
    expect(world.posts()).toEqual([]);
    const [message, ...others] = world.slack.dms(world.ada);
    expect(others).toEqual([]);
    expect(message?.files).toHaveLength(1);
    expect(message?.shownText).toContain('Asked for in #clips.');
    expect(result.kind === 'sent' && readFileRef(result.message)?.channelId).toBe(message?.channelId);
  });

  test('asked for in the direct messages with us stays there, as does a private one, in its thread', async () => {
    await using world = await openSlackWorld();
    const dm = world.slack.dmChannel(world.ada);
    const { ts } = world.slack.say(world.ada, dm, 'a kitten');
    await world.chat.deliver(world.ask(world.view({ channel: dm })), live());
    const view = world.view({ channel: dm, thread: ts, request: { visibility: 'private' } });
    await world.chat.deliver(world.ask(view), live());
    const messages = world.posts(dm);
    expect(messages.map(({ threadTs }) => threadTs)).toEqual([null, ts]);
    expect(messages[1]?.shownText).not.toContain('Asked for in');
  });

  test('is brought after joining where we are not in a public channel, and is uploaded once', async () => {
    await using world = await openSlackWorld();
    world.slack.kick(world.channel);
    expect((await world.chat.deliver(world.ask(), live())).kind).toBe('sent');
    expect(world.asked('upload')).toBe(1);
    expect(world.posts()).toHaveLength(1);
  });

  test.each([
    ['a private channel that we are not in', { private: true }],
    ['an archived one', { archived: true, botIsMember: true }],
  ])('cannot be brought to %s', async (_, more) => {
    await using world = await openSlackWorld();
    const shut = world.slack.addChannel(world.team, { name: 'shut', members: [world.ada], ...more });
    const result = await world.chat.deliver(world.ask(world.view({ channel: shut })), live());
    expect(result.kind).toBe('undeliverable');
    expect(world.slack.seen(shut)).toEqual([]);
  });

  test('is given up where we are no longer installed, and waits where that cannot be told', async () => {
    await using world = await openSlackWorld();
    world.said.set(world.team.id, { kind: 'unknown', detail: 'the database is away' });
    expect((await world.chat.deliver(world.ask(), live())).kind).toBe('retry');
    world.said.set(world.team.id, { kind: 'none' });
    expect(await world.chat.deliver(world.ask(), live())).toEqual({
      kind: 'undeliverable',
      reason: 'destination_gone',
    });
    expect(world.slack.requests).toEqual([]);
  });

  test('waits while the token is refused, and Slack asks for patience', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'files.getUploadURLExternal' }, { rateLimited: { retryAfterS: 7 } });
    expect(await world.chat.deliver(world.ask(), live())).toMatchObject({ kind: 'retry', afterMs: 7_000 });
    await world.clock.advance(7_000);
    world.slack.faults.next({ method: 'files.getUploadURLExternal' }, { error: 'token_revoked' });
    expect(await world.chat.deliver(world.ask(), live())).toMatchObject({ kind: 'retry', afterMs: 60_000 });
  });

  test('goes to the workspace that it was asked for in, with that workspace’s token', async () => {
    await using world = await openSlackWorld();
    const elsewhere = world.slack.addWorkspace({ name: 'Elsewhere' });
    world.slack.install(elsewhere);
    world.teams.set(elsewhere.id, elsewhere);
    const bo = world.slack.addUser(elsewhere, { name: 'Bo' });
    const there = world.slack.addChannel(elsewhere, { name: 'there', botIsMember: true });
    await world.chat.deliver(world.ask(world.view({ channel: there, by: bo })), live());
    expect(world.posts(there)[0]?.pings.people).toEqual([bo.id]);
    expect(world.posts()).toEqual([]);
    expect(new Set(world.slack.requests.map(({ workspaceId }) => workspaceId))).toEqual(new Set([elsewhere.id]));
  });

  test('is noted before anything of it is seen, and not brought where it cannot be noted', async () => {
    await using world = await openSlackWorld();
    const seenThen: number[] = [];
    const ask = world.ask();
    const note = async (): Promise<void> => {
      seenThen.push(world.posts().length + world.asked('files.completeUploadExternal'));
      throw new Error('the lease is lost');
    };
    expect(await world.chat.deliver({ ...ask, note }, live())).toMatchObject({ kind: 'retry' });
    expect(seenThen).toEqual([0]);
    expect(world.posts()).toEqual([]);
  });

  test('is not brought when there was no time left once it was noted', async () => {
    await using world = await openSlackWorld();
    const over = new AbortController();
    const note = async (): Promise<void> => over.abort();
    expect((await world.chat.deliver({ ...world.ask(), note }, over.signal)).kind).toBe('retry');
    expect(world.posts()).toEqual([]);
  });
});

describe('a clip that cannot be posted as a file', () => {
  const forbidden: readonly (readonly [string, Fault])[] = [
    ['uploads are forbidden', { error: 'file_uploads_disabled' }],
    ['it is too large for the workspace', { error: 'file_upload_size_restricted' }],
    ['videos are not allowed', { error: 'file_type_not_allowed' }],
  ];

  test.each(forbidden)('comes as a link in one message where %s', async (_, fault) => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'files.getUploadURLExternal' }, fault);
    const { chat } = world.start({ clipUrl: () => url });
    const { next, noted } = world.tries();
    const result = await chat.deliver(next(), live());
    const [post, ...others] = world.posts();
    expect(others).toEqual([]);
    expect(result).toEqual({ kind: 'sent', message: post && messageRefOf(post) });
    expect(noted()).toBe('link');
    expect(post?.links).toEqual([url]);
    expect(post?.unfurls).toBe(false);
    expect(post?.shownText).toContain('Play #412');
    expect(post?.pings.people).toEqual([world.ada.id]);
    expect(await chat.deliver(next(), live())).toEqual(result);
    expect(world.posts()).toHaveLength(1);
  });

  test('at the last step comes as a link as well', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'files.completeUploadExternal' }, { error: 'file_type_not_allowed' });
    const { chat } = world.start({ clipUrl: () => url });
    expect((await chat.deliver(world.tries().next(), live())).kind).toBe('sent');
    expect(world.posts().map(({ links, files }) => [links, files])).toEqual([[[url], []]]);
  });

  test('and nobody outside can reach us, is not brought', async () => {
    await using world = await openSlackWorld();
    world.slack.faults.next({ method: 'files.getUploadURLExternal' }, { error: 'file_uploads_disabled' });
    expect(await world.chat.deliver(world.ask(), live())).toEqual({ kind: 'undeliverable', reason: 'not_allowed' });
    expect(world.posts()).toEqual([]);
  });

  test('and is larger than Slack takes is not even begun to be sent', async () => {
    await using world = await openSlackWorld();
    const view = world.view();
    const large = { ...view, clip: view.clip && { ...view.clip, file: { ...view.clip.file, bytes: 2 * 1_024 ** 3 } } };
    const openClip = () => Promise.reject(new Error('it was opened'));
    expect(await world.chat.deliver({ ...world.ask(large), openClip }, live())).toEqual({
      kind: 'undeliverable',
      reason: 'too_large',
    });
    expect(world.slack.requests).toEqual([]);
  });
});

describe('a clip on its way', () => {
  test.each<[string, Fault]>([
    ['files.getUploadURLExternal', 'drop_answer'],
    ['files.getUploadURLExternal', { status: 500 }],
    ['upload', 'drop_request'],
    ['upload', 'drop_answer'],
    ['upload', { status: 503, body: '' }],
  ])('that is lost at %s (%j) is brought whole by the next try', async (method, fault) => {
    await using world = await openSlackWorld();
    const { next, noted } = world.tries();
    world.slack.faults.next({ method }, fault);
    expect(await world.chat.deliver(next(), live())).toMatchObject({ kind: 'retry' });
    expect(noted()).toBe(null);
    expect((await world.chat.deliver(next(), live())).kind).toBe('sent');
    expect(world.posts().flatMap(({ files }) => files.map(({ bytes }) => bytes))).toEqual([Buffer.from(clipBytes)]);
    expect(world.slack.problems).toEqual([]);
  });

  test('that is not in our store waits', async () => {
    await using world = await openSlackWorld();
    const openClip = () => Promise.reject(new Error('no such file'));
    expect(await world.chat.deliver({ ...world.ask(), openClip }, live())).toMatchObject({ kind: 'retry' });
    const short = { ...world.ask(), openClip: async () => ({ ...sourceOf(clipBytes.subarray(1)), bytes: null }) };
    expect(await world.chat.deliver(short, live())).toMatchObject({ kind: 'retry' });
    expect(world.posts()).toEqual([]);
  });
});
