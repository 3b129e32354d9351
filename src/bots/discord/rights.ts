import { PermissionFlagsBits } from 'discord.js';
import type { Catalogue } from '../messages/catalogue.ts';

/** What we may have to ask for, named as in Discord's settings by the catalogue. */
export type Right = keyof Catalogue['discord']['rights'];

/** Where something is to be posted. A forum post is a thread; in direct messages nobody sets permissions. */
export type Place = 'channel' | 'thread' | 'direct_message';

const bits: Readonly<Record<Right, bigint>> = {
  viewChannel: PermissionFlagsBits.ViewChannel,
  sendMessages: PermissionFlagsBits.SendMessages,
  sendMessagesInThreads: PermissionFlagsBits.SendMessagesInThreads,
  attachFiles: PermissionFlagsBits.AttachFiles,
};

const needed: Readonly<Record<Place, readonly Right[]>> = {
  channel: ['viewChannel', 'sendMessages', 'attachFiles'],
  thread: ['viewChannel', 'sendMessagesInThreads', 'attachFiles'],
  direct_message: [],
};

/** What is missing to bring a clip to a place, by what we may do there: a bit field such as `app_permissions`. */
export function missingRights(permissions: bigint, place: Place): Right[] {
  if ((permissions & PermissionFlagsBits.Administrator) !== 0n) return [];
  return needed[place].filter((right) => (permissions & bits[right]) === 0n);
}
