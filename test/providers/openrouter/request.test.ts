import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineId } from '../../../src/core/engine.ts';
import type { ClipSpec } from '../../../src/core/spec.ts';
import { entriesOf } from '../../../src/providers/engine-file.ts';
import engines from '../../../src/providers/openrouter/engines.json' with { type: 'json' };
import { requestFor } from '../../../src/providers/openrouter/request.ts';
import { openRouterWire } from '../../../src/providers/openrouter/wire.ts';
import { live } from '../../contracts/provider-calls.ts';
import { picture } from '../../media/sample-images.ts';
import { accepted, askFor, type Bench, callbackUrl, openBench } from './fixture.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  await bench.running.refresh?.(live());
});
afterAll(() => bench[Symbol.asyncDispose]());

const prompt = 'a red ball';
const size = (width: number, height: number) => ({ width, height });

const translations: readonly {
  readonly engine: EngineId;
  readonly wish: Partial<ClipSpec>;
  readonly request: Readonly<Record<string, unknown>>;
}[] = [
  {
    engine: 'openrouter/google/veo-3.1',
    wish: { seconds: 8, size: size(3_840, 2_160), audio: true, seed: 7 },
    request: { duration: 8, resolution: '4K', aspect_ratio: '16:9', generate_audio: true, seed: 7 },
  },
  {
    engine: 'openrouter/google/veo-3.1-lite',
    wish: { seconds: 4, size: size(1_080, 1_920), audio: false, seed: 0 },
    request: { duration: 4, resolution: '1080p', aspect_ratio: '9:16', generate_audio: false, seed: 0 },
  },
  {
    engine: 'openrouter/alibaba/wan-2.6',
    wish: { seconds: 5, size: size(720, 720), seed: 11 },
    request: { duration: 5, resolution: '720p', aspect_ratio: '1:1', seed: 11 },
  },
  {
    engine: 'openrouter/x-ai/grok-imagine-video',
    wish: { seconds: 3, size: size(854, 480) },
    request: { duration: 3, resolution: '480p', aspect_ratio: '16:9' },
  },
  {
    engine: 'openrouter/runway/gen-4.5',
    wish: { seconds: 10, size: size(720, 1_280), seed: 5 },
    request: { duration: 10, resolution: '720p', aspect_ratio: '9:16', seed: 5 },
  },
  {
    engine: 'openrouter/bytedance/seedance-2.0-fast',
    wish: { seconds: 4, size: size(864, 496), audio: true, seed: 3 },
    request: { duration: 4, size: '864x496', generate_audio: true, seed: 3 },
  },
];

describe('what is asked of each model', () => {
  test.each(translations)('$engine: in its own terms, with sound and seed only where it has them', async (row) => {
    const { job } = await accepted(bench, askFor(row.wish, { engine: row.engine }));
    const model = row.engine.slice('openrouter/'.length);
    expect(job.request).toEqual({ model, prompt, ...row.request });
  });

  test('every size that an engine offers has its words there, so that none is refused after the price was agreed', async () => {
    for (const capabilities of bench.provider.capabilities()) {
      const listed = bench.double.models.find(({ id }) => id === capabilities.model);
      if (!listed || capabilities.sizes.kind !== 'listed') continue;
      for (const each of capabilities.sizes.sizes) {
        const [seconds] = listed.supported_durations ?? [];
        const ask = askFor({ size: each, seconds: seconds ?? 5 }, { engine: capabilities.id });
        expect(
          await bench.provider.submit(ask, live()),
          `${capabilities.id} ${each.width}x${each.height}`,
        ).toMatchObject({
          kind: 'accepted',
        });
      }
    }
  });

  test('a style goes along as words', async () => {
    const { job } = await accepted(bench, askFor({ style: 'anime' }));
    expect(job.request.prompt).toMatch(/^a red ball\n\nStyle: hand-drawn anime/);
  });

  test('an image goes along as its bytes, since the address of a chat means nothing over there', async () => {
    const bytes = picture(64, 48, 'jpeg');
    const mediaKey = await bench.store(bytes);
    const { job } = await accepted(bench, askFor({ input: { kind: 'image', source: 'slack:F1', mediaKey } }));
    const url = `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;
    expect(job.request.frame_images).toEqual([{ type: 'image_url', image_url: { url }, frame_type: 'first_frame' }]);
  });

  test('the callback goes to the address of this attempt, with its token', async () => {
    const { job } = await accepted(bench, askFor({}, { callbackUrl }));
    expect(job.request.callback_url).toBe(callbackUrl);
  });

  test('a callback without TLS is left away, since the API would refuse the whole request for it', async () => {
    const [entry] = entriesOf('openrouter', engines, null, openRouterWire).entries;
    if (!entry) throw new Error('expected an engine, got none');
    const ask = askFor({}, { callbackUrl: callbackUrl.replace('https:', 'http:') });
    const inputPath = (): Promise<null> => Promise.resolve(null);
    expect(await requestFor(ask, entry, { inputPath, mayCallBackPlainly: false })).toMatchObject({
      kind: 'body',
      body: expect.not.stringContaining('callback_url'),
    });
  });
});

describe('what cannot be asked', () => {
  const impossible: readonly (readonly [what: string, wish: () => Promise<Partial<ClipSpec>>])[] = [
    [
      'an image above ten megabytes',
      () => withImage(Buffer.concat([picture(8, 8, 'png'), Buffer.alloc(10 * 1_024 ** 2)])),
    ],
    ['a GIF', () => withImage(Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(100)]))],
    [
      'an image that is not there',
      () => Promise.resolve({ input: { kind: 'image', source: 's', mediaKey: 'inputs/99' } }),
    ],
    ['an image that was not copied', () => Promise.resolve({ input: { kind: 'image', source: 's', mediaKey: null } })],
    ['a video', () => Promise.resolve({ input: { kind: 'video', source: 's', mediaKey: 'inputs/0' } })],
    ['a size without words', () => Promise.resolve({ size: size(1_000, 702) })],
    ['an upscale', () => Promise.resolve({ operation: 'upscale' })],
  ];

  async function withImage(bytes: Uint8Array): Promise<Partial<ClipSpec>> {
    return { input: { kind: 'image', source: 'slack:F1', mediaKey: await bench.store(bytes) } };
  }

  test.each(impossible)('%s is turned away before anything is sent', async (_what, wish) => {
    const before = bench.double.server.calls.length;
    const result = await bench.provider.submit(askFor(await wish()), live());
    expect(result).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(bench.double.server.calls.length).toBe(before);
  });

  test('an engine that nobody knows is turned away before anything is sent', async () => {
    const before = bench.double.server.calls.length;
    const result = await bench.provider.submit(askFor({}, { engine: 'openrouter/google/veo-9' }), live());
    expect(result).toMatchObject({ kind: 'rejected', code: 'model_retired' });
    expect(bench.double.server.calls.length).toBe(before);
  });
});
