import type { EndpointTypeMap } from '@fal-ai/client/endpoints';
import { describe, expect, it } from 'vitest';
import type { EngineId } from '../../../src/core/engine.ts';
import { nativeSize, quoteMicroUsd } from '../../../src/core/engine.ts';
import type { ClipSpec } from '../../../src/core/spec.ts';
import { bodies } from '../../doubles/fal/bodies.ts';
import { tinyPng } from '../../media/sample-images.ts';
import { engineIds, imageInput, openOnDouble, sizeOf } from './fixture.ts';

type Inputs = { [Endpoint in keyof EndpointTypeMap]: EndpointTypeMap[Endpoint]['input'] };

type Row = {
  readonly engine: EngineId;
  readonly changes: Partial<ClipSpec>;
  readonly endpoint: string;
  readonly body: object;
};

/** Held against what the client's own types know of the endpoint. */
function row<Endpoint extends keyof Inputs>(
  engine: EngineId,
  changes: Partial<ClipSpec>,
  endpoint: Endpoint,
  body: Inputs[Endpoint],
): Row {
  return { engine, changes, endpoint, body };
}

/** The types of the client show numbers as text; the endpoint's own schema has numbers, and refuses text. */
function numberRow<Endpoint extends `fal-ai/ltx-2.3/${string}` & keyof Inputs>(
  engine: EngineId,
  changes: Partial<ClipSpec>,
  endpoint: Endpoint,
  body: Omit<Inputs[Endpoint], 'duration' | 'fps'> & { readonly duration: number; readonly fps: number },
): Row {
  return { engine, changes, endpoint, body };
}

const prompt = 'a red ball';
const png = tinyPng(64, 48);
const dataUri = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
const fromImage = imageInput('picture.png');
const tall = { size: sizeOf('720x1280') };
const wide1080 = { size: sizeOf('1920x1080') };

const rows: readonly Row[] = [
  row('fal/kling-v3-pro', { ...wide1080, seconds: 7, audio: false }, 'fal-ai/kling-video/v3/pro/text-to-video', {
    prompt,
    duration: '7',
    aspect_ratio: '16:9',
    generate_audio: false,
  }),
  row('fal/kling-v3-pro', { ...wide1080, ...fromImage, seconds: 15 }, 'fal-ai/kling-video/v3/pro/image-to-video', {
    prompt,
    duration: '15',
    generate_audio: true,
    start_image_url: dataUri,
  }),
  row('fal/kling-v3-standard', { ...tall, seconds: 3 }, 'fal-ai/kling-video/v3/standard/text-to-video', {
    prompt,
    duration: '3',
    aspect_ratio: '9:16',
    generate_audio: true,
  }),
  row(
    'fal/kling-v3-standard',
    { size: sizeOf('960x960'), ...fromImage, seconds: 5 },
    'fal-ai/kling-video/v3/standard/image-to-video',
    { prompt, duration: '5', generate_audio: true, start_image_url: dataUri },
  ),
  row('fal/kling-v2.6-pro', { size: sizeOf('1440x1440'), seconds: 10 }, 'fal-ai/kling-video/v2.6/pro/text-to-video', {
    prompt,
    duration: '10',
    aspect_ratio: '1:1',
    generate_audio: true,
  }),
  row(
    'fal/kling-v2.6-pro',
    { ...wide1080, ...fromImage, seconds: 5, audio: false },
    'fal-ai/kling-video/v2.6/pro/image-to-video',
    { prompt, duration: '5', generate_audio: false, start_image_url: dataUri },
  ),
  row('fal/veo3.1', { ...wide1080, seconds: 8 }, 'fal-ai/veo3.1', {
    prompt,
    duration: '8s',
    aspect_ratio: '16:9',
    resolution: '1080p',
    generate_audio: true,
    seed: 7,
  }),
  row('fal/veo3.1', { ...tall, ...fromImage, seconds: 4 }, 'fal-ai/veo3.1/image-to-video', {
    prompt,
    duration: '4s',
    aspect_ratio: '9:16',
    resolution: '720p',
    generate_audio: true,
    seed: 7,
    image_url: dataUri,
  }),
  row('fal/veo3.1-fast', { ...tall, seconds: 6, audio: false }, 'fal-ai/veo3.1/fast', {
    prompt,
    duration: '6s',
    aspect_ratio: '9:16',
    resolution: '720p',
    generate_audio: false,
    seed: 7,
  }),
  row('fal/veo3.1-lite', { size: sizeOf('1080x1920'), ...fromImage, seconds: 8 }, 'fal-ai/veo3.1/lite/image-to-video', {
    prompt,
    duration: '8s',
    aspect_ratio: '9:16',
    resolution: '1080p',
    generate_audio: true,
    seed: 7,
    image_url: dataUri,
  }),
  row(
    'fal/seedance-1.5-pro',
    { size: sizeOf('960x960'), seconds: 12 },
    'fal-ai/bytedance/seedance/v1.5/pro/text-to-video',
    { prompt, duration: '12', aspect_ratio: '1:1', resolution: '720p', generate_audio: true, seed: 7 },
  ),
  numberRow('fal/ltx-2.3-fast', { ...wide1080, seconds: 6, fps: 25 }, 'fal-ai/ltx-2.3/text-to-video/fast', {
    prompt,
    duration: 6,
    fps: 25,
    aspect_ratio: '16:9',
    resolution: '1080p',
    generate_audio: true,
  }),
  numberRow(
    'fal/ltx-2.3-fast',
    { size: sizeOf('1080x1920'), ...fromImage, seconds: 20, fps: 25, audio: false },
    'fal-ai/ltx-2.3/image-to-video/fast',
    {
      prompt,
      duration: 20,
      fps: 25,
      aspect_ratio: '9:16',
      resolution: '1080p',
      generate_audio: false,
      image_url: dataUri,
    },
  ),
];

describe('what a clip is asked for in the words of each endpoint', () => {
  it.each(rows)(
    '$engine at $endpoint: in the types of the client, and nothing else is sent',
    async ({ engine, changes, endpoint, body }) => {
      await using onDouble = await openOnDouble();
      await onDouble.store('picture.png', png);
      const { task } = await onDouble.task({ prompt, ...changes }, { engine });
      expect([task.endpoint, task.body]).toEqual([endpoint, body]);
    },
  );

  it('takes every size and length that an engine says it has, so that nothing admitted fails at the create', async () => {
    await using onDouble = await openOnDouble();
    await onDouble.store('picture.png', png);
    const { provider } = onDouble;
    for (const { id, sizes, seconds, fps, inputs } of provider.capabilities()) {
      if (sizes.kind !== 'listed') throw new Error(`expected ${id} to list its sizes`);
      const lengths = seconds.kind === 'listed' ? seconds.seconds : [seconds.min, seconds.max];
      for (const input of inputs) {
        const start = input === 'image' ? fromImage : {};
        for (const size of sizes.sizes) {
          const changes = { ...start, size, seconds: lengths[0], fps: fps[0] };
          expect(await onDouble.submit(changes, { engine: id })).toMatchObject({ kind: 'accepted' });
        }
        for (const length of lengths) {
          const changes = { ...start, size: nativeSize(sizes), seconds: length, fps: fps[0] };
          expect(await onDouble.submit(changes, { engine: id })).toMatchObject({ kind: 'accepted' });
        }
      }
    }
    expect(new Set(onDouble.double.tasks.map(({ endpoint }) => endpoint))).toEqual(new Set(bodies.keys()));
  });

  it('gives the words of a style with the prompt', async () => {
    await using onDouble = await openOnDouble();
    const { task } = await onDouble.task({ prompt, style: 'anime' });
    expect(task.body['prompt']).toMatch(/^a red ball\n\nStyle: hand-drawn anime/u);
  });

  it.each([
    ['a clip to upscale', { operation: 'upscale' as const }],
    ['a video to start from', { input: { kind: 'video' as const, source: 'clip:1', mediaKey: 'clip.mp4' } }],
    ['a size that it does not have', { size: sizeOf('1280x721') }],
    ['a size named like a part of every object', { size: { width: Number.NaN, height: Number.NaN } }],
  ])('refuses %s before anything is sent', async (_, changes) => {
    await using onDouble = await openOnDouble();
    expect(await onDouble.submit(changes)).toMatchObject({ kind: 'rejected', code: 'invalid' });
    expect(onDouble.double.calls).toEqual([]);
  });
});

describe('the picture that a clip starts from', () => {
  it.each([
    ['is no longer there', 'gone', new Uint8Array(), 'invalid'],
    ['is a video', 'clip.mp4', Buffer.from('\0\0\0\x18ftypisom....'), 'invalid'],
    ['is no picture at all', 'notes.txt', Buffer.from('these are only notes'), 'invalid'],
    ['is larger than a create may be', 'large.png', Buffer.concat([png, Buffer.alloc(10 * 1024 ** 2)]), 'invalid'],
  ])('when it %s, nothing is sent and the person is told', async (_, name, bytes, code) => {
    await using onDouble = await openOnDouble();
    await onDouble.store(name, bytes);
    expect(await onDouble.submit(imageInput(name))).toMatchObject({ kind: 'rejected', code });
    expect(onDouble.double.calls).toEqual([]);
  });

  it('that the disk does not give just now is tried again later', async () => {
    await using onDouble = await openOnDouble();
    expect(await onDouble.submit(imageInput('not-yet.png'))).toMatchObject({ kind: 'rejected', code: 'transient' });
    expect(onDouble.double.calls).toEqual([]);
  });
});

describe('engines as data', () => {
  it('are all usable as they are, each with a price by the second and a date', async () => {
    await using onDouble = await openOnDouble();
    const capabilities = onDouble.provider.capabilities();
    expect(capabilities.map(({ id }) => id)).toEqual(engineIds);
    for (const { asOf, price, playMoney } of capabilities) {
      expect(asOf).toBe('2026-11-23');
      expect(playMoney).toBe(false);
      for (const { perSecondMicroUsd } of [price, ...(price.rates ?? [])]) expect(perSecondMicroUsd).toBeGreaterThan(0);
    }
  });

  it.each([
    ['fal/kling-v3-pro', 5, '1920x1080', true, 840_000],
    ['fal/kling-v3-pro', 5, '1920x1080', false, 560_000],
    ['fal/veo3.1', 8, '1920x1080', true, 3_200_000],
    ['fal/veo3.1-lite', 4, '1280x720', true, 200_000],
    ['fal/veo3.1-lite', 4, '1080x1920', false, 200_000],
    ['fal/seedance-1.5-pro', 10, '1920x1080', true, 1_200_000],
    ['fal/ltx-2.3-fast', 20, '1920x1080', true, 1_200_000],
  ])('%s: %d s of %s, sound %s, is quoted at %d micro-dollars', async (id, seconds, size, audio, microUsd) => {
    await using onDouble = await openOnDouble();
    const engine = onDouble.provider.capabilities().find((one) => one.id === id);
    if (!engine) throw new Error(`expected ${id} among the engines`);
    expect(quoteMicroUsd(engine.price, { seconds, size: sizeOf(size), audio, input: null })).toBe(microUsd);
  });

  it("an operator's file adds an endpoint without a release", async () => {
    const wire = {
      text: 'fal-ai/veo3.1/fast',
      seconds: { field: 'duration', as: 'text_with_s' },
      sizes: { '1280x720': { aspect_ratio: '16:9' } },
      always: { safety_tolerance: '2' },
    };
    const engines = { 'fal/mine': { like: 'fal/veo3.1-fast', label: 'Mine', sizes: ['1280x720'], wire } } as const;
    await using onDouble = await openOnDouble({ operatorsFile: { engines } });
    const { task } = await onDouble.task({ prompt }, { engine: 'fal/mine' });
    expect(task.endpoint).toBe('fal-ai/veo3.1/fast');
    expect(task.body).toEqual({ prompt, duration: '4s', aspect_ratio: '16:9', safety_tolerance: '2' });
  });
});
