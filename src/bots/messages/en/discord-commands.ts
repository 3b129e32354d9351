import type { HelpKey } from '../../commands.ts';
import { code, option, say, type Text } from '../text.ts';
import { fileSize } from './amounts.ts';
import { type Lost, notKept } from './taking.ts';

/** The name of a command or option, as Discord lists it. English is written in the grammar; another language has a line for each key. */
export function nameOf(_key: HelpKey, english: string): string {
  return english;
}

/** Of the option beside a person that means everybody. At most 100 characters. */
export function everybody(): string {
  return 'Everybody without limits of their own, instead of one person';
}

/** The same for the option that means the server as a whole. */
export function allTogether(): string {
  return 'All members together: what the whole server may use';
}

/** In the menu of a message. At most 32 characters. */
export const menus = { makeVideo: 'Make a video from this', removeClip: 'Remove clip' };

/** What its menus do, for help. */
export const menuHelp = {
  makeVideo: 'in the menu of any message under Apps, opens the form with its text and its first image',
  removeClip:
    'in the menu of a message of ours under Apps, removes the video that it shows, and blocks who asked if you like',
};

/** Below the overviews. */
export const help = {
  more: (): Text =>
    say`${code('/videos help video')} explains every option. Discord offers them while you type; without a number, your latest video is meant.`,
  linesInForm: (command: string): Text => say`${code(command)} opens a form that takes one prompt a line.`,
  moreForModerators: (): Text =>
    say`Amounts: ${option('amount', '10/day')}, ${option('amount', '200 credits/month')}, ${option('amount', 'unlimited')}, or ${option('amount', 'default')} to take back what was set. ${code('/video-admin help quota set')} explains one command.`,
};

/** Of forms. Titles and labels have at most 45 characters, what stands below a label at most 100. */
export const form = {
  title: 'Make a video',
  prompt: 'Prompt',
  more: 'Prompt, continued',
  options: 'Options',
  optionsExample: 'size: vertical, seconds: 8',
  file: 'Image',
  fileHelp: 'An image to start from, if you like',
  fileKept: 'It starts from the file that is there already; another one takes its place',
  typed: 'What follows the command',
  prompts: 'Prompts, one a line',
  promptsHelp: 'Up to 12 videos. Options such as --seconds 8 --size vertical count for all of them',
};

/** Stays where everybody was promised an answer that turned out to be for one person alone. */
export function toldAlone(): string {
  return 'The answer went to whoever asked for it, and to nobody else.';
}

/** A form cannot be opened any more once this much time has passed. */
export function tooSlow(): string {
  return 'That took too long to look up, so the form could not be opened. Nothing was done. Press the button once more.';
}

/** A form in direct messages that was sent too late. */
export function placeLost(why: Lost): string {
  return `Which server this belongs to ${notKept(why)}. Nothing was started. Ask for the video in that server, or press the button below an earlier one again.`;
}

export function directMessagesOff(): Text {
  return say`Videos are not made in direct messages here; the operator can allow it. Type ${code('/video')} in a channel of a server: with ${code('private: True')}, the video comes to you by direct message and nobody else sees it.`;
}

/** A button below a private video, pressed by somebody who has left its server. */
export function notAMember(): string {
  return 'That video belongs to a server that you are no longer a member of. Join it again to go on with the video.';
}

/** Whether somebody is a member could not be found out. */
export function membershipUnknown(): string {
  return 'Discord does not tell us just now whether you are still a member of the server that this video belongs to. Nothing was done. Try again in a minute.';
}

/** In the list of posts of a forum. */
export function notAPost(): string {
  return 'A forum takes no messages outside of its posts. Open a post, and type it there. Nothing was started.';
}

export function lockedThread(): string {
  return 'This thread is locked, so the video could not be posted here. Ask for it in another channel, or let somebody who manages threads unlock it. Nothing was started.';
}

export function moderatorsOnly(): string {
  return 'Only people who manage this server can remove what somebody else made. Your own videos have a Delete button.';
}

export function noVideoThere(): Text {
  return say`That message shows none of our videos. ${code('/video-admin remove')} removes one by its number.`;
}

/** On a button beside the one that only deletes it. */
export function removeAndBlock(videoNumber: number): string {
  return `Delete #${videoNumber} and block for a day`;
}

export function severalVideosThere(): Text {
  return say`That message is about several videos. ${code('/video-admin remove')} removes one by its number.`;
}

/** Below what it is about. */
export function fileTooLarge(bytes: number): string {
  return `The file has ${fileSize(bytes)}, which is more than can be attached here. Ask for fewer days.`;
}

export function fileNotShown(): string {
  return 'The file did not get through to Discord. Type the command once more.';
}

export function clipTooLarge(bytes: number): string {
  return `The file has ${fileSize(bytes)}, which is more than can be attached here. It is kept; the operator can fetch it.`;
}
