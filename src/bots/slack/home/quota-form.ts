import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Command } from '../../grammar/command.ts';
import { commands } from '../../commands.ts';
import { parseOptions } from '../../grammar/parse-options.ts';
import type { ParseContext } from '../../grammar/parse-value.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { optionHelp } from '../../present-help.ts';
import type { View } from '../../view.ts';
import { elementId, field, plain } from '../incoming/form-fields.ts';
import { readPlainJson, writePlainJson } from '../incoming/plain-json.ts';
import { externalIdOf, isUserId } from '../places.ts';
import { lines } from './blocks.ts';
import { homeIds } from './home-id.ts';

const path = 'video-admin quota set';
const { amount, reason } = commands['video-admin'].commands.quota.commands.set.options;
const lineCharsMax = 150;

/** Whose quota a form is about: one person's, or everybody's who has none of their own. */
export type WhoseQuota = { readonly userId: string | null };

/** A quota as it is, and what it is to be. */
export function drawQuotaForm(whose: WhoseQuota, shown: View, words: Catalogue): ModalView {
  const { form: say } = words.slackHome;
  const input = (charsMax: number) =>
    ({ type: 'plain_text_input', action_id: elementId, max_length: charsMax }) as const;
  return {
    type: 'modal',
    callback_id: homeIds.quotaForm,
    title: plain(say.title),
    submit: plain(say.submit),
    close: plain(say.close),
    private_metadata: writePlainJson(whose),
    blocks: [
      ...lines(shown.lines, shown.title),
      field('amount', say.amount, optionHelp(`${path}.amount`, 'amount', amount, words), input(lineCharsMax), false),
      field('reason', say.reason, reason.help, input(reason.kind.charsMax), true),
    ],
  };
}

/** As the form names its fields. */
export function labelOf(name: string, { slackHome: { form: say } }: Catalogue): string {
  const labels = new Map([
    ['amount', say.amount],
    ['reason', say.reason],
  ]);
  return labels.get(name) ?? name;
}

const values = z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() })));
const submission = z.object({
  view: z.object({ id: z.string().min(1).max(300), private_metadata: z.string(), state: z.object({ values }) }),
});
const written = z.object({ userId: z.string().refine(isUserId).nullable() });

export type SentQuotaForm = {
  readonly viewId: string;
  readonly command: Command;
  readonly fields: ReadonlySet<string>;
};

/** What was filled in, read as the command is. Null for what is no form of ours. */
export function readQuotaForm(body: unknown, teamId: string, context: ParseContext): SentQuotaForm | null {
  const { view } = submission.parse(body);
  const whose = written.safeParse(readPlainJson(view.private_metadata));
  if (!whose.success) return null;
  const said = (name: string): string => view.state.values[name]?.[elementId]?.value ?? '';
  const { userId } = whose.data;
  const who = userId === null ? 'default' : `<@${externalIdOf(teamId, userId)}>`;
  const command = parseOptions(path, { who, amount: said('amount'), reason: said('reason') }, context);
  return { viewId: view.id, command, fields: new Set(['amount', 'reason']) };
}
