import { requestDefaults } from '../../core/defaults.ts';
import type { RootName } from '../commands.ts';
import { type Command, isNameless, type Leaf } from './command.ts';
import type { Dealt } from './deal.ts';
import { findCommand } from './find-command.ts';
import { type Flag, type Placed, takeFlags } from './flags.ts';
import { meantInstead } from './meant-instead.ts';
import { expectationOf, type ParseContext, parseValue } from './parse-value.ts';
import { type Problem, shorten, untold } from './problem.ts';
import { charsIn, cleanText } from './prompt-text.ts';
import { unquotePrompt } from './quotes.ts';
import type { Value } from './value.ts';

/** Text this long holds no valid command, and is not searched for one. */
const textCharsMax = requestDefaults.promptCharsMax + 10_000;

/** Reads what was typed after a slash command. Never throws; every mistake is reported, in order. */
export function parseText(root: RootName, text: string, context: ParseContext): Command {
  const typed = cleanText(text).trim();
  const chars = charsIn(typed);
  if (chars > textCharsMax) {
    const expected = { kind: 'prompt_chars', charsMax: requestDefaults.promptCharsMax } as const;
    return mistake(root, typed, [{ option: 'prompt', expected, got: String(chars), nearest: null }]);
  }
  const other = root === 'video' ? meantInstead(typed) : null;
  if (other) return other;
  const found = findCommand(root, typed, context.keepsModerators === true);
  if (found.kind === 'problem') return mistake(found.path, found.rest, [found.problem]);

  const { leaf, path, rest } = found;
  const { bare, flags, problems: unclear } = takeFlags(rest, leaf.options);
  const typedAs = (problem: Problem): Problem => asTyped(problem, { leaf, flags, context });
  const { values, problems: wrong } = readFlags(flags, context);
  const leftOver = readBare(bare, leaf, values, context);
  const reading = leaf.read(values);
  const inOrder = [...unclear, ...wrong].toSorted((a, b) => a.at - b.at).map((placed) => placed.problem);
  const soFar = [...inOrder, ...leftOver];
  const all = [...soFar, ...(reading.kind === 'problems' ? untold(reading.problems, soFar) : [])];
  const [first, ...others] = all.map(typedAs);
  if (first) return mistake(path, rest, [first, ...others]);
  switch (reading.kind) {
    case 'command':
      return reading.command;
    case 'form':
      return { kind: 'form', command: path, typed: rest };
    case 'problems':
      return mistake(path, rest, reading.problems);
  }
}

/** What was typed without a name is not spoken of by one, and options that cannot be typed there are not listed. */
function asTyped(
  problem: Problem,
  { leaf, flags, context }: { readonly leaf: Leaf; readonly flags: readonly Flag[]; readonly context: ParseContext },
): Problem {
  const { option: name, expected, nearest } = problem;
  if (expected.kind === 'known_option' && context.filesInFormAlone) {
    const isTyped = (each: string): boolean => leaf.options[each]?.kind.kind !== 'attachment';
    const near = nearest !== null && isTyped(nearest.replace(/^--/u, '')) ? nearest : null;
    return { ...problem, expected: { ...expected, options: expected.options.filter(isTyped) }, nearest: near };
  }
  const isNamed = name === null || name === 'prompt' || flags.some(({ option }) => option.name === name);
  return isNamed || !isNameless(leaf, name) ? problem : { ...problem, option: null };
}

function mistake(command: string, typed: string, problems: readonly [Problem, ...Problem[]]): Command {
  return { kind: 'mistake', command, typed, problems };
}

export function readFlags(
  flags: readonly Flag[],
  context: ParseContext,
): { values: Map<string, Value>; problems: Placed[] } {
  const values = new Map<string, Value>();
  const problems: Placed[] = [];
  const seen = new Set<string>();
  for (const { option, raw, negated, at } of flags) {
    const { name, spec } = option;
    if (seen.has(name)) {
      problems.push({
        at,
        problem: { option: name, expected: { kind: 'once' }, got: shorten(raw ?? ''), nearest: null },
      });
      continue;
    }
    seen.add(name);
    const parsed =
      raw === null && spec.kind.kind !== 'flag'
        ? ({
            kind: 'problem',
            problem: { option: name, expected: expectationOf(spec.kind, context), got: '', nearest: null },
          } as const)
        : parseValue(name, spec.kind, raw ?? 'on', context);
    if (parsed.kind === 'problem') problems.push({ at, problem: parsed.problem });
    else values.set(name, negated ? turned(parsed.value) : parsed.value);
  }
  return { values, problems };
}

function turned(value: Value): Value {
  return value.kind === 'flag' ? { kind: 'flag', on: !value.on } : value;
}

/** Gives the words without a name to the option that takes them. */
function readBare(bare: string, leaf: Leaf, values: Map<string, Value>, context: ParseContext): Problem[] {
  const words = bare.trim();
  const option = leaf.bare === null ? undefined : leaf.options[leaf.bare];
  if (leaf.bare !== null && option?.kind.kind === 'prompt') {
    values.set(leaf.bare, { kind: 'text', text: unquotePrompt(words) });
    return [];
  }
  if (leaf.bare !== null && option?.kind.kind === 'prompts') {
    values.set(leaf.bare, { kind: 'text', text: words });
    return [];
  }
  if (words === '') return [];
  if (leaf.deal) return readDealt(leaf.deal(words), leaf, values, context);
  if (leaf.bare === null || !option || values.has(leaf.bare)) {
    return [{ option: null, expected: { kind: 'nothing_more' }, got: shorten(words), nearest: null }];
  }
  const parsed = parseValue(leaf.bare, option.kind, words, context);
  if (parsed.kind === 'problem') return [parsed.problem];
  values.set(leaf.bare, parsed.value);
  return [];
}

function readDealt(dealt: Dealt, leaf: Leaf, values: Map<string, Value>, context: ParseContext): Problem[] {
  return dealt.flatMap(([name, words]) => {
    const option = leaf.options[name];
    if (words === '' || !option) return [];
    if (values.has(name)) return [{ option: name, expected: { kind: 'once' }, got: shorten(words), nearest: null }];
    const parsed = parseValue(name, option.kind, words, context);
    if (parsed.kind === 'problem') return [parsed.problem];
    values.set(name, parsed.value);
    return [];
  });
}
