import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { EngineCapabilities, Size } from '../../src/core/engine.ts';
import { drawSeed, resolveSpec } from '../../src/core/resolve-spec.ts';
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
    expect(specOf(ask)).toEqual({ prompt: 'a red ball', ...ask });
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

describe('what the engine cannot do is named with the nearest thing that it can', () => {
  test.each([
    [1, 2],
    [2, null],
    [10, null],
    [11, 10],
    [-3, 2],
    [0, 2],
    [4.4, 4],
    [4.6, 5],
    [99_999, 10],
  ])('%d seconds of 2 to 10 whole ones: nearest %j', (seconds, nearest) => {
    expect(problemsOf({ seconds })).toEqual(
      nearest === null ? [] : [`seconds: a whole number from 2 to 10 | ${seconds} | ${nearest}`],
    );
  });

  test.each([
    [5, 4],
    [6, 4],
    [7, 8],
    [13, 12],
    [8, null],
  ])('%d seconds of a list 4, 8, 12: nearest %j, the first of two as near', (seconds, nearest) => {
    expect(problemsOf({ seconds }, { seconds: { kind: 'listed', seconds: [4, 8, 12] } })).toEqual(
      nearest === null ? [] : [`seconds: 4, 8, 12 | ${seconds} | ${nearest}`],
    );
  });

  test.each([
    [sized(1_920, 1_080), '1280x720'],
    [sized(1_080, 1_920), '720x1280'],
    [sized(1, 1), '1280x720'],
    [sized(1_280, 721), '1280x720'],
    [sized(1_280, 720), null],
  ])('size %j of a list: nearest %j', (ask, nearest) => {
    const { width, height } = ask.size;
    expect(problemsOf(ask)).toEqual(
      nearest === null ? [] : [`size: 1280x720, 720x1280 | ${width}x${height} | ${nearest}`],
    );
  });

  test.each([
    [sized(1_080, 1_920), null],
    [sized(64, 2_560), null],
    [sized(63, 64), '64x64'],
    [sized(1_001, 500), '1002x500'],
    [sized(1, 1), '64x64'],
    [sized(9_999, 9_999), '2560x2560'],
    [sized(-5, 720), '64x720'],
  ])('size %j of any even pair from 64 to 2560: nearest %j', (ask, nearest) => {
    const { width, height } = ask.size;
    expect(problemsOf(ask, { sizes: anyEven })).toEqual(
      nearest === null ? [] : [`size: two even numbers from 64 to 2560 | ${width}x${height} | ${nearest}`],
    );
  });

  test.each([
    [25, 24],
    [27, 24],
    [28, 30],
    [60, 30],
    [30, null],
  ])('%d frames a second of 24 and 30: nearest %j', (fps, nearest) => {
    expect(problemsOf({ fps })).toEqual(nearest === null ? [] : [`fps: 24, 30 | ${fps} | ${nearest}`]);
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
    const ask = { ...sized(1, 1), seconds: 99, fps: 7, input: video, prompt: 'x'.repeat(2_000) };
    const resolved = resolve(ask);
    if (resolved.kind === 'ok') throw new Error('expected problems, got a spec');
    expect(resolved.problems.map(({ option }) => option)).toEqual(['size', 'seconds', 'fps', 'input', 'prompt']);
    expect(resolved.problems[0]).toMatchObject({ kind: 'unsupported', engine: 'Acme reel-1' });
  });
});

test('the nearest value named for any mistake is accepted when it is asked for', () => {
  const engines = fc.constantFrom<Partial<EngineCapabilities>>(
    {},
    { sizes: anyEven },
    { seconds: { kind: 'listed', seconds: [4, 8, 12] }, fps: [30, 60] },
  );
  const number = fc.oneof(fc.integer({ min: -10, max: 5_000 }), fc.double({ min: -5, max: 200, noNaN: true }));
  fc.assert(
    fc.property(engines, number, number, number, number, (engine, seconds, width, height, fps) => {
      const resolved = resolve({ seconds, ...sized(width, height), fps }, engine);
      if (resolved.kind === 'ok') return;
      const nearest = new Map(resolved.problems.map((problem) => [problem.option, problem.nearest]));
      const [w = width, h = height] = nearest.get('size')?.split('x').map(Number) ?? [];
      const corrected = {
        seconds: Number(nearest.get('seconds') ?? seconds),
        fps: Number(nearest.get('fps') ?? fps),
        ...sized(w, h),
      };
      expect(problemsOf(corrected, engine)).toEqual([]);
    }),
    { numRuns: 300, seed: 3 },
  );
});
