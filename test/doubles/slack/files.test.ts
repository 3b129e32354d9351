import { expect, test } from 'vitest';
import { manualClock } from '../world.ts';
import { refusalOf, withSlack } from './trial.ts';

type World = Awaited<ReturnType<typeof withSlack>>;

async function upload(world: World, name = 'clip.mp4', bytes = Buffer.from('video'), more: object = {}) {
  const { upload_url: url = '', file_id: id = '' } = await world.client.files.getUploadURLExternal({
    filename: name,
    length: bytes.length,
    ...more,
  });
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(bytes) });
  return { url, id, status: response.status };
}

const complete = (world: World, id: string, more: Record<string, unknown>): Promise<unknown> =>
  world.client.apiCall('files.completeUploadExternal', { files: [{ id, title: 'A clip' }], ...more });

test('three steps bring a file to a channel, with its words, once', async () => {
  await using world = await withSlack();
  const { slack, general, ada, client } = world;
  const first = slack.say(ada, general, 'a film, please');
  const bytes = Buffer.from('video');

  const { id, url, status } = await upload(world, 'clip.mp4', bytes);
  expect([status, await refusalOf(client.files.info({ file: id }))]).toEqual([200, 'file_not_found']);
  const done = await complete(world, id, {
    channel_id: general.id,
    thread_ts: first.ts,
    initial_comment: `<@${ada.id}> here`,
    blocks: [{ type: 'divider' }],
  });

  expect(done).toMatchObject({ files: [{ id, title: 'A clip', shares: {} }] });
  const message = slack.seen(general).at(-1);
  expect(message).toMatchObject({
    threadTs: first.ts,
    shownText: '@Ada here',
    blocks: [],
    pings: { people: [ada.id] },
  });
  expect(message?.files).toMatchObject([{ name: 'clip.mp4', title: 'A clip', contentType: 'video/mp4', bytes }]);
  const { file } = await client.files.info({ file: id });
  expect(file?.shares?.public?.[general.id]).toMatchObject([{ ts: message?.ts, thread_ts: first.ts }]);
  expect(await refusalOf(complete(world, id, { channel_id: general.id }))).toBe('file_not_found');
  expect((await fetch(url, { method: 'POST', body: 'video' })).status).toBe(400);

  await client.files.delete({ file: id });
  expect(slack.seen(general).at(-1)).toMatchObject({ files: [], deletedFiles: 1, shownText: '@Ada here' });
  expect([
    await refusalOf(client.files.info({ file: id })),
    await refusalOf(client.files.delete({ file: id })),
  ]).toEqual(['file_deleted', 'file_deleted']);
});

test('blocks stand where no words do, and alt text on a video keeps it from being shared without a word', async () => {
  await using world = await withSlack();
  const { slack, general, client } = world;
  const button = { type: 'button', action_id: 'v1:again', text: { type: 'plain_text', text: 'Again' } };
  const { id } = await upload(world);
  await complete(world, id, { channel_id: general.id, blocks: [{ type: 'actions', elements: [button] }] });
  expect(slack.seen(general)[0]?.buttons).toMatchObject([{ label: 'Again', actionId: 'v1:again' }]);

  const described = await upload(world, 'clip.mp4', Buffer.from('video'), { alt_txt: 'a cat' });
  await complete(world, described.id, { channel_id: general.id, initial_comment: 'x' });
  const { file } = await client.files.info({ file: described.id });
  expect([slack.seen(general).length, file?.shares]).toEqual([1, {}]);
  const markdown = await upload(world);
  const blocks = [{ type: 'markdown', text: 'x' }];
  expect(await refusalOf(complete(world, markdown.id, { channel_id: general.id, blocks }))).toBe('internal_error');
});

test('where a file may go is stricter than where a message may', async () => {
  await using world = await withSlack();
  const { slack, acme, ada, bob } = world;
  const open = slack.addChannel(acme, { name: 'open' });
  const secret = slack.addChannel(acme, { name: 'secret', private: true, members: [ada] });
  const old = slack.addChannel(acme, { name: 'old', archived: true, botIsMember: true });
  const theirs = slack.addConversation([ada, bob]);
  const { id } = await upload(world);
  const to = (channel_id: string): Promise<string> => refusalOf(complete(world, id, { channel_id }));

  expect([await to(open.id), await to(secret.id), await to(theirs.id), await to(old.id), await to(ada.id)]).toEqual([
    'not_in_channel',
    'channel_not_found',
    'channel_not_found',
    'posting_to_channel_denied',
    'invalid_arguments',
  ]);
  expect(await to(slack.dmChannel(ada).id)).toBe('ok');
  expect(slack.dms(ada)).toHaveLength(1);
});

test('a workspace can forbid uploads, sizes and types, and a wrong length is refused', async () => {
  await using world = await withSlack();
  const { slack, acme, client } = world;
  const ask = (filename: string, length: number): Promise<string> =>
    refusalOf(client.files.getUploadURLExternal({ filename, length }));

  acme.fileBytesMax = 10;
  expect([await ask('a.mp4', 10), await ask('a.mp4', 11), await ask('a.mp4', 0)]).toEqual([
    'ok',
    'file_upload_size_restricted',
    'missing_argument',
  ]);
  acme.forbiddenTypes = ['mp4'];
  expect([await ask('a.mp4', 1), await ask('a.png', 1)]).toEqual(['file_type_not_allowed', 'ok']);
  acme.uploads = 'images_only';
  expect([await ask('a.webm', 1), await ask('a.png', 1)]).toEqual(['file_uploads_except_images_disabled', 'ok']);
  acme.uploads = 'forbidden';
  expect(await ask('a.png', 1)).toBe('file_uploads_disabled');
  acme.uploads = 'allowed';
  const { upload_url: url = '' } = await client.files.getUploadURLExternal({ filename: 'a.png', length: 4 });
  const send = async (method: string, body: string, headers: Record<string, string> = {}): Promise<number> =>
    (await fetch(url, { method, body, headers })).status;
  expect([await send('PUT', 'four'), await send('POST', 'three'), await send('POST', 'four')]).toEqual([405, 400, 200]);
  expect(slack.problems.map((one) => one.where)).toEqual(['files.getUploadURLExternal', 'upload', 'upload']);
});

test('a share may lag, for people and in files.info', async () => {
  const clock = manualClock();
  await using world = await withSlack({ clock });
  const { slack, general, client } = world;
  slack.setShareLag({ visibleMs: 1000, listedMs: 4000 });
  const { id } = await upload(world);
  await complete(world, id, { channel_id: general.id, initial_comment: 'x' });
  const looks = async (): Promise<unknown> => [
    slack.seen(general).length,
    (await client.files.info({ file: id })).file?.channels,
  ];

  expect(await looks()).toEqual([0, []]);
  await clock.advance(1000);
  expect(await looks()).toEqual([1, []]);
  await clock.advance(3000);
  expect(await looks()).toEqual([1, [general.id]]);
});

test('a private file is for a token that may read it; others are led to the page for signing in', async () => {
  await using world = await withSlack();
  const { slack, acme, ada, general, token, client } = world;
  const secret = slack.addChannel(acme, { name: 'secret', private: true, members: [ada] });
  const files = [{ name: 'cat.png', bytes: Buffer.from('png') }];
  const [seen] = slack.say(ada, general, 'look', { files }).files;
  const [hidden] = slack.say(ada, secret, 'look', { files }).files;
  const { file } = await client.files.info({ file: seen?.id ?? '' });
  const read = async (url: string, bearer: string): Promise<string> => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${bearer}` } });
    return `${response.headers.get('content-type') ?? 'nothing'} ${(await response.text()).slice(0, 13)}`;
  };

  const url = file?.url_private_download ?? '';
  expect(await read(url, token)).toBe('image/png png');
  expect(await read(url, 'xoxb-other')).toBe('text/html; charset=utf-8 <title>Sign i');
  expect(await read(url.replace(seen?.id ?? '', hidden?.id ?? ''), token)).toContain('text/html');
  expect(await refusalOf(client.files.info({ file: hidden?.id ?? '' }))).toBe('file_not_found');
});
