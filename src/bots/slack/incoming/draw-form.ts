import type { InputBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import { requestDefaults } from '../../../core/defaults.ts';
import { commands } from '../../commands.ts';
import type { VideoForm } from '../../grammar/form-of.ts';
import { type Field, fieldOf } from '../../grammar/field.ts';
import { takeFlags } from '../../grammar/flags.ts';
import { isHelpKey } from '../../grammar/find-command.ts';
import { namedFlag, namedToFlags } from '../../grammar/named-words.ts';
import type { OptionSpec } from '../../grammar/option.ts';
import { fieldOptions } from '../../grammar/prompt-field.ts';
import { firstOf, splitIntoFields } from '../../long-text.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { optionHelp } from '../../present-help.ts';
import { type FormPlace, writePlace } from './form-place.ts';
import { forField } from './read-text.ts';

/** What Slack takes in one field, in an entry of a list, and as a list. */
export const fieldCharsMax = 3_000;
const optionCharsMax = 75;
const optionsMax = 100;
const titleCharsMax = 24;
/** What else than a prompt is longer, is a mistake that can be read to here. */
const lineCharsMax = 150;
const blockCharsMax = 2_000;

/** No prompt is longer, whatever it is written in; a message that it is made from can be. */
const promptUnitsMax = 2 * requestDefaults.promptCharsMax;
/** Of more numbers a list is tedious. */
const listedMax = 10;

/** What our media store takes. */
const imageEndings = ['png', 'jpg', 'jpeg', 'webp', 'gif'];

export const videoFormId = 'v1:video';
export const typedFormPrefix = 'v1:typed:';
/** The one element of each field. */
export const elementId = 'value';
export const placeField = 'where';
export const typedField = 'typed';

/** Engines that can be chosen now, each as people read it. */
export type EngineChoice = { readonly id: string; readonly name: string };

export type VideoFormAsk = {
  readonly form: VideoForm;
  readonly place: FormPlace;
  readonly engines: readonly EngineChoice[];
};

/** Every option of `/video` in a field of its own, filled in with what there is. What it starts from has no field: `place.kept` names it. */
export function drawVideoForm({ form, place, engines }: VideoFormAsk, words: Catalogue): ModalView {
  const { form: say } = words.slackCommands;
  const said = new Map(takeFlags(namedToFlags(form.options, fieldOptions), fieldOptions).flags.map(namedFlag));
  const fields = Object.entries<OptionSpec>(commands.video.options).flatMap(([name, spec]) => {
    if (spec.kind.kind === 'prompt') return promptFields(name, spec, form.prompt, words);
    const element = elementOf(fieldOf(spec.kind), said.get(name) ?? null, engines, words);
    if (!element) return [];
    const isKept = form.input?.kind === name;
    return [field(name, labelOf(name, words), isKept ? say.fileKept : hintOf(name, spec, words), element, true)];
  });
  return {
    type: 'modal',
    callback_id: videoFormId,
    title: plain(firstOf(say.title, titleCharsMax)),
    submit: plain(say.submit),
    close: plain(say.close),
    private_metadata: writePlace(place),
    blocks: [...(place.channel === null ? [whereField(words)] : []), ...fields],
  };
}

/** Any other command, as the text that follows it. */
export function drawTypedForm(
  { command, typed, place }: { readonly command: string; readonly typed: string; readonly place: FormPlace },
  { slackCommands: { form: say }, taking: { cutShort } }: Catalogue,
): ModalView {
  const text = forField(typed);
  const hint = text.length > fieldCharsMax ? cutShort(fieldCharsMax) : null;
  return {
    type: 'modal',
    callback_id: `${typedFormPrefix}${command}`,
    title: plain(say.typedTitle),
    submit: plain(say.typedSubmit),
    close: plain(say.close),
    private_metadata: writePlace(place),
    blocks: [field(typedField, say.typed(command), hint, longInput(text), true)],
  };
}

/** As people know an option of `/video`. */
export function labelOf(name: string, { slackCommands }: Catalogue): string {
  const key = `video.${name}`;
  return isHelpKey(key) ? slackCommands.label(key, name) : name;
}

function hintOf(name: string, spec: OptionSpec, words: Catalogue): string {
  return optionHelp(`video.${name}`, `video.${name}`, spec, words);
}

function promptFields(name: string, spec: OptionSpec, prompt: string, words: Catalogue): InputBlock[] {
  const shown = firstOf(prompt, promptUnitsMax);
  const cut = shown.length < prompt.length ? words.taking.cutShort(promptUnitsMax) : null;
  return splitIntoFields(shown, fieldCharsMax).map((piece, index) =>
    index === 0
      ? field(piece.name, labelOf(name, words), cut ?? hintOf(name, spec, words), longInput(piece.text), false)
      : field(piece.name, words.slackCommands.form.more, null, longInput(piece.text), true),
  );
}

type Element = InputBlock['element'];

/** Null where a form of Slack can take no such thing, or nothing would come of it. */
function elementOf(
  asked: Field,
  said: string | boolean | null,
  engines: readonly EngineChoice[],
  words: Catalogue,
): Element | null {
  const { form: say } = words.slackCommands;
  switch (asked.type) {
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
      return asked.accepts === 'image'
        ? { type: 'file_input', action_id: elementId, filetypes: imageEndings, max_files: 1 }
        : null;
    case 'person':
    case 'channels':
      return null;
  }
}

function numbers({ min, max }: { readonly min: number; readonly max: number }): string[] {
  return Array.from({ length: max - min + 1 }, (_, index) => String(min + index));
}

function asItIs(value: string): EngineChoice {
  return { id: value, name: value };
}

/** With what was typed among its entries, also where that is wrong: so it is seen, and can be put right. */
function select(choices: readonly EngineChoice[], said: string | boolean | null, words: Catalogue): Element {
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

function asOption({ id, name }: EngineChoice): PlainTextOption {
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

function longInput(typed: string): Element {
  const text = firstOf(typed, fieldCharsMax);
  return {
    type: 'plain_text_input',
    action_id: elementId,
    multiline: true,
    max_length: fieldCharsMax,
    ...(text === '' ? {} : { initial_value: text }),
  };
}

function whereField(words: Catalogue): InputBlock {
  const { where, whereHelp } = words.slackCommands.form;
  return field(
    placeField,
    where,
    whereHelp,
    {
      type: 'conversations_select',
      action_id: elementId,
      default_to_current_conversation: true,
      response_url_enabled: true,
      filter: { include: ['public', 'private', 'im'] },
    },
    false,
  );
}

function field(name: string, label: string, hint: string | null, element: Element, isOptional: boolean): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plain(firstOf(label, blockCharsMax)),
    element,
    ...(hint === null ? {} : { hint: plain(firstOf(hint, blockCharsMax)) }),
    ...(isOptional ? { optional: true } : {}),
  };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text };
}
