import { MINUTE } from '../../../core/time.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf, type Text } from '../../messages/text.ts';
import type { ApiProblem } from '../outgoing/api-error.ts';
import type { Workspace } from '../workspace.ts';
import { askMsMax, askSlack } from './ask-slack.ts';
import type { Incoming } from './deps.ts';
import { localeHere } from './who-asks.ts';

type Deps = Pick<Incoming, 'clock' | 'log' | 'postableUntilMs'>;

export type PostPlace = {
  readonly channelId: string;
  /** Where Slack tells it. */
  readonly channelName: string | null;
  readonly userId: string;
};

/** We are not thrown out of a channel every moment; and where we are, posting tells. */
const rememberedMs = 10 * MINUTE;

/**
 * Why nothing could be posted where somebody asks from; null when it can. Asked before anything is taken. A public channel
 * is joined for it.
 */
export async function whyNotPostable(place: PostPlace, workspace: Workspace, deps: Deps): Promise<Text | null> {
  const { clock, postableUntilMs } = deps;
  const { channelId, userId } = place;
  const isDirect = channelId.startsWith('D');
  // A direct message with us is somebody's own.
  const name = [workspace.teamId, channelId, ...(isDirect ? [userId] : [])].join(' ');
  if ((postableUntilMs.get(name) ?? 0) > clock.nowMs()) return null;
  const why = isDirect ? await whyNotDirect(place, workspace, deps) : await whyNotChannel(place, workspace, deps);
  if (why === null) postableUntilMs.keep(name, clock.nowMs() + rememberedMs);
  return why;
}

async function whyNotDirect({ channelId, userId }: PostPlace, { api }: Workspace, deps: Deps): Promise<Text | null> {
  const { slackCommands: say } = catalogueFor(localeHere);
  const own = await askSlack(askMsMax.lookUp, (signal) => api.openDm(userId, signal), deps.clock);
  if (own.kind !== 'done') return unknown(own, deps);
  return own.value === channelId ? null : say.notAmongUs();
}

/** Slack's names of messages among several people, into which nobody can invite us. */
const groupName = /^mpdm-/u;

async function whyNotChannel(
  { channelId, channelName }: PostPlace,
  workspace: Workspace,
  deps: Deps,
): Promise<Text | null> {
  const { slackCommands: say } = catalogueFor(localeHere);
  if (channelName !== null && groupName.test(channelName)) return say.notAmongUs();
  const { clock } = deps;
  const { api } = workspace;
  const info = await askSlack(askMsMax.lookUp, (signal) => api.channelInfo(channelId, signal), clock);
  // What we are no part of is hidden from us.
  if (info.kind === 'gone') return say.inviteFirst(await ownName(workspace, deps));
  // We may look at channels, and at no other conversations.
  if (info.kind === 'not_allowed') return say.notAmongUs();
  if (info.kind !== 'done') return unknown(info, deps);
  const { isArchived, isMember, isPrivate } = info.value;
  if (isArchived) return partsOf(say.archived());
  if (isMember) return null;
  if (isPrivate) return say.inviteFirst(await ownName(workspace, deps));
  const joined = await askSlack(askMsMax.lookUp, (signal) => api.join(channelId, signal), clock);
  if (joined.kind === 'done') return null;
  if (joined.kind === 'not_allowed' || joined.kind === 'gone') {
    return say.cannotJoin(await ownName(workspace, deps));
  }
  return unknown(joined, deps);
}

function unknown({ kind, detail }: ApiProblem, { log }: Deps): Text {
  const { slackCommands: say } = catalogueFor(localeHere);
  log.warn('whether we can post in a channel could not be found out', { why: detail, kind });
  return partsOf(say.channelUnknown());
}

/** As people have to type it to invite us. */
async function ownName({ api, botUserId }: Workspace, { clock }: Deps): Promise<string> {
  const found = await askSlack(askMsMax.lookUp, (signal) => api.userInfo(botUserId, signal), clock);
  return found.kind === 'done' ? found.value.name : catalogueFor(localeHere).slackInstall.app.botName;
}
