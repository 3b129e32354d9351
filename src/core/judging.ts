import { createHash } from 'node:crypto';
import type { Judged, JudgedCategory, PromptJudge } from './ports/prompt-judge.ts';
import type { Request } from './request.ts';
import type { TenantSettings } from './tenant-settings.ts';

/** Whether a prompt about these things may be made there. What is sexual is up to the tenant; the rest is wanted nowhere. */
export function mayBeMade(
  categories: readonly JudgedCategory[],
  { adult }: Pick<TenantSettings, 'adult'>,
  { isAdultPlace }: Pick<Request, 'isAdultPlace'>,
): boolean {
  const isAdultTaken = adult === 'anywhere' || (adult === 'marked_channels' && isAdultPlace);
  return categories.every((category) => category === 'adult' && isAdultTaken);
}

/** So many verdicts are remembered, each by the digest of its prompt alone. */
const rememberedMax = 500;

/** Asks once for each prompt, however many videos are made of it; what could not be judged is asked about anew. */
export function createJudgeMemory(judge: PromptJudge): PromptJudge {
  const verdicts = new Map<string, Promise<Judged>>();

  function ask(key: string, prompt: string, signal: AbortSignal): Promise<Judged> {
    const asked = judge.judge(prompt, signal);
    const forget = (): void => {
      if (verdicts.get(key) === asked) verdicts.delete(key);
    };
    verdicts.set(key, asked);
    asked.then(({ kind }) => (kind === 'unavailable' ? forget() : undefined), forget);
    const [oldest] = verdicts.keys();
    if (verdicts.size > rememberedMax && oldest !== undefined) verdicts.delete(oldest);
    return asked;
  }

  return {
    async judge(prompt, signal) {
      const key = createHash('sha256').update(prompt).digest('base64');
      const known = verdicts.get(key);
      if (!known) return ask(key, prompt, signal);
      try {
        return await known;
      } catch (error) {
        // Whoever asked first has stopped; that says nothing about the prompt.
        if (signal.aborted) throw error;
        return ask(key, prompt, signal);
      }
    },
  };
}
