import { describe, expect, test } from 'vitest';

import type { AdmissionFacts, Draw, Recent } from '../../src/core/admission.ts';
import { type AdmissionRules, defaultRules, type Limit } from '../../src/core/policy.ts';
import { nothingPaused } from '../../src/core/tenant-settings.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import type { UsageKey } from '../../src/core/usage.ts';
import { noonMs } from '../doubles/world.ts';
import {
  ask,
  being,
  budget,
  decided,
  demo,
  facts,
  jobsOf,
  type More,
  real,
  rules,
  settled,
  used,
} from './admission-case.ts';
import { engineId, idOf, tenantId, userId } from './samples.ts';

const always = (recent: Recent) => (): Recent => recent;

test('a request within all limits is admitted, and paid by the allowance of its member', () => {
  expect(decided()).toEqual({ kind: 'admit', fundings: new Map([[jobsOf(1, 1)[0]?.id, { kind: 'allowance' }]]) });
});

test('a tenant with channels of its own takes requests there alone, and from the operator everywhere', () => {
  const channels = ['c2', 'c3'];
  const known = { ...facts, tenant: { ...facts.tenant, settings: { ...facts.tenant.settings, channels } } };
  expect(ask({ channels: ['c1'] }, known)).toEqual({ kind: 'channel_not_allowed', channels });
  expect([ask({ channels: ['c3'] }, known), ask({ channels: ['thread', 'c2'] }, known)]).toEqual([null, null]);
  expect(ask({ channels: ['c1'], asOperator: true }, known)).toBeNull();
});

describe('limits in a window', () => {
  const midnight = {
    berlin: Date.UTC(2026, 0, 15, 23),
    berlinMonth: Date.UTC(2026, 0, 31, 23),
    utcMonth: Date.UTC(2026, 1, 1),
  };
  const limits = [
    ['member', 'videos', 'day', 3, midnight.berlin],
    ['member', 'usd_micro', 'day', 2_000_000, midnight.berlin],
    ['tenant', 'usd_micro', 'day', 5_000_000, midnight.berlin],
    ['tenant', 'usd_micro', 'month', 50_000_000, midnight.berlinMonth],
    ['service', 'usd_micro', 'month', 100_000_000, midnight.utcMonth],
  ] as const;

  test.each(limits)('%s %s a %s: %d fit exactly, and one more is refused with its numbers', (...row) => {
    const [scope, unit, window, limit, freesAtMs] = row;
    const asked = unit === 'videos' ? 2 : 200_000;
    const more = { jobs: 2, quoteMicroUsd: 200_000 };
    expect(ask(more, used([scope, unit, window, limit - asked]))).toBeNull();
    const usedUp = limit - asked + 1;
    expect(ask(more, used([scope, unit, window, usedUp]))).toEqual({
      kind: 'limit',
      scope,
      unit,
      window,
      limit,
      used: usedUp,
      asked,
      freesAtMs,
      granted: 0,
      provider: null,
    });
  });

  test('all jobs of a request count together, so none slips in beside another', () => {
    expect(ask({ jobs: 4 }, { ...facts, inFlight: -9 })).toMatchObject({ unit: 'videos', asked: 4, used: 0 });
  });

  test('counters are read for this member, tenant and window alone', () => {
    const read: UsageKey[] = [];
    const usage = (key: UsageKey): number => {
      read.push(key);
      return 0;
    };
    ask({}, { ...facts, usage });
    const dayInBerlin = Date.UTC(2026, 0, 14, 23);
    expect(read).toContainEqual({
      scope: { kind: 'member', tenantId, userId },
      unit: 'videos',
      window: 'day',
      startsAtMs: dayInBerlin,
    });
    expect(read).toContainEqual({
      scope: { kind: 'service' },
      unit: 'usd_micro',
      window: 'month',
      startsAtMs: Date.UTC(2026, 0, 1),
    });
    expect(read).toHaveLength(5);
  });

  test('without limits everything is admitted', () => {
    const free: AdmissionRules = {
      member: { limits: [], inFlightMax: null, requestsPerMinuteMax: null },
      service: [],
      freeBytesMin: 0,
    };
    const busy = { ...used(['member', 'videos', 'day', 999]), inFlight: 999 };
    const often = { count: 999, oldestAtMs: noonMs };
    const engine = { ...real, videosPerHourMax: null };
    const known = { ...busy, requestsInLastMinute: often, engineVideosInLastHour: always(often) };
    expect(ask({ engine, rules: free, freeBytes: 0 }, known)).toBeNull();
  });
});

describe('the other limits', () => {
  test('jobs in flight: the last place is given, and one more is refused', () => {
    expect(ask({ jobs: 1 }, { ...facts, inFlight: 1 })).toBeNull();
    expect(ask({ jobs: 2 }, { ...facts, inFlight: 1 })).toEqual({ kind: 'in_flight', limit: 2, running: 1 });
  });

  test('a request that is larger than the limit is taken whole while nothing else is on the way, and not beside anything', () => {
    expect(ask({ jobs: 3 }, { ...facts, inFlight: 0 })).toBeNull();
    expect(ask({ jobs: 3 }, { ...facts, inFlight: 1 })).toMatchObject({ kind: 'in_flight' });
    const none = { ...rules, member: { ...rules.member, inFlightMax: 0 } };
    expect(ask({ rules: none })).toMatchObject({ kind: 'in_flight', limit: 0 });
  });

  test('requests a minute: the fifth is admitted, the sixth waits until the oldest is a minute old', () => {
    const oldestAtMs = noonMs - 50_000;
    expect(ask({}, { ...facts, requestsInLastMinute: { count: 4, oldestAtMs } })).toBeNull();
    expect(ask({}, { ...facts, requestsInLastMinute: { count: 5, oldestAtMs } })).toEqual({
      kind: 'rate',
      limit: 5,
      perMs: MINUTE,
      freesAtMs: noonMs + 10_000,
    });
  });

  test('videos an hour of an engine: twenty fit, the next waits until the oldest is an hour old', () => {
    const oldestAtMs = noonMs - 50 * MINUTE;
    expect(ask({ jobs: 2 }, { ...facts, engineVideosInLastHour: always({ count: 18, oldestAtMs }) })).toBeNull();
    expect(ask({ jobs: 2 }, { ...facts, engineVideosInLastHour: always({ count: 19, oldestAtMs }) })).toEqual({
      kind: 'engine_hourly',
      engine: engineId,
      limit: 20,
      freesAtMs: noonMs + 10 * MINUTE,
    });
  });

  test('more videos at once than an engine makes in an hour name a time all the same', () => {
    const engine = { ...real, videosPerHourMax: 1 };
    const refusal = ask({ jobs: 2, engine });
    expect(refusal).toMatchObject({ kind: 'engine_hourly', freesAtMs: noonMs + HOUR });
  });

  test('a disk with exactly the least free room admits, and a byte less refuses', () => {
    expect(ask({ freeBytes: rules.freeBytesMin })).toBeNull();
    expect(ask({ freeBytes: rules.freeBytesMin - 1 })).toEqual({ kind: 'disk_low' });
  });

  test('a tenant that the operator has not allowed gets the demo and nothing that costs money', () => {
    const known = { ...facts, tenant: { ...facts.tenant, budget: null } };
    expect(ask({}, known)).toEqual({ kind: 'tenant_not_allowed', engine: engineId });
    expect(ask({ engine: demo }, known)).toBeNull();
  });
});

describe('whose limits count', () => {
  const spent = used(
    ['tenant', 'usd_micro', 'day', 5_000_000],
    ['tenant', 'usd_micro', 'month', 50_000_000],
    ['service', 'usd_micro', 'month', 100_000_000],
  );

  test('play money is held to the limits of the member alone, since nobody else pays it', () => {
    expect(ask({ engine: demo }, spent)).toBeNull();
    expect(ask({ engine: demo }, used(['member', 'videos', 'day', 3]))).toMatchObject({ scope: 'member' });
  });

  test('the operator is not held to member, tenant, rate or hourly limits', () => {
    const known: AdmissionFacts = {
      ...used(['member', 'videos', 'day', 99], ['tenant', 'usd_micro', 'day', 5_000_000]),
      inFlight: 99,
      requestsInLastMinute: { count: 99, oldestAtMs: noonMs },
      engineVideosInLastHour: always({ count: 99, oldestAtMs: noonMs }),
    };
    expect(ask({ asOperator: true }, known)).toBeNull();
    expect(ask({ asOperator: true }, { ...known, tenant: { ...facts.tenant, budget: null } })).toBeNull();
  });

  test('the operator is held to the budget of the service and to the disk', () => {
    expect(ask({ asOperator: true }, spent)).toMatchObject({ kind: 'limit', scope: 'service' });
    expect(ask({ asOperator: true, freeBytes: 0 })).toEqual({ kind: 'disk_low' });
  });
});

describe('a request for several engines', () => {
  const other = { ...real, id: 'pixels/fast' } as const;
  const pictures = { ...demo, id: 'demo/pictures' } as const;
  const both = (): { readonly draws: readonly Draw[] } => ({
    draws: [
      { engine: real, jobs: jobsOf(1, 1_000_000) },
      { engine: pictures, jobs: jobsOf(1, 900_000).map((job) => ({ ...job, id: idOf('job', 2) })) },
    ],
  });

  test('counts all of it for its member, and for the budgets only what is paid', () => {
    expect(ask(both(), used(['tenant', 'usd_micro', 'day', 4_000_000]))).toBeNull();
    expect(ask(both(), used(['service', 'usd_micro', 'month', 99_000_000]))).toBeNull();
    expect(ask(both(), used(['tenant', 'usd_micro', 'day', 4_000_001]))).toMatchObject({
      scope: 'tenant',
      asked: 1_000_000,
    });
    expect(ask(both(), used(['member', 'usd_micro', 'day', 100_001]))).toMatchObject({
      scope: 'member',
      asked: 1_900_000,
    });
    expect(ask(both(), used(['member', 'videos', 'day', 2]))).toMatchObject({ unit: 'videos', asked: 2 });
  });

  test('is refused whole where the tenant may not use one of them', () => {
    const known = { ...facts, tenant: { ...facts.tenant, budget: null } };
    expect(ask(both(), known)).toEqual({ kind: 'tenant_not_allowed', engine: engineId });
  });

  test('is held to the hourly limit of each, with what it draws there', () => {
    const draws = [real, other].map((engine) => ({ engine, jobs: jobsOf(1, 1) }));
    const busyAt = (id: string, count: number): AdmissionFacts => ({
      ...facts,
      engineVideosInLastHour: (engine) => ({ count: engine === id ? count : 0, oldestAtMs: noonMs }),
    });
    expect([ask({ draws }, busyAt(real.id, 19)), ask({ draws }, busyAt(other.id, 19))]).toEqual([null, null]);
    expect(ask({ draws }, busyAt(real.id, 20))).toMatchObject({ kind: 'engine_hourly', engine: real.id });
    expect(ask({ draws }, busyAt(other.id, 20))).toMatchObject({ kind: 'engine_hourly', engine: other.id });
  });
});

test('what nobody has to make is held to no limit but that of requests a minute, its channels and the disk', () => {
  const nothing = { draws: [] };
  const full: AdmissionFacts = {
    ...used(['member', 'videos', 'day', 99], ['tenant', 'usd_micro', 'day', 9_999_999]),
    tenant: { ...facts.tenant, budget: null },
    inFlight: 9,
  };
  expect(ask(nothing, full)).toBeNull();
  const often = { count: 5, oldestAtMs: noonMs };
  expect(ask(nothing, { ...full, requestsInLastMinute: often })).toMatchObject({ kind: 'rate' });
  expect(ask({ ...nothing, freeBytes: 0 }, full)).toEqual({ kind: 'disk_low' });
});

describe('the budget that a tenant’s own moderators set', () => {
  const aDay = (amount: number): Limit => ({ unit: 'usd_micro', window: 'day', amount });
  const capped = (amount: number): AdmissionFacts => ({
    ...used(['tenant', 'usd_micro', 'day', 1_000_000]),
    budget: [aDay(amount)],
  });

  test('holds where it is smaller than the operator’s budget, to the micro-dollar', () => {
    expect(ask({}, capped(1_100_000))).toBeNull();
    expect(ask({}, capped(1_099_999))).toMatchObject({
      kind: 'limit',
      scope: 'tenant',
      window: 'day',
      limit: 1_099_999,
    });
  });

  test('raises nothing, and holds neither the operator nor play money', () => {
    const spent = { ...used(['tenant', 'usd_micro', 'day', 5_000_000]), budget: [aDay(99_000_000)] };
    expect(ask({}, spent)).toMatchObject({ scope: 'tenant', limit: 5_000_000 });
    expect(ask({ asOperator: true }, capped(0))).toBeNull();
    expect(ask({ engine: demo }, capped(0))).toBeNull();
  });

  test.each(['hour', 'day', 'week', 'month'] as const)('holds for everybody together in a %s', (window) => {
    const known = { ...used(['tenant', 'usd_micro', window, 300_000]), budget: [{ ...aDay(400_000), window }] };
    expect(ask({}, known)).toBeNull();
    expect(ask({ quoteMicroUsd: 100_001 }, known)).toMatchObject({ scope: 'tenant', window, used: 300_000 });
  });

  test('may count videos as well', () => {
    const limit = { unit: 'videos', window: 'week', amount: 9 } as const;
    const known = { ...used(['tenant', 'videos', 'week', 9]), budget: [limit] };
    expect(ask({}, known)).toMatchObject({ scope: 'tenant', unit: 'videos', limit: 9, used: 9, asked: 1 });
  });
});

test('of several reasons the one is told that the person can do least about: waiting for their own limit comes last', () => {
  const spent = {
    ...used(
      ['member', 'videos', 'day', 99],
      ['member', 'usd_micro', 'day', 2_000_000],
      ['tenant', 'usd_micro', 'day', 5_000_000],
      ['tenant', 'usd_micro', 'month', 50_000_000],
      ['service', 'usd_micro', 'month', 100_000_000],
      ['provider', 'usd_micro', 'month', 1],
    ),
    grants: [],
  };
  const often = { count: 99, oldestAtMs: noonMs };
  let known: AdmissionFacts = {
    ...being({ block: { sinceMs: 0, untilMs: null }, coolsUntilMs: noonMs + 1, accountMadeAtMs: noonMs }, spent),
    inFlight: 99,
    requestsInLastMinute: often,
    engineVideosInLastHour: always(often),
  };
  const paused = { everywhere: true, channels: [] };
  known = settled({ channels: ['elsewhere'], paused, priceMaxMicroUsd: 0 }, known);
  known = { ...known, tenant: { ...known.tenant, budget: null } };
  const capped = { ...rules, providers: new Map([['acme', 0]]) };
  const told = (more: More = {}): string => {
    const refusal = ask({ rules: capped, ...more }, known);
    return refusal?.kind === 'limit' ? `limit of the ${refusal.scope}` : (refusal?.kind ?? 'none');
  };
  const order = [told({ freeBytes: 0 })];
  const lifted: readonly ((now: AdmissionFacts) => AdmissionFacts)[] = [
    (now) => settled({ channels: null }, now),
    (now) => settled({ paused: nothingPaused }, now),
    (now) => being({ coolsUntilMs: noonMs + 1, accountMadeAtMs: noonMs }, now),
    (now) => being({ accountMadeAtMs: noonMs }, now),
    (now) => being({}, now),
    (now) => ({ ...now, tenant: { ...now.tenant, budget } }),
    (now) => ({ ...now, requestsInLastMinute: facts.requestsInLastMinute }),
    (now) => ({ ...now, inFlight: 0 }),
    (now) => ({ ...now, engineVideosInLastHour: facts.engineVideosInLastHour }),
    (now) => ({ ...now, tenant: { ...now.tenant, budget: { perDayMicroUsd: 10 ** 9, perMonthMicroUsd: 10 ** 9 } } }),
  ];
  for (const lift of lifted) {
    order.push(told());
    known = lift(known);
  }
  order.push(told());
  const rich = { ...capped, service: [] };
  order.push(told({ rules: rich }));
  order.push(told({ rules: { ...rich, providers: new Map() } }));
  known = settled({ priceMaxMicroUsd: null }, known);
  order.push(told({ rules: { ...rich, providers: new Map() } }));
  expect(order).toEqual([
    'disk_low',
    'channel_not_allowed',
    'paused',
    'blocked',
    'cooling',
    'too_new',
    'tenant_not_allowed',
    'rate',
    'in_flight',
    'engine_hourly',
    'limit of the tenant',
    'limit of the service',
    'limit of the provider',
    'over_price',
    'limit of the member',
  ]);
});

test('the default rules are those that people are promised', () => {
  expect(defaultRules).toEqual({
    member: {
      limits: [
        { unit: 'videos', window: 'day', amount: 3 },
        { unit: 'usd_micro', window: 'day', amount: 2_000_000 },
      ],
      inFlightMax: 4,
      requestsPerMinuteMax: 5,
    },
    service: [{ unit: 'usd_micro', window: 'month', amount: 100_000_000 }],
    freeBytesMin: 1_073_741_824,
  });
});
