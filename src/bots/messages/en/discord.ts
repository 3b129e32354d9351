import { channel, code, say, type Text } from '../text.ts';
import { both, percent, when } from './amounts.ts';

/** As they are called in a server's settings. */
export const rights = {
  viewChannel: 'View Channel',
  sendMessages: 'Send Messages',
  sendMessagesInThreads: 'Send Messages in Threads',
  attachFiles: 'Attach Files',
};

/** Said before anything is taken from a quota. */
export function rightsMissing(names: readonly string[]): string {
  return `I need ${both(names)} here to bring the video. Somebody who manages this channel can give me ${names.length === 1 ? 'that right' : 'those rights'} in its settings, under Permissions. Nothing was started.`;
}

/** Before the bar, where the title does not say it. */
export function progress(fraction: number): string {
  return `${percent(fraction)} done`;
}

/** In a direct message about something asked for elsewhere. */
export function askedIn(channelId: string): Text {
  return say`Asked for in ${channel(channelId)}.`;
}

/** In place of an attachment; the address follows on a line of its own. */
export function clipLink(expiresAtMs: number, nowMs: number): Text {
  return say`The file is too large to be attached here. This link plays it, and ends ${when(expiresAtMs, nowMs)}:`;
}

/** A direct message to who asked. The channel is named after it. */
export function undelivered(jobNumber: number): string {
  return `#${jobNumber} is ready, but not posted`;
}

/** Where a clip that was not posted can be had: in the server that it was asked for in. */
export function fetchItThere(jobNumber: number): Text {
  return say`It is kept: ${code(`/videos show #${jobNumber}`)} brings it, in any channel of that server.`;
}

/** To who asked for something private, in the channel and to them alone. */
export function directClosed(jobNumber: number): Text {
  return say`Your direct messages are closed to me, so nothing can come by them. #${String(jobNumber)} goes on: ${code(`/videos show #${jobNumber}`)} shows how it stands, and brings the video once it is there.`;
}
