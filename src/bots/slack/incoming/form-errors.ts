import type { Mistake } from '../../grammar/command.ts';
import { firstOf } from '../../long-text.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { plainStyle, renderText, type TextStyle } from '../../messages/text.ts';
import { labelOf } from './draw-form.ts';

const errorCharsMax = 500;
const promptField = 'prompt';

/** What is wrong, beside the field that it is about; what is about none of them, beside the first. */
export function formErrors(
  problems: Mistake['problems'],
  fields: { has(name: string): boolean },
  words: Catalogue,
  nameOf: (field: string) => string = (field) => labelOf(field, words),
): Readonly<Record<string, string>> {
  const errors = new Map<string, string>();
  for (const problem of problems) {
    const name = problem.option !== null && fields.has(problem.option) ? problem.option : promptField;
    const sentence = renderText(words.problems.problem(problem), formStyle(nameOf));
    errors.set(
      name,
      firstOf([errors.get(name), sentence].filter((text) => text !== undefined).join(' '), errorCharsMax),
    );
  }
  return Object.fromEntries(errors);
}

/** Options go by the labels of their fields there, and their values stand alone. */
function formStyle(nameOf: (field: string) => string): TextStyle {
  return {
    ...plainStyle,
    code: (text) => text,
    option: (name, value) => value ?? nameOf(name),
  };
}
