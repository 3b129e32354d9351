import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { EngineCapabilities, Size } from '../../src/core/engine.ts';
import { askFrom, drawSeed, resolveSpec } from '../../src/core/resolve-spec.ts';
import type { Ask, ClipSpec } from '../../src/core/spec.ts';
import { seededRandom } from '../doubles/world.ts';
import { openAsk, someCapabilities } from './samples.ts';

const anyEven = { kind: 'any_even', sideMin: 64, sideMax: 2_560, native: { width: 1_024, height: 576 } } as const;
const image = { kind: 'image', source: 'https://cdn.example/1', mediaKey: null } as const;
const video = { ...image, kind: 'video' } as const;

function resolve(ask: Partial<Ask>, engine: Partial<EngineCapabilities> = {}) {
  return resolveSpec({ ...openAsk, ...ask }, someCapabilities(engine), seededRandom());
}

function specOf(ask: Partial<Ask>, engine: Partial<EngineCapabilities> = {}): ClipSpec {
  const resolved = resolve(ask, engine);
  if (resolved.kind !== 'ok') throw new Error(`expected a spec, got ${JSON.stringify(resolved.problems)}`);
  return resolved.spec;
}

/** What was wrong, as `option: expected | got | nearest`. */
function problemsOf(ask: Partial<Ask>, engine: Partial<EngineCapabilities> = {}): string[] {
  const resolved = resolve(ask, engine);
  if (resolved.kind === 'ok') return [];
  return resolved.problems.map(
    ({ option, expected, got, nearest }) => `${option}: ${expected} | ${got} | ${nearest ?? '-'}`,
  );
}

/** What people are told came out otherwise, as `option: asked -> got`. */
function adaptedOf(ask: Partial<Ask>, engine: Partial<EngineCapabilities> = {}): string[] {
  return specOf(ask, engine).adapted.map(({ option, asked, got }) => `${option}: ${asked} -> ${got ?? 'nothing'}`);
}

const sized = (width: number, height: number): { size: Size } => ({ size: { width, height } });

describe('what the ask left open', () => {
  test('becomes five seconds at the native size and frame rate, silent where the engine is', () => {
    expect(specOf({})).toMatchObject({
      prompt: 'a red ball',
      seconds: 5,
      size: { width: 1_280, height: 720 },
      fps: 24,
      audio: false,
      style: null,
      input: null,
    });
    expect(specOf({}, { sizes: anyEven }).size).toEqual({ width: 1_024, height: 576 });
  });

  test('takes the length nearest to five seconds that the engine has', () => {
    expect(specOf({}, { seconds: { kind: 'listed', seconds: [4, 8] } }).seconds).toBe(4);
    expect(specOf({}, { seconds: { kind: 'listed', seconds: [10, 8] } }).seconds).toBe(8);
    expect(specOf({}, { seconds: { kind: 'whole', min: 6, max: 9 } }).seconds).toBe(6);
    expect(specOf({}, { seconds: { kind: 'whole', min: 1, max: 3 } }).seconds).toBe(3);
  });

  test('has sound where the engine makes it, unless the person wants none', () => {
    expect(specOf({}, { audio: true }).audio).toBe(true);
    expect(specOf({ audio: false }, { audio: true }).audio).toBe(false);
    expect(specOf({ audio: true }, { audio: false }).audio).toBe(false);
  });
});

describe('what the ask says', () => {
  test('is kept as it is', () => {
    const ask = { seconds: 8, ...sized(720, 1_280), fps: 30, seed: 99, style: 'noir', input: image, audio: false };
    expect(specOf(ask)).toEqual({
      operation: 'make',
      prompt: 'a red ball',
      ...ask,
      wish: { engine: null, seconds: 8, size: ask.size, fps: 30, seed: 99, style: 'noir', audio: false },
      adapted: [],
      route: null,
    });
  });

  test('a seed that was said is kept, zero as well, and no chance is used up', () => {
    const random = seededRandom();
    resolveSpec({ ...openAsk, seed: 0 }, someCapabilities(), random);
    expect(specOf({ seed: 0 }).seed).toBe(0);
    expect(random.fraction()).toBe(seededRandom().fraction());
  });

  test('a seed that was not said is drawn: whole, from 0 to below 2^31, and another each time', () => {
    const random = seededRandom();
    const seeds = Array.from({ length: 200 }, () => drawSeed(random));
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)).toBe(true);
    expect(new Set(seeds).size).toBe(200);
    expect(drawSeed({ ...random, fraction: () => 1 - 2 ** -53 })).toBe(2 ** 31 - 1);
  });
});

describe('what the engine has in another value is taken at the nearest, and told', () => {
  test.each([
    [1, 2],
    [2, 2],
    [10, 10],
    [-3, 2],
    [0, 2],
    [4.4, 4],
    [4.6, 5],
    [10.4, 10],
  ])('%d seconds of 2 to 10 whole ones: %d', (seconds, got) => {
    expect(specOf({ seconds }).seconds).toBe(got);
    expect(adaptedOf({ seconds })).toEqual(got === seconds ? [] : [`seconds: ${seconds} -> ${got}`]);
  });

  test.each([
    [5, 4],
    [6, 4],
    [7, 8],
    [1, 4],
    [8, 8],
  ])('%d seconds of a list 4, 8, 12: %d, the first of two as near', (seconds, got) => {
    const engine = { seconds: { kind: 'listed', seconds: [4, 8, 12] } } as const;
    expect(specOf({ seconds }, engine).seconds).toBe(got);
  });

  test.each([
    [sized(1_920, 1_080), '1280x720'],
    [sized(1_080, 1_920), '720x1280'],
    [sized(1_280, 721), '1280x720'],
    [sized(1_024, 576), '1280x720'],
    [sized(1_440, 1_080), '1280x720'],
    [sized(1_280, 720), null],
  ])('size %j of a list of two: %j', (ask, got) => {
    const { width, height } = ask.size;
    expect(adaptedOf(ask)).toEqual(got === null ? [] : [`size: ${width}x${height} -> ${got}`]);
  });

  test.each([
    ['1920x1080', '1280x720'],
    ['1000x1000', '960x960'],
    ['640x640', '960x960'],
    ['1024x768', '1104x832'],
    ['2560x1080', '1584x672'],
    ['900x1200', '832x1104'],
  ])('%s by its shape first: %s, however near another is in pixels', (asked, got) => {
    const pairs = ['1280x720', '720x1280', '1104x832', '960x960', '832x1104', '1584x672'];
    const sizeOf = (text: string): Size => {
      const [width = 0, height = 0] = text.split('x').map(Number);
      return { width, height };
    };
    const [first = sizeOf('1x1'), ...others] = pairs.map(sizeOf);
    const engine = { sizes: { kind: 'listed', sizes: [first, ...others] } } as const;
    expect(adaptedOf({ size: sizeOf(asked) }, engine)).toEqual([`size: ${asked} -> ${got}`]);
  });

  test('of sizes of one shape the nearest in pixels', () => {
    const sizes = {
      kind: 'listed',
      sizes: [sized(854, 480).size, sized(1_280, 720).size, sized(1_920, 1_080).size],
    } as const;
    expect(adaptedOf(sized(1_600, 900), { sizes })).toEqual(['size: 1600x900 -> 1920x1080']);
    expect(adaptedOf(sized(1_000, 562), { sizes })).toEqual(['size: 1000x562 -> 854x480']);
  });

  test.each([
    [sized(1_080, 1_920), null],
    [sized(64, 2_560), null],
    [sized(63, 64), '64x64'],
    [sized(1_001, 500), '1002x500'],
    [sized(1, 1), '64x64'],
    [sized(9_999, 9_999), '2560x2560'],
    [sized(5_120, 2_880), '2560x1440'],
  ])('size %j of any even pair from 64 to 2560: %j', (ask, got) => {
    const { width, height } = ask.size;
    expect(adaptedOf(ask, { sizes: anyEven })).toEqual(got === null ? [] : [`size: ${width}x${height} -> ${got}`]);
  });

  test.each([
    [25, 24],
    [27, 24],
    [28, 30],
    [60, 30],
    [30, 30],
  ])('%d frames a second of 24 and 30: %d', (fps, got) => {
    expect(specOf({ fps }).fps).toBe(got);
    expect(adaptedOf({ fps })).toEqual(fps === got ? [] : [`fps: ${fps} -> ${got}`]);
  });

  test('a seed, sound, or a style that it has no room for: told that it has none', () => {
    expect(adaptedOf({ seed: 7 }, { seed: false })).toEqual(['seed: 7 -> nothing']);
    expect(adaptedOf({ audio: true }, { audio: false })).toEqual(['audio: on -> nothing']);
    expect(adaptedOf({ audio: false }, { audio: true })).toEqual([]);
    const long = { prompt: 'x'.repeat(995), style: 'noir' };
    expect(adaptedOf(long)).toEqual(['style: noir -> nothing']);
    expect(specOf(long).style).toBeNull();
  });

  test('but nothing is told of what nobody had set', () => {
    const engine = { seconds: { kind: 'listed', seconds: [8] }, fps: [60], seed: false, audio: false } as const;
    expect(adaptedOf({}, engine)).toEqual([]);
    expect(specOf({}, engine)).toMatchObject({ seconds: 8, fps: 60 });
  });
});

describe('to make a clip larger or longer', () => {
  const upscaler = { operations: ['upscale'], inputs: ['video'], seconds: { kind: 'whole', min: 1, max: 30 } } as const;

  test('is refused where an engine only makes some, and the other way round', () => {
    expect(problemsOf({ operation: 'upscale', input: video })).toEqual(['operation: make | upscale | -']);
    expect(problemsOf({}, upscaler)).toEqual(['operation: upscale | make | -', 'input: video | text | -']);
  });

  test('larger takes its length, its frame rate and its words as they are, since nothing of them is made anew', () => {
    const ask = {
      operation: 'upscale',
      input: video,
      seconds: 19,
      fps: 25,
      prompt: 'x'.repeat(5_000),
      audio: true,
    } as const;
    expect(specOf(ask, upscaler)).toMatchObject({ seconds: 19, fps: 25, audio: true, adapted: [] });
    expect(problemsOf({ ...ask, seconds: 31 }, upscaler)).toEqual(['seconds: a whole number from 1 to 30 | 31 | 30']);
  });

  test('longer goes by how much longer it makes a clip at a time', () => {
    const engine = { operations: ['make', 'extend'], extendSeconds: { kind: 'whole', min: 4, max: 20 } } as const;
    const ask = { operation: 'extend', input: video } as const;
    expect(specOf({ ...ask, seconds: 18 }, engine).seconds).toBe(18);
    expect(problemsOf({ ...ask, seconds: 21 }, engine)).toEqual(['seconds: a whole number from 4 to 20 | 21 | 20']);
  });
});

describe('what the engine cannot do at all is named', () => {
  test.each([
    [11, 10],
    [99_999, 10],
  ])('%d seconds of 2 to 10 whole ones: the longest is %d', (seconds, nearest) => {
    expect(problemsOf({ seconds })).toEqual([`seconds: a whole number from 2 to 10 | ${seconds} | ${nearest}`]);
  });

  test('longer than the longest of a list', () => {
    const engine = { seconds: { kind: 'listed', seconds: [4, 12, 8] } } as const;
    expect(problemsOf({ seconds: 13 }, engine)).toEqual(['seconds: 4, 12, 8 | 13 | 12']);
  });

  test('a picture that stands, where all of them lie; but a square may be cut from either', () => {
    const lying = { sizes: { kind: 'listed', sizes: [sized(1_280, 720).size] } } as const;
    expect(problemsOf(sized(720, 1_280), lying)).toEqual(['size: 1280x720 | 720x1280 | 1280x720']);
    expect(adaptedOf(sized(720, 720), lying)).toEqual(['size: 720x720 -> 1280x720']);
  });

  test('sizes from an image are its own', () => {
    const engine = { sizesFrom: { image: { kind: 'listed', sizes: [sized(960, 960).size] } } } as const;
    expect(specOf({ input: image }, engine).size).toEqual(sized(960, 960).size);
    expect(specOf({}, engine).size).toEqual(sized(1_280, 720).size);
  });

  test('an input of a kind that it does not take', () => {
    expect(problemsOf({ input: video })).toEqual(['input: text or image | video | -']);
    expect(problemsOf({ input: image }, { inputs: ['text'] })).toEqual(['input: text | image | -']);
    expect(problemsOf({ input: image })).toEqual([]);
  });

  test('words alone, where it works from an image only: told before anything is bought', () => {
    expect(problemsOf({}, { inputs: ['image'] })).toEqual(['input: image | text | -']);
    expect(problemsOf({ input: image }, { inputs: ['image'] })).toEqual([]);
  });

  test('a prompt that is one character too long', () => {
    expect(problemsOf({ prompt: 'x'.repeat(1_000) })).toEqual([]);
    expect(problemsOf({ prompt: 'x'.repeat(1_001) })).toEqual([
      'prompt: at most 1000 characters | 1001 characters | -',
    ]);
  });

  test('everything at once, so that a person corrects it in one go', () => {
    const ask = { operation: 'upscale', ...sized(720, 1_280), seconds: 99, input: video } as const;
    const lying = { sizes: { kind: 'listed', sizes: [sized(1_280, 720).size] } } as const;
    const resolved = resolve({ ...ask, operation: 'extend', prompt: 'x'.repeat(2_000) }, lying);
    if (resolved.kind === 'ok') throw new Error('expected problems, got a spec');
    expect(resolved.problems.map(({ option }) => option)).toEqual(['operation', 'size', 'seconds', 'prompt']);
    expect(resolved.problems[0]).toMatchObject({ kind: 'unsupported', engine: 'Acme reel-1', couldDo: [] });
  });
});

test('whatever it came to is taken as it is when it is asked for, so nobody is told of a change twice', () => {
  const engines = fc.constantFrom<Partial<EngineCapabilities>>(
    {},
    { sizes: anyEven },
    { seconds: { kind: 'listed', seconds: [4, 8, 12] }, fps: [30, 60] },
  );
  const number = fc.oneof(fc.integer({ min: -10, max: 5_000 }), fc.double({ min: -5, max: 200, noNaN: true }));
  const side = fc.integer({ min: 1, max: 9_000 });
  fc.assert(
    fc.property(engines, number, side, side, number, (engine, seconds, width, height, fps) => {
      const resolved = resolve({ seconds, ...sized(width, height), fps }, engine);
      if (resolved.kind !== 'ok') return;
      const { spec } = resolved;
      expect(adaptedOf({ seconds: spec.seconds, size: spec.size, fps: spec.fps }, engine)).toEqual([]);
    }),
    { numRuns: 300, seed: 3 },
  );
});

test('what was asked for is kept with the job, so that another engine can be asked the same', () => {
  const ask = { ...openAsk, seconds: 7, fps: 60, style: 'noir', input: image };
  expect(askFrom(specOf(ask, { seconds: { kind: 'listed', seconds: [4, 8] } }))).toEqual({ ...ask, fresh: true });
  expect(askFrom({ ...specOf({}), wish: null })).toBeNull();
});
