import type { InputBlock, ModalView } from '@slack/types';
import { commands } from '../../commands.ts';
import type { VideoForm } from '../../grammar/form-of.ts';
import { fieldOf } from '../../grammar/field.ts';
import { takeFlags } from '../../grammar/flags.ts';
import { isHelpKey } from '../../grammar/find-command.ts';
import { namedFlag, namedToFlags } from '../../grammar/named-words.ts';
import type { OptionSpec } from '../../grammar/option.ts';
import { fieldOptions } from '../../grammar/prompt-field.ts';
import { promptUnitsMax } from '../../grammar/prompt-text.ts';
import { firstOf, splitIntoFields } from '../../long-text.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { optionHelp } from '../../present-help.ts';
import { elementId, elementOf, field, fieldCharsMax, longInput, type NamedChoice, plain } from './form-fields.ts';
import { type FormPlace, writePlace } from './form-place.ts';
import { forField } from './read-text.ts';

const titleCharsMax = 24;

export const videoFormId = 'v1:video';
export const typedFormPrefix = 'v1:typed:';
export const placeField = 'where';
export const typedField = 'typed';

export type VideoFormAsk = {
  readonly form: VideoForm;
  readonly place: FormPlace;
  readonly engines: readonly NamedChoice[];
};

/** Every option of `/video` in a field of its own, filled in with what there is. What it starts from has no field: `place.kept` names it. */
export function drawVideoForm({ form, place, engines }: VideoFormAsk, words: Catalogue): ModalView {
  const { form: say } = words.slackCommands;
  const said = new Map(takeFlags(namedToFlags(form.options, fieldOptions), fieldOptions).flags.map(namedFlag));
  const fields = Object.entries<OptionSpec>(commands.video.options).flatMap(([name, spec]) => {
    if (spec.isTypedOnly) return [];
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

/** What takes a prompt a line. */
const batchPath = 'videos batch';

/** Any other command, as the text that follows it. */
export function drawTypedForm(
  { command, typed, place }: { readonly command: string; readonly typed: string; readonly place: FormPlace },
  { slackCommands: { form: say }, taking: { cutShort } }: Catalogue,
): ModalView {
  const text = forField(typed);
  const isBatch = command === batchPath;
  const hint = text.length > fieldCharsMax ? cutShort(fieldCharsMax) : isBatch ? say.promptsHelp : null;
  return {
    type: 'modal',
    callback_id: `${typedFormPrefix}${command}`,
    title: plain(isBatch ? say.batchTitle : say.typedTitle),
    submit: plain(isBatch ? say.submit : say.typedSubmit),
    close: plain(say.close),
    private_metadata: writePlace(place),
    blocks: [field(typedField, isBatch ? say.prompts : say.typed(command), hint, longInput(text), !isBatch)],
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
