import { channel, code, joinTexts, say, type Text } from '../text.ts';
import { both, counted, credits, dollars, videos } from './amounts.ts';

/** The panel with which moderators set up a server. Labels have at most 100 characters, on buttons short ones. */

/** Below the settings, above the menus. */
export function howTo(): string {
  return 'Choose below, in the same order. Each choice is saved at once.';
}

/** In menus of channels with nothing chosen. */
export const placeholder = {
  channels: 'Channels: all. Choose some to allow no others',
  log: 'Log: none. Choose a channel to have one',
  approvals: 'Asks: none. Choose a channel in which moderators are asked',
};

/** How many videos a member may make; null for any number. */
export function allowanceChoice(videosADay: number | null): string {
  if (videosADay === null) return 'Allowance: any number of videos for each member';
  return `Allowance: ${videos(videosADay)} a day for each member`;
}

/** Below the choice of any number. */
export const withinCredits = 'What they may use in credits still holds, and so does the cap';

/** What a server may cost; null for whatever the operator allows. */
export function capChoice(microUsd: number | null): string {
  if (microUsd === null) return 'Cap: none of our own, only what the operator allows';
  return `Cap: at most ${dollars(microUsd)} a day for the whole server (${credits(microUsd)})`;
}

export const everywhere = 'Allow all channels';
export const noLog = 'No log';
export const noApprovals = 'No asks';
/** Leads to what has no room beside the others, and back. */
export const more = 'More: asks, time zone';
export const back = 'Back';
export const done = 'Done';
export const setUp = 'Set up';
export const notNow = 'Don’t ask again';
export const open = 'Show the setup';

/** Where moderators are asked for a yes; null for nowhere. */
export function approvals(approvalChannel: string | null): Text {
  if (approvalChannel === null) {
    return say`Asks: none. Where a quota or a price stops somebody, they cannot ask a moderator.`;
  }
  return say`Asks: in ${channel(approvalChannel)}. Where a quota or a price stops somebody, they can ask, and any moderator there says yes or no.`;
}

export function zone(timeZone: string): string {
  return `Time zone: ${timeZone}. Days, weeks and months of quotas start at midnight there.`;
}

/** In the menu of time zones. */
export function zoneChoice(timeZone: string): string {
  return `Time zone: ${timeZone}`;
}

/** Below the menus of the second page. */
export function moreSettings(): Text {
  return say`Any other time zone, engines, prices, the blocklist and waiting times: ${code('/video-admin settings')}.`;
}

/** In chosen channels, nothing can be posted yet. */
export function cannotPost(channels: readonly string[], rights: readonly string[]): Text {
  return say`⚠ I cannot post videos in ${named(channels)} yet: I need ${both(rights)} there. Give me that in the channel’s settings, under Permissions.`;
}

function named(channels: readonly string[]): Text {
  return joinTexts(channels.map(channel), ', ');
}

/** Chosen channels that were deleted. */
export function gone(channels: number, areAll: boolean): string {
  const what = `${counted(channels, 'of the chosen channels is', 'of the chosen channels are')} not there any more`;
  return areAll ? `⚠ ${what}, so nobody can ask for videos now. Choose others.` : `⚠ ${what}.`;
}

export function logGone(): string {
  return '⚠ The log channel is not there any more. Choose another one.';
}

export function cannotLog(logChannel: string, rights: readonly string[]): Text {
  return say`⚠ I cannot write the log in ${channel(logChannel)} yet: I need ${both(rights)} there. Give me that in the channel’s settings, under Permissions.`;
}

export function approvalsGone(): string {
  return '⚠ The channel in which moderators are asked is not there any more. Choose another one.';
}

export function cannotAsk(approvalChannel: string, rights: readonly string[]): Text {
  return say`⚠ I cannot ask moderators in ${channel(approvalChannel)} yet: I need ${both(rights)} there. Give me that in the channel’s settings, under Permissions.`;
}

export function logFailed(logChannel: string): Text {
  return say`⚠ The latest decision could not be written in ${channel(logChannel)}. It stands in ${code('/video-admin audit')}.`;
}

/** Above the settings, in place of what was chosen. */
export function choiceGone(): string {
  return 'Not saved: a channel that you chose is not there any more';
}

/** The menu showed something else than what is set by now. */
export function changedMeanwhile(): string {
  return 'Not saved: this was changed meanwhile. It is now as below; choose again if you still want to';
}

/** Of an earlier version. */
export function oldPanel(): Text {
  return say`This panel is from an earlier version and does nothing any more. ${code('/video-admin setup')} opens a new one.`;
}

/** Below why something went wrong on our side. */
export function seeWhatIsSaved(): string {
  return 'The button shows what is set now.';
}

/** Instead of the panel, above the settings. */
export function closed(): string {
  return 'Reelay is set up';
}

export function opensAgain(): Text {
  return say`${code('/video-admin setup')} changes it at any time.`;
}

/** To whoever manages a server that nobody has set up. */
export function offer(): string {
  return 'You manage this server. Set up Reelay here?';
}

export function offerMeans(): string {
  return 'You choose in which channels videos are made, how many each member may make, and what the whole server may cost a day. It takes a minute, and only you see this.';
}

/** What holds while nobody sets anything up. */
export function untilThen(isAllowed: boolean): string {
  return isAllowed
    ? 'Until then, the usual limits hold, everywhere.'
    : 'Until the operator of this bot allows more, only its free demo makes videos here, and nothing costs anything.';
}

export function notNowTaken(): string {
  return 'Fine, nobody is asked again';
}
