import { code, say, type Text, untrusted } from '../text.ts';
import { both } from './amounts.ts';

/** The app as Slack shows it. Its name has at most 35 characters, what it does 140. */
export const app = {
  name: 'Reelay',
  /** Of lower-case letters, digits and - _ . alone. */
  botName: 'reelay',
  description: 'Type /video, and the clip comes back to the same channel. Every credit has a receipt.',
};

/** Names have at most 24 characters, what they do 150. */
export const shortcuts = {
  makeVideoFromThis: {
    name: 'Make a video from this',
    description: 'Opens the form with the text of this message as its prompt',
  },
  removeClip: {
    name: 'Remove clip',
    description: 'Takes a video of Reelay away, for whoever made it and for moderators',
  },
  makeVideo: { name: 'Make a video', description: 'Opens the form with every option' },
};

/** On buttons of pages. */
export const startAgain = 'Start again';
export const openSlack = 'Open Slack';

export function installed(team: string | null): Text {
  return team === null ? say`Reelay is installed` : say`Reelay is in ${untrusted(team)}`;
}

/** What to do first. The command stands on a line of its own. */
export const first = {
  type: 'In any public channel, type this first:',
  command: '/video a red ball rolls across a wooden floor',
  invite: (): Text => say`In a private channel, invite Reelay before that: ${code(`/invite @${app.botName}`)}`,
  moderate: (): Text =>
    say`Whoever installed it first moderates it, and so do the owners and admins of the workspace: ${code('/video-admin setup')} shows what people may use.`,
  demoOnly:
    'Until the operator of this service allows more, only its free demo makes videos here, and nothing costs anything.',
};

/** Why nothing was installed. Each says what happened, and what to do. */
export type InstallProblem =
  | 'cancelled'
  | 'incomplete'
  | 'foreign'
  | 'old'
  | 'used'
  | 'code_refused'
  | 'misconfigured'
  | 'slow'
  | 'unheard'
  | 'org_wide'
  | 'rotating'
  | 'scopes'
  | 'store'
  | 'busy';

/** Above why. */
export function problemTitle(problem: InstallProblem): string {
  if (problem === 'used') return 'This was used already';
  return problem === 'unheard' ? 'Slack did not answer' : 'Nothing was installed';
}

export const problems: Readonly<Record<InstallProblem, string>> = {
  cancelled: 'It was not allowed at Slack. If that was a slip, start again.',
  incomplete: 'This address lacks what Slack adds to it. Start again, and let Slack bring you back here.',
  foreign:
    'This was not begun in this browser, or your browser keeps no cookies. Start again here, and stay in this browser.',
  old: 'It took longer than 10 minutes. Start again.',
  used: 'This address works once. Type /video in Slack: if that is not known there, start again.',
  code_refused: 'Slack does not know this permission any more. Start again.',
  misconfigured:
    'Slack does not know this service as it is set up. Nothing you can do here helps: tell its operator to run npm run reelay -- doctor slack.',
  slow: 'Slack asks for patience. Wait a minute, then start again.',
  unheard:
    'Slack may show the app as installed, but it does not work yet: start again. To install it twice is the same as once.',
  org_wide:
    'It was allowed for a whole organization, and it works in single workspaces. Let an admin remove the app from the organization, then install it in each workspace that wants it.',
  rotating:
    'Token rotation is switched on for this app, which Reelay does not take, and which cannot be switched off again. Tell the operator to make the app anew from npm run reelay -- manifest slack.',
  scopes: 'Slack did not allow everything that a video needs. Start again, and leave nothing out.',
  store: 'Reelay cannot reach its database just now, so nothing was kept. Wait a minute, then start again.',
  busy: 'Many workspaces install Reelay at this moment. Wait a minute, then start again.',
};

/** After why, where scopes were left out. */
export function scopesMissing(scopes: readonly string[]): string {
  return `What is missing: ${both(scopes)}.`;
}
