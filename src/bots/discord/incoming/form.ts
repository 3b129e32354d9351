import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import { allLeaves, isHelpKey } from '../../grammar/find-command.ts';
import { namedIn } from '../../grammar/named-words.ts';
import type { FileValue } from '../../grammar/parse-value.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { fileOf } from '../commands/typed-options.ts';
import type { KeptForm } from '../../kept-forms.ts';
import { textFromForm } from './text-form.ts';
import { firstOf, joinFields, splitIntoFields } from '../../long-text.ts';

/** What Discord takes in one field. */
const fieldCharsMax = 4_000;
const optionsCharsMax = 1_000;
const titleCharsMax = 45;
const version = 'v1';

/** What takes a prompt a line. */
const batchPath = 'videos batch';

/** What a form that comes back is for. */
export type FormId =
  /** `kept` names what the form cannot hold itself; null where there is nothing. */
  | { readonly kind: 'video'; readonly kept: string | null }
  | { readonly kind: 'text'; readonly command: string }
  /** Has a field for each option. */
  | { readonly kind: 'fields'; readonly command: string };

/** Opens with what was typed. `keep` remembers what has no field: a file, and where the video belongs. */
export function drawForm(
  kept: KeptForm,
  { discordCommands: { form: words }, taking: { cutShort }, help }: Catalogue,
  keep: (form: KeptForm) => string,
): APIModalInteractionResponseCallbackData {
  const noteOf = (text: string, charsMax: number) => (text.length > charsMax ? cutShort(charsMax) : null);
  if (kept.kind === 'text') {
    const fields = fieldsOf(kept.command, kept.typed, help);
    if (fields) {
      const title = firstOf(`/${kept.command}`, titleCharsMax);
      return { title, custom_id: `${version}:fields:${kept.command}`, components: fields };
    }
    const typed = textField('typed', firstOf(kept.typed, fieldCharsMax), TextInputStyle.Paragraph, false);
    const isBatch = kept.command === batchPath;
    const below = noteOf(kept.typed, fieldCharsMax) ?? (isBatch ? words.promptsHelp : null);
    return {
      title: firstOf(`/${kept.command}`, titleCharsMax),
      custom_id: `${version}:typed:${kept.command}`,
      components: [label(isBatch ? words.prompts : words.typed, { ...typed, required: isBatch }, below)],
    };
  }
  const { prompt, options, input } = kept.form;
  const prompts = splitIntoFields(prompt, fieldCharsMax).map(({ name, text }, index) =>
    label(index === 0 ? words.prompt : words.more, textField(name, text, TextInputStyle.Paragraph, index === 0)),
  );
  const placeholder = words.optionsExample;
  const needsKeeping = input !== null || kept.at !== null;
  return {
    title: words.title,
    custom_id: needsKeeping ? `${version}:form:${keep(kept)}` : `${version}:form`,
    components: [
      ...prompts,
      label(
        words.options,
        {
          ...textField('options', firstOf(options, optionsCharsMax), TextInputStyle.Short, false),
          max_length: optionsCharsMax,
          placeholder,
        },
        noteOf(options, optionsCharsMax),
      ),
      label(
        words.file,
        {
          type: ComponentType.FileUpload,
          custom_id: 'file',
          min_values: 0,
          max_values: 1,
          required: false,
          file_types: ['image'],
        },
        input === null ? words.fileHelp : words.fileKept,
      ),
    ],
  };
}

/** Null for what is no form of ours, or of a version that we no longer know. */
export function readFormId(customId: string): FormId | null {
  const [first, kind, name, ...more] = customId.split(':');
  if (first !== version || more.length > 0) return null;
  if (kind === 'form') return { kind: 'video', kept: name ?? null };
  if (kind === 'fields' && name !== undefined && hasFields(name)) return { kind, command: name };
  const isCommand = kind === 'typed' && allLeaves().some(({ path }) => path === name);
  return isCommand && name !== undefined ? { kind: 'text', command: name } : null;
}

/** What is asked of moderators about a request that waits, each on its own. */
const withFields: readonly string[] = ['video-admin approve', 'video-admin deny'];

function hasFields(command: string): boolean {
  return withFields.includes(command);
}

/** A field for each option of a command, with what was typed; null where it has one for all, or that cannot be told apart. */
function fieldsOf(command: string, typed: string, { describe }: Catalogue['help']): APILabelComponent[] | null {
  const leaf = hasFields(command) ? allLeaves().find(({ path }) => path === command)?.leaf : undefined;
  const said = leaf && namedIn(leaf, textFromForm(command, typed));
  if (!leaf || !said) return null;
  const values = new Map(said);
  return Object.entries(leaf.options).map(([name, spec]) => {
    const value = values.get(name);
    const key = `${command}.${name}`;
    const below = isHelpKey(key) ? describe(key, spec.help) : spec.help;
    const text = typeof value === 'string' ? firstOf(value, optionsCharsMax) : '';
    const field = textField(name, text, TextInputStyle.Short, spec.required === true);
    return label(name, { ...field, max_length: optionsCharsMax }, below);
  });
}

/** What such a form holds, by the names of the options. */
export function readFields({ fields }: Fields): Readonly<Record<string, string>> {
  const texts = fields.fields.filter((field) => field.type === ComponentType.TextInput);
  return Object.fromEntries(texts.map(({ value }, name) => [name, value]));
}

export type Filled = { readonly prompt: string; readonly options: string; readonly file: FileValue | null };

export function readFilled({ fields }: Fields): Filled {
  const texts = fields.fields
    .filter((field) => field.type === ComponentType.TextInput)
    .map(({ value }, name) => ({ name, text: value }));
  const [file] = fields.fields.has('file') ? (fields.getUploadedFiles('file')?.values() ?? []) : [];
  return {
    prompt: joinFields(texts),
    options: texts.find(({ name }) => name === 'options')?.text ?? '',
    file: file ? fileOf(file) : null,
  };
}

export function readTypedField({ fields }: Fields): string {
  return fields.fields.has('typed') ? fields.getTextInputValue('typed') : '';
}

type Fields = Pick<ModalSubmitInteraction, 'fields'>;

function label(
  text: string,
  component: APILabelComponent['component'],
  below: string | null = null,
): APILabelComponent {
  return { type: ComponentType.Label, label: text, component, ...(below === null ? {} : { description: below }) };
}

function textField(name: string, text: string, style: TextInputStyle, isRequired: boolean) {
  return {
    type: ComponentType.TextInput as const,
    custom_id: name,
    style,
    required: isRequired,
    max_length: fieldCharsMax,
    ...(text === '' ? {} : { value: text }),
  };
}
