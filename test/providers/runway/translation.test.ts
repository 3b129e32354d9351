import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type InputKind, quoteMicroUsd, type Size, sizesFrom } from '../../../src/core/engine.ts';
import type { ClipSpec } from '../../../src/core/spec.ts';
import { type EngineEntry, entriesOf } from '../../../src/providers/engine-file.ts';
import { type CreateBody, createBody } from '../../../src/providers/runway/create-body.ts';
import engines from '../../../src/providers/runway/engines.json' with { type: 'json' };
import { type RunwayWire, runwayWire, type Way, wayOf } from '../../../src/providers/runway/wire.ts';
import { bodies } from '../../doubles/runway/bodies.ts';
import { specOf } from './fixture.ts';

const { entries, problems } = entriesOf('runway', engines, null, runwayWire);
const uri = 'runway://1/input';

type Asking = { readonly entry: EngineEntry<RunwayWire>; readonly way: Way; readonly spec: ClipSpec };

function entryOf(model: string): EngineEntry<RunwayWire> {
  const entry = entries.find(({ capabilities }) => capabilities.model === model);
  if (!entry) throw new Error(`expected an engine for ${model}`);
  return entry;
}

function schemaOf(path: Way['path'], model: string): z.ZodType {
  const schemas: Readonly<Record<string, z.ZodType>> = bodies[path];
  const schema = schemas[model];
  if (!schema) throw new Error(`expected ${path} to take ${model}`);
  return schema;
}

function bodyOf({ entry, way, spec }: Asking): CreateBody {
  return createBody(entry.capabilities.model, way, spec, spec.input === null ? null : uri);
}

function inputOf(kind: InputKind): ClipSpec['input'] {
  return kind === 'text' ? null : { kind, source: 'x', mediaKey: 'x' };
}

/** Everything that an engine says it can do: each operation and input, with each of its sizes and its lengths. */
function askings(entry: EngineEntry<RunwayWire>): Asking[] {
  const { capabilities: engine, wire } = entry;
  return engine.operations.flatMap((operation) =>
    (operation === 'make' ? engine.inputs : (['video'] as const)).flatMap((kind) => {
      const input = inputOf(kind);
      const way = wayOf(wire, { operation, input });
      if (!way) throw new Error(`expected ${engine.id} to have a way to ${operation} from ${kind}`);
      return sizesOf(entry, kind).flatMap((size) =>
        secondsOf(operation === 'extend' ? engine.extendSeconds : engine.seconds).map((seconds) => {
          const audio = engine.audio && seconds % 2 === 0;
          return { entry, way, spec: specOf({ operation, input, size, seconds, audio }) };
        }),
      );
    }),
  );
}

function sizesOf({ capabilities }: EngineEntry<RunwayWire>, kind: InputKind): readonly Size[] {
  const range = sizesFrom(capabilities, kind);
  return range.kind === 'listed' ? range.sizes : [range.native];
}

function secondsOf(range: EngineEntry<RunwayWire>['capabilities']['extendSeconds']): readonly number[] {
  if (range === null) throw new Error('expected lengths');
  return range.kind === 'listed' ? range.seconds : [range.min, range.max];
}

/** The words that a field may have, without those that are old spellings or leave the choice to the model. */
function wordsOf(schema: z.ZodType, field: string): string[] {
  const shape = z
    .object({ properties: z.record(z.string(), z.object({ enum: z.array(z.unknown()).optional() })) })
    .parse(z.toJSONSchema(schema, { unrepresentable: 'any' }));
  const words = shape.properties[field]?.enum ?? [];
  return words.map(String).filter((word) => !['adaptive', '768P', '2K', '720P', '1080P'].includes(word));
}

test('the data of all engines can be used', () => {
  expect(problems).toEqual([]);
  expect(entries.map(({ capabilities }) => capabilities.model)).toHaveLength(18);
  const names = entries.flatMap(({ capabilities: { label, also } }) => [label.toLowerCase(), ...also]);
  expect(new Set(names).size).toBe(names.length);
});

test('no task is looked at more often than every five seconds, which Runway asks for', () => {
  expect(entries.filter(({ capabilities }) => capabilities.pollEveryMsMin < 5_000)).toEqual([]);
});

describe.each(entries.map((entry) => [entry.capabilities.model, entry] as const))('%s', (model, entry) => {
  test('is asked in words that the SDK knows, for everything that it is said to do', () => {
    const refused = askings(entry).flatMap((asking) => {
      const body = bodyOf(asking);
      const { error } = schemaOf(asking.way.path, model).safeParse(body);
      return error ? [{ body, issues: error.issues }] : [];
    });
    expect(refused).toEqual([]);
  });

  test('offers every size that the SDK has a word for', () => {
    const ways = Map.groupBy(askings(entry), ({ way }) => way);
    for (const [way, all] of ways) {
      for (const field of ['ratio', 'resolution'] as const) {
        if (way[field] === undefined) continue;
        const isFollowing = way[field] !== 'pixels' && 'lines' in way[field];
        const known = wordsOf(schemaOf(way.path, model), field);
        const offered = known.filter((word) => word.startsWith('auto_') === (isFollowing && field === 'ratio'));
        const sent = new Set(all.map((asking) => JSON.stringify(bodyOf(asking)[field])));
        expect(Array.from(sent).toSorted()).toEqual(offered.map((word) => JSON.stringify(word)).toSorted());
      }
    }
    expect(ways.size).toBeGreaterThan(0);
  });

  test('renders the lines that its price was quoted for, never more', () => {
    const wrong = askings(entry).flatMap(({ way, spec: { size } }) =>
      [way.ratio, way.resolution].flatMap((naming) => {
        if (naming === undefined || naming === 'pixels' || !('lines' in naming)) return [];
        return Object.values(naming.lines).includes(Math.min(size.width, size.height)) ? [] : [size];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

test('every model that makes, changes or enlarges videos in the SDK is there, in every way that it takes', () => {
  const known = Object.entries(bodies).flatMap(([path, models]) =>
    Object.keys(models).map((model) => `${path} ${model}`),
  );
  const offered = entries.flatMap(({ capabilities, wire: { text, image, video, upscale, extend } }) =>
    [text, image, video, upscale, extend].flatMap((way) => (way ? [`${way.path} ${capabilities.model}`] : [])),
  );
  // Other frame rates of the same picture are no larger picture.
  const left = known.filter((name) => !name.endsWith('enhance_frame_rate'));
  expect(Array.from(new Set(offered)).toSorted()).toEqual(left.toSorted());
});

const words = { promptText: specOf().prompt };
const picture: CreateBody = { promptImage: [{ uri, position: 'first' }] };

const table: readonly (readonly [string, Partial<ClipSpec>, CreateBody])[] = [
  ['gen4.5', {}, { ...words, ratio: '1280:720', duration: 2, seed: 7 }],
  [
    'gen4.5',
    { input: inputOf('image'), size: { width: 1584, height: 672 } },
    { ...words, ...picture, ratio: '1584:672', duration: 2, seed: 7 },
  ],
  ['gen4_turbo', { input: inputOf('image'), prompt: ' ' }, { ...picture, ratio: '1280:720', duration: 2, seed: 7 }],
  ['veo3.1', { audio: true, seconds: 8 }, { ...words, ratio: '1280:720', duration: 8, audio: true, seed: 7 }],
  ['veo3.1_fast', { seconds: 4 }, { ...words, ratio: '1280:720', duration: 4, audio: false, seed: 7 }],
  [
    'seedance2',
    { input: inputOf('video'), seconds: 5, size: { width: 3840, height: 2160 } },
    { ...words, promptVideo: uri, ratio: '3840:2160', duration: 5, audio: false, seed: 7 },
  ],
  ['seedance2_fast', { seconds: 4 }, { ...words, ratio: '1280:720', duration: 4, audio: false, seed: 7 }],
  ['seedance2_mini', { seconds: 4 }, { ...words, ratio: '1280:720', duration: 4, audio: false, seed: 7 }],
  [
    'seedance2_5',
    { input: inputOf('video'), seconds: 30 },
    { ...words, promptVideo: uri, ratio: '1280:720', duration: 30, audio: false, seed: 7, mode: 'reference' },
  ],
  [
    'seedance2_5',
    { operation: 'extend', input: inputOf('video'), seconds: 5 },
    { ...words, promptVideo: uri, duration: 5, audio: false, seed: 7, mode: 'extend' },
  ],
  ['aleph2', { input: inputOf('video'), seconds: 5 }, { ...words, videoUri: uri, seed: 7 }],
  [
    'hailuo3',
    { size: { width: 1440, height: 2560 }, seconds: 5 },
    { ...words, ratio: '9:16', resolution: '2k', duration: 5 },
  ],
  [
    'h3_max',
    { input: inputOf('image'), size: { width: 480, height: 854 }, seconds: 5 },
    { ...words, ...picture, resolution: '480p', duration: 5, seed: 7 },
  ],
  ['happyhorse_1_0', { seconds: 3 }, { ...words, ratio: '1280:720', duration: 3 }],
  [
    'happyhorse_1_0',
    { input: inputOf('image'), size: { width: 1080, height: 1920 } },
    { ...words, ...picture, resolution: '1080p', duration: 2 },
  ],
  ['gemini_omni_flash', { input: inputOf('video'), seconds: 5 }, { ...words, videoUri: uri }],
  [
    'gemini_omni_flash_1.1',
    { operation: 'extend', input: inputOf('video'), seconds: 3 },
    { ...words, videoUri: uri, duration: 3, mode: 'extend' },
  ],
  [
    'grok_imagine_1_5',
    { size: { width: 1080, height: 720 } },
    { ...words, ratio: '3:2', resolution: '720p', duration: 2 },
  ],
  ['wan3', { audio: true, seconds: 5 }, { ...words, ratio: '1280:720', duration: 5, audio: true }],
  [
    'wan3_prime',
    { input: inputOf('image'), size: { width: 854, height: 480 }, seconds: 5 },
    { ...words, ...picture, ratio: 'auto_480p', duration: 5, audio: false },
  ],
  [
    'magnific_video_upscaler_creative',
    { operation: 'upscale', input: inputOf('video'), size: { width: 1080, height: 1920 } },
    { videoUri: uri, resolution: '1k', flavor: 'natural', creativity: 0, fpsBoost: false },
  ],
];

test.each(table)('%s is asked for %j in its own terms', (model, asked, body) => {
  const entry = entryOf(model);
  const spec = specOf(asked);
  const way = wayOf(entry.wire, spec);
  expect(way && bodyOf({ entry, way, spec })).toEqual({ model, ...body });
});

test('a size between the words of a model becomes the nearest of them', () => {
  const entry = entryOf('grok_imagine_1_5');
  const spec = specOf({ size: { width: 1000, height: 1020 } });
  const way = wayOf(entry.wire, spec);
  expect(way && bodyOf({ entry, way, spec })).toMatchObject({ ratio: '1:1', resolution: '1080p' });
});

test('a picture keeps its shape where the model can and nobody asked for another', () => {
  const entry = entryOf('hailuo3');
  const wish = { engine: null, seconds: null, size: null, fps: null, style: null, seed: null, audio: null };
  const size = { width: 768, height: 1366 };
  const ratioFor = (asked: Partial<ClipSpec>): unknown => {
    const spec = specOf({ size, ...asked });
    const way = wayOf(entry.wire, spec);
    return way && bodyOf({ entry, way, spec })['ratio'];
  };
  expect(ratioFor({ input: inputOf('image'), wish })).toBe('adaptive');
  expect(ratioFor({ input: inputOf('image'), wish: { ...wish, size } })).toBe('9:16');
  expect(ratioFor({ wish })).toBe('9:16');
});

test('a style goes along as words, since no model takes one', () => {
  const entry = entryOf('gen4.5');
  const spec = specOf({ style: 'anime' });
  const way = wayOf(entry.wire, spec);
  expect(way && bodyOf({ entry, way, spec })['promptText']).toContain('anime');
});

test.each<readonly [string, number, Size, boolean, InputKind, number]>([
  ['gen4.5', 5, { width: 1280, height: 720 }, false, 'text', 60],
  ['gen4_turbo', 10, { width: 1280, height: 720 }, false, 'image', 50],
  ['veo3.1', 8, { width: 1920, height: 1080 }, true, 'text', 320],
  ['veo3.1', 8, { width: 1920, height: 1080 }, false, 'text', 160],
  ['veo3.1_fast', 4, { width: 1280, height: 720 }, true, 'text', 60],
  ['veo3.1_fast', 4, { width: 1280, height: 720 }, false, 'text', 40],
  ['seedance2', 5, { width: 1280, height: 720 }, true, 'text', 180],
  ['seedance2', 5, { width: 1920, height: 1080 }, true, 'text', 200],
  ['seedance2', 4, { width: 3840, height: 1646 }, true, 'image', 600],
  ['seedance2_5', 30, { width: 1280, height: 720 }, true, 'text', 900],
  ['seedance2_5', 4, { width: 854, height: 480 }, true, 'text', 80],
  ['seedance2_5', 4, { width: 1920, height: 1080 }, true, 'text', 272],
  ['seedance2_mini', 4, { width: 1280, height: 720 }, true, 'text', 64],
  ['aleph2', 2, { width: 1280, height: 720 }, false, 'video', 56],
  ['wan3', 5, { width: 1920, height: 1080 }, true, 'text', 100],
  // 63 and 81 for three seconds were charged by Runway itself.
  ['magnific_video_upscaler_creative', 3, { width: 1920, height: 1080 }, false, 'video', 63],
  ['magnific_video_upscaler_creative', 3, { width: 2560, height: 1440 }, false, 'video', 81],
])(
  '%s for %d seconds at %j, sound %j, from %s is quoted at %d credits',
  (model, seconds, size, audio, kind, credits) => {
    const { price } = entryOf(model).capabilities;
    expect(quoteMicroUsd(price, { seconds, size, audio, input: inputOf(kind) })).toBe(credits * 10_000);
  },
);
