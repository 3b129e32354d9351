import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { markedUntilMs } from '../../core/forgetting.ts';
import type { TenantId, UserId } from '../../core/ids.ts';
import type { JobStateKind } from '../../core/job.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Db } from './connection.ts';
import type { Forgetting } from './forgetting.ts';
import { textPlaceholder } from './placeholders.ts';
import type { Repositories } from './repositories.ts';
import {
  audit,
  grants,
  installations,
  jobs,
  members,
  moderators,
  policies,
  requests,
  tenants,
  users,
} from './schema.ts';

type Parts = { readonly repos: Repositories; readonly forgetting: Forgetting };

const system = { kind: 'system' } as const;

/** So many people are gone through at a time; of each, an index answers what is to be known. */
const peopleAtOnce = 500;

/** Leaving a tenant: at once what nobody can be brought any more, and after a while all that is kept of it. */
export function leavingOn(db: Db, { repos, forgetting }: Parts) {
  /** Goes from tenant to tenant, so that somebody who asked for much in one takes no longer. */
  const selectNextTenant = db
    .select({ id: requests.tenantId, emptiedAtMs: tenants.emptiedAtMs })
    .from(requests)
    .innerJoin(tenants, eq(tenants.id, requests.tenantId))
    .where(and(eq(requests.userId, textPlaceholder('userId')), gt(requests.tenantId, textPlaceholder('after'))))
    .orderBy(asc(requests.tenantId))
    .limit(1)
    .prepare();
  const selectLimits = db
    .select({ tenantId: policies.tenantId })
    .from(policies)
    .innerJoin(tenants, eq(tenants.id, policies.tenantId))
    .where(and(eq(policies.subject, textPlaceholder('userId')), isNull(tenants.emptiedAtMs)))
    .prepare();
  const selectModerated = db
    .select({ tenantId: moderators.tenantId })
    .from(moderators)
    .innerJoin(tenants, eq(tenants.id, moderators.tenantId))
    .where(and(eq(moderators.userId, textPlaceholder('userId')), isNull(tenants.emptiedAtMs)))
    .prepare();

  const selectGiven = db
    .selectDistinct({ tenantId: grants.tenantId })
    .from(grants)
    .innerJoin(tenants, eq(tenants.id, grants.tenantId))
    // Written as in its partial index.
    .where(and(sql`${grants.left} > 0`, eq(grants.userId, textPlaceholder('userId')), isNull(tenants.emptiedAtMs)))
    .prepare();
  const selectBlocked = db
    .select({ tenantId: members.tenantId })
    .from(members)
    .innerJoin(tenants, eq(tenants.id, members.tenantId))
    .where(
      and(eq(members.userId, textPlaceholder('userId')), isNotNull(members.blockedAtMs), isNull(tenants.emptiedAtMs)),
    )
    .prepare();

  /** The tenants in which they asked for something, were given something or blocked, are held to limits of their own or may moderate, that are not emptied. */
  function keptIn(userId: UserId): ReadonlySet<TenantId> {
    const selects = [selectLimits, selectModerated, selectGiven, selectBlocked];
    const decided = selects.flatMap((select) => select.all({ userId }));
    const kept = new Set(decided.map(({ tenantId }) => tenantId));
    for (let next = selectNextTenant.get({ userId, after: '' }); next;) {
      if (next.emptiedAtMs === null) kept.add(next.id);
      next = selectNextTenant.get({ userId, after: next.id });
    }
    return kept;
  }

  /** Forgets, of the next few people there are, those who are known from this tenant alone. False when all were gone through. */
  function forgetPeople(
    { id, emptiedTo }: Pick<typeof tenants.$inferSelect, 'id' | 'emptiedTo'>,
    nowMs: number,
  ): boolean {
    const people = db
      .select({ id: users.id, externalId: users.externalId })
      .from(users)
      .where(gt(users.id, sql`${emptiedTo ?? ''}`))
      .orderBy(asc(users.id))
      .limit(peopleAtOnce)
      .all();
    for (const { id: userId, externalId } of people) {
      if (externalId === null) continue;
      const kept = keptIn(userId);
      if (kept.size === 1 && kept.has(id)) repos.users.leaveMark(userId, markedUntilMs(nowMs));
    }
    const last = people.at(-1);
    if (last) db.update(tenants).set({ emptiedTo: last.id }).where(eq(tenants.id, id)).run();
    return last !== undefined;
  }

  function close(id: TenantId, nowMs: number): void {
    repos.members.empty(id);
    repos.approvals.forgetReasons({ tenantId: id });
    for (const table of [policies, moderators, installations]) db.delete(table).where(eq(table.tenantId, id)).run();
    // Why something was decided is free text, and may name people.
    db.update(audit)
      .set({ reason: null })
      .where(and(eq(audit.tenantId, id), isNotNull(audit.reason)))
      .run();
    const nothing = { name: null, settings: {}, emptiedTo: null };
    db.update(tenants)
      .set({ ...nothing, emptiedAtMs: nowMs })
      .where(eq(tenants.id, id))
      .run();
  }

  return {
    leave(id: TenantId, nowMs: number): number {
      repos.tenants.setLeft(id, nowMs);
      const isUnsent = inArray(jobs.state, ['awaiting_approval', 'preparing', 'queued'] satisfies JobStateKind[]);
      // `+` keeps SQLite to the jobs that are open, which are few.
      const { cancelled } = forgetting.stop(and(eq(sql`+${jobs.tenantId}`, id), isUnsent), system, nowMs);
      repos.approvals.hideIn(id);
      return cancelled;
    },

    emptyOne({ leftBeforeMs, requestsMax, nowMs }: Parameters<Store['emptyLeftTenant']>[0]): boolean {
      const tenant = db
        .select({ id: tenants.id, emptiedTo: tenants.emptiedTo })
        .from(tenants)
        .where(and(lte(tenants.leftAtMs, leftBeforeMs), isNull(tenants.emptiedAtMs)))
        .orderBy(asc(tenants.leftAtMs))
        .get();
      if (!tenant) return false;
      const { id } = tenant;
      const words = db
        .select({ id: requests.id, inboundKey: requests.inboundKey })
        .from(requests)
        // Written as in its partial index.
        .where(and(eq(requests.tenantId, id), isNotNull(requests.prompt)))
        .limit(requestsMax)
        .all();
      forgetting.emptyAll(words, nowMs);
      if (words.length === 0 && !forgetPeople(tenant, nowMs)) close(id, nowMs);
      return true;
    },
  };
}
