import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { units } from '../../src/core/ledger.ts';
import {
  changedLimits,
  type Limit,
  limitsInOrder,
  memberPolicyOf,
  nothingSet,
  policySubjectOf,
  type PolicyChange,
  type SetLimit,
} from '../../src/core/policy.ts';
import { windowKinds } from '../../src/core/window.ts';

const pairs = units.flatMap((unit) => windowKinds.map((window) => ({ unit, window })));
const number = fc.nat({ max: 1_000_000 });
const setLimits = fc
  .uniqueArray(fc.record({ pair: fc.constantFrom(...pairs), amount: fc.option(number, { nil: null }) }), {
    selector: ({ pair }) => pair,
  })
  .map((all): SetLimit[] => all.map(({ pair, amount }) => ({ ...pair, amount })));
const serviceLimits = fc
  .uniqueArray(fc.record({ pair: fc.constantFrom(...pairs), amount: number }), { selector: ({ pair }) => pair })
  .map((all): Limit[] => all.map(({ pair, amount }) => ({ ...pair, amount })));
const change: fc.Arbitrary<PolicyChange> = fc.oneof(
  fc.record({ pair: fc.constantFrom(...pairs), amount: number }).map(({ pair, amount }): PolicyChange => {
    return { kind: 'set', limit: { ...pair, amount } };
  }),
  fc.constantFrom(...pairs).map((key): PolicyChange => ({ kind: 'unset', key })),
  fc.constantFrom<PolicyChange>(
    { kind: 'default' },
    { kind: 'unlimited', unit: null },
    { kind: 'unlimited', unit: 'videos' },
  ),
);

const rulesWith = (limits: readonly Limit[]) => ({
  member: { limits, inFlightMax: null, requestsPerMinuteMax: null },
});
type Pair = (typeof pairs)[number];
const at = <L extends SetLimit>(limits: readonly L[], { unit, window }: Pair): L | undefined =>
  limits.find((limit) => limit.unit === unit && limit.window === window);

describe('the limits that hold for a member', () => {
  it('come from the nearest that says one: the own, the roles’, the tenant’s, the service’s, for each unit and window by itself', () => {
    fc.assert(
      fc.property(setLimits, setLimits, setLimits, serviceLimits, (own, role, tenant, service) => {
        const held = memberPolicyOf({ own, roles: [{ role: 'r1', limits: role }], tenant }, rulesWith(service));
        for (const pair of pairs) {
          const expected =
            (at(own, pair) && { ...at(own, pair), source: 'own', role: null }) ??
            (at(role, pair) && { ...at(role, pair), source: 'role', role: 'r1' }) ??
            (at(tenant, pair) && { ...at(tenant, pair), source: 'tenant', role: null }) ??
            (at(service, pair) && { ...at(service, pair), source: 'service', role: null });
          expect(at(held, pair)).toEqual(expected);
        }
        expect(held.length).toBe(pairs.filter((pair) => at(held, pair)).length);
      }),
    );
  });

  it('are the service’s alone while nothing is set, and the smallest where it says two', () => {
    const day = { unit: 'videos', window: 'day' } as const;
    const limits = [
      { ...day, amount: 7 },
      { ...day, amount: 3 },
    ];
    expect(memberPolicyOf(nothingSet, rulesWith(limits))).toEqual([
      { ...day, amount: 3, source: 'service', role: null },
    ]);
  });

  it.each([
    [[1, 5, 2], 5, 'r1'],
    [[7, null, 9], null, 'r1'],
    [[4, 4], 4, 'r0'],
    [[0], 0, 'r0'],
  ])('are of several roles %j the most generous one, %j', (amounts, amount, role) => {
    const day = { unit: 'videos', window: 'day' } as const;
    const roles = amounts.map((each, index) => ({ role: `r${index}`, limits: [{ ...day, amount: each }] }));
    const tenant = [{ ...day, amount: 99 }];
    expect(memberPolicyOf({ own: [], roles, tenant }, rulesWith([]))).toEqual([
      { ...day, amount, source: 'role', role },
    ]);
  });

  it('also say how many at once and how often, each from the nearest that says so', () => {
    const rules = { member: { limits: [], inFlightMax: 4, requestsPerMinuteMax: 5 } };
    const own = [{ unit: 'jobs', window: 'at_once', amount: null }] as const;
    expect(memberPolicyOf({ ...nothingSet, own }, rules)).toEqual([
      { ...own[0], source: 'own', role: null },
      { unit: 'requests', window: 'minute', amount: 5, source: 'service', role: null },
    ]);
  });
});

describe('a change of limits', () => {
  it('does what it says and leaves the rest alone, whatever was set before', () => {
    fc.assert(
      fc.property(setLimits, change, (before, wanted) => {
        const after = changedLimits(before, wanted);
        for (const pair of pairs) {
          const expected = { default: undefined, unset: undefined, unlimited: { ...pair, amount: null }, set: null }[
            wanted.kind
          ];
          const isMeant =
            wanted.kind === 'default' ||
            (wanted.kind === 'unlimited' && (wanted.unit === null || wanted.unit === pair.unit)) ||
            (wanted.kind === 'unset' && at([{ ...wanted.key, amount: null }], pair) !== undefined) ||
            (wanted.kind === 'set' && at([wanted.limit], pair) !== undefined);
          const said = wanted.kind === 'set' ? wanted.limit : expected;
          expect(at(after, pair)).toEqual(isMeant ? said : at(before, pair));
        }
        expect(changedLimits(after, wanted)).toEqual(after);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('of %d is refused, because no limit is that much', (amount) => {
    const limit = { unit: 'videos', window: 'day', amount } as const;
    expect(() => changedLimits([], { kind: 'set', limit })).toThrow(RangeError);
  });

  it('keeps one order, so that the same limits are the same text in the audit log', () => {
    fc.assert(
      fc.property(setLimits, (limits) => {
        expect(limitsInOrder(limits.toReversed())).toEqual(limitsInOrder(limits));
      }),
    );
  });
});

describe('whom a limit is for', () => {
  const somebody = `usr_${'0'.repeat(26)}`;
  it.each(['default', 'budget', 'role:81384788765712384', 'role:a:b', somebody])('can be %s', (text) => {
    expect(policySubjectOf(text)).toBe(text);
  });

  it.each(['', 'Default', 'role:', 'usr_1', 'everybody', `job_${'0'.repeat(26)}`])('is never %j', (text) => {
    expect(policySubjectOf(text)).toBeNull();
  });
});
