import type { SetLimit } from '../core/policy.ts';
import { partsOf, type Text } from './messages/text.ts';
import { worthALine } from './present-quota.ts';
import type { ShownSettings } from './set-up.ts';
import { type Showing, spoken, type View } from './view.ts';

/** How a tenant is set up, as it is now. `done` says what was to be changed before, if anything. */
export function presentSetup(shown: ShownSettings, done: 'shown' | 'changed' | 'same', showing: Showing): View {
  const { howTo } = showing.words.setup;
  const lines = [...settingLines(shown, showing), howTo()];
  return spoken(setupTitle(done, showing), lines, done === 'changed' ? 'good' : 'note');
}

export function setupTitle(done: 'shown' | 'changed' | 'same', { words: { setup, admin } }: Showing): Text {
  const titles = { shown: setup.heading(), changed: setup.changed(), same: admin.sameAlready() };
  return partsOf(titles[done]);
}

/** Each setting on a line: channels, allowance, cap and log. */
export function settingLines(shown: ShownSettings, showing: Showing): readonly Text[] {
  const [channels, ...others] = settingLinesBesideAllowance(shown, showing);
  const allowance = showing.words.setup.allowance(worthALine(shown.allowance.lines));
  return [channels, allowance, ...others];
}

/** The same where what everybody may use is shown apart. */
export function settingLinesBesideAllowance(
  { tenant, budget }: ShownSettings,
  { words: { setup } }: Showing,
): readonly [Text, ...Text[]] {
  const { channels, logChannel } = tenant.settings;
  return [setup.where(channels), partsOf(setup.cap(capOf(budget), tenant.budget)), setup.log(logChannel)];
}

/** What all members together may spend in a day, as moderators set it. */
export function capOf(budget: readonly SetLimit[]): number | null {
  return budget.find(({ unit, window }) => unit === 'usd_micro' && window === 'day')?.amount ?? null;
}
