import type { InputRef } from '../../core/spec.ts';
import { commands } from '../commands.ts';
import type { Command } from './command.ts';
import { takeFlags } from './flags.ts';
import type { VideoForm } from './form-of.ts';
import { meantInstead } from './meant-instead.ts';
import type { Options } from './option.ts';
import { resolveOption } from './option-names.ts';
import { readFlags } from './parse-text.ts';
import { type FileValue, type ParseContext, parseValue } from './parse-value.ts';
import { type Problem, shorten, untold } from './problem.ts';
import { cleanText, sanitisePrompt } from './prompt-text.ts';
import { inputIn, type Value } from './value.ts';

/** A form has a place of its own for a prompt and for a file: typed there, they would be taken for something else. */
const flagOptions: Options = Object.fromEntries(
  Object.entries<Options[string]>(commands.video.options).filter(
    ([, { kind }]) => kind.kind !== 'attachment' && kind.kind !== 'prompt',
  ),
);

export type ParsedForm = {
  readonly command: Command;
  /** What the video starts from: the file that came along, or else what the form held; null where it cannot be used. */
  readonly input: InputRef | null;
};

/** Reads a form for a video. Nothing in its prompt is taken for an option; its options are nothing but options. */
export function parseForm(
  { prompt, options, input: held }: VideoForm,
  file: FileValue | null,
  context: ParseContext,
): ParsedForm {
  const { values, problems: wrong } = readFile(file, context);
  const input = inputIn(values, 'image') ?? (file ? null : held);
  if (input) values.set(input.kind, { kind: 'input', input });
  const text = sanitisePrompt(prompt);
  const other = meantInstead(text);
  if (other) return { command: other, input };

  const { bare, flags, problems: unclear } = takeFlags(cleanText(options).trim(), flagOptions);
  const read = readFlags(flags, context);
  for (const [name, value] of read.values) values.set(name, value);
  values.set('prompt', { kind: 'text', text });
  const reading = commands.video.read(values);
  const inOrder = [...unclear, ...read.problems].toSorted((a, b) => a.at - b.at).map(({ problem }) => problem);
  const told = [...inOrder, ...leftOver(bare.trim()), ...wrong];
  const [first, ...others] = [...told, ...(reading.kind === 'problems' ? untold(reading.problems, told) : [])];
  const typed = `${text} ${options}`.trim();
  const mistake = (problems: readonly [Problem, ...Problem[]]): ParsedForm => ({
    command: { kind: 'mistake', command: 'video', typed, problems },
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

function leftOver(bare: string): Problem[] {
  if (bare === '') return [];
  const [word = ''] = bare.split(/[\s:=]/u);
  const isOption = resolveOption(word, flagOptions).kind === 'option';
  const nearest = isOption ? shorten(`--${bare}`) : null;
  return [{ option: null, expected: { kind: 'nothing_more' }, got: shorten(bare), nearest }];
}
