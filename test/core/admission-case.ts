import type {
  AdmissionDecision,
  AdmissionFacts,
  AdmissionQuestion,
  AdmissionRefusal,
  AdmissionWay,
  Draw,
} from '../../src/core/admission.ts';
import { decide } from '../../src/core/decide-admission.ts';
import type { Fundable } from '../../src/core/funding.ts';
import type { OpenGrant } from '../../src/core/grant.ts';
import type { Unit } from '../../src/core/ledger.ts';
import type { Member } from '../../src/core/member.ts';
import { type AdmissionRules, nothingSet } from '../../src/core/policy.ts';
import type { Tenant } from '../../src/core/tenant.ts';
import { nothingSetUp, type TenantSettings } from '../../src/core/tenant-settings.ts';
import { DAY } from '../../src/core/time.ts';
import type { UsageKey } from '../../src/core/usage.ts';
import type { WindowKind } from '../../src/core/window.ts';
import { noonMs } from '../doubles/world.ts';
import { engineId, idOf, tenantId, userId } from './samples.ts';

export const real = { id: engineId, playMoney: false, videosPerHourMax: 20 } as const;
export const demo = { ...real, playMoney: true };

/** So many jobs, each at its share of the price. */
export function jobsOf(count: number, quoteMicroUsd: number): Fundable[] {
  return Array.from({ length: count }, (_, index) => ({
    id: idOf('job', index + 1),
    quoteMicroUsd:
      index === 0 ? quoteMicroUsd - Math.floor(quoteMicroUsd / count) * (count - 1) : Math.floor(quoteMicroUsd / count),
  }));
}

const question: AdmissionQuestion = {
  tenantId,
  userId,
  channels: ['c1'],
  draws: [{ engine: real, jobs: jobsOf(1, 100_000) }],
  asOperator: false,
  asModerator: false,
  member: null,
  freeBytes: 10 * 1024 ** 3,
  nowMs: noonMs,
};

export const rules: AdmissionRules = {
  member: {
    limits: [
      { unit: 'videos', window: 'day', amount: 3 },
      { unit: 'usd_micro', window: 'day', amount: 2_000_000 },
    ],
    inFlightMax: 2,
    requestsPerMinuteMax: 5,
  },
  service: [{ unit: 'usd_micro', window: 'month', amount: 100_000_000 }],
  freeBytesMin: 1024 ** 3,
};

export const budget = { perDayMicroUsd: 5_000_000, perMonthMicroUsd: 50_000_000 };

/** Long there, and with nothing against them. */
const member: Member = {
  tenantId,
  userId,
  roles: [],
  joinedAtMs: noonMs - 100 * DAY,
  accountMadeAtMs: noonMs - 100 * DAY,
  block: null,
  coolsUntilMs: null,
};

export const facts: AdmissionFacts = {
  tenant: {
    id: tenantId,
    name: null,
    budget,
    settings: nothingSetUp,
    timeZone: 'Europe/Berlin',
    formerZones: [],
    createdAtMs: 0,
    leftAtMs: null,
  },
  setLimits: nothingSet,
  budget: [],
  member,
  grants: [],
  usage: () => 0,
  heldAt: () => 0,
  inFlight: 0,
  requestsInLastMinute: { count: 0, oldestAtMs: noonMs },
  engineVideosInLastHour: () => ({ count: 0, oldestAtMs: noonMs }),
  openAsk: null,
};

type Used = readonly [scope: UsageKey['scope']['kind'], unit: Unit, window: WindowKind, amount: number];

/** Facts in which exactly these counters are not zero. */
export function used(...counters: readonly Used[]): AdmissionFacts {
  const usage = ({ scope, unit, window }: UsageKey): number =>
    counters.find(([s, u, w]) => s === scope.kind && u === unit && w === window)?.[3] ?? 0;
  return { ...facts, usage };
}

export function settled(settings: Partial<TenantSettings>, known: AdmissionFacts = facts): AdmissionFacts {
  const tenant: Tenant = { ...known.tenant, settings: { ...known.tenant.settings, ...settings } };
  return { ...known, tenant };
}

export function being(more: Partial<Member>, known: AdmissionFacts = facts): AdmissionFacts {
  return { ...known, member: { ...member, ...more } };
}

export function aGrant(more: Partial<OpenGrant> = {}): OpenGrant {
  const left = more.left ?? 500_000;
  return {
    id: idOf('grant'),
    tenantId,
    userId,
    unit: 'usd_micro',
    amount: left,
    left,
    expiresAtMs: null,
    grantedAtMs: noonMs - DAY,
    ...more,
  };
}

export type More = Partial<Omit<AdmissionQuestion, 'draws'>> & {
  readonly draws?: readonly Draw[];
  readonly engine?: Draw['engine'];
  readonly jobs?: number;
  readonly quoteMicroUsd?: number;
  readonly way?: AdmissionWay;
  readonly rules?: AdmissionRules;
};

/** What is decided about a request for one engine, where it is not told what it draws of several. */
export function decided(more: More = {}, known: AdmissionFacts = facts): AdmissionDecision {
  const { engine = real, jobs = 1, quoteMicroUsd = 100_000, way, rules: by = rules, ...others } = more;
  return decide({ ...question, draws: [{ engine, jobs: jobsOf(jobs, quoteMicroUsd) }], ...others }, by, known, way);
}

/** Why it is refused; null where it is admitted. */
export function ask(more: More = {}, known: AdmissionFacts = facts): AdmissionRefusal | null {
  const decision = decided(more, known);
  return decision.kind === 'refuse' ? decision.refusal : null;
}
