/** What a menu or button of setup that comes back says. None of it is believed: who may do it is asked anew at each press. */
export type PanelId =
  /** A choice for one setting. `shown` tells what the menu showed before. */
  | { readonly kind: 'choice'; readonly setting: PanelSetting; readonly shown: string }
  | { readonly kind: 'press'; readonly press: PanelPress }
  /** Of a version that we no longer know, or not of ours. */
  | { readonly kind: 'unknown' };

export type PanelSetting = 'channels' | 'allowance' | 'cap' | 'log' | 'approvals' | 'zone';
/**
 * `everywhere`, `no_log` and `no_approvals` take a setting back, `open` shows the panel and `more` what has no room on it, `done`
 * closes it, `not_now` turns the offer down.
 */
export type PanelPress = 'everywhere' | 'no_log' | 'no_approvals' | 'open' | 'more' | 'done' | 'not_now';

const version = 'v1';
const settings = [
  'channels',
  'allowance',
  'cap',
  'log',
  'approvals',
  'zone',
] as const satisfies readonly PanelSetting[];
const presses = [
  'everywhere',
  'no_log',
  'no_approvals',
  'open',
  'more',
  'done',
  'not_now',
] as const satisfies readonly PanelPress[];
const ofSetup = /^v\d+:setup:/u;
const word = /^[\w-]{1,20}$/u;

/**
 * `v1:setup:cap:1f3a9c02:482113`: what the menu shows, and a mark that is another one each time it is drawn. Discord's
 * clients keep what was chosen for as long as a menu has the same id, also where it was not saved.
 * https://github.com/discord/discord-api-docs/issues/7536
 */
export function writeChoiceId(setting: PanelSetting, shown: string, mark: string): string {
  return [version, 'setup', setting, shown, mark].join(':');
}

export function writePressId(press: PanelPress): string {
  return [version, 'setup', press].join(':');
}

/** Null for what has nothing to do with setup. */
export function readPanelId(text: string): PanelId | null {
  if (!ofSetup.test(text)) return null;
  const [first, , name, shown, mark, ...more] = text.split(':');
  if (first !== version || more.length > 0) return { kind: 'unknown' };
  const press = presses.find((each) => each === name);
  if (press !== undefined && shown === undefined) return { kind: 'press', press };
  const setting = settings.find((each) => each === name);
  if (setting === undefined || shown === undefined || mark === undefined) return { kind: 'unknown' };
  return word.test(shown) && word.test(mark) ? { kind: 'choice', setting, shown } : { kind: 'unknown' };
}
