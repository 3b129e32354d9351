import { commands } from '../commands.ts';
import { type Flag, takeFlags } from './flags.ts';
import type { Options } from './option.ts';
import { formatNamed, namedFlag, namedToFlags } from './named-words.ts';
import type { Problem } from './problem.ts';
import { promptUnitsMax, sanitisePrompt } from './prompt-text.ts';
import { inAllQuotes, unquotePrompt } from './quotes.ts';

/** What a form takes in its field for options: a prompt and a file have fields of their own there. */
export const fieldOptions: Options = Object.fromEntries(
  Object.entries<Options[string]>(commands.video.options).filter(
    ([, { kind }]) => kind.kind !== 'attachment' && kind.kind !== 'prompt',
  ),
);

/** What stands in a field for nothing but the prompt. */
export type PromptField = {
  readonly prompt: string;
  /** Options that were probably meant as such. A prompt that is all in quotes has none: so can every text be a prompt. */
  readonly flags: readonly Flag[];
};

export function readPromptField(text: string): PromptField {
  const prompt = sanitisePrompt(text);
  const { flags } = takeFlags(prompt, fieldOptions);
  if (flags.length > 0) return { prompt, flags };
  const inside = unquotePrompt(prompt);
  // Quotes belong to the prompt, unless they are there to keep options out of it.
  if (inside === prompt) return { prompt, flags };
  const without = readPromptField(inside);
  const isKeptWhole = without.flags.length > 0 || without.prompt !== inside;
  return { prompt: isKeptWhole ? inside : prompt, flags };
}

/** A prompt as such a field has to hold it. What is too long for any stays as it is: it has to be shortened first. */
export function promptForField(prompt: string): string {
  if (prompt.length > promptUnitsMax) return prompt;
  const texts = [prompt, ...inAllQuotes(prompt)];
  return (
    texts.find((text) => {
      const read = readPromptField(text);
      return read.flags.length === 0 && read.prompt === prompt;
    }) ?? prompt
  );
}

/** One mistake for all of them. */
export function optionsInPrompt(flags: readonly Flag[]): Problem {
  const options = [...new Set(flags.map(({ option }) => option.name))];
  return { option: null, expected: { kind: 'no_options_in_prompt', options }, got: '', nearest: null };
}

type Fields = { readonly prompt: string; readonly options: string };

/** Puts options that stand in the prompt where options go. One that is there already stays as it is. */
export function optionsOutOfPrompt<Form extends Fields>(form: Form): Form {
  const { flags } = readPromptField(form.prompt);
  const { bare, problems } = takeFlags(sanitisePrompt(form.prompt), fieldOptions);
  // Of what is unclear nobody knows whether it is prompt: it is left to them.
  if (flags.length === 0 || problems.length > 0) return form;
  const there = takeFlags(namedToFlags(form.options, fieldOptions), fieldOptions).flags.map(
    ({ option }) => option.name,
  );
  const moved = flags.filter(
    ({ option: { name } }, index) =>
      !there.includes(name) && flags.findIndex(({ option }) => option.name === name) === index,
  );
  return {
    ...form,
    prompt: bare,
    options: [form.options, formatNamed(moved.map(namedFlag))].filter((text) => text !== '').join(', '),
  };
}
