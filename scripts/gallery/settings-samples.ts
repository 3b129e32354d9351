import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { DOLLAR_MICRO_USD } from '../../src/core/money.ts';
import { nothingSetUp, type TenantSettings } from '../../src/core/tenant-settings.ts';
import { DAY, HOUR } from '../../src/core/time.ts';

/** Settings of which all differ from what they are by themselves. */
export const allSet: TenantSettings = {
  channels: ['videos', 'bots'],
  logChannel: 'mod-log',
  approvalChannel: 'mods',
  priceMaxMicroUsd: 2 * DOLLAR_MICRO_USD,
  engines: ['runway', 'openai/sora-2'],
  blocklist: ['some phrase', 'wor*'],
  reusesClips: false,
  adult: 'marked_channels',
  judging: 'required',
  accountAgeMsMin: 0,
  memberAgeMsMin: 2 * DAY,
  paused: { everywhere: false, channels: ['videos'] },
  setUpAtMs: 0,
};

/** Samples of the words about what holds in a tenant beside limits. */
export function settingsSamples({ settings }: Catalogue) {
  return {
    heading: [settings.heading()],
    changed: [settings.changed()],
    timeZone: [settings.timeZone('UTC'), settings.timeZone('Europe/Berlin')],
    engines: [settings.engines(null), settings.engines(allSet.engines)],
    priceMax: [
      settings.priceMax(null, null),
      settings.priceMax(null, 1.5 * DOLLAR_MICRO_USD),
      settings.priceMax(2 * DOLLAR_MICRO_USD, 2 * DOLLAR_MICRO_USD),
    ],
    channels: [settings.channels(null), settings.channels(allSet.channels)],
    approvals: [settings.approvals(null), settings.approvals('mods')],
    log: [settings.log(null), settings.log('mod-log')],
    blocklist: [
      settings.blocklist([], 2),
      settings.blocklist(allSet.blocklist, 2),
      settings.blocklist([...allSet.blocklist, 'more', 'words'], 2),
    ],
    cache: [settings.cache(true), settings.cache(false)],
    adultRules: settings.adultRules,
    adult: [settings.adult('nowhere'), settings.adult('marked_channels')],
    judgingRules: settings.judgingRules,
    judging: [
      settings.judging('off', false),
      settings.judging('when_possible', true),
      settings.judging('when_possible', false),
      settings.judging('required', false),
    ],
    waits: [settings.waits(0), settings.waits(24 * HOUR)],
    newAccounts: [settings.newAccounts(7 * DAY, nothingSetUp.accountAgeMsMin), settings.newAccounts(0, 7 * DAY)],
    newMembers: [settings.newMembers(DAY, nothingSetUp.memberAgeMsMin), settings.newMembers(2 * DAY, DAY)],
    paused: [settings.paused({ everywhere: true, channels: [] }), settings.paused(allSet.paused)],
    howTo: [settings.howTo()],
    notListed: [settings.notListed(['some phrase'])],
    tooManyEntries: [settings.tooManyEntries(200)],
    tooManyZones: [settings.tooManyZones()],
  } as const;
}
