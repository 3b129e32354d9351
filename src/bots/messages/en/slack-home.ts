import { code, say, type Text } from '../text.ts';
import { counted, when } from './amounts.ts';

/** Of the home, which does not change by itself. */
export function asOf(atMs: number, nowMs: number): Text {
  return say`As of ${when(atMs, nowMs)}.`;
}

/** Opens the form. */
export const makeVideo = 'Make a video';

export const refresh = 'Refresh';

/** Above what only moderators see. */
export const forModerators = 'For moderators';

/** A moderator who sees themselves in the list. */
export function you(): string {
  return 'you';
}

export function moreModerators(more: number): Text {
  return say`and ${counted(more, 'other', 'others')}: ${code('/video-admin moderators')} shows all of them.`;
}

export const addModerator = 'Let somebody moderate';
export const removeModerator = 'Take off the list';

/** Asked back before somebody is taken off the list. A title has at most 100 characters, a button 30. */
export const removeAsked = {
  title: 'Take them off the list?',
  text: 'They can no longer see, stop or remove what others make, nor set quotas. You can put them on the list again.',
  confirm: 'Take off the list',
  deny: 'Keep them',
};

export const keepVideo = 'Keep it';

/** On the button below what everybody may use. */
export const changeDefault = 'Change';

/** In the menu of people, beside it. */
export const memberQuota = 'See or change a quota';

/** The form of a quota. Titles and buttons have at most 24 characters. */
export const form = {
  title: 'Quota',
  submit: 'Save',
  close: 'Cancel',
  amount: 'Amount',
  reason: 'Reason',
};

/** A form that Slack did not open, or did not say whether. */
export function formNotOpened(): Text {
  return say`The form could not be opened, and nothing was changed. Try again, or type ${code('/video-admin quota set')}.`;
}
