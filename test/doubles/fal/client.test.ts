import { ApiError, createFalClient, type FalClient, ValidationError } from '@fal-ai/client';
import { expect, it } from 'vitest';
import { type Fal, openFal } from './fal.ts';

const endpoint = 'fal-ai/kling-video/v2.6/pro/text-to-video';
const input = { prompt: 'a red ball', duration: '5', aspect_ratio: '16:9' } as const;

/** The official client, whose queue is the double. */
function clientOf(fal: Fal, credentials = fal.key): FalClient {
  return createFalClient({
    credentials,
    retry: { maxRetries: 0 },
    fetch: (asked, init) => {
      const { pathname, search } = new URL(new Request(asked).url);
      return fetch(`${fal.url}${pathname}${search}`, init);
    },
  });
}

it('the official client submits, watches and fetches at the double', async () => {
  await using fal = await openFal();
  const client = clientOf(fal);
  const webhookUrl = 'https://example.org/hook?a=b';
  const { request_id: requestId, ...submitted } = await client.queue.submit(endpoint, { input, webhookUrl });
  expect(submitted).toMatchObject({ status: 'IN_QUEUE', queue_position: 0 });
  const task = fal.find(requestId);
  expect([task.endpoint, task.body, task.callbackUrl]).toEqual([endpoint, input, webhookUrl]);
  task.start();
  expect(await client.queue.status(endpoint, { requestId })).toMatchObject({ status: 'IN_PROGRESS' });
  await task.succeed();
  expect(await client.queue.status(endpoint, { requestId })).toMatchObject({ status: 'COMPLETED' });
  const { data } = await client.queue.result(endpoint, { requestId });
  const clip = new Uint8Array(await (await fetch(data.video.url)).arrayBuffer());
  expect(data.video.file_size).toBe(clip.length);
});

it('the official client is told of refusals in the errors that it knows', async () => {
  await using fal = await openFal();
  const client = clientOf(fal);
  const { request_id: requestId } = await client.queue.submit(endpoint, { input });
  fal.find(requestId).refuse();
  const refused = await client.queue.result(endpoint, { requestId }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ValidationError);
  expect(refused).toMatchObject({ fieldErrors: [{ type: 'content_policy_violation' }] });
  const wrong = client.queue.submit(endpoint, { input: { prompt: 'a red ball', duration: '7' as '5' } });
  await expect(wrong).rejects.toBeInstanceOf(ValidationError);
  await expect(client.queue.submit('fal-ai/none', { input: {} })).rejects.toMatchObject({ status: 404 });
  await expect(clientOf(fal, 'another').queue.submit(endpoint, { input })).rejects.toMatchObject({ status: 401 });
  await expect(clientOf(fal, 'another').queue.submit(endpoint, { input })).rejects.toBeInstanceOf(ApiError);
});

it('the official client takes a request out of the queue', async () => {
  await using fal = await openFal();
  const client = clientOf(fal);
  const { request_id: requestId } = await client.queue.submit(endpoint, { input });
  await client.queue.cancel(endpoint, { requestId });
  await expect(client.queue.status(endpoint, { requestId })).rejects.toMatchObject({ status: 404 });
});

it('calls back to the address of the create, signed', async () => {
  await using fal = await openFal();
  const client = clientOf(fal);
  // Nobody there answers with anything but 405, which is what the sender then sees.
  await client.queue.submit(endpoint, { input, webhookUrl: `${fal.url}/hook/token` });
  const task = fal.last();
  await task.succeed();
  fal.faults.next({ path: /^\/hook/ }, { status: 204 });
  expect(await fal.callBack(task)).toBe(204);
  const call = fal.calls.at(-1);
  expect(call?.headers.get('x-fal-webhook-signature')).toMatch(/^[\da-f]{128}$/u);
  expect(JSON.parse(Buffer.from(call?.body ?? []).toString('utf8'))).toMatchObject({
    request_id: task.id,
    status: 'OK',
  });
});
