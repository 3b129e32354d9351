import { describe, expect, test } from 'vitest';
import { quoteMicroUsd, type Size } from '../../../src/core/engine.ts';
import { readPrices } from '../../../src/providers/openrouter/prices.ts';
import { sizeNamed, wordsFor } from '../../../src/providers/openrouter/shapes.ts';

type Clip = { readonly seconds: number; readonly lines: number; readonly audio?: boolean; readonly image?: boolean };

const wide = (lines: number): Size => ({ width: 2 * Math.ceil((lines * 8) / 9), height: lines });

/** What a clip costs in dollars, quoted as the service quotes it from what was read. */
function dollarsOf(skus: Readonly<Record<string, string>>, { seconds, lines, audio = false, image = false }: Clip) {
  const sizes = [480, 720, 1_080, 2_160].map(wide);
  const read = readPrices(skus, { sizes, secondsMin: 4, audio: true, images: true });
  if (read === null) return null;
  const micro = (dollars: number): number => Math.round(dollars * 1e6);
  const price = {
    perSecondMicroUsd: micro(read.dollarsPerSecond),
    rates: read.rates.map(({ dollarsPerSecond, ...rate }) => ({ ...rate, perSecondMicroUsd: micro(dollarsPerSecond) })),
  };
  const input = image ? ({ kind: 'image' } as const) : null;
  return quoteMicroUsd(price, { seconds, size: wide(lines), audio, input }) / 1e6;
}

const veoFast = {
  duration_seconds_with_audio: '0.12',
  duration_seconds_without_audio: '0.10',
  duration_seconds_with_audio_720p: '0.10',
  duration_seconds_without_audio_720p: '0.08',
  duration_seconds_with_audio_4k: '0.30',
  duration_seconds_without_audio_4k: '0.25',
};
const kling = {
  duration_seconds: '0.112',
  duration_seconds_with_audio: '0.168',
  text_to_video_duration_seconds_720p: '0.112',
  image_to_video_duration_seconds_720p: '0.112',
};
const wan = {
  text_to_video_duration_seconds_480p: '0.04',
  text_to_video_duration_seconds_720p: '0.08',
  image_to_video_duration_seconds_720p: '0.10',
  text_to_video_duration_seconds_1080p: '0.12',
  image_to_video_duration_seconds_1080p: '0.15',
  image_to_video_duration_seconds_480p: '0.04',
};
const grok = {
  cents_per_image_input: '0.2',
  cents_per_video_output_second_480p: '5',
  cents_per_video_output_second_720p: '7',
};
const seedance = {
  video_tokens: '0.0000107',
  video_tokens_without_audio: '0.0000107',
  video_tokens_with_video_input: '0.0000064',
};

describe('a price list as models have them', () => {
  const rows: readonly (readonly [what: string, skus: Record<string, string>, clip: Clip, dollars: number])[] = [
    ['with sound, at its lines', veoFast, { seconds: 4, lines: 720, audio: true }, 0.4],
    ['without sound, at its lines', veoFast, { seconds: 4, lines: 720 }, 0.32],
    ['lines that have no price of their own', veoFast, { seconds: 4, lines: 1_080, audio: true }, 0.48],
    ['the most lines', veoFast, { seconds: 8, lines: 2_160 }, 2],
    ['sound goes before lines', kling, { seconds: 5, lines: 720, audio: true }, 0.84],
    ['no sound', kling, { seconds: 5, lines: 720 }, 0.56],
    ['from words', wan, { seconds: 5, lines: 720 }, 0.4],
    ['from an image', wan, { seconds: 5, lines: 720, image: true }, 0.5],
    [
      'between two prices, the higher',
      { duration_seconds_480p: '0.1', duration_seconds_4k: '0.4' },
      { seconds: 4, lines: 720 },
      1.6,
    ],
    ['cents', { cents_per_second_output: '12' }, { seconds: 5, lines: 720 }, 0.6],
    ['cents by lines', grok, { seconds: 4, lines: 720 }, 0.28],
    ['with a charge for the image', grok, { seconds: 4, lines: 480, image: true }, 0.202],
    [
      'with a charge for a reference image',
      { duration_seconds: '0.13', reference_images: '0.04' },
      { seconds: 4, lines: 720, image: true },
      0.56,
    ],
    [
      'at least the minimum',
      { cents_per_second_output: '10', minimum_cents_per_generation: '56' },
      { seconds: 4, lines: 720 },
      0.56,
    ],
    ['tokens of 24 frames a second', seedance, { seconds: 1, lines: 720, audio: true }, 0.23112],
    [
      'as the documentation spells it',
      { 'per-video-second': '0.50', 'per-video-second-1080p': '0.75' },
      { seconds: 4, lines: 1_080 },
      3,
    ],
    ['with the vendor in front', { 'acme:duration_seconds': '0.10' }, { seconds: 4, lines: 720 }, 0.4],
    [
      'with what is never asked for',
      { cents_per_second_output_720p: '17', cents_per_second_video_continuation_720p: '41' },
      { seconds: 4, lines: 720 },
      0.68,
    ],
    [
      'silence at the price of sound at most',
      { video_tokens: '0.00001', video_tokens_without_audio: '0.00001', video_tokens_4k: '0.000001' },
      { seconds: 4, lines: 2_160 },
      0.7776,
    ],
  ];

  test.each(rows)('%s: is quoted at what is charged', (_what, skus, clip, dollars) => {
    expect(dollarsOf(skus, clip)).toBeCloseTo(dollars, 6);
  });

  const unknown: readonly (readonly [what: string, skus: Record<string, string>])[] = [
    ['none', {}],
    ['a flat price of unknown meaning', { generate: '0.50' }],
    ['a name beside that nobody knows', { duration_seconds: '0.1', per_vibe_unit: '3' }],
    ['a number of lines that nobody knows', { duration_seconds: '0.1', duration_seconds_999p: '0.2' }],
    ['nothing at all', { duration_seconds: '0' }],
    ['less than nothing', { duration_seconds: '-0.1' }],
    ['no number', { duration_seconds: 'free' }],
    ['not a number', { duration_seconds: 'NaN' }],
    ['more than any clip costs', { duration_seconds: '250' }],
    ['only what is never asked for', { video_tokens_with_video_input: '0.000006' }],
    ['a price for sound alone', { duration_seconds_with_audio: '0.1' }],
    ['a price for images alone', { image_to_video_duration_seconds: '0.1' }],
    ['for upscaling', { cents_per_megapixel_second_precise: '7.5' }],
  ];

  test.each(unknown)('%s: is not understood, so that nothing is bought at a guess', (_what, skus) => {
    expect(dollarsOf(skus, { seconds: 4, lines: 720 })).toBeNull();
  });
});

describe('the words for a size', () => {
  test.each([
    ['480p', '16:9', 854, 480],
    ['480p', '21:9', 1_120, 480],
    ['720p', '9:16', 720, 1_280],
    ['768p', '16:9', 1_366, 768],
    ['1080p', '4:3', 1_440, 1_080],
    ['1080p', '2:3', 1_080, 1_620],
    ['2K', '1:1', 1_440, 1_440],
    ['4K', '9:21', 2_160, 5_040],
  ])('%s and %s are %i x %i, both ways', (resolution, aspectRatio, width, height) => {
    expect(sizeNamed({ resolution, aspectRatio })).toEqual({ width, height });
    expect(wordsFor({ width, height })).toEqual({ resolution, aspectRatio });
  });

  test('a word that names no lines, or a shape that nobody knows, is no size', () => {
    expect(sizeNamed({ resolution: '1K', aspectRatio: '16:9' })).toBeNull();
    expect(sizeNamed({ resolution: '720p', aspectRatio: 'auto' })).toBeNull();
    expect(wordsFor({ width: 1_000, height: 720 })).toBeNull();
  });
});
