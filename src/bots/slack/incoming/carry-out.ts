import type { Destination } from '../../../core/destination.ts';
import { knownUserId } from '../../known-user.ts';
import { keptPrivate } from '../../kept-private.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import type { Text } from '../../messages/text.ts';
import type { Asker } from '../../asker.ts';
import type { Command } from '../../grammar/command.ts';
import { typedAgain } from '../../typed-again.ts';
import { type RetryButton, spoken } from '../../view.ts';
import { externalIdOf, inboundKeyOf, slackPlatform, tenantOf } from '../places.ts';
import type { Workspace } from '../workspace.ts';
import type { Came } from './came.ts';
import type { Incoming } from './deps.ts';
import { whyNotPostable } from './postable.ts';
import { type About, type Reply, replyOf } from './reply.ts';
import { askerOf, localeHere, roleOf } from './who-asks.ts';

export type Asked = {
  readonly came: Came;
  readonly command: Command;
  /** Where the video belongs, when that is not where it is asked for: what goes on there is private. */
  readonly belongsAt: Destination | null;
  /** The event that asked for what is confirmed now, which counts once, and what it was to cost then. */
  readonly confirms?: { readonly event: string; readonly agreedMicroUsd: number };
};

/** Does what was typed. What cannot be posted where it is asked for is refused before anything is taken. */
export async function carryOut(asked: Asked, workspace: Workspace, deps: Incoming): Promise<Reply> {
  const { came, belongsAt } = asked;
  const command = belongsAt === null ? asked.command : keptPrivate(asked.command);
  const known = askerOf(came, await roleOf(came, needsRole(command), deps), belongsAt ?? undefined);
  const asker = asked.confirms === undefined ? known : confirming(known, came, asked.confirms);
  const isPublic = makesPublic(command) && !(command.kind === 'again' && (await isPrivate(command.number, came, deps)));
  const place = { channelId: asker.destination.channel, channelName: came.channelName, userId: came.userId };
  const why = isPublic ? await whyNotPostable(place, workspace, deps) : null;
  if (why !== null) return refused(why, command, belongsAt);
  // Nobody else sees what is asked for there, moderators no more than others.
  const isSeenThere = isPublic && place.channelId.startsWith('D');
  const about: About = { came, asker, belongsAt, isSeenThere };
  return replyOf(await deps.answer(isSeenThere ? keptPrivate(command) : command, asker), about, deps);
}

function confirming(asker: Asker, { teamId }: Came, { event, agreedMicroUsd }: NonNullable<Asked['confirms']>): Asker {
  return { ...asker, confirms: true, agreedMicroUsd, inboundKey: inboundKeyOf(teamId, event) };
}

function makesPublic(command: Command): boolean {
  return command.kind === 'again' || (command.kind === 'video' && !command.asks[0].private);
}

/** Of anything else, who may do it is told by whose it is. */
function needsRole(command: Command): boolean {
  if (command.kind === 'admin') return true;
  return (command.kind === 'show' || command.kind === 'cancel') && command.number !== null;
}

/** Whether an earlier video is private, so that another take of it is, too. */
async function isPrivate(
  number: number | null,
  { teamId, userId }: Came,
  { store }: Pick<Incoming, 'store'>,
): Promise<boolean> {
  const knownId = await knownUserId(slackPlatform, externalIdOf(teamId, userId), store);
  if (knownId === null) return false;
  const job = await store.findJob({ tenantId: tenantOf(teamId), number, userId: number === null ? knownId : null });
  const found = job && (await store.request(job.requestId));
  return found?.request.visibility === 'private';
}

function refused(why: Text, command: Command, belongsAt: Destination | null): Reply {
  const { buttons } = catalogueFor(localeHere);
  const retry: RetryButton[] = command.kind === 'video' ? [retryOf(command, buttons.retry)] : [];
  return { kind: 'said', view: spoken(why, [], 'bad', retry), belongsAt };
}

function retryOf({ asks }: Extract<Command, { kind: 'video' }>, label: string): RetryButton {
  const { command, typed } = typedAgain(asks);
  return { action: 'retry', style: 'primary', label, command, typed };
}
