import type { Leaf } from './command.ts';
import { type Flag, takeFlags } from './flags.ts';
import type { NamedWords, Options } from './option.ts';
import { resolveOption } from './option-names.ts';
import type { OptionValue } from './parse-value.ts';
import { cleanText } from './prompt-text.ts';
import { inQuotes, insideOf, quotedSpans, readQuoted, unquotePrompt } from './quotes.ts';

/** Typed options as they were said. Where a file is kept is of no use to whoever reads it. */
export function namedOf(said: readonly (readonly [string, OptionValue])[]): NamedWords[] {
  return said.map(([name, raw]) => {
    if (typeof raw === 'boolean') return [name, raw];
    return [name, cleanText(typeof raw === 'object' ? raw.name : String(raw)).trim()];
  });
}

/** Text taken apart into the options that it is of; null where that cannot be told. */
export function namedIn(leaf: Leaf, typed: string): readonly NamedWords[] | null {
  const { bare, flags, problems } = takeFlags(typed, leaf.options);
  const nameless = bare === '' ? [] : (leaf.deal?.(bare) ?? [[leaf.bare ?? '', bare] as const]);
  if (problems.length > 0 || nameless.some(([name]) => name === '')) return null;
  const isPrompt = (name: string): boolean => leaf.options[name]?.kind.kind === 'prompt';
  return [
    ...nameless
      .filter(([, words]) => words !== '')
      .map(([name, words]) => [name, isPrompt(name) ? unquotePrompt(words) : words] as const),
    ...flags.map(namedFlag),
  ];
}

const no = /^(?:off|no|false|0|n)$/iu;
const yes = /^(?:on|yes|true|1|y)$/iu;

export function namedFlag({ option, raw, negated }: Flag): NamedWords {
  if (option.spec.kind.kind !== 'flag') return [option.name, raw ?? ''];
  if (raw === null || yes.test(raw)) return [option.name, !negated];
  return [option.name, no.test(raw) ? negated : raw];
}

/** `seconds: 20, size: vertical`: options as they are written into one field. `namedToFlags` reads them. */
export function formatNamed(named: readonly NamedWords[]): string {
  return named
    .map(([name, words]) => `${name}: ${typeof words === 'string' ? quoted(words) : onOff(words)}`)
    .join(', ');
}

/** As platforms with typed options write it. */
export function onOff(isOn: boolean): string {
  return isOn ? 'True' : 'False';
}

const needsQuotes = /[,;](?:\s|$)|^\s|\s$|\s--|["“”„‟«»「」『』]|^['‘’‚‛]|(?:^|[\s,;])\p{L}[\p{L}\p{N}_-]*[:=]|^$/u;

function quoted(words: string): string {
  return needsQuotes.test(words) ? inQuotes(words) : words;
}

const nameStart = /(?<=^|[\s,;])(\p{L}[\p{L}\p{N}_-]*)(?::|=)(\s|$)?/gu;
const flagInside = /\s(?=--\p{L})/u;

/** Writes `seconds: 20, size: vertical` as flags, which can stand among them. A value goes on up to the next option. */
export function namedToFlags(text: string, options: Options): string {
  const isQuoted = insideOf(quotedSpans(text));
  const starts = Array.from(text.matchAll(nameStart), ({ 0: shown, 1: name = '', 2: gap, index }) => {
    const isName = gap !== undefined || resolveOption(name, options).kind === 'option';
    return isName && !isQuoted(index) ? [{ at: index, name, valueAt: index + shown.length }] : [];
  }).flat();
  const head = text.slice(0, starts[0]?.at ?? text.length);
  const flags = starts.map(({ name, valueAt }, index) =>
    asFlag(name, text.slice(valueAt, starts[index + 1]?.at ?? text.length).trim()),
  );
  return [withoutEndMark(head), ...flags].filter((piece) => piece !== '').join(' ');
}

function asFlag(name: string, text: string): string {
  const value = readQuoted(text, 0);
  const end = value?.end ?? flagInside.exec(text)?.index ?? text.length;
  const words = value?.inside ?? withoutEndMark(text.slice(0, end));
  const rest = withoutEndMark(text.slice(end).replace(/^\s*[,;]/u, ''));
  return [words === '' ? `--${name}` : `--${name}=${inQuotes(words)}`, rest].filter((piece) => piece !== '').join(' ');
}

function withoutEndMark(text: string): string {
  return text.trim().replace(/\s*[,;]$/u, '');
}
