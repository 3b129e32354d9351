import type { HelpKey } from '../../commands.ts';
import { channel, code, say, type Text, untrusted } from '../text.ts';
import { both, fileSize, when } from './amounts.ts';

/** Of a field of the form. English comes from the grammar; another language has a line for each key. */
export function label(_key: HelpKey, english: string): string {
  return english.length > 3 ? `${english.charAt(0).toUpperCase()}${english.slice(1)}` : english.toUpperCase();
}

/** Of forms. Titles and buttons have at most 24 characters. */
export const form = {
  title: 'Make a video',
  submit: 'Make it',
  close: 'Cancel',
  more: 'Prompt, continued',
  yes: 'Yes',
  no: 'No',
  notSaid: 'As it comes',
  fileKept: 'It starts from the file that is there already; another one takes its place',
  where: 'Where the video goes',
  whereHelp: 'Everybody there sees it, unless it is private',
  typedTitle: 'Edit and retry',
  typedSubmit: 'Send',
  batchTitle: 'Make several videos',
  prompts: 'Prompts, one a line',
  promptsHelp: 'Up to 12 videos. Options such as --seconds 8 --size vertical count for all of them.',
  typed: (command: string): string => `What follows /${command}`,
};

/** A file of a command that is typed as a link or a name. The form takes images alone. */
export function fileInForm(kind: 'image' | 'video', command: string): Text {
  if (command !== 'video') return say`In Slack this command starts from words alone.`;
  return say`A link is not fetched. Attach the ${kind} in the form instead: ${code('/video')} alone opens it.`;
}

/** A command that is none of ours. `nearest` is one that is. */
export function noSuchCommand(typed: string, nearest: string | null): Text {
  const there = say`There is no command ${untrusted(typed)} here.`;
  return nearest === null
    ? say`${there} ${code('/videos help')} shows what there is.`
    : say`${there} Did you mean ${code(nearest)}?`;
}

/** A form cannot be opened any more after a few seconds. */
export function tooSlow(): Text {
  return say`That took too long, so the form could not be opened. Nothing was done. Try again, or type ${code('/video')} and what the video shows.`;
}

/** A form of which nothing was heard. */
export function formUnsure(): Text {
  return say`Slack did not say whether the form opened. If it is not there, try again, or type ${code('/video')} and what the video shows. Nothing was done so far.`;
}

/** Where a public request was taken that shows nowhere near to whoever asked. */
export function takenElsewhere(jobNumbers: readonly number[], channelId: string): Text {
  const isOrAre = jobNumbers.length === 1 ? 'is' : 'are';
  return say`${both(jobNumbers.map((jobNumber) => `#${jobNumber}`))} ${isOrAre} taken. The status appears in ${channel(channelId)} in a moment.`;
}

/** An app of a whole organization, which we are not. */
export function orgWide(): string {
  return 'Reelay is installed for a whole organization here, which it does not support. Nothing was done. An admin can install it in this one workspace instead.';
}

/** Somebody of another workspace, in a channel that both share. */
export function otherWorkspace(): string {
  return 'You belong to another workspace, and Reelay makes videos only for the members of the one it is installed in. Nothing was done. Ask somebody there, or install Reelay in yours.';
}

export function notInstalled(): string {
  return 'Reelay is not installed in this workspace any more, so nothing was done. An admin can install it again.';
}

/** Whether we are still installed cannot be told. */
export function workspaceUnknown(): string {
  return 'This workspace could not be looked up just now, so nothing was done. Try again in a minute.';
}

/** A private channel that we are not in. `bot` is our name there. */
export function inviteFirst(bot: string): Text {
  return say`Reelay is not in this channel, so the video could not be posted here. Type ${code(`/invite @${bot}`)} first, or ask with ${code('--private')} to get it by direct message. Nothing was started.`;
}

/** A direct message between other people, or a group of them. */
export function notAmongUs(): Text {
  return say`Reelay cannot post in a conversation that it is no part of. Ask with ${code('--private')} to get the video by direct message, or ask in a channel. Nothing was started.`;
}

export function archived(): string {
  return 'This channel is archived, so the video could not be posted here. Ask in another one. Nothing was started.';
}

/** Slack lets us not join a public channel. */
export function cannotJoin(bot: string): Text {
  return say`Slack does not let Reelay join this channel, so the video could not be posted here. Somebody in it can type ${code(`/invite @${bot}`)}. Nothing was started.`;
}

/** Whether we can post there could not be found out. */
export function channelUnknown(): string {
  return 'Slack does not tell us just now whether the video could be posted here. Nothing was started. Try again in a minute.';
}

/** Where no place was chosen, or none that we know. */
export function noPlace(): string {
  return 'Choose where the video goes.';
}

/** Below a video; the link follows on a line of its own. */
export function clipLink(expiresAtMs: number, nowMs: number): Text {
  return say`This link plays it, and ends ${when(expiresAtMs, nowMs)}:`;
}

/** Below a video whose file follows by direct message, since Slack takes no files in such answers. */
export function clipByMessage(): string {
  return 'The file comes to you by direct message.';
}

export function clipNotSent(): string {
  return 'Slack did not take its file just now. Try again in a minute; if it stays so, tell the operator.';
}

/** The workspace takes no files from us, or none so large. */
export function clipNotTaken(bytes: number): string {
  return `This workspace takes no such file from Reelay (${fileSize(bytes)}). It is kept; the operator can fetch it.`;
}

/** What goes with a file that was asked for again. */
export function clipAgain(jobNumber: number): string {
  return `Here is #${jobNumber} again.`;
}

/** A button below a private video, pressed by somebody else. */
export function onlyTheirs(): Text {
  return say`That video belongs to somebody else, and nobody else can go on with it. ${code('/videos list')} shows yours.`;
}
