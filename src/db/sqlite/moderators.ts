import { and, asc, eq, ne } from 'drizzle-orm';
import type { TenantId, UserId } from '../../core/ids.ts';
import type { ModeratorDecided, Moderators } from '../../core/ports/moderators.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import type { Repositories } from './repositories.ts';
import { moderators, users } from './schema.ts';
import type { Transactions } from './transact.ts';

type Parts = Pick<Repositories, 'audit' | 'tenants' | 'users'>;

export function moderatorsOn(
  db: Db,
  { audit, tenants, users: people }: Parts,
  { read, write }: Transactions,
): Moderators {
  const selectOne = db
    .select({ isModerator: moderators.isModerator })
    .from(moderators)
    .where(and(eq(moderators.tenantId, textPlaceholder('tenantId')), eq(moderators.userId, textPlaceholder('userId'))))
    .prepare();

  const decidedOf = (tenantId: TenantId, userId: UserId): boolean | null =>
    selectOne.get({ tenantId, userId })?.isModerator ?? null;

  function isAnybodyElse(tenantId: TenantId, userId: UserId): boolean {
    const isOther = and(
      eq(moderators.tenantId, tenantId),
      eq(moderators.isModerator, true),
      ne(moderators.userId, userId),
    );
    return db.select({ userId: moderators.userId }).from(moderators).where(isOther).limit(1).get() !== undefined;
  }

  function decide({
    tenantId,
    userId,
    isModerator,
    actor,
    nowMs,
  }: Parameters<Moderators['decide']>[0]): ModeratorDecided {
    const before = decidedOf(tenantId, userId);
    const person = people.requester(userId);
    const isSettled = before === isModerator || (actor.kind === 'system' && before !== null);
    if (isSettled) return { kind: 'decided', person, before, changed: false };
    if (before === true && !isAnybodyElse(tenantId, userId)) return { kind: 'last_one', person };
    tenants.ensure(tenantId, nowMs);
    const decided = { isModerator, decidedAtMs: nowMs };
    db.insert(moderators)
      .values({ tenantId, userId, ...decided })
      .onConflictDoUpdate({ target: [moderators.tenantId, moderators.userId], set: decided })
      .run();
    audit.add({ actor, tenantId, what: 'moderator', target: userId, before, after: isModerator, reason: null }, nowMs);
    return { kind: 'decided', person, before, changed: true };
  }

  return {
    decide: (ask) => write(() => decide(ask)),
    of: (tenantId, userId) => read(() => decidedOf(tenantId, userId)),
    list: (tenantId) =>
      read(() =>
        db
          .select({ userId: users.id, name: users.name, externalId: users.externalId })
          .from(moderators)
          .innerJoin(users, eq(users.id, moderators.userId))
          .where(and(eq(moderators.tenantId, tenantId), eq(moderators.isModerator, true)))
          .orderBy(asc(moderators.decidedAtMs), asc(users.id))
          .all(),
      ),
  };
}
