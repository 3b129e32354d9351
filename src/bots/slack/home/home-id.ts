import { type ButtonId, readButtonId } from '../../button-id.ts';

/** What the names of all buttons, menus and forms of the home begin with. */
export const homePrefix = 'home:';

export const homeIds = {
  makeVideo: `${homePrefix}make`,
  refresh: `${homePrefix}refresh`,
  addModerator: `${homePrefix}moderator:add`,
  removeModerator: `${homePrefix}moderator:remove`,
  changeDefault: `${homePrefix}quota:default`,
  memberQuota: `${homePrefix}quota:member`,
  setUp: `${homePrefix}setup:open`,
  setupForm: `${homePrefix}setup`,
  pause: `${homePrefix}pause`,
  resume: `${homePrefix}resume`,
  /** The form of a quota. */
  quotaForm: `${homePrefix}quota`,
} as const;

const pressPrefix = `${homePrefix}press:`;

/** A button in the home, after the one that stands below a status or an answer. */
export function pressIdOf(buttonId: string): string {
  return `${pressPrefix}${buttonId}`;
}

/** What a button of the home does, by the one that it stands for; null for what is none, or of a version that we no longer know. */
export function readHomeButton(actionId: string): ButtonId | null {
  return actionId.startsWith(pressPrefix) ? readButtonId(actionId.slice(pressPrefix.length)) : null;
}
