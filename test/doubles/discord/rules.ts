import { PermissionFlagsBits } from 'discord.js';

/** Discord's numbers, as its documentation has them on 2026-11-23 unless a line says otherwise. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export const acknowledgeWithinMs = 3 * second;
export const interactionTokenMs = 15 * minute;
/** "The past few minutes" in the documentation: the short end of what that may mean. */
export const nonceMs = 3 * minute;
export const nonceCharsMax = 25;

export const contentCharsMax = 2000;
export const filesMax = 10;
export const fileBytesMax = 10 * 1024 * 1024;
export const requestBytesMax = 25 * 1024 * 1024;
export const attachmentDescriptionCharsMax = 1024;
export const rowsMax = 5;
export const buttonsPerRowMax = 5;
export const customIdCharsMax = 100;

/** From this age on a message may be edited a few times an hour only; how often is not documented. */
export const oldMessageMs = hour;
export const oldMessageEditsMax = 5;

/** How long an address of an attachment is good for; not documented, seen to be a day. */
export const attachmentUrlMs = 24 * hour;

/** A gateway session can be resumed for a while after its connection went; the length is not documented. */
export const resumableMs = 2 * minute;

/** Of `permissions` in the invite link: what the bot is given in a server that takes it as it asks to be taken. */
export const invitePermissions =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.SendMessagesInThreads;

/** What people may do in a server unless somebody changed it. */
export const ordinaryPermissions =
  invitePermissions |
  PermissionFlagsBits.UseApplicationCommands |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.UseExternalApps;

/** What an app may do in a direct message with it. */
export const directMessagePermissions =
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.MentionEveryone |
  PermissionFlagsBits.UseExternalEmojis;
