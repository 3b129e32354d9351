import type { OptionKind } from '../../src/bots/grammar/option.ts';
import type { Expectation, Problem } from '../../src/bots/grammar/problem.ts';
import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import type { AuditLine } from '../../src/core/audit.ts';
import type { AuditedChange } from '../../src/core/audit.ts';
import { formatId } from '../../src/core/ids.ts';
import { CREDIT_MICRO_USD, DOLLAR_MICRO_USD } from '../../src/core/money.ts';
import { defaultRules, type MemberLimit, memberPolicyOf, nothingSet } from '../../src/core/policy.ts';
import type { PolicyChanged } from '../../src/core/ports/store.ts';
import type { MemberQuota, QuotaLine, TenantUsage } from '../../src/core/quota.ts';
import { nothingSetUp } from '../../src/core/tenant-settings.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { nowMs } from './sample-views.ts';

const credits = (amount: number): number => amount * CREDIT_MICRO_USD;
const [ada, bo, mo] = ['a', 'b', 'm'].map((last) => formatId('user', `01jd000000000000000000000${last}`));
if (!ada || !bo || !mo) throw new TypeError('three people are needed');

type AdminKind = 'person' | 'quota_amount' | 'dollars' | 'channels' | 'needed_number' | 'quota_set';

/** Mistakes that only commands for moderators can have. */
export const adminProblems: Readonly<Record<AdminKind & Expectation['kind'], readonly Problem[]>> = {
  person: [
    { option: 'who', expected: { kind: 'person', orDefault: true }, got: '', nearest: null },
    { option: 'who', expected: { kind: 'person', orDefault: false }, got: '@', nearest: null },
    { option: null, expected: { kind: 'person', orDefault: true }, got: '', nearest: null },
  ],
  quota_set: [{ option: null, expected: { kind: 'quota_set', amount: '10/day' }, got: '@Ada', nearest: null }],
  quota_amount: [
    {
      option: 'amount',
      expected: { kind: 'quota_amount', videosMax: 10_000, creditsMax: 1_000_000 },
      got: '10/wek',
      nearest: '10/month',
    },
  ],
  dollars: [{ option: 'cap', expected: { kind: 'dollars', max: 100_000 }, got: '5.555', nearest: '$5.55' }],
  channels: [
    {
      option: 'channels',
      expected: { kind: 'channels', max: 25, hasNames: true },
      got: '#genral',
      nearest: '#general',
    },
    { option: 'log', expected: { kind: 'channels', max: 1, hasNames: false }, got: 'log', nearest: null },
  ],
  needed_number: [{ option: null, expected: { kind: 'needed_number' }, got: '', nearest: null }],
};

export const adminOptionKinds: Readonly<Record<Exclude<AdminKind, 'needed_number' | 'quota_set'>, OptionKind>> = {
  person: { kind: 'person', orDefault: true },
  quota_amount: { kind: 'quota_amount' },
  dollars: { kind: 'dollars' },
  channels: { kind: 'channels', max: 25 },
};

const videosToday: QuotaLine = {
  unit: 'videos',
  window: 'day',
  amount: 5,
  source: 'own',
  used: 2,
  held: 1,
  left: 2,
  resetsAtMs: nowMs + 5 * HOUR,
};
const creditsToday: QuotaLine = {
  unit: 'usd_micro',
  window: 'day',
  amount: credits(200),
  source: 'service',
  used: credits(120),
  held: credits(60),
  left: credits(20),
  resetsAtMs: nowMs + 5 * HOUR,
};
const unlimitedVideos: QuotaLine = { ...videosToday, amount: null, left: null };

export const sampleQuota: MemberQuota = {
  user: { userId: bo, name: 'Bo' },
  lines: [videosToday, creditsToday],
  exceptions: [],
};
export const usedUpQuota: MemberQuota = {
  ...sampleQuota,
  lines: [{ ...videosToday, used: 5, held: 0, left: 0 }, creditsToday],
};
export const unlimitedQuota: MemberQuota = { ...sampleQuota, lines: [unlimitedVideos] };
export const defaultQuota: MemberQuota = {
  user: null,
  lines: [
    { ...videosToday, amount: 3, source: 'tenant', used: 0, held: 0, left: 3 },
    { ...creditsToday, used: 0, held: 0, left: credits(200) },
  ],
  exceptions: [
    { userId: bo, name: 'Bo' },
    { userId: ada, name: null },
  ],
};

const before = memberPolicyOf(nothingSet, defaultRules);
const tenVideos: MemberLimit = { unit: 'videos', window: 'day', amount: 10, source: 'own' };

export const raised: PolicyChanged = {
  changed: true,
  name: 'Bo',
  before,
  after: [tenVideos, ...before.slice(1)],
  exceptions: 0,
};
export const raisedDefault: PolicyChanged = {
  ...raised,
  name: null,
  after: [{ ...tenVideos, source: 'tenant' }, ...before.slice(1)],
  exceptions: 2,
};
export const lifted: PolicyChanged = {
  ...raised,
  after: before.map((limit) => ({ ...limit, amount: null, source: 'own' as const })),
};

export const sampleUsage: TenantUsage = {
  members: [
    {
      userId: bo,
      name: 'Bo',
      today: { videos: 3, microUsd: credits(180) },
      thisMonth: { videos: 21, microUsd: credits(1_260) },
      newestAtMs: nowMs - 12 * MINUTE,
    },
    {
      userId: ada,
      name: null,
      today: { videos: 0, microUsd: 0 },
      thisMonth: { videos: 1, microUsd: credits(60) },
      newestAtMs: nowMs - 3 * DAY,
    },
  ],
  others: 3,
  today: { videos: 3, microUsd: credits(180) },
  thisMonth: { videos: 40, microUsd: credits(2_400) },
  paidTodayMicroUsd: credits(180),
  paidThisMonthMicroUsd: credits(2_340),
  budget: { perDayMicroUsd: credits(500), perMonthMicroUsd: credits(5_000) },
};

const set = { unit: 'videos', window: 'day', amount: 10 } as const;
const lift = ['videos', 'usd_micro'] as const;
const changes: readonly AuditedChange[] = [
  { kind: 'quota', subject: bo, before: [], after: [set] },
  {
    kind: 'quota',
    subject: bo,
    before: [set],
    after: lift.flatMap((unit) => (['day', 'month'] as const).map((window) => ({ unit, window, amount: null }))),
  },
  { kind: 'quota', subject: 'default', before: [set], after: [] },
  { kind: 'tenant_budget', before: null, after: sampleUsage.budget },
  {
    kind: 'settings',
    before: nothingSetUp,
    after: { ...nothingSetUp, channels: ['videos', 'bots'], perDayMaxMicroUsd: 5 * DOLLAR_MICRO_USD, setUpAtMs: nowMs },
  },
  { kind: 'clip_deleted', number: 412 },
  { kind: 'other', what: 'paused' },
];

export const auditLines: readonly AuditLine[] = changes.map((change, index) => {
  const isOperator = change.kind === 'tenant_budget';
  return {
    atMs: nowMs - (index + 1) * HOUR,
    actor: isOperator ? { kind: 'operator' } : { kind: 'user', userId: mo },
    actorName: isOperator ? null : 'Mo',
    about: change.kind === 'quota' && change.subject === 'default' ? null : { userId: bo, name: 'Bo' },
    change,
    reason: index === 0 ? 'won the prompt contest' : null,
  };
});

/** Samples of the words about quotas. */
export function quotaSamples({ quota }: Catalogue) {
  return {
    yours: [quota.yours()],
    of: [quota.of('Bo'), quota.of(null)],
    ofEverybody: [quota.ofEverybody()],
    who: [quota.who('Bo'), quota.who(null)],
    limit: [quota.limit(tenVideos), quota.limit({ ...creditsToday, amount: null })],
    limitWithSource: [quota.limitWithSource(tenVideos), quota.limitWithSource(creditsToday)],
    line: [
      quota.line(videosToday, false, nowMs),
      quota.line({ ...videosToday, used: 0, held: 0, left: 5 }, false, nowMs),
      quota.line(creditsToday, true, nowMs),
      quota.line({ ...videosToday, window: 'month', used: 9, held: 0, left: 0 }, true, nowMs),
      quota.line(unlimitedVideos, true, nowMs),
    ],
    nothingLimited: [quota.nothingLimited()],
    asOperator: [quota.asOperator()],
    atOnce: [quota.atOnce(2, 5), quota.atOnce(1, null), quota.atOnce(null, null)],
    exceptions: [quota.exceptions(['Bo', null]), quota.exceptions([])],
  } as const;
}

/** Samples of the words for moderators. */
export function adminSamples({ admin }: Catalogue) {
  const [first, ...others] = auditLines.map(({ about, ...line }) =>
    admin.auditLine({ ...line, aboutName: about?.name ?? null }, nowMs),
  );
  const [firstDecision, ...otherDecisions] = auditLines.map(({ about, ...line }) =>
    admin.decision({ ...line, aboutName: about?.name ?? null }),
  );
  if (!first || !firstDecision) throw new TypeError('a line is needed');
  const [member] = sampleUsage.members;
  if (!member) throw new TypeError('a member is needed');
  return {
    notAllowed: [admin.notAllowed()],
    nobody: [admin.nobody('@Boo')],
    meantSet: [admin.meantSet('@Ada', '10/day')],
    several: [admin.several('@Bo', ['81384788765712384', '81384788765712385'])],
    nothingDone: [admin.nothingDone()],
    changed: [admin.changed('Bo'), admin.changed(null)],
    changedEverybody: [admin.changedEverybody()],
    sameAlready: [admin.sameAlready()],
    change: [
      admin.change(before[0] ?? null, tenVideos),
      admin.change(null, tenVideos),
      admin.change(tenVideos, null),
      admin.change(tenVideos, { ...tenVideos, amount: null }),
    ],
    stays: [admin.stays(tenVideos)],
    holdsAtOnce: [admin.holdsAtOnce()],
    holdsForEverybody: [admin.holdsForEverybody(0), admin.holdsForEverybody(1), admin.holdsForEverybody(2)],
    usageHeading: [admin.usageHeading()],
    noUsage: [admin.noUsage()],
    usageTotal: [admin.usageTotal(sampleUsage.today, sampleUsage.thisMonth)],
    usageBudget: [admin.usageBudget(credits(180), credits(2_340), sampleUsage.budget), admin.usageBudget(0, 0, null)],
    usageMember: [admin.usageMember(member, nowMs)],
    usageOthers: [admin.usageOthers(3), admin.usageOthers(1)],
    auditHeading: [admin.auditHeading()],
    auditOfOne: [admin.auditOfOne()],
    noAudit: [admin.noAudit()],
    auditLine: [first, ...others],
    decision: [firstDecision, ...otherDecisions],
    removed: [admin.removed(412)],
    removedBefore: [admin.removedBefore(412)],
    nothingToRemove: [admin.nothingToRemove(412)],
    noSuchVideo: [admin.noSuchVideo(412)],
    helpHeading: [admin.helpHeading()],
    helpMore: [admin.helpMore()],
  } as const;
}
