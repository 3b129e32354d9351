import { z } from 'zod';
import type { ListedModel } from './listing.ts';

const frame = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({
    url: z.string().regex(/^(?:https:\/\/|data:image\/(?:png|jpeg|webp);base64,[A-Za-z\d+/]+={0,2}$)/, {
      error: 'expected an https address or a data URI of an image',
    }),
  }),
  frame_type: z.enum(['first_frame', 'last_frame']),
});

/** What `POST /videos` takes; anything else is an error here, so that a wrong name is found. */
export const videoRequest = z.strictObject({
  model: z.string(),
  prompt: z.string().min(1),
  duration: z.int().min(1).optional(),
  resolution: z.enum(['360p', '480p', '720p', '768p', '1080p', '1K', '2K', '4K']).optional(),
  aspect_ratio: z.enum(['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9', '9:21']).optional(),
  size: z
    .string()
    .regex(/^\d+x\d+$/)
    .optional(),
  generate_audio: z.boolean().optional(),
  seed: z.int().optional(),
  frame_images: z.array(frame).max(2).optional(),
  callback_url: z
    .url()
    .refine((url) => url.startsWith('https:') || new URL(url).hostname === '127.0.0.1', { error: 'Must be HTTPS' })
    .optional(),
});

export type VideoRequest = z.infer<typeof videoRequest>;

/** What the model cannot do of it, in the API's words; null where it can do all. */
export function unsupported(request: VideoRequest, model: ListedModel): string | null {
  const listed = [
    ['Duration', request.duration, model.supported_durations],
    ['Resolution', request.resolution, model.supported_resolutions],
    ['Aspect ratio', request.aspect_ratio, model.supported_aspect_ratios],
    ['Size', request.size, model.supported_sizes],
  ] as const;
  for (const [name, value, supported] of listed) {
    const words = (supported ?? []).map(String);
    if (value !== undefined && !words.includes(String(value))) {
      return `${name} ${value} is not supported for this model. Supported: ${words.join(', ')}`;
    }
  }
  if (request.generate_audio !== undefined && model.generate_audio !== true) return 'This model generates no audio.';
  if (request.seed !== undefined && model.seed !== true) return 'This model does not support seed.';
  const frames = (request.frame_images ?? []).map(({ frame_type }) => frame_type);
  if (frames.some((type) => model.supported_frame_images?.includes(type) !== true)) {
    return 'This model does not support such frame images.';
  }
  return null;
}
