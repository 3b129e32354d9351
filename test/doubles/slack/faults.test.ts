import { expect, test } from 'vitest';
import { clientOf, refusalOf, respond, withSlack, postTo } from './trial.ts';

async function withPosts() {
  const world = await withSlack();
  const post = (text: string): Promise<string> => refusalOf(postTo(world.client, { channel: world.general.id, text }));
  const texts = (): string[] => world.slack.seen(world.general).map((one) => one.shownText);
  return { ...world, post, texts };
}

test('a dropped answer leaves the work done, a dropped request leaves it undone, and the next one passes', async () => {
  await using world = await withPosts();
  const { slack, post, texts } = world;

  slack.faults.next({ method: 'chat.postMessage' }, 'drop_answer');
  slack.faults.next({ method: 'chat.postMessage' }, 'drop_request');
  expect([await post('done'), await post('undone'), await post('passed')]).toEqual(['no answer', 'no answer', 'ok']);

  expect(texts()).toEqual(['done', 'passed']);
  expect(slack.requests.map((request) => request.status)).toEqual([null, null, 200]);
});

test('answers of other kinds come instead of the work, or after it, for one method and workspace', async () => {
  await using world = await withPosts();
  const { slack, acme, client, post, texts } = world;
  const beta = slack.addWorkspace({ name: 'Beta' });
  const other = clientOf(slack, slack.install(beta));
  const method = 'chat.postMessage';

  const plan = slack.faults.next({ method, workspace: acme }, { error: 'internal_error' }, 2);
  expect([await refusalOf(other.auth.test()), await refusalOf(client.auth.test())]).toEqual(['ok', 'ok']);
  expect([await post('a'), await post('b'), plan.left()]).toEqual(['internal_error', 'internal_error', 0]);
  slack.faults.next({ method }, { error: 'fatal_error', afterWork: true });
  slack.faults.next({ method }, { status: 502, body: '<html>' });
  slack.faults.next({ method }, { status: 500, afterWork: true });
  slack.faults.next({ method }, { rateLimited: { retryAfterS: 7 } });
  expect([await post('c'), await post('d'), await post('e'), await post('f')]).toEqual([
    'fatal_error',
    'HTTP 502',
    'HTTP 500',
    'retry after 7',
  ]);
  expect(texts()).toEqual(['c', 'e']);
  expect(slack.problems).toEqual([]);
});

test('a request can be held before its work, and an answer after it', async () => {
  await using world = await withPosts();
  const { slack, post, texts } = world;
  const gate = Promise.withResolvers<void>();

  const before = slack.faults.next({ method: 'chat.postMessage' }, { delayUntil: gate.promise });
  const first = post('first');
  await before.hit;
  const after = slack.faults.next({ method: 'chat.postMessage' }, { answerAfter: gate.promise });
  const second = post('second');
  await after.hit;
  await slack.until(() => texts().length === 1);
  expect(texts()).toEqual(['second']);
  gate.resolve();

  expect([await first, await second, texts()]).toEqual(['ok', 'ok', ['second', 'first']]);
});

test('uploads, downloads and answers by address fail too', async () => {
  await using world = await withPosts();
  const { slack, general, ada, client } = world;
  const ticket = await client.files.getUploadURLExternal({ filename: 'a.mp4', length: 1 });
  const send = async (): Promise<number> =>
    (await fetch(ticket.upload_url ?? '', { method: 'POST', body: 'x' })).status;

  slack.faults.next({ method: 'upload' }, { status: 503 });
  slack.faults.next({ method: 'upload' }, 'drop_request');
  expect(await send()).toBe(503);
  await expect(send()).rejects.toThrow('fetch failed');
  slack.faults.next({ method: 'upload' }, 'drop_answer');
  await expect(send()).rejects.toThrow('fetch failed');
  const files = [{ id: ticket.file_id ?? '' }] as const;
  expect(await refusalOf(client.apiCall('files.completeUploadExternal', { files }))).toBe('ok');
  slack.faults.next({ method: 'response_url' }, { status: 500, body: 'no' });
  const { responseUrl } = slack.type(ada, general, '/video x');
  expect([await respond(responseUrl, { text: 'x' }), await respond(responseUrl, { text: 'y' })]).toEqual([
    '500 no',
    '200 ok',
  ]);
});
