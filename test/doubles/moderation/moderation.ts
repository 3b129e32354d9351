import { Hono } from 'hono';
import { z } from 'zod';
import { type EngineServer, serveEngine } from '../engine-server.ts';

export const moderationKey = 'sk-moderation-of-tests';

const names = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/intent',
  'self-harm/instructions',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const;

export type FlaggedCategory = (typeof names)[number];

export type ModerationDouble = EngineServer & {
  /** What is set as `OPENAI_MODERATION_URL`. */
  readonly baseUrl: string;
  /** A prompt with the word is flagged for these. */
  readonly flags: Map<string, readonly FlaggedCategory[]>;
  /** The prompts that were judged, in their order. */
  readonly judged: readonly string[];
};

const bodySchema = z.strictObject({ model: z.literal('omni-moderation-latest'), input: z.string().min(1) });

export async function startModeration(): Promise<ModerationDouble> {
  const flags = new Map<string, readonly FlaggedCategory[]>();
  const judged: string[] = [];
  const app = new Hono();
  app.post('/v1/moderations', async (c) => {
    if (c.req.header('authorization') !== `Bearer ${moderationKey}`) {
      return c.json(failure('Incorrect API key provided.', 'invalid_api_key'), 401);
    }
    const body = bodySchema.safeParse(await c.req.json());
    if (!body.success) return c.json(failure(body.error.message, 'invalid_request_error'), 400);
    const { input } = body.data;
    judged.push(input);
    const found = new Set([...flags].flatMap(([word, categories]) => (input.includes(word) ? categories : [])));
    const each = <T>(of: (name: FlaggedCategory) => T): Record<string, T> =>
      Object.fromEntries(names.map((name) => [name, of(name)]));
    return c.json({
      id: `modr-${judged.length}`,
      model: 'omni-moderation-latest',
      results: [
        {
          flagged: found.size > 0,
          categories: each((name) => found.has(name)),
          category_scores: each((name) => (found.has(name) ? 0.98 : 0.0001)),
          category_applied_input_types: each(() => ['text']),
        },
      ],
    });
  });
  app.notFound((c) => c.json(failure(`Invalid URL (${c.req.method} ${c.req.path})`, 'not_found'), 404));
  const server = await serveEngine(app);
  return Object.assign(server, { baseUrl: `${server.url}/v1`, flags, judged });
}

function failure(message: string, code: string): object {
  return { error: { message, type: 'invalid_request_error', param: null, code } };
}
