import type { JobStateKind } from '../../../core/job.ts';
import type { Deed } from '../../../core/usecases/access.ts';
import { creditsOf } from '../../../core/money.ts';
import { code, option, say, type Text } from '../text.ts';
import { both, credits, number, videos, when } from './amounts.ts';
import { states } from './status.ts';

export function cancelled(jobNumber: number): string {
  return `#${jobNumber} is cancelled. You pay nothing.`;
}

export function cancelWished(jobNumber: number): string {
  return `#${jobNumber} is with the engine already. It is stopped if that loses nothing; otherwise it is finished, paid and kept, but not posted.`;
}

export function cancelTooLate(jobNumber: number, state: JobStateKind): string {
  return `#${jobNumber} has ended already: ${states[state]}. There is nothing to stop.`;
}

/** `jobNumber` null: "my latest" was meant, and there is none. */
export function notFound(jobNumber: number | null): Text {
  if (jobNumber === null) return noVideos();
  return say`There is no video #${String(jobNumber)} here. ${code('/videos list')} shows yours.`;
}

/** A button whose video is no longer known. */
export function gone(): Text {
  return say`That video is no longer known here. ${code('/videos list')} shows yours.`;
}

const deeds: Readonly<Record<Deed, string>> = {
  see: 'to look into',
  stop: 'to stop',
  delete: 'to delete',
  repeat: 'to ask for again',
  build: 'to build on',
};

/** `jobNumber` null: it was not named. */
export function notYours(jobNumber: number | null, deed: Deed): Text {
  const which = jobNumber === null ? 'That video' : `#${jobNumber}`;
  return say`${which} belongs to somebody else, so it is not yours ${deeds[deed]}. ${code('/videos list')} shows yours.`;
}

export function noVideos(): Text {
  return say`You have no videos here yet. ${code('/video a red ball rolls across a wooden floor')} makes one.`;
}

export function listHeading(): string {
  return 'Your latest videos';
}

/** The beginning of a line of the list; the prompt follows. */
export function listRow(jobNumber: number, state: JobStateKind | 'deleted', atMs: number, nowMs: number): Text {
  const stands = state === 'deleted' ? 'deleted' : states[state];
  return say`#${String(jobNumber)} · ${stands} · ${when(atMs, nowMs)}`;
}

/** A press or message that came twice, where the first one left nothing to be seen yet. */
export function alreadyTaken(jobNumbers: readonly number[]): Text {
  const names = both(jobNumbers.map((jobNumber) => `#${jobNumber}`));
  const first = jobNumbers[0] === undefined ? '' : ` #${jobNumbers[0]}`;
  return say`That request was taken already as ${names}; nothing was started twice. ${code(`/videos show${first}`)} tells how it stands.`;
}

/** Asked back before much is started: "6 videos · 360 credits. Start?" */
export function confirmAsked(amount: number, price: string): string {
  return `${videos(amount)} · ${price}. Start?`;
}

/** How long each of them is. */
export function seconds(amount: number): string {
  return `${number(amount)} s`;
}

/** Below it, where it has become dearer since they agreed to it. */
export function dearerNow(quoteMicroUsd: number, agreedMicroUsd: number): string {
  return `It costs ${credits(quoteMicroUsd)} now, not ${number(creditsOf(agreedMicroUsd))}.`;
}

/** What one of the videos that are asked about shows goes before it. */
export function takes(amount: number): string {
  return `${number(amount)} takes`;
}

/** Of the videos that are asked about. */
export function someCopies(copies: number): string {
  return `${number(copies)} of these videos ${copies === 1 ? 'is' : 'are'} there already and ${copies === 1 ? 'comes' : 'come'} free.`;
}

/** Below what is asked about. */
export function confirmMeans(): Text {
  return say`Nothing is started yet. ${option('yes')} does it without this question.`;
}

/** What was asked about cannot be started by a button. */
export function confirmByTyping(): Text {
  return say`Nothing is started yet. Type the same once more with ${option('yes')} to start it.`;
}

/** A button that starts what was asked about, pressed once more. */
export function confirmedBefore(): Text {
  return say`That was started already, and counts once. ${code('/videos list')} shows your videos.`;
}

/** The very same is on its way for the same person. */
export function sameInFlight(jobNumber: number): Text {
  return say`You asked for exactly this a moment ago: #${String(jobNumber)} is on its way and comes here. Nothing more was started.`;
}

/** The very same is on its way, in another place. */
export function sameElsewhere(jobNumber: number): Text {
  return say`You asked for exactly this a moment ago: #${String(jobNumber)} is on its way, and comes where you asked for it. Nothing more was started.`;
}

/** Asked back before a clip is deleted. */
export function deleteAsked(jobNumber: number): string {
  return `Delete #${jobNumber}?`;
}

export function deleteMeans(): string {
  return 'The file and what was posted of it go away for good. What was paid stays paid. To keep it, do nothing.';
}

export function deleted(jobNumber: number): string {
  return `#${jobNumber} is deleted. What was posted of it goes away in a moment.`;
}

export function deletedBefore(jobNumber: number): Text {
  return say`#${String(jobNumber)} was deleted before. ${code(`/videos again #${jobNumber}`)} makes a new take.`;
}

/** Nothing is there to delete: not made yet, or ended without a file. */
export function nothingToDelete(jobNumber: number, state: JobStateKind, isOver: boolean): Text {
  const name = `#${jobNumber}`;
  if (isOver) return say`${name} ended without a file (${states[state]}), so there is nothing to delete.`;
  return say`${name} is not made yet (${states[state]}), so there is no file to delete. ${code(`/videos cancel ${name}`)} stops it.`;
}

/** For whatever we did not foresee. Says nothing about money, because it is not known here. */
export function wentWrong(): Text {
  return say`Something went wrong on our side, and it has been noted. ${code('/videos list')} shows what was taken.`;
}
