import { z } from 'zod';
import type { SecondsRange, Size, SizeRange } from '../core/engine.ts';

export const engineId = z.templateLiteral([z.string().regex(/^[a-z\d-]+$/), '/', z.string().regex(/^[\w./-]+$/)], {
  error: 'expected provider/model, such as runway/gen4.5',
});
export const date = z.iso.date({ error: 'expected a date such as 2026-11-23' });
const dollars = z.number().min(0).max(1_000);
const whole = z.int().min(1);

const size = z.string().transform((text, context): Size => {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(text) ?? [];
  if (width === undefined || height === undefined) {
    context.addIssue({ code: 'custom', message: `expected a size such as 1280x720, got ${JSON.stringify(text)}` });
    return z.NEVER;
  }
  return { width: Number(width), height: Number(height) };
});

const sizes: z.ZodType<SizeRange> = z.union(
  [
    z.tuple([size], size).transform((listed) => ({ kind: 'listed', sizes: listed }) as const),
    z
      .strictObject({ sideMin: whole, sideMax: whole, native: size })
      .transform((range) => ({ kind: 'any_even', ...range }) as const),
  ],
  {
    error:
      'expected a list such as ["1280x720", "720x1280"], or {"sideMin": 64, "sideMax": 2048, "native": "1280x720"}',
  },
);

const seconds: z.ZodType<SecondsRange> = z.union(
  [
    z.tuple([whole], whole).transform((listed) => ({ kind: 'listed', seconds: listed }) as const),
    z
      .strictObject({ min: whole, max: whole })
      .refine(({ min, max }) => min <= max)
      .transform((range) => ({ kind: 'whole', ...range }) as const),
  ],
  { error: 'expected a list such as [4, 8], or {"min": 2, "max": 10} with min at most max' },
);

const inputKind = z.enum(['text', 'image', 'video']);

const rate = z.strictObject({
  dollarsPerSecond: dollars,
  audio: z.boolean().optional(),
  input: inputKind.optional(),
  linesMin: whole.optional(),
});

/** All that an engine's entry says: sizes as `1280x720`, money in dollars, times in seconds. */
export const wholeEntry = z.strictObject({
  label: z.string().min(1).max(60),
  also: z.array(z.string().regex(/^[a-z\d][\w.-]*$/)).default([]),
  asOf: date,
  operations: z
    .array(z.enum(['make', 'upscale', 'extend']))
    .min(1)
    .default(['make']),
  inputs: z.array(inputKind).min(1),
  sizes,
  /** Sizes for what starts from an image or a video, where they differ. */
  sizesFrom: z.partialRecord(inputKind, sizes).default({}),
  seconds,
  extendSeconds: seconds.nullable().default(null),
  fps: z.tuple([whole], whole),
  audio: z.boolean(),
  seed: z.boolean(),
  promptCharsMax: whole,
  suits: z.array(z.enum(['style', 'physics', 'story', 'draft'])).default([]),
  dollarsPerSecond: dollars,
  rates: z.array(rate).default([]),
  concurrencyMax: whole.max(1_000),
  typicalSecondsP95: whole,
  pollEverySecondsMin: z.number().min(0.1).max(600),
  horizonHours: z
    .number()
    .min(0.1)
    .max(24 * 14)
    .default(48),
  retiresOn: date.nullable().default(null),
  replacedBy: engineId.nullable().default(null),
  /** What the provider's own adapter has to know of the model; it checks that itself. */
  wire: z.unknown().optional(),
});

/** What an operator's entry may say: any of it. `like` begins with another engine's entry, `off` takes the engine away. */
export const partEntry = z.strictObject({
  ...wholeEntry.partial().shape,
  like: engineId.optional(),
  off: z.boolean().optional(),
});
