import { describe, expect, test } from 'vitest';

import type { EngineCapabilities, Size } from '../../src/core/engine.ts';
import type { Job } from '../../src/core/job.ts';
import { inputFromOwn } from '../../src/core/own-clip.ts';
import { upgradeOf } from '../../src/core/upgrade.ts';
import { enginesOf } from '../doubles/engines.ts';
import { aClip, aJob, aProvider, idOf, someCapabilities, spec } from './samples.ts';

const sizeOf = (text: string): Size => {
  const [width = 0, height = 0] = text.split('x').map(Number);
  return { width, height };
};
const textOf = ({ width, height }: Size): string => `${width}x${height}`;

const listed = (...sizes: readonly [string, ...string[]]): EngineCapabilities => {
  const [first, ...others] = sizes;
  return someCapabilities({ sizes: { kind: 'listed', sizes: [sizeOf(first), ...others.map(sizeOf)] } });
};
const anyEven = (sideMax: number, sideMin = 64): EngineCapabilities =>
  someCapabilities({ sizes: { kind: 'any_even', sideMin, sideMax, native: { width: 1_280, height: 720 } } });
const among = (...all: readonly EngineCapabilities[]) =>
  enginesOf([{ provider: aProvider({ capabilities: () => all }), credential: 'main' }]);

const jobWith = (more: Partial<Job['spec']>): Job => aJob({ kind: 'queued' }, { spec: { ...spec, ...more } });
const offerOf = (job: Job, ...all: readonly EngineCapabilities[]) => upgradeOf({ job, clip: null }, among(...all));

function hdOf(size: string, engine: EngineCapabilities): string | null {
  const offer = offerOf(jobWith({ size: sizeOf(size) }), engine);
  return offer && offer.ask.size && textOf(offer.ask.size);
}

describe('the same clip in HD, by the engine that made it', () => {
  test.each([
    ['landscape', '1280x720', '1920x1080'],
    ['a preview', '1024x576', '1920x1080'],
    ['vertical', '720x1280', '1080x1920'],
    ['square', '720x720', '1080x1080'],
    ['an odd shape, to even sides', '854x480', '1922x1080'],
    ['as large as the engine can', '2000x500', '2560x640'],
  ])('any size, %s: %s becomes %s', (_, size, hd) => {
    expect(hdOf(size, anyEven(2_560))).toBe(hd);
  });

  test.each([
    ['1920x1080', anyEven(2_560)],
    ['1080x1920', anyEven(2_560)],
    ['1080x1080', anyEven(2_560)],
    ['2560x1440', anyEven(2_560)],
    ['2560x640', anyEven(2_560)],
    ['1280x720', anyEven(1_280)],
    ['1280x720', anyEven(1_279)],
    ['1920x1080', listed('1280x720', '1920x1080', '3840x2160')],
    ['2048x1152', listed('1280x720', '3840x2160')],
    ['1280x720', listed('1280x720', '720x1280')],
    ['1280x720', listed('1080x1920', '1080x1080')],
    ['720x720', listed('1280x720', '1920x1080')],
  ])('%s is not offered where it would not be larger', (size, engine) => {
    expect(hdOf(size, engine)).toBeNull();
  });

  test.each([
    ['1280x720', ['1280x720', '1920x1080', '3840x2160'], '1920x1080'],
    ['1280x720', ['3840x2160', '1280x720'], '3840x2160'],
    ['640x360', ['640x360', '1280x720', '854x480'], '1280x720'],
    ['720x1280', ['1280x720', '720x1280', '1920x1080', '1080x1920'], '1080x1920'],
    ['960x960', ['960x960', '1440x1440', '1920x1080'], '1440x1440'],
    ['1280x720', ['1280x720', '1792x1008'], '1792x1008'],
    ['1280x720', ['1280x720', '1792x1024'], '1792x1024'],
    ['1280x720', ['1280x720', '1664x1080'], null],
  ] as const)('from a list, %s of %j becomes %s: same shape, nearest to 1080 lines', (size, sizes, hd) => {
    const [first, ...others] = sizes;
    expect(hdOf(size, listed(first, ...others))).toBe(hd);
  });

  test('asks for all that it was, with its seed, at the price of today', () => {
    const engine = { ...anyEven(2_560), price: { perSecondMicroUsd: 200_000 } };
    const offer = offerOf(
      aJob({ kind: 'queued' }, { quoteMicroUsd: 1, spec: { ...spec, seconds: 3, style: 'noir' } }),
      engine,
    );
    const size = sizeOf('1920x1080');
    expect(offer).toMatchObject({ quoteMicroUsd: 600_000, ask: { seconds: 3, size, seed: spec.seed, style: 'noir' } });
    expect(offer?.ask).toMatchObject({ operation: 'make', engine: engine.id, fresh: false });
  });

  test('is not offered without seeds, since it would be another clip', () => {
    expect(hdOf('1280x720', { ...anyEven(2_560), seed: false })).toBeNull();
  });

  test('is not offered where the engine no longer takes such a file, or takes nothing new', () => {
    const input = { kind: 'video', source: 'v.mp4', mediaKey: 'aa/1' } as const;
    expect(offerOf(jobWith({ input }), anyEven(2_560))).toBeNull();
    expect(offerOf(aJob({ kind: 'queued' }, { engine: 'acme/gone' }), anyEven(2_560))).toBeNull();
    expect(offerOf(jobWith({}), { ...anyEven(2_560), retiresOn: '2020-01-01' })).toBeNull();
  });

  test('goes by the sizes that the engine has for what it starts from', () => {
    const input = { kind: 'image', source: 'i.png', mediaKey: 'aa/1' } as const;
    const engine = { ...anyEven(2_560), sizesFrom: { image: listed('1280x720').sizes } };
    expect(offerOf(jobWith({ input }), engine)).toBeNull();
  });
});

describe('the same clip in HD, by an engine that makes clips larger', () => {
  const maker = { ...listed('1280x720'), seed: false };
  const upscaler = (more: Partial<EngineCapabilities> = {}): EngineCapabilities => ({
    ...anyEven(4_096),
    id: 'acme/larger',
    operations: ['upscale'],
    inputs: ['video'],
    promptCharsMax: 1,
    seconds: { kind: 'whole', min: 1, max: 30 },
    price: { perSecondMicroUsd: 30_000 },
    ...more,
  });
  const clip = aClip({ facts: { ...aClip().facts, durationMs: 5_042, fps: 23.976 } });
  const upscaled = (...all: readonly EngineCapabilities[]) =>
    upgradeOf({ job: jobWith({}), clip }, among(maker, ...all));

  test('starts from the clip, as long as that is, at its own price a second', () => {
    expect(upscaled(upscaler())).toEqual({
      quoteMicroUsd: 6 * 30_000,
      ask: expect.objectContaining({
        operation: 'upscale',
        engine: 'acme/larger',
        seconds: 6,
        size: sizeOf('1920x1080'),
        fps: 24,
        input: inputFromOwn({ kind: 'clip', clipId: idOf('clip') }),
      }),
    });
  });

  test('is the cheapest of them, the first of those that cost the same', () => {
    const [dear, cheap, same] = [
      upscaler({ price: { perSecondMicroUsd: 50_000 } }),
      upscaler({ id: 'acme/cheap' }),
      upscaler({ id: 'acme/same' }),
    ];
    expect(upscaled(dear, cheap, same)?.ask.engine).toBe('acme/cheap');
  });

  test('is not needed where the engine itself makes it larger', () => {
    const offer = upgradeOf({ job: jobWith({}), clip }, among(anyEven(2_560), upscaler()));
    expect(offer?.ask).toMatchObject({ operation: 'make', engine: maker.id });
  });

  test('is not to be had of a clip that is deleted, not there, large enough or too long', () => {
    expect(upgradeOf({ job: jobWith({}), clip: null }, among(maker, upscaler()))).toBeNull();
    expect(upgradeOf({ job: jobWith({}), clip: { ...clip, deletedAtMs: 1 } }, among(maker, upscaler()))).toBeNull();
    const large = { ...clip, facts: { ...clip.facts, size: sizeOf('1920x1080') } };
    expect(upgradeOf({ job: jobWith({}), clip: large }, among(maker, upscaler()))).toBeNull();
  });

  test('is none that only makes videos, nor play money for real or real money for play', () => {
    expect(upscaled(upscaler({ operations: ['make'] }))).toBeNull();
    expect(upscaled(upscaler({ playMoney: true }))).toBeNull();
    const played = aJob({ kind: 'queued' }, { playMoney: true });
    expect(upgradeOf({ job: played, clip }, among({ ...maker, playMoney: true }, upscaler()))).toBeNull();
  });
});
