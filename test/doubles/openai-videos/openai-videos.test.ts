import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { picture } from '../../media/sample-images.ts';
import { ApiError } from './api-error.ts';
import { openOpenAiVideos, type OpenAiVideos } from './openai-videos.ts';
import { sdkOn, type SdkVideos } from './sdk.ts';
import { signEvent } from './signing.ts';
import { sampleClip } from './videos.ts';

let double: OpenAiVideos;
let videos: SdkVideos;
beforeAll(async () => {
  double = await openOpenAiVideos();
  ({ videos } = sdkOn(double.baseUrl, double.key));
});
afterAll(() => double[Symbol.asyncDispose]());

const prompt = 'a red ball';
const png = (width: number, height: number) =>
  new File([new Uint8Array(picture(width, height, 'png'))], 'a.png', { type: 'image/png' });
const mp4 = async () => new File([new Uint8Array(await sampleClip(4))], 'a.mp4', { type: 'video/mp4' });

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

async function completed(): Promise<string> {
  const { id } = await videos.create({ prompt });
  await double.newest().succeed();
  return id;
}

describe('the official SDK on the double', () => {
  test('makes a video, follows it and downloads it in all variants', async () => {
    const { id, ...made } = await videos.create({ prompt, model: 'sora-2-pro', seconds: '8', size: '1792x1024' });
    expect(made).toMatchObject({ status: 'queued', model: 'sora-2-pro', seconds: '8', size: '1792x1024', progress: 0 });
    double.newest().progress(30);
    expect(await videos.retrieve(id)).toMatchObject({ status: 'in_progress', progress: 30 });
    await expect(videos.downloadContent(id)).rejects.toThrow(/404/u);
    await double.newest().succeed();
    expect(await bytesOf(await videos.downloadContent(id))).toEqual(await sampleClip(8));
    const thumbnail = await videos.downloadContent(id, { variant: 'thumbnail' });
    expect(thumbnail.headers.get('content-type')).toBe('image/webp');
    const sheet = await videos.downloadContent(id, { variant: 'spritesheet' });
    expect(sheet.headers.get('content-type')).toMatch(/^image\//u);
  });

  test('starts from a picture of the size of the video, by file or by address', async () => {
    await videos.create({ prompt, size: '1280x720', input_reference: png(1_280, 720) });
    await videos.create({ prompt, input_reference: { image_url: 'https://example.com/a.png' } });
    await expect(videos.create({ prompt, size: '1280x720', input_reference: png(640, 360) })).rejects.toThrow(
      'Inpaint image must match the requested width and height',
    );
  });

  test('edits and extends, by id or by file', async () => {
    const id = await completed();
    expect(await videos.edit({ prompt: 'at night', video: { id } })).toMatchObject({ status: 'queued', seconds: '4' });
    await videos.edit({ prompt: 'at night', video: await mp4() });
    expect(await videos.extend({ prompt: 'it bounces', seconds: '8', video: { id } })).toMatchObject({ seconds: '12' });
    await videos.extend({ prompt: 'it bounces', seconds: '4', video: await mp4() });
    await expect(videos.extend({ prompt, seconds: '4', video: png(64, 64) })).rejects.toThrow(/mimetype/u);
  });

  test('remixes what is completed, and nothing else', async () => {
    const id = await completed();
    expect(await videos.remix(id, { prompt: 'in blue' })).toMatchObject({
      remixed_from_video_id: id,
      prompt: 'in blue',
    });
    await expect(videos.remix(double.newest().id, { prompt: 'again' })).rejects.toThrow(/not completed/u);
  });

  test('makes a character and finds it again', async () => {
    const { id } = await videos.createCharacter({ name: 'Ball', video: await mp4() });
    expect(await videos.getCharacter(id ?? '')).toMatchObject({ name: 'Ball' });
  });

  test('lists page by page, in both orders, and deletes what has ended', async () => {
    await using own = await openOpenAiVideos();
    const { videos: listed } = sdkOn(own.baseUrl, own.key);
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await listed.create({ prompt })).id);
    const seen = async (order: 'asc' | 'desc') => {
      const all: string[] = [];
      for await (const { id } of listed.list({ limit: 2, order })) all.push(id);
      return all;
    };
    expect(await seen('asc')).toEqual(ids);
    expect(await seen('desc')).toEqual(ids.toReversed());
    await expect(listed.delete(own.newest().id)).rejects.toThrow(/cannot be deleted/u);
    own.newest().fail('moderation_blocked', 'Blocked.');
    expect(await listed.retrieve(own.newest().id)).toMatchObject({ error: { code: 'moderation_blocked' } });
    expect(await listed.delete(own.newest().id)).toMatchObject({ deleted: true });
    expect(await seen('asc')).toEqual(ids.slice(0, -1));
  });

  test('repeats a billable create twice by itself when it is left to, which is why ours is told not to', async () => {
    const { videos: eager } = sdkOn(double.baseUrl, double.key, 2);
    const before = double.posts();
    const fault = { status: 503, body: {}, headers: { 'retry-after-ms': '1' } };
    const planned = double.faults.next({ method: 'POST' }, fault, 10);
    await expect(eager.create({ prompt })).rejects.toThrow(/503/u);
    expect(double.posts() - before).toBe(3);
    await expect(videos.create({ prompt })).rejects.toThrow(/503/u);
    expect(double.posts() - before).toBe(4);
    planned.cancel();
  });

  test('takes the signature of a webhook for its own, also while the secret is being changed', async () => {
    const { sdk } = sdkOn(double.baseUrl, double.key);
    const [one, other] = ['one', 'other'].map(
      (name) => `whsec_${Buffer.from(`${name}, a secret of tests`).toString('base64')}`,
    );
    const event = { id: 'wh_1', type: 'video.completed', taskId: 'video_1', atMs: Date.now() };
    const signed = signEvent({ ...event, secrets: [one ?? '', other ?? ''] });
    for (const secret of [one, other]) {
      expect(await sdk.webhooks.unwrap(signed.body, signed.headers, secret)).toMatchObject({ data: { id: 'video_1' } });
    }
    const stale = signEvent({ ...event, atMs: event.atMs - 301_000, secrets: [one ?? ''] });
    await expect(sdk.webhooks.unwrap(stale.body, stale.headers, one)).rejects.toThrow(/too old/u);
  });
});

describe('the double is strict', () => {
  async function post(body: object, path = '/videos', key = double.key): Promise<string> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${double.baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { error } = Object(await response.json()) as { error?: { code: string | null; param: string | null } };
    return `${response.status} ${error?.code ?? ''} ${error?.param ?? ''}`.trim();
  }

  test.each([
    ['a parameter that is not published', { prompt, seed: 7 }, '400 unknown_parameter seed'],
    ['seconds as a number', { prompt, seconds: 4 }, '400 invalid_value seconds'],
    ['seconds that are not listed', { prompt, seconds: '5' }, '400 invalid_value seconds'],
    ['a size that is not listed', { prompt, size: '640x360' }, '400 invalid_value size'],
    ['a size of the other model', { prompt, size: '1792x1024' }, '400 invalid_value size'],
    ['a model that is not known', { prompt, model: 'sora-1' }, '400 model_not_found model'],
    ['no prompt', {}, '400 invalid_value prompt'],
    ['a prompt without end', { prompt: 'x'.repeat(32_001) }, '400 invalid_value prompt'],
    [
      'a picture as plain text',
      { prompt, input_reference: 'https://example.com/a.png' },
      '400 invalid_value input_reference',
    ],
    [
      'an address to call back, which only gateways take',
      { prompt, callback_url: 'https://a.example' },
      '400 unknown_parameter callback_url',
    ],
  ])('%s is refused', async (_, body, refusal) => {
    const before = double.tasks.size;
    expect(await post(body)).toBe(refusal);
    expect(double.tasks.size).toBe(before);
  });

  test('a wrong key, an unknown video and an unknown path are refused', async () => {
    expect(await post({ prompt }, '/videos', 'sk-wrong')).toBe('401 invalid_api_key');
    expect(await post({ prompt }, '/videos/video_999/remix')).toBe('404  id');
    expect(await post({ prompt }, '/video')).toBe('404');
  });

  test('when told so it makes nothing at all, as after its end', async () => {
    double.refuse(new ApiError(410, 'The Videos API was shut down.'));
    expect(await post({ prompt })).toBe('410');
    double.refuse(null);
    expect(await post({ prompt })).toBe('200');
  });
});
