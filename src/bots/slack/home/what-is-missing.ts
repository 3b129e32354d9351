import { catalogueFor } from '../../messages/catalogue.ts';
import { channel, partsOf, type Text } from '../../messages/text.ts';
import { askMsMax, askSlack } from '../incoming/ask-slack.ts';
import type { Incoming } from '../incoming/deps.ts';
import { localeHere } from '../incoming/who-asks.ts';
import type { Workspace } from '../workspace.ts';
import type { Moderating } from './gather.ts';

/** What keeps something that moderators set from working here, as far as Slack tells it within a second. */
export async function whatIsMissing(
  { settings }: Moderating,
  workspace: Workspace,
  { groups, clock }: Pick<Incoming, 'groups' | 'clock'>,
): Promise<Text[]> {
  const { slackModerators: say } = catalogueFor(localeHere);
  const { approvalChannel, logChannel } = settings.tenant.settings;
  const missing = async (id: string | null, what: 'approval' | 'log'): Promise<Text[]> =>
    id === null || (await mayWrite(id, workspace, clock)) ? [] : [say.channelMissing(what, [channel(id)])];
  const all = await Promise.all([
    groups.of(workspace).then(({ kind }) => (kind === 'no_scope' ? [partsOf(say.noGroups())] : [])),
    missing(approvalChannel, 'approval'),
    missing(logChannel, 'log'),
  ]);
  return all.flat();
}

/** A public channel is joined for it. What cannot be told may be. */
async function mayWrite(id: string, { api }: Workspace, clock: Incoming['clock']): Promise<boolean> {
  const info = await askSlack(askMsMax.name, (signal) => api.channelInfo(id, signal), clock);
  if (info.kind !== 'done') return info.kind !== 'gone';
  const { isArchived, isMember, isPrivate } = info.value;
  return !isArchived && (isMember || !isPrivate);
}
