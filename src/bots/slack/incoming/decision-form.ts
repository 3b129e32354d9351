import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { commands } from '../../commands.ts';
import { takeFlags } from '../../grammar/flags.ts';
import { namedFlag } from '../../grammar/named-words.ts';
import type { OptionSpec } from '../../grammar/option.ts';
import { parseOptions } from '../../grammar/parse-options.ts';
import type { ParseContext } from '../../grammar/parse-value.ts';
import type { Command } from '../../grammar/command.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { optionHelp } from '../../present-help.ts';
import { elementId, field, plain } from './form-fields.ts';
import { type FormPlace, writePlace } from './form-place.ts';
import { readPlainJson } from './plain-json.ts';

/** A moderator's word about a request that waits, in fields of its own. */
const decisions = {
  'video-admin approve': commands['video-admin'].commands.approve.options,
  'video-admin deny': commands['video-admin'].commands.deny.options,
} as const;

export type Decision = keyof typeof decisions;

export const decisionFormPrefix = 'v1:decide:';

export function isDecision(command: string): command is Decision {
  return Object.hasOwn(decisions, command);
}

/** In the order of the fields. */
const fieldNames = ['credits', 'expires', 'reason'] as const;
type FieldName = (typeof fieldNames)[number];
const charsMax: Readonly<Record<FieldName, number>> = { credits: 20, expires: 20, reason: 300 };

const startsWithNumber = /^\s*#?\s*(?<number>\d{1,15})\b/u;

/** Null where `typed` names no request: then it is a form of text. */
export function drawDecisionForm(
  { command, typed, place }: { readonly command: Decision; readonly typed: string; readonly place: FormPlace },
  words: Catalogue,
): ModalView | null {
  const number = startsWithNumber.exec(typed)?.groups?.['number'];
  if (number === undefined) return null;
  const { decision: say } = words.slackModerators;
  const options: Readonly<Record<string, OptionSpec>> = decisions[command];
  const said = new Map(takeFlags(typed, options).flags.map(namedFlag));
  const isApproval = command === 'video-admin approve';
  return {
    type: 'modal',
    callback_id: `${decisionFormPrefix}${command}`,
    title: plain(isApproval ? say.approveTitle : say.denyTitle),
    submit: plain(isApproval ? say.approveSubmit : say.denySubmit),
    close: plain(say.close),
    private_metadata: writePlace(place, Number(number)),
    blocks: fieldNames.flatMap((name) => {
      const spec = options[name];
      if (!spec) return [];
      const text = String(said.get(name) ?? '').slice(0, charsMax[name]);
      const element = {
        type: 'plain_text_input' as const,
        action_id: elementId,
        max_length: charsMax[name],
        ...(text === '' ? {} : { initial_value: text }),
      };
      return [field(name, say[name], optionHelp(`${command}.${name}`, name, spec, words), element, name !== 'credits')];
    }),
  };
}

/** As the form names its fields. */
export function decisionLabelOf(name: string, { slackModerators: { decision: say } }: Catalogue): string {
  const known = fieldNames.find((each) => each === name);
  return known === undefined ? name : say[known];
}

const written = z.object({ about: z.int().min(0) });

/** What was filled in, read as the command is. Null for what is no form of ours. */
export function readDecision(
  command: string,
  metadata: string,
  fields: ReadonlyMap<string, { readonly value?: string | null | undefined }>,
  context: ParseContext,
): Command | null {
  const about = written.safeParse(readPlainJson(metadata));
  if (!about.success || !isDecision(command)) return null;
  const given = fieldNames.flatMap((name) =>
    fields.has(name) ? [[name, fields.get(name)?.value ?? null] as const] : [],
  );
  return parseOptions(command, { number: String(about.data.about), ...Object.fromEntries(given) }, context);
}
