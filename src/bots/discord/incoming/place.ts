import { type BaseInteraction, ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Catalogue } from '../../messages/catalogue.ts';
import { missingRights, type Place, type Right } from '../rights.ts';

/** Why nothing could be posted where somebody asks from; null when it can. Nothing is asked of Discord: it says so with every event. */
export function whyNotHere(interaction: BaseInteraction, words: Catalogue): string | null {
  const { channel, appPermissions, guildId } = interaction;
  if (guildId === null) return null;
  if (isForum(channel?.type)) return words.discordCommands.notAPost();
  const missing = missingHere(appPermissions.bitfield, channel?.isThread() ?? null);
  if (missing.length > 0) return words.discord.rightsMissing(missing.map((right) => words.discord.rights[right]));
  const isLocked = channel?.isThread() === true && channel.locked === true;
  const mayUnlock = appPermissions.has(PermissionFlagsBits.ManageThreads);
  return isLocked && !mayUnlock ? words.discordCommands.lockedThread() : null;
}

function missingHere(permissions: bigint, isThread: boolean | null): Right[] {
  const places: readonly Place[] = isThread === null ? ['channel', 'thread'] : [isThread ? 'thread' : 'channel'];
  const missing = places.map((place) => missingRights(permissions, place));
  // What kind of channel it is may not be known to us yet: then the kinder reading holds, and posting tells.
  return missing.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function isForum(type: ChannelType | undefined): boolean {
  return type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
}
