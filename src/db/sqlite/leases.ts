import { and, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { OwnerId } from '../../core/ids.ts';
import type { Db } from './connection.ts';
import { deliveries, jobs, statuses } from './schema.ts';

/** Leases whose owner is gone. */
export function leasesOn(db: Db) {
  return {
    /** Owners of leases that still run. */
    owners(nowMs: number): OwnerId[] {
      const found = [jobs, deliveries, statuses].flatMap((table) =>
        db
          .selectDistinct({ owner: table.leaseOwner })
          .from(table)
          .where(and(isNotNull(table.leaseOwner), gt(table.leaseUntilMs, nowMs)))
          .all(),
      );
      return [...new Set(found.flatMap(({ owner }) => owner ?? []))];
    },

    /** Ends the leases of an owner and makes what they were for due at once. Returns how many. */
    free(owner: OwnerId, nowMs: number): number {
      const freed = db
        .update(jobs)
        .set({ ...dueNow(jobs.dueAtMs, nowMs), hintedAtMs: null })
        .where(eq(jobs.leaseOwner, owner))
        .run();
      const freedDeliveries = db
        .update(deliveries)
        .set(dueNow(deliveries.dueAtMs, nowMs))
        .where(eq(deliveries.leaseOwner, owner))
        .run();
      const freedStatuses = db
        .update(statuses)
        // It was being shown perhaps: that counts as a try without an answer.
        .set({ ...dueNow(statuses.dueAtMs, nowMs), retries: sql`max(${statuses.retries}, 1)` })
        .where(eq(statuses.leaseOwner, owner))
        .run();
      return freed.changes + freedDeliveries.changes + freedStatuses.changes;
    },
  };
}

/** What has nothing to do stays so: with null, SQLite's `min` gives null. */
function dueNow(dueAtMs: typeof jobs.dueAtMs | typeof deliveries.dueAtMs | typeof statuses.dueAtMs, nowMs: number) {
  const atMs = sql`min(${dueAtMs}, ${nowMs})`;
  return { leaseOwner: null, leaseUntilMs: null, dueAtMs: atMs, claimableAtMs: atMs };
}
