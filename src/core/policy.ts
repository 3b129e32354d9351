import { memberDefaults, serviceDefaults } from './defaults.ts';
import type { UserId } from './ids.ts';
import { type Unit, units } from './ledger.ts';
import { type WindowKind, windowKinds } from './window.ts';

export type Limit = { readonly unit: Unit; readonly window: WindowKind; readonly amount: number };

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
  readonly freeBytesMin: number;
};

/** Whom a limit that moderators set is for: one member, or everybody in the tenant without one of their own. */
export type PolicySubject = UserId | 'default';

/** A limit as moderators set it. Null lifts the limit that would hold otherwise. */
export type SetLimit = { readonly unit: Unit; readonly window: WindowKind; readonly amount: number | null };

/** What is set in a tenant and concerns one member. */
export type SetLimits = { readonly own: readonly SetLimit[]; readonly tenant: readonly SetLimit[] };

export const nothingSet: SetLimits = { own: [], tenant: [] };

/** Who said how much: the member's own limit, the tenant's default, or the service's. */
export type LimitSource = 'own' | 'tenant' | 'service';

export type MemberLimit = SetLimit & { readonly source: LimitSource };

/**
 * The limits that hold for a member, each with where its number comes from: for a unit and a window the member's
 * own goes before the tenant's default, and that before the service's. What nobody set is not limited, and is left out.
 */
export function memberPolicyOf({ own, tenant }: SetLimits, { member }: Pick<AdmissionRules, 'member'>): MemberLimit[] {
  const sources = [
    { source: 'own', limits: own },
    { source: 'tenant', limits: tenant },
    { source: 'service', limits: member.limits },
  ] as const satisfies readonly { readonly source: LimitSource; readonly limits: readonly SetLimit[] }[];
  return units.flatMap((unit) =>
    windowKinds.flatMap((window) => {
      for (const { source, limits } of sources) {
        const amounts = limits.filter((limit) => limit.unit === unit && limit.window === window);
        const [first] = amounts;
        // A source says each only once; should it not, the smallest is the one that holds.
        if (first) return [{ unit, window, amount: smallest(amounts.map(({ amount }) => amount)), source }];
      }
      return [];
    }),
  );
}

function smallest(amounts: readonly (number | null)[]): number | null {
  const numbers = amounts.filter((amount) => amount !== null);
  return numbers.length === 0 ? null : Math.min(...numbers);
}

/** What is done to the limits of one subject. */
export type PolicyChange =
  | { readonly kind: 'set'; readonly limit: Limit }
  /** Lifts every limit, or every limit of one unit. */
  | { readonly kind: 'unlimited'; readonly unit: Unit | null }
  /** Takes back what was set, so that the next source decides again. */
  | { readonly kind: 'default' };

/** What is set for a subject after a change, in a fixed order. */
export function changedLimits(before: readonly SetLimit[], change: PolicyChange): SetLimit[] {
  switch (change.kind) {
    case 'default':
      return [];
    case 'set': {
      const { unit, amount } = change.limit;
      if (!Number.isSafeInteger(amount) || amount < 0) {
        throw new RangeError(`expected a limit of ${unit} as a whole number from 0, got ${amount}`);
      }
      return limitsInOrder([change.limit, ...before]);
    }
    case 'unlimited': {
      const lifted = units
        .filter((unit) => change.unit === null || change.unit === unit)
        .flatMap((unit) => windowKinds.map((window) => ({ unit, window, amount: null })));
      return limitsInOrder([...lifted, ...before]);
    }
  }
}

/** One limit for each unit and window, in a fixed order; of several, the first. */
export function limitsInOrder(limits: readonly SetLimit[]): SetLimit[] {
  return units.flatMap((unit) =>
    windowKinds.flatMap((window) => {
      const found = limits.find((limit) => limit.unit === unit && limit.window === window);
      return found ? [{ unit, window, amount: found.amount }] : [];
    }),
  );
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
