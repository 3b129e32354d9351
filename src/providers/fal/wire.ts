import { z } from 'zod';

const endpoint = z.string().regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)+$/, {
  error: 'expected the id of an endpoint, such as fal-ai/veo3.1/fast',
});
const field = z.string().regex(/^\w+$/, { error: 'expected the name of a parameter' });
const value = z.union([z.string(), z.number(), z.boolean()]);

/** How a number is written: `5`, `"5"` or `"5s"`. */
const number = z.strictObject({ field, as: z.enum(['number', 'text', 'text_with_s']) });

/** How an engine of fal is asked: every endpoint has parameters of its own. */
export const falWire = z
  .strictObject({
    /** What makes a clip from words alone. */
    text: endpoint.optional(),
    /** What starts from a picture: the parameter that takes it, and those of the others that do not exist there. */
    image: z
      .strictObject({ endpoint, field: field.default('image_url'), leaveOut: z.array(field).default([]) })
      .optional(),
    /** The app that answers for its tasks, where it is not what the endpoint begins with. */
    app: endpoint.optional(),
    seconds: number,
    fps: number.optional(),
    /** The parameters that stand for a size. */
    sizes: z.record(z.string().regex(/^\d{2,5}x\d{2,5}$/), z.record(field, value)),
    /** The parameter that switches sound on and off. */
    audio: field.optional(),
    seed: field.optional(),
    /** What else is always sent. */
    always: z.record(field, value).default({}),
  })
  .refine(({ text, image }) => text !== undefined || image !== undefined, {
    error: 'expected an endpoint for text or for image',
  });

export type FalWire = z.infer<typeof falWire>;

/** Owners of endpoints that are not people but kinds: then the app has a part more. */
const namespaces: ReadonlySet<string> = new Set(['workflows', 'comfy']);

/** The apps that can answer for a task of the engine: nested endpoints share the queue of the app they begin with. */
export function appsOf({ app, text, image }: FalWire): readonly string[] {
  if (app !== undefined) return [app];
  return Array.from(new Set([text, image?.endpoint].filter((id) => id !== undefined).map(appOf)));
}

function appOf(endpointId: string): string {
  const parts = endpointId.split('/');
  return parts.slice(0, namespaces.has(parts[0] ?? '') ? 3 : 2).join('/');
}
