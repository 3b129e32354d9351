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

/** What a request would draw, before anything is written. All its jobs go to one engine. */
export type AdmissionQuestion = {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  /** Where it is asked: the channel, and the one that its thread belongs to where a thread is a channel of its own. */
  readonly channels: readonly string[];
  readonly jobs: number;
  readonly quoteMicroUsd: number;
  readonly engine: Pick<EngineCapabilities, 'id' | 'playMoney' | 'videosPerHourMax'>;
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
  readonly engineVideosInLastHour: Recent;
};

type Check = { readonly scope: UsageScope; readonly limits: readonly Limit[] };

/** Whether the request may be admitted: null, or the first limit that says no. Pure, so every store decides alike. */
export function refusalOf(
  question: AdmissionQuestion,
  rules: AdmissionRules,
  facts: AdmissionFacts,
): AdmissionRefusal | null {
  const { engine, nowMs } = question;
  if (question.freeBytes < rules.freeBytesMin) return { kind: 'disk_low' };
  if (!question.asOperator) {
    const refusal = memberRefusal(question, rules, facts);
    if (refusal) return refusal;
  }
  const { videosPerHourMax } = engine;
  const recent = facts.engineVideosInLastHour;
  if (!question.asOperator && videosPerHourMax !== null && recent.count + question.jobs > videosPerHourMax) {
    const freesAtMs = (recent.count > 0 ? recent.oldestAtMs : nowMs) + HOUR;
    return { kind: 'engine_hourly', engine: engine.id, limit: videosPerHourMax, freesAtMs };
  }
  return limitRefusal(question, rules, facts);
}

function memberRefusal(
  question: AdmissionQuestion,
  rules: AdmissionRules,
  facts: AdmissionFacts,
): AdmissionRefusal | null {
  const { member } = rules;
  const { engine, nowMs } = question;
  const { channels } = facts.tenant.settings;
  if (channels !== null && !isTakenIn({ channels }, ...question.channels))
    return { kind: 'channel_not_allowed', channels };
  if (!engine.playMoney && facts.tenant.budget === null) return { kind: 'tenant_not_allowed', engine: engine.id };
  const rate = facts.requestsInLastMinute;
  if (member.requestsPerMinuteMax !== null && rate.count >= member.requestsPerMinuteMax) {
    const freesAtMs = (rate.count > 0 ? rate.oldestAtMs : nowMs) + MINUTE;
    return { kind: 'rate', limit: member.requestsPerMinuteMax, perMs: MINUTE, freesAtMs };
  }
  if (member.inFlightMax !== null && facts.inFlight + question.jobs > member.inFlightMax) {
    return { kind: 'in_flight', limit: member.inFlightMax, running: facts.inFlight };
  }
  return null;
}

function limitRefusal(
  question: AdmissionQuestion,
  rules: AdmissionRules,
  facts: AdmissionFacts,
): AdmissionRefusal | null {
  for (const { scope, limits } of checksOf(question, rules, facts)) {
    const zone = zoneOf(scope, facts.tenant.timeZone);
    for (const { unit, window, amount: limit } of limits) {
      const startsAtMs = windowStartMs(window, question.nowMs, zone);
      const used = facts.usage({ scope, unit, window, startsAtMs });
      const asked = unit === 'videos' ? question.jobs : question.quoteMicroUsd;
      if (used + asked > limit) {
        const freesAtMs = windowEndMs(window, question.nowMs, zone);
        return { kind: 'limit', scope: scope.kind, unit, window, limit, used, asked, freesAtMs };
      }
    }
  }
  return null;
}

function checksOf(question: AdmissionQuestion, rules: AdmissionRules, { tenant, setLimits }: AdmissionFacts): Check[] {
  const { tenantId, userId } = question;
  const checks: Check[] = [];
  if (!question.asOperator) {
    const limits = memberPolicyOf(setLimits, rules).flatMap(({ unit, window, amount }) =>
      amount === null ? [] : [{ unit, window, amount }],
    );
    checks.push({ scope: { kind: 'member', tenantId, userId }, limits });
  }
  if (question.engine.playMoney) return checks;
  const budget = budgetOf(tenant);
  if (!question.asOperator && budget) {
    const { perDayMicroUsd, perMonthMicroUsd } = budget;
    const limits: Limit[] = [
      { unit: 'usd_micro', window: 'day', amount: perDayMicroUsd },
      { unit: 'usd_micro', window: 'month', amount: perMonthMicroUsd },
    ];
    checks.push({ scope: { kind: 'tenant', tenantId }, limits });
  }
  checks.push({ scope: { kind: 'service' }, limits: rules.service });
  return checks;
}
