import { z } from 'zod';

/** As ids come: `job-abc123`, `gen-vid-1700000000-abc`, `Nxff2D1Z6w4Zk9iNuZam`. */
export const taskId = z.string().regex(/^[A-Za-z\d][\w.-]{0,199}$/, { error: 'expected the id of a video job' });

export const created = z.object({ id: taskId });

/** In dollars. */
const cost = z.number().min(0).max(10_000).nullish().catch(null);
const addresses = z.array(z.string().max(4_096)).max(16).catch([]).default([]);

/** A job as it is polled. What is not needed to go on is read where it can be read. */
export const video = z.object({
  id: z.string().optional(),
  status: z.string().max(60),
  error: z.unknown().optional(),
  /** Signed, wherever the file is. */
  urls: addresses,
  /** On the API's own host these need the key. */
  unsigned_urls: addresses,
  usage: z
    .object({ cost, is_byok: z.boolean().nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** The API's own shape of an error. */
export const failure = z.object({
  error: z.object({
    message: z.string(),
    code: z.union([z.number(), z.string()]).nullish().catch(null),
    metadata: z
      .object({
        /** Why a prompt was flagged. */
        reasons: z.array(z.unknown()).optional().catch(undefined),
        /** What the vendor behind it said. */
        raw: z.unknown().optional(),
        failed_routing_step: z.string().optional().catch(undefined),
      })
      .nullish()
      .catch(null),
  }),
});

export type Failure = z.infer<typeof failure>['error'];

export const keyInfo = z.object({ data: z.object({ limit_remaining: z.number().nullish().catch(null) }) });

/** What an event is about; the rest of it is not read. */
export const event = z.object({ data: z.object({ id: taskId }) });

const words = z.array(z.unknown()).nullish().catch(null);
const flag = z.boolean().nullish().catch(null);

export const modelList = z.object({ data: z.array(z.unknown()) });

/** One model of `/videos/models`. */
export const listedModel = z.object({
  id: z.string().regex(/^[\w.-]{1,60}\/[\w.-]{1,80}$/, { error: 'expected an id such as google/veo-3.1' }),
  name: z.string().nullish().catch(null),
  supported_durations: words,
  supported_resolutions: words,
  supported_aspect_ratios: words,
  supported_sizes: words,
  supported_frame_images: words,
  generate_audio: flag,
  seed: flag,
  upscale_factor: z.unknown().optional(),
  pricing_skus: z.record(z.string(), z.union([z.string(), z.number().transform(String)])).nullish(),
});

export type ListedModel = z.infer<typeof listedModel>;
