import { z } from 'zod';
import type { InputKind } from '../../core/engine.ts';
import type { ClipSpec } from '../../core/spec.ts';

const word = z.string().min(1);
const aspect = z.string().regex(/^\d+:\d+$/);

/**
 * How a field says the size of the picture: as a pair of pixels (`1280:720`), as the word of the nearest shape (`16:9`),
 * or as the word whose number of lines is nearest (`720p`), where the shape follows what the clip starts from.
 */
const naming = z.union([
  z.literal('pixels'),
  z.strictObject({
    aspects: z.tuple([aspect], aspect),
    /** The word for a shape that nobody asked for. */
    unsaid: word.optional(),
  }),
  z.strictObject({
    lines: z
      .record(word, z.int().min(1))
      .refine((lines) => Object.keys(lines).length > 0, { error: 'expected words with their lines' }),
  }),
]);

/** One way to ask a model: which endpoint, and which of its fields it takes there. */
const way = z.strictObject({
  path: z.enum(['text_to_video', 'image_to_video', 'video_to_video', 'video_upscale']),
  /** The field for what the clip starts from. */
  input: z.enum(['promptImage', 'promptVideo', 'videoUri']).optional(),
  prompt: z.boolean().default(true),
  ratio: naming.optional(),
  resolution: naming.optional(),
  /** False where the length follows the input. Always a number: `auto` is billed at the longest. */
  duration: z.boolean().default(true),
  audio: z.boolean().default(false),
  seed: z.boolean().default(false),
  /** Fields that are always the same. */
  fixed: z.record(word, z.union([z.string(), z.number(), z.boolean()])).default({}),
});

/** How Runway's API names what is asked of a model. */
export const runwayWire = z
  .strictObject({
    /** The model's name there; without it the one in the engine's id. */
    model: word.optional(),
    text: way.optional(),
    image: way.optional(),
    video: way.optional(),
    upscale: way.optional(),
    extend: way.optional(),
  })
  .refine((wire) => wire.text ?? wire.image ?? wire.video ?? wire.upscale ?? wire.extend, {
    error: 'expected at least one of text, image, video, upscale, extend',
  });

export type RunwayWire = z.infer<typeof runwayWire>;
export type Way = z.infer<typeof way>;
export type Naming = z.infer<typeof naming>;

/** The way for what is asked; null where the model has none. */
export function wayOf(wire: RunwayWire, { operation, input }: Pick<ClipSpec, 'operation' | 'input'>): Way | null {
  const from: InputKind = input?.kind ?? 'text';
  return wire[operation === 'make' ? from : operation] ?? null;
}
