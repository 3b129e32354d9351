import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import { parseTenantId } from '../../src/core/ids.ts';
import { CREDIT_MICRO_USD, DOLLAR_MICRO_USD } from '../../src/core/money.ts';
import { defaultRules, memberPolicyOf, nothingSet } from '../../src/core/policy.ts';
import { nothingSetUp } from '../../src/core/tenant-settings.ts';
import type { ShowSettingsResult } from '../../src/core/usecases/show-settings.ts';
import { defaultQuota } from './admin-samples.ts';

const budget = { perDayMicroUsd: 500 * CREDIT_MICRO_USD, perMonthMicroUsd: 5_000 * CREDIT_MICRO_USD };

export const notSetUp: Extract<ShowSettingsResult, { kind: 'settings' }> = {
  kind: 'settings',
  tenant: {
    id: parseTenantId('discord:81384788765712384'),
    name: 'Film club',
    budget: null,
    settings: nothingSetUp,
    timeZone: 'UTC',
    formerZones: [],
    createdAtMs: 0,
    leftAtMs: null,
  },
  allowance: defaultQuota,
  budget: [],
};
const settings = { ...nothingSetUp, channels: ['videos'], logChannel: 'mod-log', setUpAtMs: 0 };
export const setUp: typeof notSetUp = {
  ...notSetUp,
  tenant: { ...notSetUp.tenant, budget, settings },
  budget: [{ unit: 'usd_micro', window: 'day', amount: 2.5 * DOLLAR_MICRO_USD }],
};

/** Samples of the words about how a tenant is set up. */
export function setupSamples({ setup }: Catalogue) {
  return {
    heading: [setup.heading()],
    changed: [setup.changed()],
    where: [setup.where(null), setup.where(['videos', 'bots'])],
    allowance: [setup.allowance(memberPolicyOf(nothingSet, defaultRules)), setup.allowance([])],
    cap: [
      setup.cap(null, null),
      setup.cap(2.5 * DOLLAR_MICRO_USD, null),
      setup.cap(null, budget),
      setup.cap(2.5 * DOLLAR_MICRO_USD, budget),
      setup.cap(5 * DOLLAR_MICRO_USD, budget),
      setup.cap(20 * DOLLAR_MICRO_USD, budget),
    ],
    log: [setup.log(null), setup.log('mod-log')],
    howTo: [setup.howTo()],
  } as const;
}
