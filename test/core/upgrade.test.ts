import { describe, expect, test } from 'vitest';

import type { EngineCapabilities, Size } from '../../src/core/engine.ts';
import { createEngines } from '../../src/core/engines.ts';
import { createOffers, upgradeOf } from '../../src/core/upgrade.ts';
import { aJob, aProvider, someCapabilities, spec } from './samples.ts';

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

function hdOf(size: string, engine: EngineCapabilities): string | null {
  const offer = upgradeOf(aJob({ kind: 'queued' }, { spec: { ...spec, size: sizeOf(size) } }), engine);
  return offer && textOf(offer.size);
}

describe('the same clip in HD', () => {
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

  test('costs what the engine asks today, not what the clip cost then', () => {
    const job = aJob({ kind: 'queued' }, { quoteMicroUsd: 1, spec: { ...spec, seconds: 3 } });
    const engine = { ...anyEven(2_560), price: { perSecondMicroUsd: 200_000 } };
    expect(upgradeOf(job, engine)).toEqual({ size: sizeOf('1920x1080'), quoteMicroUsd: 600_000 });
  });

  test('is not offered by an engine without seeds, since it would be another clip', () => {
    expect(hdOf('1280x720', { ...anyEven(2_560), seed: false })).toBeNull();
  });

  test('is not offered by an engine that no longer takes such a file', () => {
    const input = { kind: 'video', source: 'v.mp4', mediaKey: 'aa/1' } as const;
    expect(upgradeOf(aJob({ kind: 'queued' }, { spec: { ...spec, input } }), anyEven(2_560))).toBeNull();
  });

  test('is offered by the engine that made the clip, and by none when that is gone', () => {
    const offers = createOffers(
      createEngines([{ provider: aProvider({ capabilities: () => [anyEven(2_560)] }), credential: 'main' }]),
    );
    expect(offers(aJob())).toMatchObject({ size: { width: 1_920, height: 1_080 } });
    expect(offers(aJob({ kind: 'queued' }, { engine: 'acme/gone' }))).toBeNull();
  });
});
