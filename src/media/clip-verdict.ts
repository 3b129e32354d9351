import * as z from 'zod';

import { clipMimes } from '../core/clip.ts';

/** What the check of a file on disk found. Crosses a process boundary as JSON. */
export const clipVerdictSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('plays'),
    facts: z.object({
      mime: z.enum(clipMimes),
      size: z.object({ width: z.number(), height: z.number() }),
      durationMs: z.int(),
      fps: z.number(),
      codec: z.string(),
      hasAudio: z.boolean(),
    }),
  }),
  /** By its own account the file goes on behind its end. */
  z.object({ kind: z.literal('cut_off'), reason: z.string() }),
  z.object({ kind: z.literal('unplayable'), reason: z.string() }),
]);

export type ClipVerdict = z.infer<typeof clipVerdictSchema>;
