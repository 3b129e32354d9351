import { describe, expect, test } from 'vitest';

import type { EngineCapabilities, EngineId } from '../../src/core/engine.ts';
import type { EngineFigures } from '../../src/core/ports/engine-standings.ts';
import { rank } from '../../src/core/route.ts';
import type { Ask, RouteReason } from '../../src/core/spec.ts';
import { enginesOf } from '../doubles/engines.ts';
import { aProvider, openAsk, someCapabilities } from './samples.ts';

const wide = { width: 1_280, height: 720 };
const tall = { width: 720, height: 1_280 };
const hd = { width: 1_920, height: 1_080 };
const image = { kind: 'image', source: 'https://cdn.example/1', mediaKey: null } as const;
const video = { ...image, kind: 'video' } as const;

function engine(
  id: EngineId,
  more: Partial<EngineCapabilities> & { readonly cents?: number } = {},
): EngineCapabilities {
  const { cents = 10, ...rest } = more;
  return someCapabilities({
    id,
    provider: id.slice(0, id.indexOf('/')),
    label: id,
    inputs: ['text', 'image'],
    sizes: { kind: 'listed', sizes: [wide, tall] },
    seconds: { kind: 'whole', min: 2, max: 10 },
    seed: true,
    audio: false,
    price: { perSecondMicroUsd: cents * 10_000 },
    typicalMsP95: 120_000,
    concurrencyMax: 4,
    ...rest,
  });
}

/** A small world of engines, each with something that the others have not. */
const cheap = engine('low/cheap', { cents: 4, suits: ['draft'], inputs: ['text'] });
const allround = engine('mid/allround', { cents: 8, suits: ['style'], typicalMsP95: 60_000 });
const physics = engine('top/physics', {
  cents: 12,
  suits: ['physics', 'story'],
  audio: true,
  sizes: { kind: 'listed', sizes: [wide, tall, hd] },
  seconds: { kind: 'listed', seconds: [4, 8, 16] },
});
const editor = engine('top/editor', { cents: 15, inputs: ['video'] });
const all = [cheap, allround, physics, editor];

type Case = {
  readonly ask: Partial<Ask>;
  readonly pool?: readonly EngineCapabilities[];
  readonly figures?: readonly EngineFigures[];
  readonly sick?: EngineId;
  readonly maxMicroUsd?: number;
  readonly first: EngineId | null;
  readonly because: RouteReason | null;
};

async function ranked({ ask, pool = all, figures = [], sick, maxMicroUsd }: Omit<Case, 'first' | 'because'>) {
  const engines = enginesOf([{ provider: aProvider({ capabilities: () => pool }), credential: 'main' }], { figures });
  await engines.refresh();
  for (let times = 0; sick !== undefined && times < 3; times += 1) {
    engines.note({ engine: sick, credential: 'main' }, { kind: 'unanswered' });
  }
  return rank({ ...openAsk, ...ask }, engines.all(), { engines, priceMaxMicroUsd: maxMicroUsd ?? null });
}

const figures = (id: EngineId, more: Partial<EngineFigures>): EngineFigures => ({
  engine: id,
  msPerSecond: null,
  good: 0,
  bad: 0,
  open: 0,
  ...more,
});
const twin = (id: EngineId): EngineCapabilities => engine(id, { cents: 4, suits: ['draft'] });

describe('the service chooses', () => {
  test.each<[string, Case]>([
    ['the cheapest, where nothing speaks for another', { ask: {}, first: 'low/cheap', because: 'cheapest' }],
    ['one that takes an image', { ask: { input: image }, first: 'mid/allround', because: 'image_input' }],
    ['the only one that takes a video', { ask: { input: video }, first: 'top/editor', because: 'video_input' }],
    ['one that is long enough', { ask: { seconds: 16 }, first: 'top/physics', because: 'long' }],
    ['one that has exactly that long a clip', { ask: { seconds: 10 }, first: 'low/cheap', because: 'long' }],
    ['one with the size that was set', { ask: { size: hd }, first: 'top/physics', because: 'size' }],
    [
      'the cheapest for a standing picture, since all make those',
      { ask: { size: tall }, first: 'low/cheap', because: 'cheapest' },
    ],
    ['one with sound, where that is set', { ask: { audio: true }, first: 'top/physics', because: 'sound' }],
    [
      'the cheapest, where silence is set',
      { ask: { audio: false, prompt: 'she sings' }, first: 'low/cheap', because: 'cheapest' },
    ],
    ['one for looks, where a style is set', { ask: { style: 'anime' }, first: 'mid/allround', because: 'style' }],
    ['one for looks, by the words', { ask: { prompt: 'a fox, watercolor' }, first: 'mid/allround', because: 'style' }],
    [
      'one for looks, by two words',
      { ask: { prompt: 'Stop motion of a fox.' }, first: 'mid/allround', because: 'style' },
    ],
    [
      'one for weight, by the words',
      { ask: { prompt: 'honey pouring, splashing', seconds: 4 }, first: 'low/cheap', because: 'cheapest' },
    ],
    [
      'one for weight, where it is not thrice the price',
      { ask: { prompt: 'a vase shatters' }, pool: [allround, physics], first: 'top/physics', because: 'physics' },
    ],
    [
      'one for a story',
      { ask: { prompt: 'a fox wakes, then runs' }, pool: [allround, physics], first: 'top/physics', because: 'story' },
    ],
    ['one for a quick try', { ask: { prompt: 'rough draft: a fox' }, first: 'low/cheap', because: 'draft' }],
    [
      'no other for a word inside of another',
      { ask: { prompt: 'the authenticity of a fox' }, first: 'low/cheap', because: 'cheapest' },
    ],
    ['the only one there is', { ask: {}, pool: [physics], first: 'top/physics', because: 'only_one' }],
    [
      'the only one that can',
      {
        ask: { prompt: 'x'.repeat(900) },
        pool: [engine('a/short', { promptCharsMax: 800 }), physics],
        first: 'top/physics',
        because: 'only_one',
      },
    ],
    ['nobody, where nobody can', { ask: { seconds: 60 }, first: null, because: null }],
    [
      'the first in the data, of equals',
      { ask: {}, pool: [twin('a/one'), twin('b/two')], first: 'a/one', because: 'cheapest' },
    ],
    [
      'the faster, of those that cost the same',
      {
        ask: {},
        pool: [twin('a/slow'), twin('b/fast')],
        figures: [figures('a/slow', { msPerSecond: 40_000 }), figures('b/fast', { msPerSecond: 5_000 })],
        first: 'b/fast',
        because: 'fastest',
      },
    ],
    [
      'one without a queue, of those that cost the same',
      {
        ask: {},
        pool: [twin('a/full'), twin('b/free')],
        figures: [figures('a/full', { open: 9 })],
        first: 'b/free',
        because: 'cheapest',
      },
    ],
    [
      'the cheap one with a queue before one that is thrice as dear',
      {
        ask: {},
        pool: [cheap, physics],
        figures: [figures('low/cheap', { open: 4 })],
        first: 'low/cheap',
        because: 'cheapest',
      },
    ],
    [
      'one that is well before one that fails, though it is dearer',
      {
        ask: {},
        pool: [cheap, allround],
        figures: [figures('low/cheap', { good: 2, bad: 8 })],
        first: 'mid/allround',
        because: 'fastest',
      },
    ],
    [
      'the cheap one after two failures: those say nothing yet',
      {
        ask: {},
        pool: [cheap, allround],
        figures: [figures('low/cheap', { bad: 2 })],
        first: 'low/cheap',
        because: 'cheapest',
      },
    ],
    [
      'never one that is left alone, while there is another',
      { ask: {}, sick: 'low/cheap', first: 'mid/allround', because: 'fastest' },
    ],
    [
      'one that is left alone, where there is no other',
      { ask: {}, pool: [cheap], sick: 'low/cheap', first: 'low/cheap', because: 'only_one' },
    ],
    ['nothing above a price that was set', { ask: { input: image }, maxMicroUsd: 399_999, first: null, because: null }],
    [
      'what costs just that price',
      { ask: { input: image }, maxMicroUsd: 400_000, first: 'mid/allround', because: 'image_input' },
    ],
    [
      'one that takes what was set as it is, before one that has to change it',
      {
        ask: { fps: 60 },
        pool: [engine('a/24', { fps: [24] }), engine('b/60', { fps: [60] })],
        first: 'b/60',
        because: 'cheapest',
      },
    ],
  ])('%s', async (_what, { first, because, ...facts }) => {
    const { candidates, because: why } = await ranked(facts);
    expect([candidates[0]?.engine.capabilities.id ?? null, why]).toEqual([first, because]);
  });
});

test('all that can do it are ranked, with what each asks for it, so that the next is known before it is needed', async () => {
  const { candidates } = await ranked({ ask: { prompt: 'oil painting of a fox' } });
  expect(candidates.map(({ engine: { capabilities }, priceMicroUsd }) => [capabilities.id, priceMicroUsd])).toEqual([
    ['mid/allround', 400_000],
    ['low/cheap', 200_000],
    ['top/physics', 480_000],
  ]);
});
