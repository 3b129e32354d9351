import { memberDefaults, serviceDefaults } from './defaults.ts';
import { isId, type UserId } from './ids.ts';
import { type Unit, units } from './ledger.ts';
import { type WindowKind, windowKinds } from './window.ts';

/** How much of a unit in a window: what is counted, and held from admission on. */
export type Limit = { readonly unit: Unit; readonly window: WindowKind; readonly amount: number };

/** What a limit is about. `jobs` are those on the way `at_once`, `requests` what is asked for in any `minute`. */
export type LimitKey =
  | { readonly unit: Unit; readonly window: WindowKind }
  | { readonly unit: 'jobs'; readonly window: 'at_once' }
  | { readonly unit: 'requests'; readonly window: 'minute' };

/** In the order in which people are told of them. */
const limitKeys: readonly LimitKey[] = [
  ...units.flatMap((unit) => windowKinds.map((window) => ({ unit, window }))),
  { unit: 'jobs', window: 'at_once' },
  { unit: 'requests', window: 'minute' },
];

/** Policy: how much a member may use. Null means no limit. */
export type Policy = {
  readonly limits: readonly Limit[];
  readonly inFlightMax: number | null;
  readonly requestsPerMinuteMax: number | null;
};

/** The limits that an admission is held against; the tenant's own budget comes from its row. */
export type AdmissionRules = {
  readonly member: Policy;
  readonly service: readonly Limit[];
  /** What may be spent in a month with the key of a provider; who is not named has no cap of its own. */
  readonly providers?: ReadonlyMap<string, number>;
  readonly freeBytesMin: number;
};

/** A role that a platform gives its members, by the platform's own id: a role at Discord, a user group at Slack. */
export type RoleSubject = `role:${string}`;

/**
 * Whom a limit that moderators set is for: one member, everybody with a role, everybody in the tenant for whom nothing else is
 * set, or the tenant as a whole (`budget`).
 */
export type PolicySubject = UserId | RoleSubject | 'default' | 'budget';

/** Null for what is no subject. */
export function policySubjectOf(text: string): PolicySubject | null {
  if (text === 'default' || text === 'budget' || isId('user', text)) return text;
  const [, role] = /^role:(.+)$/su.exec(text) ?? [];
  return role === undefined ? null : roleSubject(role);
}

export function roleSubject(role: string): RoleSubject {
  return `role:${role}`;
}

/** The role that a subject is, by its platform's id; null for another one. */
export function roleOf(subject: PolicySubject): string | null {
  return subject.startsWith('role:') ? subject.slice('role:'.length) : null;
}

/** A limit as moderators set it. Null lifts the limit that would hold otherwise. */
export type SetLimit = LimitKey & { readonly amount: number | null };

/** What is set in a tenant and concerns one member. */
export type SetLimits = {
  readonly own: readonly SetLimit[];
  /** Of each role that they have and something is set for. */
  readonly roles: readonly { readonly role: string; readonly limits: readonly SetLimit[] }[];
  readonly tenant: readonly SetLimit[];
};

export const nothingSet: SetLimits = { own: [], roles: [], tenant: [] };

/** Who said how much: the member's own limit, one of their roles, the tenant's default, or the service's. */
export type LimitSource = 'own' | 'role' | 'tenant' | 'service';

export type MemberLimit = SetLimit & {
  readonly source: LimitSource;
  /** The role that it comes from, by its platform's id; null for another source. */
  readonly role: string | null;
};

/**
 * The limits that hold for a member, each with where its number comes from: the member's own goes before those of their roles,
 * these before the tenant's default, and that before the service's. Of several roles the most generous one holds. What nobody
 * set is not limited, and is left out.
 */
export function memberPolicyOf(
  { own, roles, tenant }: SetLimits,
  { member }: Pick<AdmissionRules, 'member'>,
): MemberLimit[] {
  return limitKeys.flatMap((key): MemberLimit[] => {
    const said = amountIn(own, key);
    if (said !== undefined) return [{ ...key, amount: said, source: 'own', role: null }];
    const best = mostGenerous(
      roles.flatMap(({ role, limits }) => {
        const amount = amountIn(limits, key);
        return amount === undefined ? [] : [{ role, amount }];
      }),
    );
    if (best) return [{ ...key, ...best, source: 'role' }];
    const ofTenant = amountIn(tenant, key);
    if (ofTenant !== undefined) return [{ ...key, amount: ofTenant, source: 'tenant', role: null }];
    const ofService = amountIn(limitsOfPolicy(member), key);
    return ofService === undefined ? [] : [{ ...key, amount: ofService, source: 'service', role: null }];
  });
}

/** A policy as a list of limits. */
function limitsOfPolicy({ limits, inFlightMax, requestsPerMinuteMax }: Policy): SetLimit[] {
  return [
    ...limits,
    ...(inFlightMax === null ? [] : [{ unit: 'jobs', window: 'at_once', amount: inFlightMax } as const]),
    ...(requestsPerMinuteMax === null
      ? []
      : [{ unit: 'requests', window: 'minute', amount: requestsPerMinuteMax } as const]),
  ];
}

/** What is counted in windows; null is no limit, and left out. */
export function countedLimits(limits: readonly SetLimit[]): Limit[] {
  return limits.flatMap(({ unit, window, amount }) =>
    amount === null || unit === 'jobs' || unit === 'requests' ? [] : [{ unit, window, amount }],
  );
}

/** How many jobs at once, or requests in a minute; null without a limit. */
export function capOf(limits: readonly SetLimit[], unit: 'jobs' | 'requests'): number | null {
  return limits.find((limit) => limit.unit === unit)?.amount ?? null;
}

/** Null for what is no limit that there is. */
export function limitKeyOf(unit: string, window: string): LimitKey | null {
  return limitKeys.find((key) => key.unit === unit && key.window === window) ?? null;
}

export function isSameKey(one: LimitKey, other: LimitKey): boolean {
  return one.unit === other.unit && one.window === other.window;
}

/** Undefined where nothing is said. A source says each only once; should it not, the smallest is the one that holds. */
function amountIn(limits: readonly SetLimit[], key: LimitKey): number | null | undefined {
  const amounts = limits.filter((limit) => isSameKey(limit, key)).map(({ amount }) => amount);
  if (amounts.length === 0) return undefined;
  const numbers = amounts.filter((amount) => amount !== null);
  return numbers.length === 0 ? null : Math.min(...numbers);
}

type OfRole = { readonly role: string; readonly amount: number | null };

function mostGenerous(all: readonly OfRole[]): OfRole | null {
  const generosity = ({ amount }: OfRole): number => amount ?? Infinity;
  return all.toSorted((a, b) => generosity(b) - generosity(a) || (a.role < b.role ? -1 : 1))[0] ?? null;
}

/** A change as people say it. */
export type SaidChange = Exclude<PolicyChange, { readonly kind: 'unset' }>;

/** What is done to the limits of one subject. */
export type PolicyChange =
  | { readonly kind: 'set'; readonly limit: LimitKey & { readonly amount: number } }
  /** Lifts every limit, or every limit of one unit. */
  | { readonly kind: 'unlimited'; readonly unit: LimitKey['unit'] | null }
  /** Takes back what was set, so that the next source decides again. */
  | { readonly kind: 'default' }
  /** The same of one limit alone. */
  | { readonly kind: 'unset'; readonly key: LimitKey };

/** What is set for a subject after a change, in a fixed order. */
export function changedLimits(before: readonly SetLimit[], change: PolicyChange): SetLimit[] {
  switch (change.kind) {
    case 'default':
      return [];
    case 'unset':
      return limitsInOrder(before.filter((limit) => !isSameKey(limit, change.key)));
    case 'set': {
      const { unit, amount } = change.limit;
      if (!Number.isSafeInteger(amount) || amount < 0) {
        throw new RangeError(`expected a limit of ${unit} as a whole number from 0, got ${amount}`);
      }
      return limitsInOrder([change.limit, ...before]);
    }
    case 'unlimited': {
      // Without a unit what somebody may use is meant, not how fast they may ask.
      const isMeant = ({ unit }: LimitKey): boolean =>
        change.unit === null ? unit === 'videos' || unit === 'usd_micro' : unit === change.unit;
      const lifted = limitKeys.filter(isMeant).map((key) => ({ ...key, amount: null }));
      return limitsInOrder([...lifted, ...before]);
    }
  }
}

/** One limit for each unit and window, in a fixed order; of several, the first. */
export function limitsInOrder(limits: readonly SetLimit[]): SetLimit[] {
  return limitKeys.flatMap((key) => {
    const found = limits.find((limit) => isSameKey(limit, key));
    return found ? [{ ...key, amount: found.amount }] : [];
  });
}

export const defaultRules: AdmissionRules = {
  member: {
    limits: [
      { unit: 'videos', window: 'day', amount: memberDefaults.videosPerDay },
      { unit: 'usd_micro', window: 'day', amount: memberDefaults.perDayMicroUsd },
    ],
    inFlightMax: memberDefaults.inFlightMax,
    requestsPerMinuteMax: memberDefaults.requestsPerMinuteMax,
  },
  service: [{ unit: 'usd_micro', window: 'month', amount: serviceDefaults.perMonthMicroUsd }],
  freeBytesMin: serviceDefaults.freeBytesMin,
};
