import { describe, expect, test } from 'vitest';

import type { AdmissionFacts } from '../../src/core/admission.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { noonMs } from '../doubles/world.ts';
import { aGrant, ask, being, decided, demo, facts, type More, settled, used } from './admission-case.ts';
import { idOf } from './samples.ts';

const often = { count: 99, oldestAtMs: noonMs };
const isNew = being({ accountMadeAtMs: noonMs, joinedAtMs: noonMs });
const own = { own: [{ unit: 'videos', window: 'day', amount: 9 } as const], roles: [], tenant: [] };

describe('who may ask at all', () => {
  const cases: readonly (readonly [string, AdmissionFacts, More, object | null])[] = [
    [
      'everywhere paused',
      settled({ paused: { everywhere: true, channels: [] } }),
      {},
      { kind: 'paused', isEverywhere: true },
    ],
    [
      'paused there',
      settled({ paused: { everywhere: false, channels: ['c1'] } }),
      {},
      { kind: 'paused', isEverywhere: false },
    ],
    ['paused elsewhere', settled({ paused: { everywhere: false, channels: ['c2'] } }), {}, null],
    [
      'paused where the thread is',
      settled({ paused: { everywhere: false, channels: ['c9'] } }),
      { channels: ['thread', 'c9'] },
      { kind: 'paused' },
    ],
    ['blocked for good', being({ block: { sinceMs: 0, untilMs: null } }), {}, { kind: 'blocked', untilMs: null }],
    [
      'blocked till later',
      being({ block: { sinceMs: 0, untilMs: noonMs + 1 } }),
      {},
      { kind: 'blocked', untilMs: noonMs + 1 },
    ],
    ['blocked till now', being({ block: { sinceMs: 0, untilMs: noonMs } }), {}, null],
    ['cooling till later', being({ coolsUntilMs: noonMs + 1 }), {}, { kind: 'cooling', untilMs: noonMs + 1 }],
    ['cooling till now', being({ coolsUntilMs: noonMs }), {}, null],
    [
      'a moderator who is blocked',
      being({ block: { sinceMs: 0, untilMs: null } }),
      { asModerator: true },
      { kind: 'blocked' },
    ],
    [
      'the operator, whatever holds others',
      being({ block: { sinceMs: 0, untilMs: null } }),
      { asOperator: true },
      null,
    ],
    ['paused, for the operator', settled({ paused: { everywhere: true, channels: [] } }), { asOperator: true }, null],
    ['play money', being({ block: { sinceMs: 0, untilMs: null } }), { engine: demo }, { kind: 'blocked' }],
  ];

  test.each(cases)('%s', (_who, known, more, refusal) => {
    if (refusal === null) expect(ask(more, known)).toBeNull();
    else expect(ask(more, known)).toMatchObject(refusal);
  });

  const ages: readonly (readonly [string, AdmissionFacts, More, object | null])[] = [
    [
      'an account of a week less a moment',
      being({ accountMadeAtMs: noonMs - 7 * DAY + 1 }),
      {},
      { what: 'account', untilMs: noonMs + 1 },
    ],
    ['an account of a week', being({ accountMadeAtMs: noonMs - 7 * DAY }), {}, null],
    [
      'a member for a day less a moment',
      being({ joinedAtMs: noonMs - DAY + 1 }),
      {},
      { what: 'member', untilMs: noonMs + 1 },
    ],
    ['a member for a day', being({ joinedAtMs: noonMs - DAY }), {}, null],
    ['both new: what lasts longer', isNew, {}, { what: 'account', untilMs: noonMs + 7 * DAY }],
    ['somebody of whom no date is known', being({ joinedAtMs: null, accountMadeAtMs: null }), {}, null],
    ['new where nobody has to wait', settled({ accountAgeMsMin: 0, memberAgeMsMin: 0 }, isNew), {}, null],
    [
      'new where it takes an hour',
      settled({ accountAgeMsMin: 0, memberAgeMsMin: HOUR }, isNew),
      {},
      { untilMs: noonMs + HOUR },
    ],
    ['new, a moderator', isNew, { asModerator: true }, null],
    ['new, the operator', isNew, { asOperator: true }, null],
    ['new, with limits of their own', { ...isNew, setLimits: own }, {}, null],
    [
      'new, with a limit of a role',
      { ...isNew, setLimits: { own: [], roles: [{ role: 'r', limits: own.own }], tenant: [] } },
      {},
      {},
    ],
    ['new, with an open grant', { ...isNew, grants: [aGrant()] }, {}, null],
    ['new, with a grant that has ended', { ...isNew, grants: [aGrant({ expiresAtMs: noonMs })] }, {}, {}],
    ['new, with a grant that is used up', { ...isNew, grants: [aGrant({ left: 0, amount: 1 })] }, {}, {}],
  ];

  test.each(ages)('%s', (_who, known, more, refusal) => {
    if (refusal === null) expect(ask(more, known)).toBeNull();
    else expect(ask(more, known)).toMatchObject({ kind: 'too_new', ...refusal });
  });
});

describe('a price ceiling', () => {
  const atMost = (priceMaxMicroUsd: number | null, approvalChannel: string | null = null): AdmissionFacts =>
    settled({ priceMaxMicroUsd, approvalChannel });

  test('takes what costs exactly that and refuses a micro-dollar more, all jobs of a request together', () => {
    expect(ask({ jobs: 2, quoteMicroUsd: 400_000 }, atMost(400_000))).toBeNull();
    expect(ask({ jobs: 2, quoteMicroUsd: 400_001 }, atMost(400_000))).toEqual({
      kind: 'over_price',
      limitMicroUsd: 400_000,
      askedMicroUsd: 400_001,
      affordableMicroUsd: 400_000,
    });
    // What they have left themselves is less, or too few videos: nobody is offered what would be refused.
    const short = (unit: 'videos' | 'usd_micro', amount: number) => ({
      ...atMost(400_000),
      setLimits: { ...facts.setLimits, own: [{ unit, window: 'day', amount } as const] },
    });
    const dear = { jobs: 2, quoteMicroUsd: 400_001 };
    expect(ask(dear, short('usd_micro', 300_000))).toMatchObject({ affordableMicroUsd: 300_000 });
    expect(ask(dear, short('videos', 1))).toMatchObject({ affordableMicroUsd: 0 });
  });

  test('is one that there is without being set only where moderators can be asked', () => {
    const dear = { quoteMicroUsd: 1_500_001 };
    expect(ask(dear, atMost(null))).toBeNull();
    expect(ask(dear, atMost(null, 'mods'))).toMatchObject({ kind: 'over_price', limitMicroUsd: 1_500_000 });
    expect(ask(dear, atMost(1_900_000, 'mods'))).toBeNull();
  });

  test('does not hold the operator, nor what a moderator is asked for or has agreed to', () => {
    expect(ask({ asOperator: true }, atMost(0))).toBeNull();
    expect(ask({ way: 'ask' }, atMost(0))).toBeNull();
    expect(ask({ way: 'approved' }, atMost(0))).toBeNull();
  });
});

describe('a request that waits for a yes', () => {
  const asks = { way: 'ask' } as const;

  test('is paid by nothing yet, and held neither to the limits of its member nor to places in flight', () => {
    const full = { ...used(['member', 'videos', 'day', 99]), inFlight: 99, engineVideosInLastHour: () => often };
    expect(decided(asks, full)).toEqual({ kind: 'admit', fundings: new Map() });
  });

  test('is one at a time', () => {
    expect(ask(asks, { ...facts, openAsk: 412 })).toEqual({ kind: 'ask_open', number: 412 });
    expect(ask({}, { ...facts, openAsk: 412 })).toBeNull();
  });

  const refused: readonly (readonly [string, AdmissionFacts, More, string])[] = [
    ['blocked', being({ block: { sinceMs: 0, untilMs: null } }), {}, 'blocked'],
    ['cooling', being({ coolsUntilMs: noonMs + 1 }), {}, 'cooling'],
    ['too new', isNew, {}, 'too_new'],
    ['paused', settled({ paused: { everywhere: true, channels: [] } }), {}, 'paused'],
    ['in the wrong channel', settled({ channels: ['c2'] }), {}, 'channel_not_allowed'],
    ['too fast', { ...facts, requestsInLastMinute: often }, {}, 'rate'],
    ['not allowed to use it', { ...facts, tenant: { ...facts.tenant, budget: null } }, {}, 'tenant_not_allowed'],
    ['over the tenant’s budget', used(['tenant', 'usd_micro', 'day', 5_000_000]), {}, 'limit'],
    ['without room on the disk', facts, { freeBytes: 0 }, 'disk_low'],
  ];

  test.each(refused)('is refused at once where no moderator could help: %s', (_why, known, more, kind) => {
    expect(ask({ ...asks, ...more }, known)).toMatchObject({ kind });
  });
});

describe('a request that a moderator agreed to', () => {
  const agreed = { way: 'approved' } as const;

  test('is paid by the member as far as it fits, and the rest by a grant made for it', () => {
    expect(decided(agreed)).toMatchObject({
      kind: 'admit',
      fundings: new Map([[idOf('job', 1), { kind: 'allowance' }]]),
    });
    expect(decided({ ...agreed, jobs: 2 }, used(['member', 'videos', 'day', 2]))).toEqual({
      kind: 'grant_first',
      videos: 1,
    });
    const given = [aGrant({ id: idOf('grant', 2), unit: 'videos', left: 2 })];
    expect(decided({ ...agreed, jobs: 2 }, used(['member', 'videos', 'day', 9]))).toMatchObject({ videos: 2 });
    const again = decided({ ...agreed, jobs: 2 }, { ...used(['member', 'videos', 'day', 3]), grants: given });
    expect(again).toMatchObject({ kind: 'admit' });
  });

  test('starts whatever holds its member by then: the place, the minute, the hour or jobs in flight; but not over a block', () => {
    const held = settled(
      { channels: ['c2'], paused: { everywhere: true, channels: [] } },
      being({ coolsUntilMs: noonMs + 1, accountMadeAtMs: noonMs }),
    );
    const known = {
      ...held,
      inFlight: 99,
      requestsInLastMinute: often,
      engineVideosInLastHour: () => often,
      openAsk: 1,
    };
    expect(ask(agreed, known)).toBeNull();
    expect(ask(agreed, being({ block: { sinceMs: 0, untilMs: null } }))).toEqual({ kind: 'blocked', untilMs: null });
  });

  test.each([
    ['tenant', used(['tenant', 'usd_micro', 'day', 5_000_000])],
    ['service', used(['service', 'usd_micro', 'month', 100_000_000])],
  ] as const)('goes over no budget: that of the %s holds', (scope, known) => {
    expect(ask(agreed, known)).toMatchObject({ kind: 'limit', scope });
  });
});
