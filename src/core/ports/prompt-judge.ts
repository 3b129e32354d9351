/** What a prompt is about that may not be wanted. `adult` is left to a tenant's rule; the others never are. */
export type Judged =
  | { readonly kind: 'fine' }
  | { readonly kind: 'flagged'; readonly categories: readonly JudgedCategory[] }
  /** It could not be judged now. `detail` is for the log alone, and holds nothing of the prompt. */
  | { readonly kind: 'unavailable'; readonly detail: string };

export type JudgedCategory = 'adult' | 'minors' | 'violence' | 'hate' | 'harassment' | 'self_harm' | 'illicit';

/** Judges prompts. `test/contracts/prompt-judge.ts` holds every implementation to this. */
export interface PromptJudge {
  /** Never rejects but by its signal; nothing is kept of what is judged. */
  judge(prompt: string, signal: AbortSignal): Promise<Judged>;
}
