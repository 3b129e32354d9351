import type { Command } from './command.ts';
import { allLeaves } from './find-command.ts';
import { formatTyped } from './format-typed.ts';
import { meantInstead } from './meant-instead.ts';
import { namedOf } from './named-words.ts';
import { nearestWord } from './nearest.ts';
import { isTold } from './own-moderators.ts';
import { type OptionValue, type ParseContext, parseValue } from './parse-value.ts';
import { type Problem, shorten, untold } from './problem.ts';
import { optionsInPrompt, readPromptField } from './prompt-field.ts';
import type { Value } from './value.ts';

/** Values by option name, as typed options or a form hold them. Null, undefined and '' mean "not said". */
export type OptionValues = Readonly<Record<string, OptionValue | null | undefined>>;

/**
 * Reads typed options and forms; `path` is the command without its slash, `videos show`. The same
 * values mean the same as in text, but a prompt keeps its quotes: nothing else can be in its field.
 */
export function parseOptions(path: string, given: OptionValues, context: ParseContext): Command {
  const said = Object.entries(given).flatMap(([name, raw]) =>
    raw === null || raw === undefined || raw === '' ? [] : [[name, raw] as const],
  );
  const found = allLeaves().find((each) => each.path === path);
  if (!found) {
    const told = allLeaves().filter((each) => isTold(each, context.keepsModerators === true));
    const paths = told.map((each) => each.path);
    const near = nearestWord(path, paths);
    const nearest = near === null ? null : `/${near}`;
    const problem: Problem = {
      option: null,
      expected: { kind: 'command', commands: paths },
      got: shorten(path),
      nearest,
    };
    return { kind: 'mistake', command: path, typed: '', problems: [problem] };
  }
  const { leaf } = found;
  const typed = formatTyped(leaf, said);
  const named = namedOf(said);
  const values = new Map<string, Value>();
  const problems: Problem[] = [];
  for (const [name, raw] of said) {
    const option = leaf.options[name];
    if (!option) {
      const expected = { kind: 'known_option', options: Object.keys(leaf.options) } as const;
      problems.push({ option: null, expected, got: shorten(name), nearest: nearestWord(name, expected.options) });
      continue;
    }
    if (option.kind.kind === 'prompt' && typeof raw !== 'object') {
      const { prompt, flags } = readPromptField(String(raw));
      const other = meantInstead(prompt);
      if (other) return other;
      if (flags.length > 0) problems.push(optionsInPrompt(flags));
      values.set(name, { kind: 'text', text: prompt });
      continue;
    }
    const parsed = parseValue(name, option.kind, raw, context);
    if (parsed.kind === 'problem') problems.push(parsed.problem);
    else values.set(name, parsed.value);
  }
  const reading = leaf.read(values);
  const [first, ...others] = [...problems, ...(reading.kind === 'problems' ? untold(reading.problems, problems) : [])];
  if (first) return { kind: 'mistake', command: path, typed, named, problems: [first, ...others] };
  switch (reading.kind) {
    case 'command':
      return reading.command;
    case 'form':
      return { kind: 'form', command: path, typed };
    case 'problems':
      return { kind: 'mistake', command: path, typed, named, problems: reading.problems };
  }
}
