import {
  APIConnectionError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  RunwayML,
} from '@runwayml/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyPng } from '../../media/sample-images.ts';
import { openRunway, type Runway } from './runway.ts';

const body = { model: 'gen4.5', promptText: 'a cat', ratio: '1280:720', duration: 5 } as const;

function clientOf({ url, key }: Runway): RunwayML {
  return new RunwayML({ apiKey: key, baseURL: url, maxRetries: 0, logLevel: 'off' });
}

describe('the official SDK with the double', () => {
  let runway: Runway;
  let client: RunwayML;
  beforeAll(async () => {
    runway = await openRunway();
    client = clientOf(runway);
  });
  afterAll(() => runway[Symbol.asyncDispose]());

  test('makes a clip: created, in the queue, rendering, done, downloaded', async () => {
    const { id, estimatedCost } = await client.textToVideo.create(body);
    expect(estimatedCost).toEqual({ credits: 60 });
    const task = runway.find(id);
    expect(await client.tasks.retrieve(id)).toMatchObject({ id, status: 'PENDING', estimatedCost: { credits: 60 } });
    task.progress(0.4);
    expect(await client.tasks.retrieve(id)).toMatchObject({ status: 'RUNNING', progress: 0.4 });
    await task.succeed({ credits: 55 });
    const done = await client.tasks.retrieve(id);
    if (done.status !== 'SUCCEEDED') throw new Error(`expected a success, got ${done.status}`);
    expect(done.cost).toEqual({ credits: 55 });
    const [address = ''] = done.output;
    const clip = Buffer.from(await (await fetch(address)).arrayBuffer());
    expect(clip.subarray(4, 8).toString()).toBe('ftyp');
    task.expireAddresses();
    expect((await fetch(address)).status).toBe(403);
    const again = await client.tasks.retrieve(id);
    expect(again).not.toMatchObject({ output: done.output });
  });

  test('uploads a picture, and uses it; an address that nobody uploaded is refused', async () => {
    const file = new File([new Uint8Array(tinyPng(8, 8))], 'input.png', { type: 'image/png' });
    const { uri } = await client.uploads.createEphemeral({ file });
    await client.imageToVideo.create({ ...body, promptImage: uri });
    expect(runway.last()).toMatchObject({ endpoint: 'image_to_video', model: 'gen4.5' });
    expect(runway.uploads.get(uri)?.type).toBe('image/png');
    const unknown = client.imageToVideo.create({ ...body, promptImage: 'runway://nobody/input.png' });
    await expect(unknown).rejects.toThrow(BadRequestError);
  });

  test('is told what is wrong with a body, as strictly as the API does', async () => {
    const extra = { ...body, negativePrompt: 'dogs' };
    await expect(client.textToVideo.create(extra)).rejects.toMatchObject({
      status: 400,
      error: { error: 'Validation of body failed', issues: [{ code: 'unrecognized_keys' }] },
    });
    await expect(client.post('/v1/text_to_video', { body: { ...body, model: 'gen3a' } })).rejects.toMatchObject({
      error: { issues: [{ code: 'invalid_union', path: ['model'] }] },
    });
    await expect(client.textToVideo.create({ ...body, duration: 11 })).rejects.toThrow(BadRequestError);
    await expect(client.post('/v1/video_to_hdr', { body })).rejects.toThrow(NotFoundError);
  });

  test('stops a task in the queue, and destroys a finished one; both are gone after that', async () => {
    const waiting = await client.textToVideo.create(body);
    await client.tasks.delete(waiting.id);
    await expect(client.tasks.retrieve(waiting.id)).rejects.toThrow(NotFoundError);
    const finished = await client.textToVideo.create(body);
    await runway.find(finished.id).succeed();
    await client.tasks.delete(finished.id);
    await expect(client.tasks.retrieve(finished.id)).rejects.toThrow(NotFoundError);
  });

  test('does the work of a create whose answer is lost: the SDK would buy it again, unless it is told not to', async () => {
    const before = runway.tasks.length;
    runway.faults.next({ method: 'POST' }, 'drop_answer');
    await expect(client.textToVideo.create(body)).rejects.toThrow(APIConnectionError);
    expect(runway.tasks.length).toBe(before + 1);
  });
});

describe('the account at the double', () => {
  test('queues what is above the concurrency, and lets it in when a place is free', async () => {
    await using runway = await openRunway();
    const client = clientOf(runway);
    runway.limits.set('gen4.5', { maxConcurrentGenerations: 1, maxDailyGenerations: 3 });
    const first = await client.textToVideo.create(body);
    const second = await client.textToVideo.create(body);
    expect(runway.find(second.id).status).toBe('THROTTLED');
    runway.find(first.id).fail('INTERNAL.BAD_OUTPUT.CODE01', { credits: 3 });
    expect(runway.find(second.id).status).toBe('PENDING');
    expect(await client.tasks.retrieve(first.id)).toMatchObject({
      status: 'FAILED',
      failureCode: 'INTERNAL.BAD_OUTPUT.CODE01',
      cost: { credits: 3 },
    });
    await client.textToVideo.create(body);
    await expect(client.textToVideo.create(body)).rejects.toThrow(RateLimitError);
    expect(await client.organization.retrieve()).toMatchObject({
      creditBalance: 100_000 - 180,
      tier: { models: { 'gen4.5': { maxConcurrentGenerations: 1, maxDailyGenerations: 3 } } },
      usage: { models: { 'gen4.5': { dailyGenerations: 3 } } },
    });
  });

  test('refuses an empty account, a model that is gone and a key that was revoked', async () => {
    await using runway = await openRunway();
    const client = clientOf(runway);
    runway.credits = 59;
    await expect(client.textToVideo.create(body)).rejects.toThrow('enough credits');
    runway.retire('gen4.5');
    await expect(client.textToVideo.create(body)).rejects.toThrow(PermissionDeniedError);
    runway.revokeKey();
    await expect(client.organization.retrieve()).rejects.toThrow(AuthenticationError);
    expect(runway.tasks).toEqual([]);
  });
});
