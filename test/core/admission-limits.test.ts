import { describe, expect, test } from 'vitest';

import type { Draw } from '../../src/core/admission.ts';
import type { SetLimit, SetLimits } from '../../src/core/policy.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import type { UsageKey } from '../../src/core/usage.ts';
import { noonMs } from '../doubles/world.ts';
import { aGrant, ask, decided, demo, facts, jobsOf, real, rules, used } from './admission-case.ts';
import { idOf } from './samples.ts';

const videos = (amount: number | null, window: 'hour' | 'day' | 'week' | 'month' = 'day'): SetLimit => ({
  unit: 'videos',
  window,
  amount,
});
const role = (name: string, ...limits: readonly SetLimit[]) => ({ role: name, limits });
const usedToday = (amount: number) => used(['member', 'videos', 'day', amount]);

describe('whose limit holds', () => {
  const cases: readonly (readonly [string, Partial<SetLimits>, number | null])[] = [
    ['nobody’s, so that the service’s does', {}, 3],
    ['the tenant’s before the service’s', { tenant: [videos(5)] }, 5],
    ['a role’s before the tenant’s, also where it is less', { tenant: [videos(5)], roles: [role('a', videos(1))] }, 1],
    ['of several roles the most generous', { roles: [role('a', videos(4)), role('b', videos(9))] }, 9],
    ['of several roles the one without a limit', { roles: [role('a', videos(null)), role('b', videos(9))] }, null],
    ['a role’s alone where the other says nothing', { roles: [role('a'), role('b', videos(2))] }, 2],
    ['the member’s own before a generous role’s', { own: [videos(1)], roles: [role('a', videos(null))] }, 1],
    ['the member’s own, which lifts the others', { own: [videos(null)], roles: [role('a', videos(1))] }, null],
  ];

  test.each(cases)('is %s', (_whose, set, limit) => {
    const setLimits = { own: [], roles: [], tenant: [], ...set };
    const refusal = limit === null ? null : expect.objectContaining({ kind: 'limit', scope: 'member', limit });
    expect(ask({}, { ...usedToday((limit ?? 1_000) - 1), setLimits })).toBeNull();
    expect(ask({}, { ...usedToday(limit ?? 1_000), setLimits })).toEqual(refusal);
  });

  test('goes unit by unit and window by window: what a role says of a week takes nothing off the day', () => {
    const setLimits = { own: [], roles: [role('a', videos(50, 'week'))], tenant: [] };
    expect(ask({}, { ...usedToday(3), setLimits })).toMatchObject({ window: 'day', limit: 3 });
    expect(ask({}, { ...used(['member', 'videos', 'week', 50]), setLimits })).toMatchObject({ window: 'week' });
  });

  test('is the same for jobs at once and requests a minute', () => {
    const caps = role(
      'a',
      { unit: 'jobs', window: 'at_once', amount: 9 },
      { unit: 'requests', window: 'minute', amount: 9 },
    );
    const setLimits = { own: [], roles: [caps], tenant: [] };
    const often = (count: number) => ({ requestsInLastMinute: { count, oldestAtMs: noonMs }, setLimits });
    expect(ask({}, { ...facts, inFlight: 8, setLimits })).toBeNull();
    expect(ask({}, { ...facts, inFlight: 9, setLimits })).toMatchObject({ kind: 'in_flight', limit: 9 });
    expect(ask({}, { ...facts, ...often(8) })).toBeNull();
    expect(ask({}, { ...facts, ...often(9) })).toMatchObject({ kind: 'rate', limit: 9 });
  });
});

describe('windows', () => {
  /** Thursday noon in UTC, an hour later in Berlin. */
  const monday = Date.UTC(2026, 0, 18, 23);
  const frees = { hour: noonMs + HOUR, day: Date.UTC(2026, 0, 15, 23), week: monday, month: Date.UTC(2026, 0, 31, 23) };

  test.each(['hour', 'day', 'week', 'month'] as const)('an own limit of a %s names when it frees up', (window) => {
    const setLimits = { own: [videos(2, window)], roles: [], tenant: [] };
    expect(ask({}, { ...used(['member', 'videos', window, 1]), setLimits })).toBeNull();
    expect(ask({}, { ...used(['member', 'videos', window, 2]), setLimits })).toMatchObject({
      window,
      limit: 2,
      used: 2,
      freesAtMs: frees[window],
    });
  });

  test('a week starts on Monday, an hour with the hour of UTC', () => {
    const read: UsageKey[] = [];
    const usage = (key: UsageKey): number => {
      read.push(key);
      return 0;
    };
    const setLimits = { own: [videos(2, 'week'), videos(2, 'hour')], roles: [], tenant: [] };
    const nowMs = noonMs + 59 * MINUTE;
    ask({ nowMs }, { ...facts, usage, setLimits });
    const starts = read
      .filter(({ scope }) => scope.kind === 'member')
      .map(({ window, startsAtMs }) => [window, startsAtMs]);
    expect(starts).toContainEqual(['week', monday - 7 * DAY]);
    expect(starts).toContainEqual(['hour', noonMs]);
  });

  test('after a change of zone the day that was open counts on, and the service’s windows do not care', () => {
    // Midnight was in Auckland an hour ago; the day before it is not over where the tenant was.
    const formerZones = [{ timeZone: 'Europe/Berlin', untilMs: noonMs - MINUTE }];
    const known = { ...facts, tenant: { ...facts.tenant, timeZone: 'Pacific/Auckland', formerZones } };
    const inBerlin = (amount: number) => ({
      ...known,
      usage: ({ scope, startsAtMs }: UsageKey): number =>
        scope.kind === 'member' && startsAtMs === Date.UTC(2026, 0, 14, 23) ? amount : 0,
    });
    expect(ask({}, inBerlin(2))).toBeNull();
    expect(ask({}, inBerlin(3))).toMatchObject({ scope: 'member', used: 3 });
  });
});

describe('the key of a provider', () => {
  const capped = { ...rules, providers: new Map([['acme', 1_000_000]]) };
  const spent = (captured: number, held: number) => ({
    ...used(['provider', 'usd_micro', 'month', captured]),
    heldAt: (provider: string) => (provider === 'acme' ? held : 0),
  });

  test('spends what was paid and is held to the micro-dollar, and then refuses until its month is over', () => {
    expect(ask({ rules: capped }, spent(600_000, 300_000))).toBeNull();
    expect(ask({ rules: capped }, spent(600_000, 300_001))).toMatchObject({
      kind: 'limit',
      scope: 'provider',
      provider: 'acme',
      window: 'month',
      asked: 100_000,
      freesAtMs: Date.UTC(2026, 1, 1),
    });
    expect(ask({ rules: capped }, spent(900_001, 0))).toMatchObject({ scope: 'provider', used: 900_001 });
  });

  test('is not asked about where it has no cap, nor for play money; and holds the operator and a moderator’s yes', () => {
    const heldAt = (): never => {
      throw new Error('expected nobody to ask what is held');
    };
    expect(ask({}, { ...spent(9_000_000, 0), heldAt })).toBeNull();
    expect(ask({ engine: demo, rules: capped }, spent(9_000_000, 0))).toBeNull();
    expect(ask({ asOperator: true, rules: capped }, spent(1_000_000, 0))).toMatchObject({ scope: 'provider' });
    expect(ask({ way: 'approved', rules: capped }, spent(1_000_000, 0))).toMatchObject({ scope: 'provider' });
  });

  test('counts the engines of one provider together, and each provider for itself', () => {
    const at = (id: 'acme/reel-1' | 'acme/reel-2' | 'pixels/fast'): Draw => ({
      engine: { ...real, id },
      jobs: jobsOf(1, 300_000),
    });
    const both = {
      ...rules,
      providers: new Map([
        ['acme', 599_999],
        ['pixels', 300_000],
      ]),
    };
    expect(ask({ draws: [at('acme/reel-1'), at('pixels/fast')], rules: both })).toBeNull();
    expect(ask({ draws: [at('acme/reel-1'), at('acme/reel-2')], rules: both })).toMatchObject({
      scope: 'provider',
      provider: 'acme',
      asked: 600_000,
    });
  });
});

describe('grants', () => {
  const usedUp = usedToday(3);

  test('pay what does not fit into the limits, whole, and a refusal says what they would still pay', () => {
    const enough = { ...usedUp, grants: [aGrant({ left: 100_000 })] };
    expect(decided({}, enough)).toEqual({
      kind: 'admit',
      fundings: new Map([
        [idOf('job', 1), { kind: 'grants', unit: 'usd_micro', draws: [{ grantId: idOf('grant'), amount: 100_000 }] }],
      ]),
    });
    const tooLittle = { ...used(['member', 'usd_micro', 'day', 2_000_000]), grants: [aGrant({ left: 99_999 })] };
    expect(ask({}, tooLittle)).toMatchObject({ scope: 'member', unit: 'usd_micro', granted: 99_999 });
    expect(ask({}, { ...usedUp, grants: [aGrant({ left: 99_999 })] })).toMatchObject({ unit: 'videos', granted: 0 });
  });

  test('that have ended, to the millisecond, pay nothing', () => {
    const ending = (expiresAtMs: number) => ({ ...usedUp, grants: [aGrant({ expiresAtMs })] });
    expect(ask({}, ending(noonMs + 1))).toBeNull();
    expect(ask({}, ending(noonMs))).toMatchObject({ scope: 'member', granted: 0 });
  });

  test('lift no budget, neither cap nor rate, and start nothing where the tenant may not use the engine', () => {
    const granted = { ...facts, grants: [aGrant({ left: 10 ** 9 })] };
    const spent = { ...used(['tenant', 'usd_micro', 'day', 5_000_000]), grants: granted.grants };
    expect(ask({}, spent)).toMatchObject({ scope: 'tenant' });
    expect(ask({}, { ...granted, inFlight: 2 })).toMatchObject({ kind: 'in_flight' });
    expect(ask({}, { ...granted, requestsInLastMinute: { count: 5, oldestAtMs: noonMs } })).toMatchObject({
      kind: 'rate',
    });
    expect(ask({}, { ...granted, tenant: { ...facts.tenant, budget: null } })).toMatchObject({
      kind: 'tenant_not_allowed',
    });
  });

  test('are left alone by the operator, whom no limit of a member holds', () => {
    const decision = decided({ asOperator: true }, { ...usedUp, grants: [aGrant()] });
    expect(decision).toEqual({ kind: 'admit', fundings: new Map([[idOf('job', 1), { kind: 'allowance' }]]) });
  });
});
