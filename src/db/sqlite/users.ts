import {
  and,
  asc,
  eq,
  exists,
  gt,
  isNotNull,
  isNull,
  lte,
  max,
  ne,
  notExists,
  or,
  type Placeholder,
  type SQL,
  sql,
} from 'drizzle-orm';
import { personMark } from '../../core/forgetting.ts';
import type { UserId } from '../../core/ids.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Requester } from '../../core/request.ts';
import type { Db } from './connection.ts';
import { grants, members, moderators, policies, requests, tenants, users } from './schema.ts';

type Who = Parameters<Store['identify']>[0];

export type Users = ReturnType<typeof usersOn>;

/** Users, each made on first sight, and the marks that forgotten ones leave. */
export function usersOn(db: Db, personKey: Uint8Array) {
  const selectUser = db
    .select({ externalId: users.externalId, name: users.name, forgottenAtMs: users.forgottenAtMs })
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare();
  const selectIdentity = db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.platform, sql.placeholder('platform')), eq(users.externalId, sql.placeholder('externalId'))))
    .prepare();
  /** What was decided about them holds until that is over or taken back: limits, blocks, what they were given, whether they moderate. */
  const decisionsAt = (nowMs: number | Placeholder) => [
    db
      .select({ one: sql`1` })
      .from(policies)
      .where(eq(policies.subject, sql`${users.id}`)),
    db
      .select({ one: sql`1` })
      .from(moderators)
      .where(eq(moderators.userId, users.id)),
    db
      .select({ one: sql`1` })
      .from(members)
      .where(
        and(
          eq(members.userId, users.id),
          isNotNull(members.blockedAtMs),
          or(isNull(members.blockedUntilMs), gt(members.blockedUntilMs, nowMs)),
        ),
      ),
    db
      .select({ one: sql`1` })
      .from(grants)
      .innerJoin(tenants, eq(tenants.id, grants.tenantId))
      .where(
        and(
          eq(grants.userId, users.id),
          // Written as in its partial index.
          sql`${grants.left} > 0`,
          or(isNull(grants.expiresAtMs), gt(grants.expiresAtMs, nowMs)),
          isNull(tenants.emptiedAtMs),
        ),
      ),
  ];
  const selectMarked = db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.platform, sql.placeholder('platform')),
        eq(users.mark, sql.placeholder('mark')),
        // Written as in its partial index.
        isNotNull(users.mark),
        or(
          gt(users.markedUntilMs, sql.placeholder('nowMs')),
          ...decisionsAt(sql.placeholder('nowMs')).map((each) => exists(each)),
        ),
      ),
    )
    .prepare();

  // Written as in its partial index.
  const isEnded = (nowMs: number | Placeholder): SQL | undefined =>
    and(isNotNull(users.mark), lte(users.markedUntilMs, nowMs), ...decisionsAt(nowMs).map((each) => notExists(each)));

  const selectEnded = db
    .select({ id: users.id })
    .from(users)
    .where(isEnded(sql.placeholder('nowMs')))
    .limit(1)
    .prepare();
  const find = (id: UserId) => selectUser.get({ id });

  const selectToEmpty = db
    .select({ id: users.id, forgottenAtMs: users.forgottenAtMs })
    .from(users)
    .where(isNotNull(users.forgottenAtMs))
    .orderBy(asc(users.forgottenAtMs))
    .limit(1)
    .prepare();

  return {
    /** Null when they are to be made, or their name refreshed. */
    recognise({ platform, externalId, name }: Who): UserId | null {
      const known = selectIdentity.get({ platform, externalId });
      return known && (name === null || name === known.name) ? known.id : null;
    },

    identify({ platform, externalId, name, newId, nowMs, isMentioned = false }: Who): UserId {
      const known = selectIdentity.get({ platform, externalId });
      if (!known) {
        const mark = personMark(personKey, platform, externalId);
        const marked = selectMarked.get({ platform, mark, nowMs });
        const identity = { externalId, name, mark: null, markedUntilMs: null };
        if (!marked)
          db.insert(users)
            .values({ id: newId, platform, createdAtMs: nowMs, forgottenAtMs: null, ...identity })
            .run();
        else if (!isMentioned) db.update(users).set(identity).where(eq(users.id, marked.id)).run();
        return marked?.id ?? newId;
      }
      if (name !== null && name !== known.name) db.update(users).set({ name }).where(eq(users.id, known.id)).run();
      return known.id;
    },

    isKnown: (id: UserId): boolean => typeof find(id)?.externalId === 'string',

    /** Leaves a mark in place of who that is. One that an earlier number of the same person still had ends with it. */
    leaveMark(id: UserId, markedUntilMs: number): void {
      const known = db.select().from(users).where(eq(users.id, id)).get();
      if (!known || known.externalId === null) return;
      const { platform } = known;
      const mark = personMark(personKey, platform, known.externalId);
      db.update(users)
        .set({ mark: null, markedUntilMs: null })
        .where(and(eq(users.platform, platform), eq(users.mark, mark), isNotNull(users.mark), ne(users.id, id)))
        .run();
      db.update(users).set({ externalId: null, name: null, mark, markedUntilMs }).where(eq(users.id, id)).run();
    },

    hasEndedMarks: (nowMs: number): boolean => selectEnded.get({ nowMs }) !== undefined,

    /** Takes away the marks that have ended, unless something was decided about whoever has it. Returns how many. */
    dropMarks(nowMs: number): number {
      return db.update(users).set({ mark: null, markedUntilMs: null }).where(isEnded(nowMs)).run().changes;
    },

    /** What they asked for until now is to be emptied. Whatever they ask for later comes after that, by any clock. */
    setForgotten(id: UserId, nowMs: number): void {
      const newest = db
        .select({ atMs: max(requests.createdAtMs) })
        .from(requests)
        .where(and(eq(requests.userId, id), isNotNull(requests.prompt)))
        .get();
      const forgottenAtMs = Math.max(nowMs, newest?.atMs ?? 0, find(id)?.forgottenAtMs ?? 0);
      db.update(users).set({ forgottenAtMs }).where(eq(users.id, id)).run();
    },

    setEmptied: (id: UserId): void => void db.update(users).set({ forgottenAtMs: null }).where(eq(users.id, id)).run(),

    /** Somebody of whom not everything is emptied yet, and up to when it is to be. */
    toEmpty(): { readonly id: UserId; readonly forgottenAtMs: number } | null {
      const row = selectToEmpty.get();
      return row && row.forgottenAtMs !== null ? { ...row, forgottenAtMs: row.forgottenAtMs } : null;
    },

    /** Up to when what they asked for is as good as gone; null for those of whom nothing is being emptied. */
    forgottenAtMs: (id: UserId): number | null => find(id)?.forgottenAtMs ?? null,

    nameOf: (id: UserId): string | null => find(id)?.name ?? null,

    requester(userId: UserId): Requester {
      const { externalId, name } = find(userId) ?? { externalId: null, name: null };
      return { userId, externalId, name };
    },
  };
}
