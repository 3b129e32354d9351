import { PermissionFlagsBits } from 'discord.js';
import { refuse } from '../api-error.ts';
import { botMay, botPermissionsIn } from '../permissions.ts';
import { isThread, type Channel, type Message, type World } from '../world.ts';

/** What the bot's token gets at. What an interaction's token gets at does not depend on the bot's rights. */

export function channelFor(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (!channel || channel.deleted || channel.parent?.deleted) throw refuse('unknown_channel');
  if (!botMay(world, channel, PermissionFlagsBits.ViewChannel)) throw refuse('missing_access');
  return channel;
}

/** A message as the bot sees it: it never sees ephemeral ones, its own included. */
export function messageFor(channel: Channel, id: string): Message {
  const message = channel.messages.get(id);
  if (!message || message.ephemeralFor) throw refuse('unknown_message');
  return message;
}

export function needPermission(world: World, channel: Channel, permission: bigint): void {
  if (!botMay(world, channel, permission)) throw refuse('missing_permissions');
}

/** Checks that the bot may post there, in the order in which Discord finds out. */
export function needPosting(world: World, channel: Channel, files: number): void {
  if (channel.kind === 'forum') throw refuse('not_a_text_channel');
  if (channel.kind === 'dm') {
    needOpenDirectMessages(world, channel);
    return;
  }
  needPermission(
    world,
    channel,
    isThread(channel) ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
  );
  if (files > 0) needPermission(world, channel, PermissionFlagsBits.AttachFiles);
  needActive(world, channel);
}

/**
 * In an archived thread nothing is written or changed; in a locked one only by who may manage threads. Discord says
 * "archived" of both.
 */
export function needActive(world: World, channel: Channel): void {
  if (channel.archived) throw refuse('thread_archived');
  const manages = (botPermissionsIn(world, channel) & PermissionFlagsBits.ManageThreads) !== 0n;
  if (channel.locked && !manages) throw refuse('thread_archived');
}

function needOpenDirectMessages(world: World, channel: Channel): void {
  const person = channel.person;
  if (!person) throw refuse('unknown_channel');
  const mutual = [...world.guilds.values()].some((guild) => guild.state !== 'out' && guild.members.has(person.id));
  if (!mutual) throw refuse('no_mutual_guilds');
  if (person.directMessages === 'closed') throw refuse('direct_messages_closed');
}
