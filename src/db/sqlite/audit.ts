import { and, desc, eq, getTableColumns, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { Actor } from '../../core/actor.ts';
import type { AuditLine } from '../../core/audit.ts';
import { type ApprovalId, type ClipId, isId, type TenantId, type UserId } from '../../core/ids.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Random } from '../../core/ports/world.ts';
import { auditActorOf, auditedChangeOf } from '../rows/audit-row.ts';
import { actorOf } from '../tables/people.ts';
import type { Db } from './connection.ts';
import { approvals, audit, clips, jobs } from './schema.ts';
import type { Users } from './users.ts';

export type AuditEntry = {
  readonly actor: Actor;
  /** Null for what concerns the whole service. */
  readonly tenantId: TenantId | null;
  readonly what: string;
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
};

export type Audit = ReturnType<typeof auditOn>;

/** What people decided: who, what, from what to what, and why. Append-only. */
export function auditOn(db: Db, random: Random, users: Users) {
  /** Why something was decided is free text, and may name whom it is about, or who decided it. */
  function namesForgotten(atMs: number, people: readonly (UserId | null)[]): boolean {
    return people.some((userId) => userId !== null && atMs <= (users.forgottenAtMs(userId) ?? -Infinity));
  }

  return {
    add(entry: AuditEntry, atMs: number): void {
      db.insert(audit)
        .values({ id: random.secretHex(16), atMs, ...entry })
        .run();
    },

    /** Takes away why things were decided about somebody, or by them, up to then. */
    forgetReasons(userId: UserId, untilMs: number): void {
      for (const isTheirs of [eq(audit.target, userId), eq(actorOf(audit), userId)]) {
        db.update(audit)
          .set({ reason: null })
          .where(and(isTheirs, isNotNull(audit.reason), lte(audit.atMs, untilMs)))
          .run();
      }
    },

    /** Takes away why a clip was deleted, or an approval given or not. */
    forgetReasonsOf(target: ClipId | ApprovalId): void {
      db.update(audit)
        .set({ reason: null })
        .where(and(eq(audit.target, target), isNotNull(audit.reason)))
        .run();
    },

    list({ tenantId, targetUserId, limit }: Parameters<Store['audit']>[0]): AuditLine[] {
      const about =
        targetUserId === null
          ? undefined
          : or(eq(audit.target, targetUserId), eq(clips.ownerId, targetUserId), eq(approvals.userId, targetUserId));
      const first = sql<
        number | null
      >`(select min(number) from jobs of_request where of_request.request_id = ${approvals.requestId})`;
      const rows = db
        .select({
          row: getTableColumns(audit),
          ownerId: clips.ownerId,
          askerId: approvals.userId,
          number: sql<number | null>`coalesce(${jobs.number}, ${first})`,
        })
        .from(audit)
        .leftJoin(clips, eq(clips.id, audit.target))
        .leftJoin(jobs, eq(jobs.id, clips.jobId))
        .leftJoin(approvals, eq(approvals.id, audit.target))
        .where(and(eq(audit.tenantId, tenantId), about))
        .orderBy(desc(audit.atMs), desc(audit.id))
        .limit(limit)
        .all();
      return rows.map(({ row, ownerId, askerId, number }) => {
        const actor = auditActorOf(row);
        const actorId = actor.kind === 'user' ? actor.userId : null;
        const userId = ownerId ?? askerId ?? (isId('user', row.target) ? row.target : null);
        return {
          atMs: row.atMs,
          actor,
          actorName: actorId && users.nameOf(actorId),
          about: userId && { userId, name: users.nameOf(userId) },
          change: auditedChangeOf(row, number),
          reason: namesForgotten(row.atMs, [userId, actorId]) ? null : row.reason,
        };
      });
    },
  };
}
