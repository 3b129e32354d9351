import type { EngineCapabilities, EngineId } from './engine.ts';
import { fundingsOf, type Fundable, type Funding, type Room, videosMissing } from './funding.ts';
import { isOpen, type OpenGrant } from './grant.ts';
import type { JobId, TenantId, UserId } from './ids.ts';
import type { Unit } from './ledger.ts';
import { isBlocked, type Member, type MemberNote } from './member.ts';
import {
  type AdmissionRules,
  capOf,
  countedLimits,
  type Limit,
  type MemberLimit,
  memberPolicyOf,
  type SetLimit,
  type SetLimits,
} from './policy.ts';
import { budgetLimitsOf, type Tenant } from './tenant.ts';
import { isPausedIn, isTakenIn, priceMaxOf } from './tenant-settings.ts';
import { HOUR, MINUTE } from './time.ts';
import { providerOf, type UsageKey, type UsageScope, zoneOf } from './usage.ts';
import { openWindowStartsMs, windowEndMs, type WindowKind } from './window.ts';

/** Why nothing was admitted. The person is told which limit, when it frees up, and nothing was charged. */
export type AdmissionRefusal =
  | {
      readonly kind: 'limit';
      readonly scope: UsageScope['kind'];
      readonly unit: Unit;
      readonly window: WindowKind;
      readonly limit: number;
      readonly used: number;
      readonly asked: number;
      readonly freesAtMs: number;
      /** What the asker's grants would still pay, of the unit that is short; 0 without any. */
      readonly granted: number;
      /** The provider whose key it is about, where the scope is one. */
      readonly provider: string | null;
    }
  | { readonly kind: 'in_flight'; readonly limit: number; readonly running: number }
  | { readonly kind: 'rate'; readonly limit: number; readonly perMs: number; readonly freesAtMs: number }
  | { readonly kind: 'engine_hourly'; readonly engine: EngineId; readonly limit: number; readonly freesAtMs: number }
  | { readonly kind: 'tenant_not_allowed'; readonly engine: EngineId }
  | { readonly kind: 'disk_low' }
  /** Moderators take requests in these channels only. */
  | { readonly kind: 'channel_not_allowed'; readonly channels: readonly string[] }
  /** Moderators have stopped it for now, there or everywhere. */
  | { readonly kind: 'paused'; readonly isEverywhere: boolean }
  /** By a moderator; null: until they lift it. */
  | { readonly kind: 'blocked'; readonly untilMs: number | null }
  /** After several prompts that were not allowed. */
  | { readonly kind: 'cooling'; readonly untilMs: number }
  | { readonly kind: 'too_new'; readonly what: 'account' | 'member'; readonly untilMs: number }
  /** It costs more than may be asked for here without a moderator's yes. */
  | { readonly kind: 'over_price'; readonly limitMicroUsd: number; readonly askedMicroUsd: number }
  /** They wait for a moderator's word already, about the video of this number. */
  | { readonly kind: 'ask_open'; readonly number: number };

/** What a request would draw at one engine. */
export type Draw = {
  readonly engine: Pick<EngineCapabilities, 'id' | 'playMoney' | 'videosPerHourMax'>;
  /** What each would cost. */
  readonly jobs: readonly Fundable[];
};

/** What a request would draw, before anything is written. */
export type AdmissionQuestion = {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  /** Where it is asked: the channel, and the one that its thread belongs to where a thread is a channel of its own. */
  readonly channels: readonly string[];
  /** One for each engine; none where nothing has to be made. */
  readonly draws: readonly Draw[];
  /** The operator is held to the service's budget alone. */
  readonly asOperator: boolean;
  /** Whoever moderates waits neither for being new nor after prompts that were not allowed. */
  readonly asModerator: boolean;
  /** What their platform says of them now; null where it says nothing. */
  readonly member: MemberNote | null;
  readonly freeBytes: number;
  readonly nowMs: number;
};

/** How often something happened in the last while, and when the oldest of those was. */
export type Recent = { readonly count: number; readonly oldestAtMs: number };

/** What the store reads, in the same transaction that will write the hold. */
export type AdmissionFacts = {
  readonly tenant: Tenant;
  /** What moderators set for the member, their roles and the tenant. */
  readonly setLimits: SetLimits;
  /** What they set for all of the tenant together. */
  readonly budget: readonly SetLimit[];
  readonly member: Member;
  readonly grants: readonly OpenGrant[];
  readonly usage: (key: UsageKey) => number;
  /** What jobs on the way hold at a provider's engines, play money left out. Asked only where its key has a cap. */
  readonly heldAt: (provider: string) => number;
  readonly inFlight: number;
  readonly requestsInLastMinute: Recent;
  readonly engineVideosInLastHour: (engine: EngineId) => Recent;
  /** The number of a video of theirs in the tenant that waits for a moderator's yes; null for none. */
  readonly openAsk: number | null;
};

/** How a request comes in. */
export type AdmissionWay =
  | 'usual'
  /** It is to wait for a moderator's yes. */
  | 'ask'
  /** A moderator said yes: what does not fit is granted, but no budget is. */
  | 'approved';

export type AdmissionDecision =
  | {
      readonly kind: 'admit';
      readonly fundings: ReadonlyMap<JobId, Funding>;
    }
  /** Approved, and more than the member's own: these are paid by a grant made for them. */
  | { readonly kind: 'grant_first'; readonly videos: number }
  | { readonly kind: 'refuse'; readonly refusal: AdmissionRefusal };

/** What several draws come to together. */
export function sumOf(draws: readonly Draw[]): { readonly jobs: number; readonly quoteMicroUsd: number } {
  const jobs = draws.flatMap((draw) => draw.jobs);
  return { jobs: jobs.length, quoteMicroUsd: jobs.reduce((sum, { quoteMicroUsd }) => sum + quoteMicroUsd, 0) };
}

/** What is asked, the rules and the facts, together. */
type Case = { readonly question: AdmissionQuestion; readonly rules: AdmissionRules; readonly facts: AdmissionFacts };

/**
 * Whether the request may be admitted and from what each of its jobs is paid, or the first limit that says no. Pure, so every
 * store decides alike. What waits for a yes is paid by nothing yet.
 */
export function decide(
  question: AdmissionQuestion,
  rules: AdmissionRules,
  facts: AdmissionFacts,
  way: AdmissionWay = 'usual',
): AdmissionDecision {
  const it = { question, rules, facts };
  const refusal = refusalOf(it, way);
  if (refusal) return { kind: 'refuse', refusal };
  if (way === 'ask') return { kind: 'admit', fundings: new Map() };
  const jobs = question.draws.flatMap((draw) => draw.jobs);
  const own = fundingsOf(jobs, roomOf(it), openGrantsOf(it));
  if (own) return { kind: 'admit', fundings: own };
  if (way === 'approved') return { kind: 'grant_first', videos: videosMissing(jobs, roomOf(it), openGrantsOf(it)) };
  return { kind: 'refuse', refusal: memberLimitRefusal(it) };
}

function refusalOf(it: Case, way: AdmissionWay): AdmissionRefusal | null {
  const { question, rules } = it;
  if (question.freeBytes < rules.freeBytesMin) return { kind: 'disk_low' };
  if (question.asOperator) return budgetRefusal(it);
  const isYes = way === 'approved';
  return (
    (isYes ? null : (placeRefusal(it) ?? standingRefusal(it))) ??
    realMoneyRefusal(it) ??
    (isYes ? null : rateRefusal(it)) ??
    (way === 'ask' ? askRefusal(it) : null) ??
    (way === 'usual' ? (inFlightRefusal(it) ?? hourlyRefusal(it)) : null) ??
    budgetRefusal(it) ??
    // Who may not have it at all is told that first, and not to ask a moderator for it.
    (way === 'usual' ? priceRefusal(it) : null)
  );
}

function placeRefusal({ question, facts: { tenant } }: Case): AdmissionRefusal | null {
  const { settings } = tenant;
  const { channels } = settings;
  if (channels !== null && !isTakenIn({ channels }, ...question.channels))
    return { kind: 'channel_not_allowed', channels };
  return isPausedIn(settings, question.channels) ? { kind: 'paused', isEverywhere: settings.paused.everywhere } : null;
}

function standingRefusal({ question, facts }: Case): AdmissionRefusal | null {
  const { nowMs } = question;
  const { member, tenant, setLimits } = facts;
  if (isBlocked(member, nowMs)) return { kind: 'blocked', untilMs: member.block?.untilMs ?? null };
  if (question.asModerator) return null;
  if (member.coolsUntilMs !== null && member.coolsUntilMs > nowMs)
    return { kind: 'cooling', untilMs: member.coolsUntilMs };
  // Whom moderators have given something they know.
  if (setLimits.own.length > 0 || facts.grants.some((grant) => isOpen(grant, nowMs))) return null;
  const { accountAgeMsMin, memberAgeMsMin } = tenant.settings;
  const waits = [
    { what: 'account', untilMs: (member.accountMadeAtMs ?? 0) + accountAgeMsMin },
    { what: 'member', untilMs: (member.joinedAtMs ?? 0) + memberAgeMsMin },
  ] as const;
  const longest = waits.toSorted((a, b) => b.untilMs - a.untilMs)[0];
  return longest && longest.untilMs > nowMs ? { kind: 'too_new', ...longest } : null;
}

function realMoneyRefusal({ question, facts }: Case): AdmissionRefusal | null {
  const real = question.draws.find(({ engine }) => !engine.playMoney);
  return real && facts.tenant.budget === null ? { kind: 'tenant_not_allowed', engine: real.engine.id } : null;
}

function limitsOf({ facts, rules }: Case): MemberLimit[] {
  return memberPolicyOf(facts.setLimits, rules);
}

function rateRefusal(it: Case): AdmissionRefusal | null {
  const limit = capOf(limitsOf(it), 'requests');
  const { count, oldestAtMs } = it.facts.requestsInLastMinute;
  if (limit === null || count < limit) return null;
  const freesAtMs = (count > 0 ? oldestAtMs : it.question.nowMs) + MINUTE;
  return { kind: 'rate', limit, perMs: MINUTE, freesAtMs };
}

function inFlightRefusal(it: Case): AdmissionRefusal | null {
  const { inFlight } = it.facts;
  const limit = capOf(limitsOf(it), 'jobs');
  const { jobs } = sumOf(it.question.draws);
  // A request is taken whole: one that is larger than the limit waits until nothing else of its member is on the way.
  const isAlone = inFlight === 0 && limit !== 0;
  const isOver = limit !== null && jobs > 0 && !isAlone && inFlight + jobs > limit;
  return isOver ? { kind: 'in_flight', limit, running: inFlight } : null;
}

function askRefusal({ facts: { openAsk } }: Case): AdmissionRefusal | null {
  return openAsk === null ? null : { kind: 'ask_open', number: openAsk };
}

function priceRefusal({ question, facts }: Case): AdmissionRefusal | null {
  const limitMicroUsd = priceMaxOf(facts.tenant.settings);
  const { quoteMicroUsd: askedMicroUsd } = sumOf(question.draws);
  return limitMicroUsd !== null && askedMicroUsd > limitMicroUsd
    ? { kind: 'over_price', limitMicroUsd, askedMicroUsd }
    : null;
}

function hourlyRefusal({ question: { draws, nowMs }, facts }: Case): AdmissionRefusal | null {
  for (const { engine, jobs } of draws) {
    const { id, videosPerHourMax: limit } = engine;
    if (limit === null) continue;
    const recent = facts.engineVideosInLastHour(id);
    if (recent.count + jobs.length > limit) {
      const freesAtMs = (recent.count > 0 ? recent.oldestAtMs : nowMs) + HOUR;
      return { kind: 'engine_hourly', engine: id, limit, freesAtMs };
    }
  }
  return null;
}

function openGrantsOf({ question, facts }: Case): OpenGrant[] {
  return facts.grants.filter((grant) => isOpen(grant, question.nowMs));
}

/** What the member's limits leave; the operator has none. */
function roomOf(it: Case): Room {
  const room = { videos: Infinity, usd_micro: Infinity };
  if (it.question.asOperator) return room;
  for (const { unit, window, amount } of countedLimits(limitsOf(it))) {
    room[unit] = Math.min(room[unit], amount - usedIn(memberScope(it), unit, window, it));
  }
  return room;
}

function memberScope({ question: { tenantId, userId } }: Case): UsageScope {
  return { kind: 'member', tenantId, userId };
}

/** What counts in the present window, see `openWindowStartsMs`. */
function usedIn(scope: UsageScope, unit: Unit, window: WindowKind, { question, facts }: Case): number {
  const { tenant } = facts;
  const timeZone = zoneOf(scope, tenant.timeZone);
  const isOfTenant = scope.kind === 'member' || scope.kind === 'tenant';
  const zones = { timeZone, formerZones: isOfTenant ? tenant.formerZones : [] };
  return openWindowStartsMs(window, question.nowMs, zones).reduce(
    (sum, startsAtMs) => sum + facts.usage({ scope, unit, window, startsAtMs }),
    0,
  );
}

/** The first of the member's limits that all of it together does not fit into. */
function memberLimitRefusal(it: Case): AdmissionRefusal {
  const granted = (unit: Unit): number =>
    openGrantsOf(it).reduce((sum, grant) => sum + (grant.unit === unit ? grant.left : 0), 0);
  const refusal = limitRefusal(memberScope(it), countedLimits(limitsOf(it)), it.question.draws, it, granted);
  if (!refusal) throw new Error('expected a limit that is too small for what cannot be paid, and there is none');
  return refusal;
}

/** What the tenant, the service and the providers' keys may spend. Nobody pays play money. */
function budgetRefusal(it: Case): AdmissionRefusal | null {
  const { question, rules, facts } = it;
  const { tenantId } = question;
  const paid = question.draws.filter(({ engine }) => !engine.playMoney);
  if (paid.length === 0) return null;
  const ofTenant = question.asOperator
    ? null
    : limitRefusal({ kind: 'tenant', tenantId }, budgetLimitsOf(facts.tenant, countedLimits(facts.budget)), paid, it);
  return ofTenant ?? limitRefusal({ kind: 'service' }, rules.service, paid, it) ?? providerRefusal(paid, it);
}

function providerRefusal(paid: readonly Draw[], it: Case): AdmissionRefusal | null {
  for (const [provider, draws] of Map.groupBy(paid, ({ engine }) => providerOf(engine.id))) {
    const amount = it.rules.providers?.get(provider);
    if (amount === undefined) continue;
    const limits: Limit[] = [{ unit: 'usd_micro', window: 'month', amount: amount - it.facts.heldAt(provider) }];
    const refusal = limitRefusal({ kind: 'provider', provider }, limits, draws, it);
    if (refusal) return refusal;
  }
  return null;
}

function limitRefusal(
  scope: UsageScope,
  limits: readonly Limit[],
  draws: readonly Draw[],
  it: Case,
  granted: (unit: Unit) => number = () => 0,
): Extract<AdmissionRefusal, { kind: 'limit' }> | null {
  const { nowMs } = it.question;
  const { jobs, quoteMicroUsd } = sumOf(draws);
  for (const { unit, window, amount: limit } of limits) {
    const used = usedIn(scope, unit, window, it);
    const asked = unit === 'videos' ? jobs : quoteMicroUsd;
    if (used + asked <= limit) continue;
    const freesAtMs = windowEndMs(window, nowMs, zoneOf(scope, it.facts.tenant.timeZone));
    const provider = scope.kind === 'provider' ? scope.provider : null;
    return {
      kind: 'limit',
      scope: scope.kind,
      unit,
      window,
      limit,
      used,
      asked,
      freesAtMs,
      granted: granted(unit),
      provider,
    };
  }
  return null;
}
