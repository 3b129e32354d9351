import { createCanvas, loadImage } from '@napi-rs/canvas';
import { imageSize } from 'image-size';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineFile } from '../../../src/providers/engine-file.ts';
import { live } from '../../contracts/provider-calls.ts';
import { sampleClip } from '../../doubles/openai-videos/videos.ts';
import { jpegOnItsSide, picture } from '../../media/sample-images.ts';
import { clipInput, imageInput, type OnDouble, openOnDouble } from './fixture.ts';

const operatorsFile: EngineFile = {
  engines: {
    'openai-videos/kling-3': {
      like: 'openai-videos/sora-2',
      label: 'Kling 3',
      wire: { model: 'kling/v3:pro', editsNameModel: true, takesCallbackUrl: true },
    },
  },
};

let onDouble: OnDouble;
beforeAll(async () => {
  const models = new Map([
    ['sora-2', ['1280x720', '720x1280']],
    ['sora-2-pro', ['1280x720', '1792x1024']],
    ['kling/v3:pro', ['1280x720']],
  ]);
  onDouble = await openOnDouble({ operatorsFile, double: { models, takesCallbackUrl: true } });
});
afterAll(() => onDouble[Symbol.asyncDispose]());

type Sent = { readonly path: string; readonly type: string; readonly fields: Record<string, string | File> };

/** What went out with the last POST. */
async function lastSent(): Promise<Sent> {
  const call = onDouble.double.calls.findLast(({ method }) => method === 'POST');
  if (!call) throw new Error('expected a POST, got none');
  const contentType = call.headers.get('content-type') ?? '';
  const type = contentType.split(';')[0] ?? '';
  const body = new Response(new Uint8Array(call.body), { headers: { 'content-type': contentType } });
  if (type === 'application/json') return { path: call.path, type, fields: Object(await body.json()) };
  return { path: call.path, type, fields: Object.fromEntries(await partsOf(contentType, call.body)) };
}

async function partsOf(contentType: string, body: Uint8Array): Promise<[string, string | File][]> {
  const boundary = contentType.split('boundary=')[1] ?? '';
  const parts = Buffer.from(body).toString('latin1').split(`--${boundary}`).slice(1, -1);
  return parts.map((part) => {
    const [head = '', ...rest] = part.slice(2).split('\r\n\r\n');
    const content = Buffer.from(rest.join('\r\n\r\n').slice(0, -2), 'latin1');
    const [, name = ''] = /name="([^"]+)"/.exec(head) ?? [];
    const [, file] = /filename="([^"]+)"/.exec(head) ?? [];
    const [, type = ''] = /Content-Type: (\S+)/.exec(head) ?? [];
    return [name, file === undefined ? content.toString() : new File([new Uint8Array(content)], file, { type })];
  });
}

async function colours(file: unknown, columns: readonly number[]): Promise<readonly number[][]> {
  const image = await loadImage(Buffer.from(await bytesOf(file)));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return columns.map((x) => Array.from(context.getImageData(x, 2, 1, 1).data));
}

async function sizeOf(file: unknown): Promise<string> {
  if (!(file instanceof File)) throw new Error('expected a file');
  const { width, height, type } = imageSize(new Uint8Array(await file.arrayBuffer()));
  return `${width}x${height} ${type ?? ''}`;
}

describe('what is asked of the API', () => {
  test('words alone go as JSON, with seconds as a listed text and the size as a pair, and nothing that it has no name for', async () => {
    await onDouble.task({ prompt: 'a cat\nasleep', seconds: 8, size: { width: 720, height: 1_280 }, seed: 7, fps: 30 });
    expect(await lastSent()).toEqual({
      path: '/v1/videos',
      type: 'application/json',
      fields: { model: 'sora-2', prompt: 'a cat\nasleep', seconds: '8', size: '720x1280' },
    });
  });

  test('a style goes along in the words, since the API has no other place for it', async () => {
    await onDouble.task({ prompt: 'a cat', style: 'anime' });
    expect((await lastSent()).fields['prompt']).toMatch(/^a cat\n\nStyle: .*anime/u);
  });

  test.each([
    ['a wide JPEG', picture(640, 200, 'jpeg')],
    ['a tall WebP', picture(100, 300, 'webp')],
    [
      'a GIF, which the API would not take',
      Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
    ],
    ['a photo whose camera lay on its side', jpegOnItsSide(200, 100)],
    ['a PNG of the right size', picture(1_280, 720, 'png')],
  ])('%s goes as a PNG of exactly the size of the video, since any other is refused', async (_, bytes) => {
    const key = await onDouble.store('picture', bytes);
    await onDouble.task({ prompt: 'größer, "so"', ...imageInput(key) });
    const { path, type, fields } = await lastSent();
    expect({ path, type }).toEqual({ path: '/v1/videos', type: 'multipart/form-data' });
    const { input_reference: reference, ...texts } = fields;
    expect(texts).toEqual({ model: 'sora-2', prompt: 'größer, "so"', seconds: '4', size: '1280x720' });
    expect(await sizeOf(reference)).toBe('1280x720 png');
  });

  test('a picture of another shape fills the frame, and what is over is cut off on both sides', async () => {
    const canvas = createCanvas(300, 100);
    const context = canvas.getContext('2d');
    for (const [x, colour] of [
      [0, 'red'],
      [100, 'lime'],
      [200, 'red'],
    ] as const) {
      context.fillStyle = colour;
      context.fillRect(x, 0, 100, 100);
    }
    await onDouble.task(imageInput(await onDouble.store('picture', canvas.toBuffer('image/png'))));
    const sent = (await lastSent()).fields['input_reference'];
    const [left, middle, right] = await colours(sent, [2, 640, 1_277]);
    expect([left, middle, right]).toEqual([
      [255, 0, 0, 255],
      [0, 255, 0, 255],
      [255, 0, 0, 255],
    ]);
    const narrower = await colours(sent, [340, 940]);
    // Of 300 px, 177.8 are left: the middle 100 are 720 wide then, and 280 of the others on each side.
    expect(narrower).toEqual([
      [0, 255, 0, 255],
      [0, 255, 0, 255],
    ]);
  });

  test('a clip with new words is an edit of its file', async () => {
    const key = await onDouble.store('clip', await sampleClip(4));
    await onDouble.task({ prompt: 'at night', ...clipInput(key) });
    const { path, fields } = await lastSent();
    expect(path).toBe('/v1/videos/edits');
    expect(Object.keys(fields)).toEqual(['prompt', 'video']);
    expect(await bytesOf(fields['video'])).toEqual(await sampleClip(4));
  });

  test('what happens next is an extension of its file by so many seconds', async () => {
    const key = await onDouble.store('clip', await sampleClip(4));
    await onDouble.task({ operation: 'extend', prompt: 'it wakes up', seconds: 20, ...clipInput(key) });
    const { path, fields } = await lastSent();
    expect(path).toBe('/v1/videos/extensions');
    expect({ ...fields, video: null }).toEqual({ prompt: 'it wakes up', seconds: '20', video: null });
    expect(fields['video']).toMatchObject({ type: 'video/mp4' });
  });

  test("a gateway's model goes by its own name, with the address to call back, as the operator's file says", async () => {
    const ask = onDouble.ask({}, { engine: 'openai-videos/kling-3', callbackUrl: 'http://127.0.0.1:9/hook' });
    expect(await onDouble.provider.submit(ask, live())).toMatchObject({ kind: 'accepted' });
    expect((await lastSent()).fields).toMatchObject({ model: 'kling/v3:pro', callback_url: 'http://127.0.0.1:9/hook' });
  });

  test('an edit at a gateway names the model where the operator says so', async () => {
    const key = await onDouble.store('clip', await sampleClip(4));
    const result = await onDouble.provider.submit(
      onDouble.ask({ ...clipInput(key) }, { engine: 'openai-videos/kling-3' }),
      live(),
    );
    // The published edits know no model, so the double, which is strict, refuses what was sent.
    expect(result).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect((await lastSent()).fields).toMatchObject({ model: 'kling/v3:pro' });
  });

  test('the address to call back is kept from servers that do not take one', async () => {
    await onDouble.provider.submit(onDouble.ask({}, { callbackUrl: 'http://127.0.0.1:9/secret-token' }), live());
    expect((await lastSent()).fields).not.toHaveProperty('callback_url');
  });
});

describe('what cannot be asked', () => {
  test.each([
    ['an input that is gone', imageInput('gone')],
    ['an extension of nothing', { operation: 'extend', input: null } as const],
    ['an upscale, which the API has not', { operation: 'upscale', ...clipInput('clip') } as const],
  ])('%s is refused before anything is sent', async (_, changes) => {
    const before = onDouble.double.posts();
    expect(await onDouble.submit(changes)).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(onDouble.double.posts()).toBe(before);
  });

  test('a file that is no picture, or no clip, is refused before anything is sent', async () => {
    const key = await onDouble.store('junk', new TextEncoder().encode('not a picture'));
    const before = onDouble.double.posts();
    expect(await onDouble.submit(imageInput(key))).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(await onDouble.submit(clipInput(key))).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(onDouble.double.posts()).toBe(before);
  });

  test("an engine that the operator's file has taken away takes nothing new", async () => {
    const ask = onDouble.ask({}, { engine: 'openai-videos/of-yesterday' });
    expect(await onDouble.provider.submit(ask, live())).toMatchObject({ kind: 'rejected', code: 'model_retired' });
  });
});

async function bytesOf(file: unknown): Promise<Uint8Array> {
  if (!(file instanceof File)) throw new Error('expected a file');
  return new Uint8Array(await file.arrayBuffer());
}
