import type { Tenant } from '../core/tenant.ts';
import { nothingSetUp, priceMaxOf } from '../core/tenant-settings.ts';
import { partsOf, type Text } from './messages/text.ts';
import { type Showing, spoken, type View } from './view.ts';

const entriesShownMax = 60;

/** What holds in a tenant beside limits, as it is now. `done` says what was to be changed before, if anything. */
export function presentSettings(
  tenant: Tenant,
  how: {
    readonly done: 'shown' | 'changed' | 'same';
    /** What of it could not be done. */
    readonly notes: readonly Text[];
    /** Whether this service has something that judges prompts. */
    readonly hasJudge: boolean;
  },
  { words: { settings, admin } }: Showing,
): View {
  const of = tenant.settings;
  const { paused } = of;
  const isPaused = paused.everywhere || paused.channels.length > 0;
  const titles = { shown: settings.heading(), changed: settings.changed(), same: admin.sameAlready() };
  const lines: Text[] = [
    ...how.notes,
    ...(isPaused ? [settings.paused(paused)] : []),
    settings.timeZone(tenant.timeZone),
    partsOf(settings.engines(of.engines)),
    partsOf(settings.priceMax(of.priceMaxMicroUsd, priceMaxOf(of))),
    settings.channels(of.channels),
    settings.approvals(of.approvalChannel),
    settings.log(of.logChannel),
    settings.blocklist(of.blocklist, entriesShownMax),
    settings.judging(of.judging, how.hasJudge),
    partsOf(settings.adult(of.adult)),
    partsOf(settings.cache(of.reusesClips)),
    partsOf(settings.newAccounts(of.accountAgeMsMin, nothingSetUp.accountAgeMsMin)),
    partsOf(settings.newMembers(of.memberAgeMsMin, nothingSetUp.memberAgeMsMin)),
    settings.howTo(),
  ];
  return spoken(partsOf(titles[how.done]), lines, how.done === 'changed' ? 'good' : 'note');
}

/** Why nothing was changed. */
export function presentNothingSet(why: string | Text, { words: { admin } }: Showing): View {
  return spoken(partsOf(admin.nothingDone()), [partsOf(why)], 'bad');
}
