import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { isId, type TenantId, type UserId } from '../../core/ids.ts';
import type { JobStateKind } from '../../core/job.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Db } from './connection.ts';
import type { Forgetting } from './forgetting.ts';
import type { Repositories } from './repositories.ts';
import { audit, jobs, policies, requests, tenants, users } from './schema.ts';

type Parts = { readonly repos: Repositories; readonly forgetting: Forgetting };

const system = { kind: 'system' } as const;

/** Leaving a tenant: at once what nobody can be brought any more, and after a while all that is kept of it. */
export function leavingOn(db: Db, { repos, forgetting }: Parts) {
  /** Names a tenant other than this one in which they asked for something that is kept. */
  function askedElsewhere(tenantId: TenantId) {
    const [elsewhere, other] = [alias(jobs, 'elsewhere'), alias(tenants, 'other')];
    return db
      .select({ one: sql`1` })
      .from(elsewhere)
      .innerJoin(other, eq(other.id, elsewhere.tenantId))
      .where(and(eq(elsewhere.userId, users.id), ne(elsewhere.tenantId, tenantId), isNull(other.emptiedAtMs)));
  }

  /** Those who are still known by name although they asked nowhere else. */
  function peopleOf(tenantId: TenantId, limit: number): UserId[] {
    return db
      .selectDistinct({ id: users.id })
      .from(jobs)
      .innerJoin(users, eq(users.id, jobs.userId))
      .where(and(eq(jobs.tenantId, tenantId), isNotNull(users.externalId), notExists(askedElsewhere(tenantId))))
      .limit(limit)
      .all()
      .map(({ id }) => id);
  }

  /** Those with limits of their own there, who perhaps never asked for anything. */
  function subjectsOf(tenantId: TenantId): UserId[] {
    const found = db
      .selectDistinct({ subject: policies.subject })
      .from(policies)
      .innerJoin(users, eq(users.id, sql`${policies.subject}`))
      .where(and(eq(policies.tenantId, tenantId), notExists(askedElsewhere(tenantId))))
      .all();
    return found.flatMap(({ subject }) => (isId('user', subject) ? [subject] : []));
  }

  function close(id: TenantId, nowMs: number): void {
    for (const userId of subjectsOf(id)) repos.tenants.forgetPerson(userId, null);
    db.delete(policies).where(eq(policies.tenantId, id)).run();
    // Why something was decided is free text, and may name people.
    db.update(audit)
      .set({ reason: null })
      .where(and(eq(audit.tenantId, id), isNotNull(audit.reason)))
      .run();
    db.update(tenants).set({ name: null, settings: {}, emptiedAtMs: nowMs }).where(eq(tenants.id, id)).run();
  }

  return {
    leave(id: TenantId, nowMs: number): number {
      repos.tenants.setLeft(id, nowMs);
      const isUnsent = inArray(jobs.state, ['awaiting_approval', 'preparing', 'queued'] satisfies JobStateKind[]);
      return forgetting.stop(and(eq(jobs.tenantId, id), isUnsent), system, nowMs).cancelled;
    },

    emptyOne({ leftBeforeMs, requestsMax, nowMs }: Parameters<Store['emptyLeftTenant']>[0]): boolean {
      const tenant = db
        .select({ id: tenants.id })
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
      forgetting.emptyAll(words, system, nowMs);
      const people = words.length > 0 ? [] : peopleOf(id, requestsMax);
      for (const userId of people) repos.tenants.forgetPerson(userId, null);
      if (words.length + people.length === 0) close(id, nowMs);
      return true;
    },
  };
}
