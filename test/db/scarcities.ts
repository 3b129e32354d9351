import type { AdmissionRules } from '../../src/core/policy.ts';
import { type AskFor, memberRules, noRules, tenantA, tenantB } from '../contracts/store/driver.ts';

/** One credit. */
export const credit = 10_000;

const oneEach: Pick<AskFor, 'quoteMicroUsd' | 'engine'> = { quoteMicroUsd: credit, engine: 'acme/reel-1' };
const ofMember: AdmissionRules = { ...noRules, member: { ...noRules.member, inFlightMax: 1 } };

/** What there is one of, and how it is asked for. */
export const scarcities = {
  'the last credit of a member': {
    ...oneEach,
    rules: memberRules({ unit: 'usd_micro', window: 'week', amount: credit }),
  },
  'the last credit of a tenant': { ...oneEach, tenantId: tenantB, playMoney: false, rules: noRules },
  'the last credit of a provider’s key': {
    ...oneEach,
    tenantId: tenantA,
    playMoney: false,
    rules: { ...noRules, providers: new Map([['acme', 2 * credit]]) },
    engine: 'acme/reel-2',
  },
  'the last place in flight': { ...oneEach, rules: ofMember },
  'the last credit of a grant': { ...oneEach, rules: memberRules({ unit: 'videos', window: 'day', amount: 0 }) },
} as const satisfies Record<string, Omit<AskFor, 'userId'>>;

export type Scarce = keyof typeof scarcities;

export function isScarce(name: unknown): name is Scarce {
  return typeof name === 'string' && Object.hasOwn(scarcities, name);
}
