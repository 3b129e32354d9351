import type { JobStateKind } from '../../../core/job.ts';
import { code, say, type Text } from '../text.ts';
import { when } from './amounts.ts';
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

export function notFound(jobNumber: number | null): Text {
  if (jobNumber === null) return noVideos();
  return say`There is no video #${String(jobNumber)} here. ${code('/videos list')} shows yours.`;
}

export function notYours(jobNumber: number | null): Text {
  const which = jobNumber === null ? 'That video' : `#${jobNumber}`;
  return say`${which} belongs to somebody else, so only they can do that. ${code('/videos list')} shows yours.`;
}

export function noVideos(): Text {
  return say`You have no videos here yet. ${code('/video a red ball rolls across a wooden floor')} makes one.`;
}

export function listHeading(): string {
  return 'Your latest videos';
}

/** The beginning of a line of the list; the prompt follows. */
export function listRow(jobNumber: number, state: JobStateKind, atMs: number, nowMs: number): Text {
  return say`#${String(jobNumber)} · ${states[state]} · ${when(atMs, nowMs)}`;
}

/** A press or message that came twice. */
export function alreadyTaken(): string {
  return 'That request was taken already; nothing was started twice.';
}

/** For whatever we did not foresee. Says nothing about money, because it is not known here. */
export function wentWrong(): Text {
  return say`Something went wrong on our side, and it has been noted. ${code('/videos list')} shows what was taken.`;
}
