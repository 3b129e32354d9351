import type { ClipSpec } from './spec.ts';

/** Style: a look by a name that people can choose from, and the words that engines are given for it. */
export type Style = { readonly name: string; readonly also: readonly string[]; readonly words: string };

/** Engines take no styles, only words; what is asked for here comes out much alike at all of them. */
export const styles: readonly Style[] = [
  { name: 'cinematic', also: ['film', 'movie'], words: 'cinematic lighting, shallow depth of field, film grain' },
  { name: 'anime', also: [], words: 'hand-drawn anime, clean lines, painted background' },
];

/** The prompt with the words of its style: what an engine is given. */
export function styledPrompt({ prompt, style }: Pick<ClipSpec, 'prompt' | 'style'>): string {
  if (style === null) return prompt;
  return `${prompt}\n\nStyle: ${styles.find(({ name }) => name === style)?.words ?? style}`;
}
