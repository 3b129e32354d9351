import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import type { AuditLine } from '../../src/core/audit.ts';
import type { AuditedChange } from '../../src/core/audit.ts';
import type { OpenGrant } from '../../src/core/grant.ts';
import { formatId, parseTenantId } from '../../src/core/ids.ts';
import type { Member } from '../../src/core/member.ts';
import { CREDIT_MICRO_USD, DOLLAR_MICRO_USD } from '../../src/core/money.ts';
import { defaultRules, type MemberLimit, memberPolicyOf, nothingSet } from '../../src/core/policy.ts';
import type { PolicyChanged } from '../../src/core/ports/store.ts';
import type { MemberQuota, QuotaLine, TenantUsage } from '../../src/core/quota.ts';
import { nothingSetUp } from '../../src/core/tenant-settings.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { nowMs } from './sample-views.ts';
import { windowKinds } from '../../src/core/window.ts';

const credits = (amount: number): number => amount * CREDIT_MICRO_USD;
const [ada, bo, mo] = ['a', 'b', 'm'].map((last) => formatId('user', `01jd000000000000000000000${last}`));
if (!ada || !bo || !mo) throw new TypeError('three people are needed');

const videosToday: QuotaLine = {
  unit: 'videos',
  window: 'day',
  amount: 5,
  source: 'own',
  role: null,
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
  role: null,
  used: credits(120),
  held: credits(60),
  left: credits(20),
  resetsAtMs: nowMs + 5 * HOUR,
};
const unlimitedVideos: QuotaLine = { ...videosToday, amount: null, left: null };

const [gift] = ['g'].map((last) => formatId('grant', `01jd000000000000000000000${last}`));
if (!gift) throw new TypeError('a grant is needed');
const tenantId = parseTenantId('discord:81384788765712384');
export const sampleGrant: OpenGrant = {
  id: gift,
  tenantId,
  userId: bo,
  unit: 'usd_micro',
  amount: credits(50),
  left: credits(30),
  expiresAtMs: nowMs + 6 * DAY,
  grantedAtMs: nowMs - DAY,
};
const videosGrant: OpenGrant = { ...sampleGrant, unit: 'videos', amount: 3, left: 3, expiresAtMs: null };
const fromRole = { source: 'role', role: 'artists' } as const;

export const sampleQuota: MemberQuota = {
  user: { userId: bo, name: 'Bo' },
  lines: [videosToday, creditsToday],
  caps: [
    { unit: 'jobs', window: 'at_once', amount: 4, ...fromRole },
    { unit: 'requests', window: 'minute', amount: 5, source: 'service', role: null },
  ],
  grants: [],
  member: null,
  exceptions: [],
};
const sampleMember: Member = {
  tenantId,
  userId: bo,
  roles: ['artists'],
  joinedAtMs: nowMs - HOUR,
  accountMadeAtMs: nowMs - 400 * DAY,
  block: null,
  coolsUntilMs: null,
};
export const grantedQuota: MemberQuota = {
  ...sampleQuota,
  lines: [
    { ...videosToday, ...fromRole, amount: 10, left: 7 },
    { ...creditsToday, window: 'week' },
  ],
  grants: [sampleGrant, videosGrant],
  member: sampleMember,
};
export const newQuota: MemberQuota = {
  ...sampleQuota,
  lines: [{ ...creditsToday, used: 0, held: 0, left: credits(200) }],
  member: sampleMember,
};
export const blockedQuota: MemberQuota = {
  ...sampleQuota,
  member: { ...sampleMember, block: { sinceMs: nowMs - DAY, untilMs: nowMs + DAY } },
};
export const coolingQuota: MemberQuota = {
  ...sampleQuota,
  member: { ...sampleMember, coolsUntilMs: nowMs + 40 * MINUTE },
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
  caps: sampleQuota.caps.map((cap) => ({ ...cap, source: 'service', role: null })),
  grants: [],
  member: null,
  exceptions: [
    { userId: bo, name: 'Bo' },
    { userId: ada, name: null },
  ],
};

const before = memberPolicyOf(nothingSet, defaultRules);
const tenVideos: MemberLimit = { unit: 'videos', window: 'day', amount: 10, source: 'own', role: null };
export const raisedRole: PolicyChanged = {
  changed: true,
  name: null,
  before: [],
  after: [{ ...tenVideos, ...fromRole }],
  exceptions: 1,
};
export const raisedBudget: PolicyChanged = {
  changed: true,
  name: null,
  before: [],
  after: [{ unit: 'usd_micro', window: 'week', amount: credits(2_000), source: 'tenant', role: null }],
  exceptions: 0,
};

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
    after: lift.flatMap((unit) => windowKinds.map((window) => ({ unit, window, amount: null }))),
  },
  { kind: 'quota', subject: 'role:artists', before: [], after: [set, { unit: 'jobs', window: 'at_once', amount: 2 }] },
  { kind: 'quota', subject: 'budget', before: [{ ...set, window: 'week' }], after: [] },
  { kind: 'grant', userId: bo, unit: 'usd_micro', amount: credits(50), expiresAtMs: nowMs + 7 * DAY },
  { kind: 'grant', userId: bo, unit: 'videos', amount: 3, expiresAtMs: null },
  { kind: 'reset', userId: bo },
  { kind: 'block', userId: bo, before: null, after: { sinceMs: nowMs, untilMs: nowMs + 2 * DAY } },
  { kind: 'block', userId: bo, before: { sinceMs: nowMs, untilMs: null }, after: null },
  { kind: 'cool_down', userId: bo, untilMs: nowMs + HOUR },
  { kind: 'approval', number: 412, verdict: 'approved', grantedMicroUsd: null },
  { kind: 'approval', number: 412, verdict: 'approved', grantedMicroUsd: credits(180) },
  { kind: 'approval', number: null, verdict: 'denied', grantedMicroUsd: null },
  { kind: 'quota', subject: 'default', before: [set], after: [] },
  { kind: 'tenant_budget', before: null, after: sampleUsage.budget },
  {
    kind: 'settings',
    before: nothingSetUp,
    after: {
      ...nothingSetUp,
      channels: ['videos', 'bots'],
      approvalChannel: 'mods',
      priceMaxMicroUsd: 2 * DOLLAR_MICRO_USD,
      engines: ['runway'],
      blocklist: ['one', 'two'],
      reusesClips: false,
      accountAgeMsMin: 0,
      setUpAtMs: nowMs,
    },
    zoneBefore: 'UTC',
    zoneAfter: 'Europe/Berlin',
  },
  {
    kind: 'settings',
    before: { ...nothingSetUp, blocklist: ['one'] },
    after: { ...nothingSetUp, paused: { everywhere: false, channels: ['videos'] } },
    zoneBefore: null,
    zoneAfter: null,
  },
  {
    kind: 'settings',
    before: nothingSetUp,
    after: { ...nothingSetUp, paused: { everywhere: true, channels: [] } },
    zoneBefore: null,
    zoneAfter: null,
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
    about: isAboutNobody(change) ? null : { userId: bo, name: 'Bo' },
    change,
    reason: index === 0 ? 'won the prompt contest' : null,
  };
});

function isAboutNobody(change: AuditedChange): boolean {
  return change.kind === 'settings' || (change.kind === 'quota' && change.subject !== bo);
}

/** Samples of the words about quotas. */
export function quotaSamples({ quota }: Catalogue) {
  return {
    yours: [quota.yours()],
    of: [quota.of('Bo'), quota.of(null)],
    ofEverybody: [quota.ofEverybody()],
    who: [quota.who('Bo'), quota.who(null)],
    limit: [
      quota.limit(tenVideos),
      quota.limit({ ...creditsToday, amount: null }),
      quota.limit({ ...creditsToday, window: 'week' }),
      quota.limit({ ...videosToday, window: 'hour' }),
      ...[2, null].map((amount) => quota.limit({ unit: 'jobs', window: 'at_once', amount })),
      ...[5, null].map((amount) => quota.limit({ unit: 'requests', window: 'minute', amount })),
    ],
    limitWithSource: [
      quota.limitWithSource(tenVideos),
      quota.limitWithSource(creditsToday),
      quota.limitWithSource({ ...tenVideos, ...fromRole }),
      quota.limitWithSource({ ...tenVideos, source: 'role' }),
    ],
    line: [
      quota.line(videosToday, false, nowMs),
      quota.line({ ...videosToday, used: 0, held: 0, left: 5 }, false, nowMs),
      quota.line(creditsToday, true, nowMs),
      quota.line({ ...videosToday, window: 'month', used: 9, held: 0, left: 0 }, true, nowMs),
      quota.line(unlimitedVideos, true, nowMs),
    ],
    nothingLimited: [quota.nothingLimited()],
    asOperator: [quota.asOperator()],
    windows: quota.windows,
    caps: [quota.caps(sampleQuota.caps, true), quota.caps(sampleQuota.caps, false), quota.caps([], false)],
    grant: [quota.grant(sampleGrant, nowMs), quota.grant(videosGrant, nowMs)],
    grantsPay: [quota.grantsPay()],
    precedence: [quota.precedence()],
    blocked: [quota.blocked(nowMs + DAY, nowMs, false), quota.blocked(null, nowMs, true)],
    cooling: [quota.cooling(nowMs + 40 * MINUTE, nowMs)],
    waiting: [quota.waiting(nowMs + DAY, nowMs, true), quota.waiting(nowMs + DAY, nowMs, false)],
    ceiling: [quota.ceiling(sampleUsage.budget), quota.ceiling(null)],
    ofRole: [quota.ofRole('artists')],
    ofBudget: [quota.ofBudget()],
    operatorAllows: [quota.operatorAllows(sampleUsage.budget), quota.operatorAllows(null)],
    nothingSet: [quota.nothingSet()],
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
    changedRole: [admin.changedRole('artists')],
    changedBudget: [admin.changedBudget()],
    previewHeading: [admin.previewHeading()],
    wouldKeep: [admin.wouldKeep(2), admin.wouldKeep(1), admin.wouldKeep(0)],
    previewMeans: [admin.previewMeans()],
    sameAlready: [admin.sameAlready()],
    change: [
      admin.change(before[0] ?? null, tenVideos),
      admin.change(null, tenVideos),
      admin.change(tenVideos, null),
      admin.change(tenVideos, { ...tenVideos, amount: null }),
    ],
    changeOfSet: [admin.changeOfSet(null, tenVideos), admin.changeOfSet(tenVideos, null)],
    stays: [admin.stays(tenVideos)],
    staysSet: [admin.staysSet(tenVideos)],
    holdsAtOnce: [admin.holdsAtOnce()],
    holdsForEverybody: [admin.holdsForEverybody(0), admin.holdsForEverybody(1), admin.holdsForEverybody(2)],
    holdsForRole: [admin.holdsForRole(0), admin.holdsForRole(2)],
    holdsForAll: [admin.holdsForAll()],
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
