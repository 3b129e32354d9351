import { z } from 'zod';

/** How an engine's API names what is asked of it. */
export const openRouterWire = z
  .strictObject({
    /** Whether a picture's size is told by words for its lines and its shape, or in pixels. */
    size: z.enum(['words', 'pixels']).default('words'),
  })
  .default({ size: 'words' });

export type OpenRouterWire = z.infer<typeof openRouterWire>;
