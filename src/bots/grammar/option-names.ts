import { nearestWord } from './nearest.ts';
import type { Options, OptionSpec } from './option.ts';

export type NamedOption = { readonly name: string; readonly spec: OptionSpec };

/** What a typed option name stands for. */
export type Resolved =
  | { readonly kind: 'option'; readonly option: NamedOption; readonly negated: boolean }
  | { readonly kind: 'ambiguous'; readonly options: readonly string[] }
  | { readonly kind: 'unknown'; readonly nearest: string | null };

type Entry = { readonly word: string; readonly flag: string; readonly option: NamedOption; readonly negated: boolean };

/** Every word that names an option, with `no-…` for those that can be off. */
function entriesOf(options: Options): Entry[] {
  return Object.entries(options).flatMap(([name, spec]) => {
    const option = { name, spec };
    const words = [name, ...(spec.also ?? [])];
    const positive = words.map((word) => ({ word, flag: name, option, negated: false }));
    if (spec.kind.kind !== 'flag') return positive;
    return [...positive, ...words.map((word) => ({ word: `no-${word}`, flag: `no-${name}`, option, negated: true }))];
  });
}

/** Finds the option that was meant: by name, by a beginning that no other has, or the nearest to suggest. */
export function resolveOption(typed: string, options: Options): Resolved {
  const word = typed.normalize('NFKC').toLowerCase().replaceAll('_', '-');
  const entries = entriesOf(options);
  const exact = entries.find((entry) => entry.word === word);
  if (exact) return { kind: 'option', option: exact.option, negated: exact.negated };
  const begun = entries.filter((entry) => entry.word.startsWith(word));
  const flags = [...new Set(begun.map((entry) => entry.flag))];
  const [only] = begun;
  if (only && flags.length === 1) return { kind: 'option', option: only.option, negated: only.negated };
  if (flags.length > 1) return { kind: 'ambiguous', options: flags };
  const near = nearestWord(
    word,
    entries.map((entry) => entry.word),
  );
  return { kind: 'unknown', nearest: entries.find((entry) => entry.word === near)?.flag ?? null };
}
