import { APIError, OpenAI } from 'openai';
import { z } from 'zod';
import type { Judged, JudgedCategory, PromptJudge } from '../core/ports/prompt-judge.ts';

const model = 'omni-moderation-latest';

const answerSchema = z.object({
  results: z.tuple([z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.boolean().nullable()) })]),
});

/** By its name before a slash, which only tells more of the same; what is not known counts as the worst. */
const categories: ReadonlyMap<string, JudgedCategory> = new Map([
  ['sexual', 'adult'],
  ['sexual/minors', 'minors'],
  ['violence', 'violence'],
  ['hate', 'hate'],
  ['harassment', 'harassment'],
  ['self-harm', 'self_harm'],
  ['illicit', 'illicit'],
]);

/** Judges prompts by OpenAI's moderation endpoint, which costs nothing, or by one that speaks like it at `baseURL`. */
export function createOpenAiJudge({
  apiKey,
  baseURL,
}: {
  readonly apiKey: string;
  readonly baseURL: string;
}): PromptJudge {
  // What is null here would be read from the environment, where it belongs to other programs.
  const client = new OpenAI({
    apiKey,
    baseURL,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    fetchOptions: { redirect: 'error' },
  });
  return {
    async judge(prompt, signal) {
      try {
        return judgedOf(await client.moderations.create({ model, input: prompt }, { signal }));
      } catch (error) {
        signal.throwIfAborted();
        return { kind: 'unavailable', detail: detailOf(error) };
      }
    },
  };
}

function judgedOf(answer: unknown): Judged {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return { kind: 'unavailable', detail: 'the answer cannot be read' };
  const [{ flagged, categories: found }] = parsed.data.results;
  const [first, ...more] = new Set(
    Object.keys(found).flatMap((name) => (found[name] === true ? [categoryOf(name)] : [])),
  );
  if (first === undefined) return flagged ? { kind: 'flagged', categories: ['illicit'] } : { kind: 'fine' };
  return { kind: 'flagged', categories: [first, ...more] };
}

function categoryOf(name: string): JudgedCategory {
  return categories.get(name) ?? categories.get(name.split('/')[0] ?? '') ?? 'illicit';
}

/** Of an answer its status alone: what it says may repeat the prompt. */
function detailOf(error: unknown): string {
  if (error instanceof APIError && typeof error.status === 'number') return `HTTP ${error.status}`;
  return error instanceof Error ? error.name : 'no answer';
}
