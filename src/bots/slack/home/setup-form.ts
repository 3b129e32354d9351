import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { PolicyChange } from '../../../core/policy.ts';
import { channelsMax, type SettingsChange } from '../../../core/tenant-settings.ts';
import type { AdminCommand, Mistake } from '../../grammar/command.ts';
import { parseOptions } from '../../grammar/parse-options.ts';
import type { ParseContext } from '../../grammar/parse-value.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { renderText, plainStyle } from '../../messages/text.ts';
import { settingLines } from '../../present-setup.ts';
import type { ShownSettings } from '../../set-up.ts';
import type { Showing } from '../../view.ts';
import { elementId, field, plain } from '../incoming/form-fields.ts';
import { readPlainJson, writePlainJson } from '../incoming/plain-json.ts';
import { isChannelId } from '../places.ts';
import { homeIds } from './home-id.ts';

const lineCharsMax = 100;
const conversations = { filter: { include: ['public', 'private'] as ('public' | 'private')[] } };

/** How a workspace is set up, all on one page. What is left empty among the amounts stays as it is. */
export function drawSetupForm(shown: ShownSettings, showing: Showing): ModalView {
  const { setup: say } = showing.words.slackModerators;
  const { timeZone, settings } = shown.tenant;
  const { channels, approvalChannel, logChannel } = settings;
  const inWords = settingLines(shown, showing).map((line) => renderText(line, plainStyle));
  const [, allowance = null, cap = null] = inWords;
  const line = (initial: string | null) => ({
    type: 'plain_text_input' as const,
    action_id: elementId,
    max_length: lineCharsMax,
    ...(initial === null ? {} : { initial_value: initial }),
  });
  const one = (id: string | null) => ({
    type: 'conversations_select' as const,
    action_id: elementId,
    ...conversations,
    ...(id === null ? {} : { initial_conversation: id }),
  });
  const was: Was = { channels, approvalChannel, logChannel, timeZone };
  return {
    type: 'modal',
    callback_id: homeIds.setupForm,
    title: plain(say.title),
    submit: plain(say.submit),
    close: plain(say.close),
    private_metadata: writePlainJson(was),
    blocks: [
      field(
        'channels',
        say.channels,
        say.channelsHelp,
        {
          type: 'multi_conversations_select',
          action_id: elementId,
          ...conversations,
          max_selected_items: channelsMax,
          ...(channels === null ? {} : { initial_conversations: [...channels] }),
        },
        true,
      ),
      field('allowance', say.allowance, allowance, line(null), true),
      field('cap', say.cap, cap, line(null), true),
      field('approvals', say.approval, say.approvalHelp, one(approvalChannel), true),
      field('log', say.log, say.logHelp, one(logChannel), true),
      field('time-zone', say.zone, null, line(timeZone), true),
    ],
  };
}

/** As the form names its fields. */
export function setupLabelOf(name: string, { slackModerators: { setup: say } }: Catalogue): string {
  const labels = new Map([
    ['allowance', say.allowance],
    ['cap', say.cap],
    ['time-zone', say.zone],
  ]);
  return labels.get(name) ?? name;
}

type Was = Pick<ShownSettings['tenant']['settings'], 'channels' | 'approvalChannel' | 'logChannel'> & {
  readonly timeZone: string;
};

const id = z.string().refine(isChannelId);
const wasShape = z.object({
  channels: z.array(id).nullable(),
  approvalChannel: id.nullable(),
  logChannel: id.nullable(),
  timeZone: z.string().max(lineCharsMax),
});

const value = z.object({
  value: z.string().nullish(),
  selected_conversation: id.nullish(),
  selected_conversations: z.array(id).max(channelsMax).nullish(),
});
const submission = z.object({
  view: z.object({
    id: z.string().min(1).max(300),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), value)) }),
  }),
});

export type SentSetupForm = {
  readonly viewId: string;
  readonly command: Extract<AdminCommand, { kind: 'setup' }> | Mistake;
  readonly fields: ReadonlySet<string>;
};

/** What was filled in. What nobody changed in the form is not changed by it, whatever others did meanwhile. Null for no form of ours. */
export function readSetupForm(body: unknown, context: ParseContext): SentSetupForm | null {
  const { view } = submission.parse(body);
  const was = wasShape.safeParse(readPlainJson(view.private_metadata));
  if (!was.success) return null;
  const of = (name: string) => view.state.values[name]?.[elementId];
  const typed = (name: string): string | null => {
    const text = of(name)?.value?.trim() ?? '';
    return text === '' ? null : text;
  };
  const chosen = of('channels')?.selected_conversations ?? [];
  const channels = chosen.length === 0 ? null : chosen;
  const approvalChannel = of('approvals')?.selected_conversation ?? null;
  const logChannel = of('log')?.selected_conversation ?? null;
  const zone = typed('time-zone');
  const limits = parseOptions('video-admin setup', { allowance: typed('allowance'), cap: typed('cap') }, context);
  const zoned = parseOptions(
    'video-admin settings',
    { 'time-zone': zone === was.data.timeZone ? null : zone },
    context,
  );
  const fields = new Set(['allowance', 'cap', 'time-zone']);
  if (limits.kind === 'mistake') {
    const more = zoned.kind === 'mistake' ? zoned.problems : [];
    const [first, ...others] = limits.problems;
    return { viewId: view.id, command: { ...limits, problems: [first, ...others, ...more] }, fields };
  }
  if (zoned.kind === 'mistake') return { viewId: view.id, command: zoned, fields };
  const change: SettingsChange = {
    ...(isSame(channels, was.data.channels) ? {} : { channels }),
    ...(approvalChannel === was.data.approvalChannel ? {} : { approvalChannel }),
    ...(logChannel === was.data.logChannel ? {} : { logChannel }),
    ...zoneIn(zoned),
  };
  const setUp = { ...limitsIn(limits), settings: change };
  return { viewId: view.id, command: { kind: 'setup', setUp, reason: null }, fields };
}

type Parsed = ReturnType<typeof parseOptions>;

function limitsIn(read: Parsed): { readonly allowance: PolicyChange | null; readonly cap: PolicyChange | null } {
  const setUp = read.kind === 'admin' && read.command.kind === 'setup' ? read.command.setUp : null;
  return { allowance: setUp?.allowance ?? null, cap: setUp?.cap ?? null };
}

function zoneIn(read: Parsed): Pick<SettingsChange, 'timeZone'> {
  const change = read.kind === 'admin' && read.command.kind === 'settings' ? read.command.settings.change : {};
  return change.timeZone === undefined ? {} : { timeZone: change.timeZone };
}

function isSame(one: readonly string[] | null, other: readonly string[] | null): boolean {
  return JSON.stringify(one?.toSorted() ?? null) === JSON.stringify(other?.toSorted() ?? null);
}
