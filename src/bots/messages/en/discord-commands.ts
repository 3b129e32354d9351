import { requestDefaults } from '../../../core/defaults.ts';
import type { HelpKey } from '../../commands.ts';
import { code, option, say, type Text } from '../text.ts';
import { both, credits, fileSize, number } from './amounts.ts';

/** The name of a command or option, as Discord lists it. English is written in the grammar; another language has a line for each key. */
export function nameOf(_key: HelpKey, english: string): string {
  return english;
}

/** Of the option beside a person that means everybody. At most 100 characters. */
export function everybody(): string {
  return 'Everybody without limits of their own, instead of one person';
}

/** An engine in a list, with the price of a video of usual length. */
export function engineChoice(engine: string, quoteMicroUsd: number, isDemo: boolean): string {
  const price = `${credits(quoteMicroUsd)} for ${requestDefaults.seconds} s`;
  return `${engine} · ${isDemo ? `demo, no real money, ${price}` : price}`;
}

/** In the menu of a message. At most 32 characters. */
export const menus = { makeVideo: 'Make a video from this', removeClip: 'Remove clip' };

/** What its menus do, for help. */
export const menuHelp = {
  makeVideo: 'in the menu of any message under Apps, opens the form with its text and its first image',
  removeClip: 'in the menu of a message of ours under Apps, removes the video that it shows',
};

/** Below the overviews. */
export const help = {
  more: (): Text =>
    say`${code('/videos help video')} explains every option. Discord offers them while you type; without a number, your latest video is meant.`,
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
};

/** Below a field that could not hold all of what was typed. */
export function cutShort(charsMax: number): string {
  return `What you typed is longer than fits here: these are its first ${number(charsMax)} characters`;
}

/** Where a `private` request goes on. */
export function privateTaken(jobNumbers: readonly number[]): string {
  return `${named(jobNumbers)} ${isOrAre(jobNumbers)} taken. How it goes on, and the video, come to you by direct message.`;
}

/** Where this answer cannot be the status itself. */
export function statusFollows(jobNumbers: readonly number[]): string {
  return `${named(jobNumbers)} ${isOrAre(jobNumbers)} taken. The status appears in a moment.`;
}

function named(jobNumbers: readonly number[]): string {
  return both(jobNumbers.map((jobNumber) => `#${jobNumber}`));
}

function isOrAre(jobNumbers: readonly number[]): string {
  return jobNumbers.length === 1 ? 'is' : 'are';
}

/** Stays where everybody was promised an answer that turned out to be for one person alone. */
export function toldAlone(): string {
  return 'The answer went to whoever asked for it, and to nobody else.';
}

/** A form cannot be opened any more once this much time has passed. */
export function tooSlow(): string {
  return 'That took too long to look up, so the form could not be opened. Nothing was done. Press the button once more.';
}

/** The second press of a button that makes a video, right after the first. */
export function pressedTwice(): string {
  return 'That button was pressed twice in a row, which counts once. Press it again in a moment for one video more.';
}

/** Why what somebody typed is not there any more: too much was typed since, or time passed. */
type Lost = 'pushed_out' | 'too_old';

function notKept(why: Lost): string {
  return why === 'too_old' ? 'is not kept any longer than 15 minutes' : 'had to make room for newer requests';
}

/** A button or form whose text we no longer have. */
export function typedLost(why: Lost): Text {
  return say`What you typed ${notKept(why)}, so the form cannot be opened. Nothing was done. ${code('/video')} starts anew.`;
}

/** A form that was sent, but the file that it started from is no longer known. */
export function fileLost(why: Lost): string {
  return `The file that this started from ${notKept(why)}, and without it the video would be another one. Nothing was started. Attach the file again.`;
}

/** The same for a form in direct messages. */
export function placeLost(why: Lost): string {
  return `Which server this belongs to ${notKept(why)}. Nothing was started. Ask for the video in that server, or press the button below an earlier one again.`;
}

/** A button or form that we do not know: made by an older version of us, or not by us. */
export function unknownButton(): Text {
  return say`That is from an earlier version and does nothing any more. ${code('/videos list')} shows your videos, with what can be done.`;
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

/** A message of ours that is about no video, or about several. */
export function noPromptThere(): string {
  return 'That message of ours is not about one video alone, so there is no prompt to start from. Below a video, Again and Edit make another one of it.';
}

export function severalVideosThere(): Text {
  return say`That message is about several videos. ${code('/video-admin remove')} removes one by its number.`;
}

export function clipTooLarge(bytes: number): string {
  return `The file has ${fileSize(bytes)}, which is more than can be attached here. It is kept; the operator can fetch it.`;
}

export function clipMissing(): string {
  return 'Its file could not be read just now. Try again in a minute; if it stays so, tell the operator.';
}
