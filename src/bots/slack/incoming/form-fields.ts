import type { InputBlock, PlainTextElement, PlainTextOption } from '@slack/types';
import type { Field } from '../../grammar/field.ts';
import { firstOf } from '../../long-text.ts';
import type { Catalogue } from '../../messages/catalogue.ts';

/** What Slack takes in one field, in an entry of a list, as a list, and beside a field. */
export const fieldCharsMax = 3_000;
const optionCharsMax = 75;
const optionsMax = 100;
const besideCharsMax = 2_000;
/** What else than a prompt is longer, is a mistake that can be read to here. */
const lineCharsMax = 150;
/** Of more numbers a list is tedious. */
const listedMax = 10;

/** What our media store takes. */
const endings = { image: ['png', 'jpg', 'jpeg', 'webp', 'gif'], video: ['mp4', 'mov', 'webm', 'mkv'] };

/** The one element of each field. */
export const elementId = 'value';

/** Something that can be chosen, as people read it. */
export type NamedChoice = { readonly id: string; readonly name: string };

type Element = InputBlock['element'];

/** Null where a form of Slack can take no such thing, or nothing would come of it. */
export function elementOf(
  asked: Field,
  said: string | boolean | null,
  engines: readonly NamedChoice[],
  words: Catalogue,
): Element | null {
  const { form: say } = words.slackCommands;
  switch (asked.type) {
    case 'lines':
      return null;
    case 'text':
      return lineInput(said);
    case 'whole':
      return asked.max - asked.min < listedMax ? select(numbers(asked).map(asItIs), said, words) : lineInput(said);
    case 'pick':
      return select(asked.values.map(asItIs), said, words);
    case 'yes_no':
      return select(
        [
          { id: 'yes', name: say.yes },
          { id: 'no', name: say.no },
        ],
        typeof said === 'boolean' ? (said ? 'yes' : 'no') : said,
        words,
      );
    case 'suggest':
      // Any size can be asked for, and Slack's lists take nothing that is not in them.
      return asked.over === 'engines'
        ? select([...asked.values.map(asItIs), ...engines], said, words)
        : lineInput(said);
    case 'file':
      return { type: 'file_input', action_id: elementId, filetypes: endings[asked.accepts], max_files: 1 };
    case 'person':
    case 'channels':
      return null;
  }
}

function numbers({ min, max }: { readonly min: number; readonly max: number }): string[] {
  return Array.from({ length: max - min + 1 }, (_, index) => String(min + index));
}

function asItIs(value: string): NamedChoice {
  return { id: value, name: value };
}

/** With what was typed among its entries, also where that is wrong: so it is seen, and can be put right. */
function select(choices: readonly NamedChoice[], said: string | boolean | null, words: Catalogue): Element {
  const options = choices
    .filter(({ id }) => id.length <= optionCharsMax)
    .slice(0, optionsMax - 1)
    .map(asOption);
  const typed = said === null || said === '' ? null : firstOf(String(said), optionCharsMax);
  const known = options.find(({ value }) => value === typed);
  const chosen = typed === null ? null : (known ?? asOption(asItIs(typed)));
  return {
    type: 'static_select',
    action_id: elementId,
    placeholder: plain(words.slackCommands.form.notSaid),
    options: known || !chosen ? options : [...options, chosen],
    ...(chosen ? { initial_option: chosen } : {}),
  };
}

function asOption({ id, name }: NamedChoice): PlainTextOption {
  return { text: plain(firstOf(name, optionCharsMax)), value: id };
}

function lineInput(said: string | boolean | null): Element {
  const text = firstOf(said === null ? '' : String(said), lineCharsMax);
  return {
    type: 'plain_text_input',
    action_id: elementId,
    max_length: lineCharsMax,
    ...(text === '' ? {} : { initial_value: text }),
  };
}

export function longInput(typed: string): Element {
  const text = firstOf(typed, fieldCharsMax);
  return {
    type: 'plain_text_input',
    action_id: elementId,
    multiline: true,
    max_length: fieldCharsMax,
    ...(text === '' ? {} : { initial_value: text }),
  };
}

export function field(
  name: string,
  label: string,
  hint: string | null,
  element: Element,
  isOptional: boolean,
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plain(firstOf(label, besideCharsMax)),
    element,
    ...(hint === null ? {} : { hint: plain(firstOf(hint, besideCharsMax)) }),
    ...(isOptional ? { optional: true } : {}),
  };
}

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text };
}
