import { requestDefaults } from '../../../core/defaults.ts';
import { code, say, type Text } from '../text.ts';
import { both, credits, number } from './amounts.ts';

/** What a chat platform says of what people type, press and fill in there, beside the answers themselves. */

/** An engine in a list, with the price of a video of usual length. */
export function engineChoice(engine: string, quoteMicroUsd: number, isDemo: boolean): string {
  const price = `${credits(quoteMicroUsd)} for ${requestDefaults.seconds} s`;
  return `${engine} · ${isDemo ? `demo, no real money, ${price}` : price}`;
}

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

/** The second press of a button that makes a video, right after the first. */
export function pressedTwice(): string {
  return 'That button was pressed twice in a row, which counts once. Press it again in a moment for one video more.';
}

/** Why what somebody typed is not there any more: too much was typed since, or time passed. */
export type Lost = 'pushed_out' | 'too_old';

export function notKept(why: Lost): string {
  return why === 'too_old' ? 'is not kept any longer than 15 minutes' : 'had to make room for newer requests';
}

/** A button or form whose text we no longer have. */
export function typedLost(why: Lost): Text {
  return say`What you typed ${notKept(why)}, so the form cannot be opened. Nothing was done. ${code('/video')} starts anew.`;
}

/** A button that starts what was asked about, whose text we no longer have. */
export function confirmLost(why: Lost): Text {
  return say`What you typed ${notKept(why)}, so it cannot be started from here. Nothing was done. ${code('/video')} starts anew.`;
}

/** A form that was sent, but the file that it started from is no longer known. */
export function fileLost(why: Lost): string {
  return `The file that this started from ${notKept(why)}, and without it the video would be another one. Nothing was started. Attach the file again.`;
}

/** A button or form that we do not know: made by an older version of us, or not by us. */
export function unknownButton(): Text {
  return say`That is from an earlier version and does nothing any more. ${code('/videos list')} shows your videos, with what can be done.`;
}

/** A message of ours that is about no video, or about several. */
export function noPromptThere(): string {
  return 'That message of ours is not about one video alone, so there is no prompt to start from. Below a video, Again and Edit make another one of it.';
}

export function clipMissing(): string {
  return 'Its file could not be read just now. Try again in a minute; if it stays so, tell the operator.';
}
