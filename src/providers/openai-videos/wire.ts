import { z } from 'zod';

/** What the adapter has to know of a model beside its capabilities; for servers that give this API other models. */
export const openAiVideosWire = z
  .strictObject({
    /** Its name in requests; the part of the engine's id after the slash when unset. */
    model: z.string().min(1).optional(),
    /** Edits and extensions name the model too. The published ones do not: there the clip decides. */
    editsNameModel: z.boolean().default(false),
    /** A create may say in `callback_url` where to call back. */
    takesCallbackUrl: z.boolean().default(false),
  })
  .prefault({});

export type OpenAiVideosWire = z.infer<typeof openAiVideosWire>;
