import { unquotePrompt } from './quotes.ts';

/** `{red|blue}`: only with a bar, and without quotes, line breaks or braces inside, because people paste JSON. */
const group = /\{([^{}\n"'`“”„‟‘’‚‛«»|]*(?:\|[^{}\n"'`“”„‟‘’‚‛«»|]*)+)\}/gu;

export type Batch =
  | { readonly kind: 'prompts'; readonly prompts: readonly [string, ...string[]] }
  | { readonly kind: 'too_many'; readonly prompts: number }
  | { readonly kind: 'nested' };

/** Every prompt that a prompt with choices stands for, the first choice first; itself when it has none. */
export function expandBatch(prompt: string, promptsMax: number): Batch {
  const groups = Array.from(prompt.matchAll(group), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    words: (match[1] ?? '').split('|').map((word) => word.trim()),
  }));
  if (groups.length === 0) return { kind: 'prompts', prompts: [prompt] };
  const total = groups.reduce((product, each) => product * each.words.length, 1);
  if (total > promptsMax) return { kind: 'too_many', prompts: total };

  let starts = [''];
  let from = 0;
  for (const { start, end, words } of groups) {
    const between = prompt.slice(from, start);
    starts = starts.flatMap((begun) => words.map((word) => begun + between + word));
    from = end;
  }
  const [first, ...others] = starts.map((begun) => closeGaps(begun + prompt.slice(from)));
  if (first === undefined) return { kind: 'prompts', prompts: [prompt] };
  const prompts = [first, ...others] as const;
  return prompts.some((each) => each.search(group) >= 0) ? { kind: 'nested' } : { kind: 'prompts', prompts };
}

/** An empty choice leaves two spaces behind. */
function closeGaps(prompt: string): string {
  return prompt.replace(/ {2,}/gu, ' ').trim();
}

const marker = /^(?:[-*•–]|\d{1,2}[.)])\s+/u;

/** The prompts of a text that has one a line. The marks of a list belong to none of them. */
export function promptLines(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const isList = lines.length > 1 && lines.every((line) => marker.test(line));
  return lines.map((line) => unquotePrompt(isList ? line.replace(marker, '') : line));
}
