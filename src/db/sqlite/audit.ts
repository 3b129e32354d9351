import { and, desc, eq, getTableColumns, or } from 'drizzle-orm';
import type { Actor } from '../../core/actor.ts';
import type { AuditLine } from '../../core/audit.ts';
import { isId, type TenantId, type UserId } from '../../core/ids.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Random } from '../../core/ports/world.ts';
import { auditActorOf, auditedChangeOf } from '../rows/audit-row.ts';
import type { Db } from './connection.ts';
import { audit, clips, jobs, users } from './schema.ts';

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
export function auditOn(db: Db, random: Random) {
  function nameOf(userId: UserId): string | null {
    return db.select({ name: users.name }).from(users).where(eq(users.id, userId)).get()?.name ?? null;
  }

  return {
    add(entry: AuditEntry, atMs: number): void {
      db.insert(audit)
        .values({ id: random.secretHex(16), atMs, ...entry })
        .run();
    },

    list({ tenantId, targetUserId, limit }: Parameters<Store['audit']>[0]): AuditLine[] {
      const about =
        targetUserId === null ? undefined : or(eq(audit.target, targetUserId), eq(clips.ownerId, targetUserId));
      const rows = db
        .select({ row: getTableColumns(audit), ownerId: clips.ownerId, number: jobs.number })
        .from(audit)
        .leftJoin(clips, eq(clips.id, audit.target))
        .leftJoin(jobs, eq(jobs.id, clips.jobId))
        .where(and(eq(audit.tenantId, tenantId), about))
        .orderBy(desc(audit.atMs), desc(audit.id))
        .limit(limit)
        .all();
      return rows.map(({ row, ownerId, number }) => {
        const actor = auditActorOf(row);
        const userId = ownerId ?? (isId('user', row.target) ? row.target : null);
        return {
          atMs: row.atMs,
          actor,
          actorName: actor.kind === 'user' ? nameOf(actor.userId) : null,
          about: userId && { userId, name: nameOf(userId) },
          change: auditedChangeOf(row, number),
          reason: row.reason,
        };
      });
    },
  };
}
