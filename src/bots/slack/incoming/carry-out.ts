import type { ApprovalReason } from '../../../core/approval.ts';
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
import { askerOf, asMember, localeHere, roleOf } from './who-asks.ts';

export type Asked = {
  readonly came: Came;
  readonly command: Command;
  /** Where the video belongs, when that is not where it is asked for: what goes on there is private. */
  readonly belongsAt: Destination | null;
  /** What was pressed to do it. */
  readonly pressed?: PressedTyped;
};

/** `event` asked for what is done now, and counts once. */
export type PressedTyped = { readonly event: string } &
  /** With what it was to cost then; null where it had no price. */
  (
    | { readonly kind: 'confirm'; readonly agreedMicroUsd: number | null }
    | { readonly kind: 'ask'; readonly reason: ApprovalReason }
  );

/** Does what was typed. What cannot be posted where it is asked for is refused before anything is taken. */
export async function carryOut(asked: Asked, workspace: Workspace, deps: Incoming): Promise<Reply> {
  const { came, belongsAt } = asked;
  const command = belongsAt === null ? asked.command : keptPrivate(asked.command);
  const role = await roleOf(came, needsRole(command), deps);
  const known = await asMember(askerOf(came, role, belongsAt ?? undefined), needsMember(command), workspace, deps);
  const asker = asked.pressed === undefined ? known : pressing(known, came, asked.pressed);
  const isPublic = makesPublic(command) && !(command.kind === 'again' && (await isPrivate(command.number, came, deps)));
  const place = { channelId: asker.destination.channel, channelName: came.channelName, userId: came.userId };
  const why = isPublic ? await whyNotPostable(place, workspace, deps) : null;
  if (why !== null) return refused(why, command, belongsAt);
  // Nobody else sees what is asked for there, moderators no more than others.
  const isSeenThere = isPublic && place.channelId.startsWith('D');
  const about: About = { came, asker, belongsAt, isSeenThere };
  return replyOf(await deps.answer(isSeenThere ? keptPrivate(command) : command, asker), about, deps);
}

function pressing(asker: Asker, { teamId }: Came, pressed: PressedTyped): Asker {
  const inboundKey = inboundKeyOf(teamId, pressed.event);
  if (pressed.kind === 'ask') return { ...asker, asksModerator: pressed.reason, inboundKey };
  const { agreedMicroUsd } = pressed;
  return { ...asker, confirms: true, ...(agreedMicroUsd === null ? {} : { agreedMicroUsd }), inboundKey };
}

function makesPublic(command: Command): boolean {
  return command.kind === 'again' || (command.kind === 'video' && !command.asks[0].private);
}

/** Of anything else, who may do it is told by whose it is. */
function needsRole(command: Command): boolean {
  if (command.kind === 'admin') return true;
  return (command.kind === 'show' || command.kind === 'cancel') && command.number !== null;
}

/** Limits can depend on the groups that somebody is in. */
function needsMember({ kind }: Command): boolean {
  return kind === 'video' || kind === 'again' || kind === 'quota';
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
