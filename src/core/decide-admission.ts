import {
  type AdmissionDecision,
  type AdmissionFacts,
  type AdmissionQuestion,
  type AdmissionRefusal,
  type AdmissionWay,
  type Draw,
  sumOf,
} from './admission.ts';
import { fundingsOf, type Room, videosMissing } from './funding.ts';
import { isOpen, type OpenGrant } from './grant.ts';
import type { Unit } from './ledger.ts';
import { isBlocked } from './member.ts';
import { type AdmissionRules, capOf, countedLimits, type Limit, type MemberLimit, memberPolicyOf } from './policy.ts';
import { budgetLimitsOf } from './tenant.ts';
import { isPausedIn, isTakenIn, priceMaxOf } from './tenant-settings.ts';
import { HOUR, MINUTE } from './time.ts';
import { providerOf, type UsageScope, zoneOf } from './usage.ts';
import { openWindowStartsMs, windowEndMs, type WindowKind } from './window.ts';

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
    (isYes ? blockRefusal(it) : (placeRefusal(it) ?? blockRefusal(it) ?? standingRefusal(it))) ??
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

/** A yes to one request lifts no block: whoever set it may be another moderator. */
function blockRefusal({ question: { nowMs }, facts: { member } }: Case): AdmissionRefusal | null {
  return isBlocked(member, nowMs) ? { kind: 'blocked', untilMs: member.block?.untilMs ?? null } : null;
}

function standingRefusal({ question, facts }: Case): AdmissionRefusal | null {
  const { nowMs } = question;
  const { member, tenant, setLimits } = facts;
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

function priceRefusal(it: Case): AdmissionRefusal | null {
  const { question, facts } = it;
  const limitMicroUsd = priceMaxOf(facts.tenant.settings);
  const { jobs, quoteMicroUsd: askedMicroUsd } = sumOf(question.draws);
  if (limitMicroUsd === null || askedMicroUsd <= limitMicroUsd) return null;
  const room = roomOf(it);
  const affordableMicroUsd = room.videos < jobs ? 0 : Math.max(0, Math.min(limitMicroUsd, room.usd_micro));
  return { kind: 'over_price', limitMicroUsd, askedMicroUsd, affordableMicroUsd };
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
