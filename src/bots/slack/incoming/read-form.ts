import { z } from 'zod';
import { commands } from '../../commands.ts';
import type { OptionKind, OptionSpec } from '../../grammar/option.ts';
import type { FileValue } from '../../grammar/parse-value.ts';
import type { OptionValues } from '../../grammar/parse-options.ts';
import { joinFields } from '../../long-text.ts';
import { inputSourceOf, isFileId } from '../places.ts';
import { decisionFormPrefix } from './decision-form.ts';
import { placeField, typedField, typedFormPrefix, videoFormId } from './draw-form.ts';
import { elementId } from './form-fields.ts';

/** A form that was sent. Slack keeps what it is for; what is filled in is read here and believed nowhere. */
const submission = z.object({
  view: z.object({
    id: z.string().min(1).max(300),
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            value: z.string().nullish(),
            selected_option: z.object({ value: z.string() }).nullish(),
            selected_conversation: z.string().nullish(),
            files: z
              .array(z.object({ id: z.string(), name: z.string().nullish(), mimetype: z.string().nullish() }))
              .nullish(),
          }),
        ),
      ),
    }),
  }),
  response_urls: z.array(z.object({ response_url: z.string(), channel_id: z.string() })).nullish(),
});

/** What a form that comes back is for. */
export type FormId = { readonly kind: 'video' } | { readonly kind: 'typed' | 'decision'; readonly command: string };

export type SentForm = {
  readonly viewId: string;
  /** Null for what is no form of ours, or of a version that we no longer know. */
  readonly id: FormId | null;
  readonly metadata: string;
  readonly fields: Fields;
  /** The conversation that was chosen in the form, with its address for answers. */
  readonly chosen: { readonly channelId: string; readonly responseUrl: string | null } | null;
};

type StateValue = z.infer<typeof submission>['view']['state']['values'][string][string];
type Fields = ReadonlyMap<string, StateValue>;

export function readSentForm(body: unknown): SentForm {
  const { view, response_urls: urls } = submission.parse(body);
  const fields = new Map(
    Object.entries(view.state.values).flatMap(([name, elements]) => {
      const value = elements[elementId];
      return value ? [[name, value] as const] : [];
    }),
  );
  const channelId = fields.get(placeField)?.selected_conversation ?? null;
  const url = urls?.find((each) => each.channel_id === channelId)?.response_url ?? null;
  return {
    viewId: view.id,
    id: formIdOf(view.callback_id),
    metadata: view.private_metadata,
    fields,
    chosen: channelId === null ? null : { channelId, responseUrl: url },
  };
}

function formIdOf(callbackId: string): FormId | null {
  if (callbackId === videoFormId) return { kind: 'video' };
  if (callbackId.startsWith(decisionFormPrefix)) {
    return { kind: 'decision', command: callbackId.slice(decisionFormPrefix.length) };
  }
  if (!callbackId.startsWith(typedFormPrefix)) return null;
  return { kind: 'typed', command: callbackId.slice(typedFormPrefix.length) };
}

/** What was filled in for `/video`, by the names of its options. */
export function optionsIn({ fields }: SentForm, teamId: string): OptionValues {
  const options = Object.entries<OptionSpec>(commands.video.options);
  return Object.fromEntries<OptionValues[string]>(
    options.map(([name, { kind }]) => [name, optionIn(name, kind, fields, teamId)] as const),
  );
}

function optionIn(name: string, { kind }: OptionKind, fields: Fields, teamId: string): OptionValues[string] {
  if (kind === 'prompt') return promptIn(fields);
  const value = fields.get(name);
  if (kind === 'attachment') return fileIn(value, teamId);
  return value?.selected_option?.value ?? value?.value ?? null;
}

/** The fields of a prompt are all those that belong to no other option. */
function promptIn(fields: Fields): string {
  const others = new Set([...Object.keys(commands.video.options).filter((name) => name !== 'prompt'), placeField]);
  const pieces = Array.from(fields, ([name, { value }]) => ({ name, text: value ?? '' }));
  return joinFields(
    pieces.filter(({ name }) => !others.has(name)).toSorted((a, b) => placeIn(a.name) - placeIn(b.name)),
  );
}

/** Slack promises no order. The later fields have their number in their names. */
function placeIn(name: string): number {
  return Number(/\d+$/u.exec(name)?.[0] ?? 0);
}

function fileIn(value: StateValue | undefined, teamId: string): FileValue | null {
  const file = value?.files?.[0];
  if (!file || !isFileId(file.id)) return null;
  return { source: inputSourceOf(teamId, file.id), name: file.name ?? file.id, contentType: file.mimetype ?? null };
}

/** What was written into the one field of any other command. */
export function typedIn({ fields }: SentForm): string {
  return fields.get(typedField)?.value ?? '';
}
