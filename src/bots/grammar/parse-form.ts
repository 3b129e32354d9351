import type { InputRef } from '../../core/spec.ts';
import { commands } from '../commands.ts';
import type { Command } from './command.ts';
import { takeFlags } from './flags.ts';
import type { VideoForm } from './form-of.ts';
import { meantInstead } from './meant-instead.ts';
import { namedToFlags } from './named-words.ts';
import type { NamedWords } from './option.ts';
import { resolveOption } from './option-names.ts';
import { readFlags } from './parse-text.ts';
import { type FileValue, type ParseContext, parseValue } from './parse-value.ts';
import { type Problem, shorten, untold } from './problem.ts';
import { fieldOptions, optionsInPrompt, readPromptField } from './prompt-field.ts';
import { cleanText } from './prompt-text.ts';
import { inputIn, type Value } from './value.ts';

export type ParsedForm = {
  readonly command: Command;
  /** What the video starts from: the file that came along, or else what the form held; null where it cannot be used. */
  readonly input: InputRef | null;
};

/** Reads a form for a video. Its options are nothing but options, as `seconds: 20` or `--seconds 20`; its prompt has none. */
export function parseForm(
  { prompt, options, input: held }: VideoForm,
  file: FileValue | null,
  context: ParseContext,
): ParsedForm {
  const { values, problems: wrong } = readFile(file, context);
  const input = inputIn(values, 'image') ?? (file ? null : held);
  if (input) values.set(input.kind, { kind: 'input', input });
  const { prompt: text, flags: inPrompt } = readPromptField(prompt);
  const other = meantInstead(text);
  if (other) return { command: other, input };

  const {
    bare,
    flags,
    problems: unclear,
  } = takeFlags(namedToFlags(cleanText(options).trim(), fieldOptions), fieldOptions);
  const read = readFlags(flags, context);
  for (const [name, value] of read.values) values.set(name, value);
  values.set('prompt', { kind: 'text', text });
  const reading = commands.video.read(values);
  const inOrder = [...unclear, ...read.problems]
    .toSorted((a, b) => a.at - b.at)
    .map(({ problem }) => withoutDashes(problem));
  // What follows a name that is none is not a mistake of its own.
  const leftOvers = unclear.length > 0 ? [] : leftOver(bare.trim());
  const misplaced = inPrompt.length > 0 ? [optionsInPrompt(inPrompt)] : [];
  const told = [...misplaced, ...inOrder, ...leftOvers, ...wrong];
  const [first, ...others] = [...told, ...(reading.kind === 'problems' ? untold(reading.problems, told) : [])];
  const typed = `${text} ${options}`.trim();
  const named = namedFields(text, options);
  const mistake = (problems: readonly [Problem, ...Problem[]]): ParsedForm => ({
    command: { kind: 'mistake', command: 'video', typed, named, problems },
    input,
  });
  if (first) return mistake([first, ...others]);
  return reading.kind === 'command' ? { command: reading.command, input } : mistake(reading.problems);
}

function readFile(
  file: FileValue | null,
  context: ParseContext,
): { readonly values: Map<string, Value>; readonly problems: Problem[] } {
  const values = new Map<string, Value>();
  if (!file) return { values, problems: [] };
  const parsed = parseValue('image', commands.video.options.image.kind, file, context);
  if (parsed.kind === 'problem') return { values, problems: [parsed.problem] };
  values.set('image', parsed.value);
  return { values, problems: [] };
}

/** A name that is none is told without dashes: perhaps it had none. */
function withoutDashes(problem: Problem): Problem {
  return problem.option === null ? { ...problem, got: problem.got.replace(/^\P{L}+/u, '') } : problem;
}

/** The fields as they were filled in: what stands there is perhaps no option. */
function namedFields(prompt: string, options: string): NamedWords[] {
  const fields: NamedWords[] = [
    ['prompt', prompt],
    ['options', cleanText(options).trim()],
  ];
  return fields.filter(([, words]) => words !== '');
}

function leftOver(bare: string): Problem[] {
  if (bare === '') return [];
  const [word = ''] = bare.split(/[\s:=]/u);
  const isOption = resolveOption(word, fieldOptions).kind === 'option';
  const nearest = isOption ? shorten(`--${bare}`) : null;
  return [{ option: null, expected: { kind: 'nothing_more' }, got: shorten(bare), nearest }];
}
