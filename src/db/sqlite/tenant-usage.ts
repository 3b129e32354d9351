import { and, desc, eq, gte, max } from 'drizzle-orm';
import type { TenantId, UserId } from '../../core/ids.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Drawn, MemberUsage, TenantUsage } from '../../core/quota.ts';
import { budgetOf } from '../../core/tenant.ts';
import { DAY } from '../../core/time.ts';
import type { UsageScope } from '../../core/usage.ts';
import { type WindowKind, openWindowStartsMs } from '../../core/window.ts';
import type { Db } from './connection.ts';
import type { Repositories } from './repositories.ts';
import { jobs } from './schema.ts';

/** Who used how much of a tenant. */
export function tenantUsageOn(
  db: Db,
  { books, policies, tenants, users }: Pick<Repositories, 'books' | 'policies' | 'tenants' | 'users'>,
) {
  /** Whoever draws in a window was admitted in it; a day more, because the tenant's zone may have been another then. */
  function askedSince(tenantId: TenantId, sinceMs: number): { userId: UserId; newestAtMs: number }[] {
    const newestAtMs = max(jobs.admittedAtMs);
    return db
      .select({ userId: jobs.userId, newestAtMs })
      .from(jobs)
      .where(and(eq(jobs.tenantId, tenantId), gte(jobs.admittedAtMs, sinceMs - DAY)))
      .groupBy(jobs.userId)
      .orderBy(desc(newestAtMs), jobs.userId)
      .all()
      .flatMap((row) => (row.newestAtMs === null ? [] : [{ userId: row.userId, newestAtMs: row.newestAtMs }]));
  }

  return function usage({ tenantId, nowMs, limit }: Parameters<Store['usage']>[0]): TenantUsage {
    const zones = tenants.zonesOf(tenantId);
    const tenant = tenants.find(tenantId);
    const budget = tenant && budgetOf(tenant, policies.limitsOf(tenantId, 'budget'));
    const drawnBy = (scope: UsageScope, window: WindowKind): Drawn => ({
      videos: books.usedNow({ scope, unit: 'videos', window }, nowMs, zones),
      microUsd: books.usedNow({ scope, unit: 'usd_micro', window }, nowMs, zones),
    });
    const members = askedSince(tenantId, Math.min(...openWindowStartsMs('month', nowMs, zones))).map(
      ({ userId, newestAtMs }): MemberUsage => {
        const scope = { kind: 'member', tenantId, userId } as const;
        const name = users.nameOf(userId);
        return { userId, name, today: drawnBy(scope, 'day'), thisMonth: drawnBy(scope, 'month'), newestAtMs };
      },
    );
    return {
      members: members.slice(0, limit),
      others: Math.max(0, members.length - limit),
      today: sumOf(members.map(({ today }) => today)),
      thisMonth: sumOf(members.map(({ thisMonth }) => thisMonth)),
      paidTodayMicroUsd: drawnBy({ kind: 'tenant', tenantId }, 'day').microUsd,
      paidThisMonthMicroUsd: drawnBy({ kind: 'tenant', tenantId }, 'month').microUsd,
      budget,
    };
  };
}

function sumOf(all: readonly Drawn[]): Drawn {
  return all.reduce(
    (sum, { videos, microUsd }) => ({ videos: sum.videos + videos, microUsd: sum.microUsd + microUsd }),
    { videos: 0, microUsd: 0 },
  );
}
