import { and, asc, eq, exists, gt, inArray, isNotNull, isNull, notExists, or, type SQL, sql } from 'drizzle-orm';
import type { TenantId, UserId } from '../../core/ids.ts';
import type { FoundUser, Store } from '../../core/ports/store.ts';
import type { Db } from './connection.ts';
import { actorOf } from '../tables/people.ts';
import {
  audit,
  grants,
  jobs,
  members,
  messages,
  moderators,
  policies,
  requests,
  strikes,
  tenants,
  users,
} from './schema.ts';

const one = sql`1`;

/** People by what others call them, and those of whom nothing else is known. */
export function peopleOn(db: Db) {
  const kept = [
    db.select({ one }).from(requests).where(eq(requests.userId, users.id)),
    db.select({ one }).from(jobs).where(eq(jobs.userId, users.id)),
    db
      .select({ one })
      .from(policies)
      .where(eq(policies.subject, sql`${users.id}`)),
    db.select({ one }).from(moderators).where(eq(moderators.userId, users.id)),
    db.select({ one }).from(grants).where(eq(grants.userId, users.id)),
    // Of others it is only noted what their platform said, which goes with them.
    db
      .select({ one })
      .from(members)
      .where(and(eq(members.userId, users.id), isNotNull(members.blockedAtMs))),
    // Its index is partial: the condition has to be written as there.
    db
      .select({ one })
      .from(messages)
      .where(and(eq(messages.author, users.id), isNotNull(messages.author))),
    // `+` lets go of the column's type, with which SQLite would not use the index.
    db
      .select({ one })
      .from(audit)
      .innerJoin(tenants, eq(tenants.id, audit.tenantId))
      .where(and(eq(actorOf(audit), sql`+${users.id}`), isNull(tenants.emptiedAtMs))),
  ];
  /** Those who left a mark are known by it until it ends. */
  const isOnlooker = and(isNull(users.mark), isNull(users.forgottenAtMs), ...kept.map((each) => notExists(each)));

  /** Those who asked for something in a tenant, or of whom was decided whether they moderate it. */
  const inTenant = (tenantId: TenantId): SQL[] =>
    [requests, moderators].map((table) =>
      exists(
        db
          .select({ one })
          .from(table)
          .where(and(eq(table.userId, users.id), eq(table.tenantId, tenantId))),
      ),
    );

  return {
    /** Of the next few people who were seen before then. */
    onlookers({ seenBeforeMs, after, limit }: Parameters<Store['dropOnlookers']>[0]): {
      readonly onlookers: UserId[];
      readonly next: UserId | null;
    } {
      const page = db
        .select({ id: users.id, createdAtMs: users.createdAtMs })
        .from(users)
        .where(gt(users.id, sql`${after ?? ''}`))
        .orderBy(asc(users.id))
        .limit(limit)
        .all();
      const ids = page.filter(({ createdAtMs }) => createdAtMs < seenBeforeMs).map(({ id }) => id);
      const found = db
        .select({ id: users.id })
        .from(users)
        .where(and(inArray(users.id, ids), isOnlooker))
        .all();
      return { onlookers: found.map(({ id }) => id), next: page.length === limit ? (page.at(-1)?.id ?? null) : null };
    },

    /** Those of them who are still nothing but onlookers. Returns how many. */
    drop(onlookers: readonly UserId[]): number {
      const still = db
        .select({ id: users.id })
        .from(users)
        .where(and(inArray(users.id, [...onlookers]), isOnlooker))
        .all()
        .map(({ id }) => id);
      for (const table of [members, strikes]) db.delete(table).where(inArray(table.userId, still)).run();
      return db.delete(users).where(inArray(users.id, still)).run().changes;
    },

    findUser({ platform, tenantId, by }: Parameters<Store['findUser']>[0]): FoundUser[] {
      const isKnownThere = tenantId === null ? undefined : or(...inTenant(tenantId));
      const called = by.kind === 'name' ? isNotNull(users.name) : eq(users.externalId, by.text);
      const found = db
        .select({ userId: users.id, name: users.name, externalId: users.externalId })
        .from(users)
        .where(and(eq(users.platform, platform), called, isKnownThere))
        .orderBy(asc(users.createdAtMs), asc(users.id))
        .all();
      if (by.kind === 'externalId') return found;
      // SQLite knows the capitals of ASCII alone.
      const wanted = folded(by.text);
      return found.filter(({ name }) => name !== null && folded(name) === wanted);
    },
  };
}

function folded(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
