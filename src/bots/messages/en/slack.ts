import { channel, code, say, type Text } from '../text.ts';
import { percent, when } from './amounts.ts';

/** Before the bar, where the title does not say it. */
export function progress(fraction: number): string {
  return `${percent(fraction)} done`;
}

/** On a button in a status of several videos, where the bare word would not say which. */
export function ofVideo(label: string, jobNumber: number): string {
  return `${label} #${jobNumber}`;
}

/** In a direct message about something asked for elsewhere. */
export function askedIn(channelId: string): Text {
  return say`Asked for in ${channel(channelId)}.`;
}

/** In place of a file; the link follows on a line of its own. */
export function clipLink(expiresAtMs: number, nowMs: number): Text {
  return say`The file can't be posted in this workspace. This link plays it, and ends ${when(expiresAtMs, nowMs)}:`;
}

/** The link itself. */
export function play(jobNumber: number): string {
  return `Play #${jobNumber}`;
}

/** A direct message to who asked. The channel is named after it. */
export function undelivered(jobNumber: number): string {
  return `#${jobNumber} is ready, but not posted`;
}

/** Slack tells no difference. */
export const channelGone = 'It could not be posted: the channel is gone, or Reelay is not in it any more.';

/** Where a clip that was not posted can be had. A workspace that takes no files takes none by direct message either. */
export function fetchItThere(jobNumber: number): Text {
  return say`It is kept: ${code(`/videos show #${jobNumber}`)} brings it by direct message. If this workspace takes no files from Reelay, ask the operator for it.`;
}
