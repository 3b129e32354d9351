import type { HonoRequest } from 'hono';
import { imageSize } from 'image-size';
import { z } from 'zod';
import { ApiError } from './api-error.ts';

/** What models take; a gateway would have others. */
export type Models = ReadonlyMap<string, readonly string[]>;

export const publishedModels: Models = new Map([
  ['sora-2', ['720x1280', '1280x720']],
  ['sora-2-pro', ['720x1280', '1280x720', '1024x1792', '1792x1024']],
]);

const prompt = z.string().min(1).max(32_000);
const file = z.instanceof(File);
const videoSource = z.union([file, z.strictObject({ id: z.string().min(1) })]);

/** Nothing is taken that is not published. */
const bodies = {
  create: z.strictObject({
    prompt,
    model: z.string().default('sora-2'),
    seconds: z.enum(['4', '8', '12']).default('4'),
    size: z.enum(['720x1280', '1280x720', '1024x1792', '1792x1024']).default('720x1280'),
    input_reference: z
      .union([
        file,
        z.strictObject({ image_url: z.string().regex(/^(https:|data:image\/)/) }),
        z.strictObject({ file_id: z.string() }),
      ])
      .optional(),
  }),
  remix: z.strictObject({ prompt }),
  edit: z.strictObject({ prompt, video: videoSource }),
  extension: z.strictObject({ prompt, video: videoSource, seconds: z.enum(['4', '8', '12', '16', '20']) }),
  character: z.strictObject({ name: z.string().min(1).max(100), video: file }),
};

export type Bodies = { readonly [Name in keyof typeof bodies]: z.infer<(typeof bodies)[Name]> };

export function readBody<Name extends keyof Bodies>(name: Name, given: unknown): Bodies[Name] {
  const schema: z.ZodType = bodies[name];
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data as Bodies[Name];
  const [issue] = parsed.error.issues;
  const isUnknown = issue?.code === 'unrecognized_keys';
  const param = (isUnknown ? issue.keys[0] : issue?.path.join('.')) ?? '';
  if (isUnknown) throw new ApiError(400, `Unknown parameter: '${param}'.`, { code: 'unknown_parameter', param });
  throw new ApiError(400, `Invalid value: '${param}'. ${issue?.message ?? ''}`, { code: 'invalid_value', param });
}

/** A body of either kind, as one object; of multipart, files and plain texts, and `video[id]` as the SDK writes objects. */
export async function fieldsOf(request: HonoRequest): Promise<unknown> {
  const type = request.header('content-type') ?? '';
  if (type.startsWith('application/json')) {
    return request.json().catch(() => {
      throw new ApiError(400, 'We could not parse the JSON body of your request.');
    });
  }
  if (!type.startsWith('multipart/form-data')) throw new ApiError(400, `Unsupported content type: '${type}'.`);
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(await request.parseBody())) {
    const [, outer, inner] = /^(\w+)\[(\w+)\]$/.exec(key) ?? [];
    if (outer !== undefined && inner !== undefined) fields[outer] = { ...(fields[outer] as object), [inner]: value };
    else fields[key] = value;
  }
  return fields;
}

export async function checkCreate({ model, size, input_reference: reference }: Bodies['create'], models: Models) {
  const sizes = models.get(model);
  if (!sizes) {
    throw new ApiError(400, `The requested model '${model}' does not exist.`, {
      code: 'model_not_found',
      param: 'model',
    });
  }
  if (!sizes.includes(size)) {
    throw new ApiError(400, `Invalid size for ${model}: ${size}.`, { code: 'invalid_value', param: 'size' });
  }
  if (!(reference instanceof File)) return;
  if (!['image/png', 'image/jpeg', 'image/webp'].includes(reference.type)) {
    throw new ApiError(400, `Unsupported mimetype ('${reference.type}').`, { param: 'input_reference' });
  }
  const { width, height } = imageSize(await bytesOf(reference));
  if (`${width}x${height}` !== size) {
    throw new ApiError(400, 'Inpaint image must match the requested width and height', { param: 'input_reference' });
  }
}

export async function checkClip(clip: File): Promise<void> {
  const isMp4 = Buffer.from(await bytesOf(clip)).toString('latin1', 4, 8) === 'ftyp';
  if (clip.type === 'video/mp4' && isMp4) return;
  throw new ApiError(400, `Unsupported mimetype ('${clip.type}').`, { param: 'video' });
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
