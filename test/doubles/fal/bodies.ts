import { z } from 'zod';

/** Parameters of the endpoints that the double serves; what they do not know is refused. */

const picture = z.string().regex(/^(?:data:image\/(?:png|jpeg|webp|gif);base64,[\w+/=]+|https:\/\/\S+)$/, {
  error: 'Input should be a valid image URL or data URI',
});
const flag = z.boolean().optional();
const seed = z.int().min(0).max(4_294_967_295).optional();
const whole = (min: number, max: number): string[] =>
  Array.from({ length: max - min + 1 }, (_, index) => `${min + index}`);

const klingCommon = {
  generate_audio: flag,
  negative_prompt: z.string().max(2_500).optional(),
  prompt: z.string().min(1).max(2_500),
};
const klingText = { ...klingCommon, aspect_ratio: z.enum(['16:9', '9:16', '1:1']).optional() };
const klingImage = { ...klingCommon, start_image_url: picture, end_image_url: picture.optional() };
const v3Seconds = { duration: z.enum(whole(3, 15)).optional() };
const v26Seconds = { duration: z.enum(['5', '10']).optional() };

const veo = {
  auto_fix: flag,
  duration: z.enum(['4s', '6s', '8s']).optional(),
  generate_audio: flag,
  negative_prompt: z.string().optional(),
  prompt: z.string().min(1).max(20_000),
  resolution: z.enum(['720p', '1080p']).optional(),
  safety_tolerance: z.enum(['1', '2', '3', '4', '5', '6']).optional(),
  seed,
};
const veoText = z.strictObject({ ...veo, aspect_ratio: z.enum(['16:9', '9:16']).optional() });
const veoImage = z.strictObject({
  ...veo,
  aspect_ratio: z.enum(['auto', '16:9', '9:16']).optional(),
  image_url: picture,
});

const seedance = {
  aspect_ratio: z.enum(['21:9', '16:9', '4:3', '1:1', '3:4', '9:16', 'auto']).optional(),
  camera_fixed: flag,
  duration: z.enum(whole(4, 12)).optional(),
  enable_safety_checker: flag,
  generate_audio: flag,
  prompt: z.string().min(1),
  resolution: z.enum(['480p', '720p', '1080p']).optional(),
  seed,
};

const ltx = {
  aspect_ratio: z.enum(['auto', '16:9', '9:16']).optional(),
  // Numbers, unlike those of all others.
  duration: z.literal([6, 8, 10, 12, 14, 16, 18, 20]).optional(),
  fps: z.literal([24, 25, 48, 50]).optional(),
  generate_audio: flag,
  prompt: z.string().min(1).max(5_000),
  resolution: z.enum(['1080p', '1440p', '2160p']).optional(),
};

/** By the id of the endpoint. */
export const bodies: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['fal-ai/kling-video/v3/pro/text-to-video', z.strictObject({ ...klingText, ...v3Seconds })],
  ['fal-ai/kling-video/v3/pro/image-to-video', z.strictObject({ ...klingImage, ...v3Seconds })],
  ['fal-ai/kling-video/v3/standard/text-to-video', z.strictObject({ ...klingText, ...v3Seconds })],
  ['fal-ai/kling-video/v3/standard/image-to-video', z.strictObject({ ...klingImage, ...v3Seconds })],
  ['fal-ai/kling-video/v2.6/pro/text-to-video', z.strictObject({ ...klingText, ...v26Seconds })],
  ['fal-ai/kling-video/v2.6/pro/image-to-video', z.strictObject({ ...klingImage, ...v26Seconds })],
  ['fal-ai/veo3.1', veoText],
  ['fal-ai/veo3.1/fast', veoText],
  ['fal-ai/veo3.1/lite', veoText],
  ['fal-ai/veo3.1/image-to-video', veoImage],
  ['fal-ai/veo3.1/fast/image-to-video', veoImage],
  ['fal-ai/veo3.1/lite/image-to-video', veoImage],
  ['fal-ai/bytedance/seedance/v1.5/pro/text-to-video', z.strictObject(seedance)],
  ['fal-ai/bytedance/seedance/v1.5/pro/image-to-video', z.strictObject({ ...seedance, image_url: picture })],
  ['fal-ai/ltx-2.3/text-to-video/fast', z.strictObject(ltx)],
  ['fal-ai/ltx-2.3/image-to-video/fast', z.strictObject({ ...ltx, image_url: picture })],
]);
