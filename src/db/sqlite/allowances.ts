import { and, eq, isNull } from 'drizzle-orm';
import type { TenantId, UserId } from '../../core/ids.ts';
import type { Unit } from '../../core/ledger.ts';
import { type AdmissionRules, type MemberLimit, memberPolicyOf } from '../../core/policy.ts';
import type { Store } from '../../core/ports/store.ts';
import type { MemberQuota, QuotaLine } from '../../core/quota.ts';
import type { Allowance } from '../../core/request.ts';
import { windowEndMs, type WindowKind, windowStartMs } from '../../core/window.ts';
import type { Books } from './books.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import type { Policies } from './policies.ts';
import { jobs } from './schema.ts';
import type { Tenants } from './tenants.ts';
import type { Users } from './users.ts';

type Parts = {
  readonly books: Books;
  readonly policies: Policies;
  readonly tenants: Tenants;
  readonly users: Users;
};

type Member = { readonly tenantId: TenantId; readonly userId: UserId };

/** What a job that has not ended still holds, and where that belongs. */
type OpenHold = {
  readonly admittedAtMs: number;
  readonly timeZone: string;
  readonly amount: Readonly<Record<Unit, number>>;
};

export type Allowances = ReturnType<typeof allowancesOn>;

const exceptionsNamedMax = 20;

/** What members may use, and what is left of it. */
export function allowancesOn(db: Db, { books, policies, tenants, users }: Parts) {
  const selectOpenJobs = db
    .select({ id: jobs.id, admittedAtMs: jobs.admittedAtMs, timeZone: jobs.timeZone })
    .from(jobs)
    .where(
      and(
        isNull(jobs.endedAtMs),
        eq(jobs.userId, textPlaceholder('userId')),
        eq(jobs.tenantId, textPlaceholder('tenantId')),
      ),
    )
    .prepare();

  function openHoldsOf(member: Member): OpenHold[] {
    return selectOpenJobs.all(member).map(({ id, admittedAtMs, timeZone }) => {
      const held = books
        .entriesOf(id)
        .flatMap(({ postings }) => postings)
        .filter(({ account }) => account.kind === 'hold');
      const sum = (unit: Unit): number =>
        held.reduce((total, posting) => (posting.unit === unit ? total + posting.amount : total), 0);
      return { admittedAtMs, timeZone, amount: { videos: sum('videos'), usd_micro: sum('usd_micro') } };
    });
  }

  /** Everything that counts against a limit, holds included. */
  function drawnOf({ tenantId, userId }: Member, unit: Unit, window: WindowKind, startsAtMs: number): number {
    return books.used({ scope: { kind: 'member', tenantId, userId }, unit, window, startsAtMs });
  }

  function limitsOf(tenantId: TenantId, userId: UserId | null, rules: AdmissionRules): MemberLimit[] {
    return memberPolicyOf(policies.setLimitsOf(tenantId, userId), rules);
  }

  return {
    /** What is left in the tightest window of each unit. */
    allowanceOf(member: Member, rules: AdmissionRules, nowMs: number): Allowance {
      const { timeZone } = tenants.get(member.tenantId);
      const left = limitsOf(member.tenantId, member.userId, rules).flatMap(({ unit, window, amount }) => {
        if (amount === null) return [];
        const drawn = drawnOf(member, unit, window, windowStartMs(window, nowMs, timeZone));
        return [{ unit, amount: Math.max(0, amount - drawn), endsAtMs: windowEndMs(window, nowMs, timeZone) }];
      });
      const tightest = (unit: Unit) =>
        left
          .filter((limit) => limit.unit === unit)
          .toSorted((a, b) => a.amount - b.amount || b.endsAtMs - a.endsAtMs)[0];
      const videos = tightest('videos');
      const money = tightest('usd_micro');
      const resets = [videos, money].flatMap((limit) => (limit ? [limit.endsAtMs] : []));
      return {
        videosLeft: videos?.amount ?? null,
        leftMicroUsd: money?.amount ?? null,
        resetsAtMs: resets.length > 0 ? Math.min(...resets) : null,
      };
    },

    quota({ tenantId, userId, rules, nowMs }: Parameters<Store['quota']>[0]): MemberQuota {
      const timeZone = tenants.timeZoneOf(tenantId);
      const member = userId === null ? null : { tenantId, userId };
      const holds = member ? openHoldsOf(member) : [];
      const lines = limitsOf(tenantId, userId, rules).map((limit): QuotaLine => {
        const { unit, window, amount } = limit;
        const startsAtMs = windowStartMs(window, nowMs, timeZone);
        const drawn = member ? drawnOf(member, unit, window, startsAtMs) : 0;
        const held = holds
          .filter((hold) => windowStartMs(window, hold.admittedAtMs, hold.timeZone) === startsAtMs)
          .reduce((sum, hold) => sum + hold.amount[unit], 0);
        return {
          ...limit,
          used: drawn - held,
          held,
          left: amount === null ? null : Math.max(0, amount - drawn),
          resetsAtMs: windowEndMs(window, nowMs, timeZone),
        };
      });
      return {
        user: userId === null ? null : { userId, name: users.nameOf(userId) },
        lines,
        exceptions: userId === null ? policies.exceptionsIn(tenantId, exceptionsNamedMax) : [],
      };
    },
  };
}
