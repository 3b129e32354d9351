import type { Config, Secrets } from './config.ts';
import { createJudgeMemory } from './core/judging.ts';
import type { PromptJudge } from './core/ports/prompt-judge.ts';

/** What judges prompts, as it is configured; null where nothing does. */
export async function openJudge({
  config,
  secrets,
}: {
  readonly config: Pick<Config, 'moderationUrl'>;
  readonly secrets: Pick<Secrets, 'moderationKey'>;
}): Promise<PromptJudge | null> {
  const { moderationKey: apiKey } = secrets;
  if (apiKey === null) return null;
  const { createOpenAiJudge } = await import('./moderation/openai.ts');
  return createJudgeMemory(createOpenAiJudge({ apiKey, baseURL: config.moderationUrl }));
}
