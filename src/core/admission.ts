import type { EngineCapabilities, EngineId } from './engine.ts';
import type { TenantId, UserId } from './ids.ts';
import type { Unit } from './ledger.ts';
import { type AdmissionRules, type Limit, memberPolicyOf, type SetLimits } from './policy.ts';
import { budgetOf, type Tenant } from './tenant.ts';
import { isTakenIn } from './tenant-settings.ts';
import { HOUR, MINUTE } from './time.ts';
import { type UsageKey, type UsageScope, zoneOf } from './usage.ts';
import { windowEndMs, type WindowKind, windowStartMs } from './window.ts';

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
    }
  | { readonly kind: 'in_flight'; readonly limit: number; readonly running: number }
  | { readonly kind: 'rate'; readonly limit: number; readonly perMs: number; readonly freesAtMs: number }
  | { readonly kind: 'engine_hourly'; readonly engine: EngineId; readonly limit: number; readonly freesAtMs: number }
  | { readonly kind: 'tenant_not_allowed'; readonly engine: EngineId }
  | { readonly kind: 'disk_low' }
  /** Moderators take requests in these channels only. */
  | { readonly kind: 'channel_not_allowed'; readonly channels: readonly string[] };

/** What a request would draw at one engine. */
export type Draw = {
  readonly engine: Pick<EngineCapabilities, 'id' | 'playMoney' | 'videosPerHourMax'>;
  readonly jobs: number;
  readonly quoteMicroUsd: number;
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
  readonly freeBytes: number;
  readonly nowMs: number;
};

/** How often something happened in the last while, and when the oldest of those was. */
export type Recent = { readonly count: number; readonly oldestAtMs: number };

/** What the store reads, in the same transaction that will write the hold. */
export type AdmissionFacts = {
  readonly tenant: Tenant;
  /** What moderators set for the member and for the tenant. */
  readonly setLimits: SetLimits;
  readonly usage: (key: UsageKey) => number;
  readonly inFlight: number;
  readonly requestsInLastMinute: Recent;
  readonly engineVideosInLastHour: (engine: EngineId) => Recent;
};

/** What several draws come to together. */
export function sumOf(draws: readonly Draw[]): Pick<Draw, 'jobs' | 'quoteMicroUsd'> {
  return {
    jobs: draws.reduce((sum, { jobs }) => sum + jobs, 0),
    quoteMicroUsd: draws.reduce((sum, { quoteMicroUsd }) => sum + quoteMicroUsd, 0),
  };
}

type Check = { readonly scope: UsageScope; readonly limits: readonly Limit[]; readonly draws: readonly Draw[] };

/** Whether the request may be admitted: null, or the first limit that says no. Pure, so every store decides alike. */
export function refusalOf(
  question: AdmissionQuestion,
  rules: AdmissionRules,
  facts: AdmissionFacts,
): AdmissionRefusal | null {
  if (question.freeBytes < rules.freeBytesMin) return { kind: 'disk_low' };
  if (!question.asOperator) {
    const refusal = memberRefusal(question, rules, facts) ?? hourlyRefusal(question, facts);
    if (refusal) return refusal;
  }
  return limitRefusal(question, rules, facts);
}

function hourlyRefusal({ draws, nowMs }: AdmissionQuestion, facts: AdmissionFacts): AdmissionRefusal | null {
  for (const { engine, jobs } of draws) {
    const { id, videosPerHourMax: limit } = engine;
    if (limit === null) continue;
    const recent = facts.engineVideosInLastHour(id);
    if (recent.count + jobs > limit) {
      const freesAtMs = (recent.count > 0 ? recent.oldestAtMs : nowMs) + HOUR;
      return { kind: 'engine_hourly', engine: id, limit, freesAtMs };
    }
  }
  return null;
}

function memberRefusal(
  question: AdmissionQuestion,
  rules: AdmissionRules,
  facts: AdmissionFacts,
): AdmissionRefusal | null {
  const { member } = rules;
  const { draws, nowMs } = question;
  const { channels } = facts.tenant.settings;
  if (channels !== null && !isTakenIn({ channels }, ...question.channels))
    return { kind: 'channel_not_allowed', channels };
  const real = draws.find(({ engine }) => !engine.playMoney);
  if (real && facts.tenant.budget === null) return { kind: 'tenant_not_allowed', engine: real.engine.id };
  const rate = facts.requestsInLastMinute;
  if (member.requestsPerMinuteMax !== null && rate.count >= member.requestsPerMinuteMax) {
    const freesAtMs = (rate.count > 0 ? rate.oldestAtMs : nowMs) + MINUTE;
    return { kind: 'rate', limit: member.requestsPerMinuteMax, perMs: MINUTE, freesAtMs };
  }
  const { jobs } = sumOf(draws);
  // A request is taken whole: one that is larger than the limit waits until nothing else of its member is on the way.
  const isAlone = facts.inFlight === 0 && member.inFlightMax !== 0;
  if (member.inFlightMax !== null && jobs > 0 && !isAlone && facts.inFlight + jobs > member.inFlightMax) {
    return { kind: 'in_flight', limit: member.inFlightMax, running: facts.inFlight };
  }
  return null;
}

function limitRefusal(
  question: AdmissionQuestion,
  rules: AdmissionRules,
  facts: AdmissionFacts,
): AdmissionRefusal | null {
  for (const { scope, limits, draws } of checksOf(question, rules, facts)) {
    const { jobs, quoteMicroUsd } = sumOf(draws);
    const zone = zoneOf(scope, facts.tenant.timeZone);
    for (const { unit, window, amount: limit } of limits) {
      const startsAtMs = windowStartMs(window, question.nowMs, zone);
      const used = facts.usage({ scope, unit, window, startsAtMs });
      const asked = unit === 'videos' ? jobs : quoteMicroUsd;
      if (used + asked > limit) {
        const freesAtMs = windowEndMs(window, question.nowMs, zone);
        return { kind: 'limit', scope: scope.kind, unit, window, limit, used, asked, freesAtMs };
      }
    }
  }
  return null;
}

/** Of what nobody pays the member alone is held to limits. What is free is held to none. */
function checksOf(question: AdmissionQuestion, rules: AdmissionRules, { tenant, setLimits }: AdmissionFacts): Check[] {
  const { tenantId, userId, draws } = question;
  const paid = draws.filter(({ engine }) => !engine.playMoney);
  const checks: Check[] = [];
  if (draws.length === 0) return checks;
  if (!question.asOperator) {
    const limits = memberPolicyOf(setLimits, rules).flatMap(({ unit, window, amount }) =>
      amount === null ? [] : [{ unit, window, amount }],
    );
    checks.push({ scope: { kind: 'member', tenantId, userId }, limits, draws });
  }
  if (paid.length === 0) return checks;
  const budget = budgetOf(tenant);
  if (!question.asOperator && budget) {
    const { perDayMicroUsd, perMonthMicroUsd } = budget;
    const limits: Limit[] = [
      { unit: 'usd_micro', window: 'day', amount: perDayMicroUsd },
      { unit: 'usd_micro', window: 'month', amount: perMonthMicroUsd },
    ];
    checks.push({ scope: { kind: 'tenant', tenantId }, limits, draws: paid });
  }
  checks.push({ scope: { kind: 'service' }, limits: rules.service, draws: paid });
  return checks;
}
