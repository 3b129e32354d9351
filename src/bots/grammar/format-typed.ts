import type { Leaf } from './command.ts';
import type { OptionValue } from './parse-value.ts';
import { cleanText } from './prompt-text.ts';
import { inQuotes } from './quotes.ts';

const needsNoQuotes = /^[\p{L}\p{N}#./:][\p{L}\p{N}#./:_+-]*$/u;

/** A value as it is typed after `--name`. */
export function quoteValue(text: string): string {
  return needsNoQuotes.test(text) ? text : inQuotes(text);
}

/** Typed options as somebody would have typed them as text: the nameless words first. */
export function formatTyped(leaf: Leaf, said: readonly (readonly [string, OptionValue])[]): string {
  const words = said.map(([name, raw]) => {
    const text = cleanText(typeof raw === 'object' ? raw.source : String(raw)).trim();
    if (name === leaf.bare) return { order: 0, text };
    const isFlag = leaf.options[name]?.kind.kind === 'flag' && typeof raw === 'boolean';
    if (isFlag) return { order: 1, text: raw ? `--${name}` : `--no-${name}` };
    return { order: 1, text: `--${name} ${quoteValue(text)}` };
  });
  return words
    .toSorted((a, b) => a.order - b.order)
    .map((word) => word.text)
    .join(' ');
}
