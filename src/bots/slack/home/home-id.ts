import { type PressId, readButtonId } from '../../button-id.ts';

/** What the names of all buttons, menus and forms of the home begin with. */
export const homePrefix = 'home:';

export const homeIds = {
  makeVideo: `${homePrefix}make`,
  refresh: `${homePrefix}refresh`,
  addModerator: `${homePrefix}moderator:add`,
  removeModerator: `${homePrefix}moderator:remove`,
  changeDefault: `${homePrefix}quota:default`,
  memberQuota: `${homePrefix}quota:member`,
  /** The form of a quota. */
  quotaForm: `${homePrefix}quota`,
} as const;

const pressPrefix = `${homePrefix}press:`;

/** A button of a video in the home, after the one that stands below a status. */
export function pressIdOf(buttonId: string): string {
  return `${pressPrefix}${buttonId}`;
}

/** Null for what is no button of a video, or of a version that we no longer know. */
export function readPressId(actionId: string): PressId | null {
  const id = actionId.startsWith(pressPrefix) ? readButtonId(actionId.slice(pressPrefix.length)) : null;
  return id?.kind === 'retry' || id?.kind === 'confirm' ? null : id;
}
