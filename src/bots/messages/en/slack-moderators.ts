import { code, say, type Text } from '../text.ts';

/** The forms of a moderator's word about a request that waits. Titles and buttons have at most 24 characters. */
export const decision = {
  approveTitle: 'Approve with limit',
  approveSubmit: 'Approve',
  denyTitle: 'Deny',
  denySubmit: 'Deny',
  close: 'Cancel',
  credits: 'Credits',
  expires: 'For how long',
  reason: 'Reason',
};

/** Below an answer whose file follows by direct message, since Slack takes no files in such answers. */
export function fileByMessage(): string {
  return 'The file is in your direct messages with Reelay.';
}

/** What goes with that file. */
export function hereIsFile(): string {
  return 'Here is the file you asked for.';
}

/** Above the text of a file that Slack did not take. */
export function fileNotTaken(isAll: boolean): string {
  return isAll
    ? 'Slack did not take the file, so here is what is in it:'
    : 'Slack did not take the file, and it is too long for a message. Here is its beginning; ask for fewer days to see all of it.';
}

/** A message of somebody else's, or one that is about no video or several. */
export function noVideoThere(): Text {
  return say`That message is not about one video of Reelay's, so there is nothing to remove. ${code('/video-admin remove #412')} removes one by its number.`;
}

/** Asked before a clip is taken away by the menu of a message. */
export function removeAsked(jobNumber: number): string {
  return `Remove #${jobNumber}?`;
}

export function removeMeans(): string {
  return 'Its message, its file, its link and what is kept of it go, and nobody can bring them back.';
}

export function removeNow(jobNumber: number): string {
  return `Remove #${jobNumber}`;
}

export function removeAndBlock(): string {
  return 'Remove, and block for a day';
}

/** Limits of user groups need a scope that came later. */
export function noGroups(): string {
  return 'Limits for user groups do not hold here: this workspace installed Reelay before it could see them. Reinstall it to use groups; all else works as it is.';
}

/** A channel that was chosen, into which we cannot write. */
export function channelMissing(what: 'approval' | 'log', channel: Text): Text {
  return what === 'approval'
    ? say`Reelay cannot write in ${channel}, where moderators are asked: invite it there, or choose another channel.`
    : say`Reelay cannot write in ${channel}, where decisions are noted: invite it there, or choose another channel.`;
}

/** The home of a moderator. */
export const openAsks = 'Waiting for a yes';
export const setUp = 'Set up';
export const pauseAll = 'Pause everywhere';
export const resumeAll = 'Resume';
export const noAsks = 'Nobody waits for a yes.';
/** More of them than fit. */
export function moreAsks(more: number): string {
  return `and ${more} more, each in its channel.`;
}

/** Asked back before everything stops. A title has at most 100 characters, a button 30. */
export const pauseAsked = {
  title: 'Take no new requests?',
  text: 'Nobody here can ask for a video until you resume. Those on the way go on.',
  confirm: 'Pause everywhere',
  deny: 'Go on',
};

/** The form that sets a workspace up. Titles and buttons have at most 24 characters. */
export const setup = {
  title: 'Set up Reelay',
  submit: 'Save',
  close: 'Cancel',
  channels: 'Where videos can be asked for',
  channelsHelp: 'Nothing chosen: everywhere',
  allowance: 'What everybody may use',
  cap: 'At most so much real money a day, all together',
  approval: 'Where moderators are asked',
  approvalHelp: 'Nothing chosen: nobody can ask a moderator',
  log: 'Where each decision is noted',
  logHelp: 'Nothing chosen: only in the audit log',
  zone: 'Time zone',
};
