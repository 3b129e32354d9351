import { and, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../core/actor.ts';
import type { TenantId, UserId } from '../../core/ids.ts';
import type { Store } from '../../core/ports/store.ts';
import type { Requester } from '../../core/request.ts';
import type { Tenant, TenantBudget } from '../../core/tenant.ts';
import type { TimeZone } from '../../core/window.ts';
import type { Audit } from './audit.ts';
import type { Db } from './connection.ts';
import { tenants, users } from './schema.ts';

type Who = Parameters<Store['identify']>[0];

const firstTimeZone = 'UTC';

export type Tenants = ReturnType<typeof tenantsOn>;

/** Tenants and users, each made on first sight. */
export function tenantsOn(db: Db, audit: Audit) {
  const selectTenant = db
    .select()
    .from(tenants)
    .where(eq(tenants.id, sql.placeholder('id')))
    .prepare();

  const addToNumber = db
    .update(tenants)
    .set({ nextNumber: sql`${tenants.nextNumber} + ${sql.placeholder('count')}` })
    .where(eq(tenants.id, sql.placeholder('id')))
    .returning({ after: tenants.nextNumber })
    .prepare();
  const selectUser = db
    .select({ externalId: users.externalId, name: users.name })
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare();
  const selectIdentity = db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.platform, sql.placeholder('platform')), eq(users.externalId, sql.placeholder('externalId'))))
    .prepare();

  function find(id: TenantId): Tenant | null {
    const row = selectTenant.get({ id });
    return row ? tenantOf(row) : null;
  }

  function ensure(id: TenantId, nowMs: number): Tenant {
    const known = find(id);
    if (known) return known;
    const row = {
      id,
      perDayMicroUsd: null,
      perMonthMicroUsd: null,
      timeZone: firstTimeZone,
      settings: {},
      nextNumber: 1,
      createdAtMs: nowMs,
    };
    db.insert(tenants).values(row).run();
    return tenantOf(row);
  }

  return {
    ensure,

    get(id: TenantId): Tenant {
      const tenant = find(id);
      if (!tenant) throw new Error(`expected the tenant ${id} to be stored, and it was not`);
      return tenant;
    },

    /** Takes short numbers for new jobs; returns the first. */
    takeNumbers(id: TenantId, count: number): number {
      const [row] = addToNumber.all({ id, count });
      if (!row) throw new Error(`expected the tenant ${id} to be stored, and it was not`);
      return row.after - count;
    },

    allow(id: TenantId, budget: TenantBudget | null, actor: Actor, nowMs: number): Tenant {
      const before = ensure(id, nowMs);
      const { perDayMicroUsd, perMonthMicroUsd } = budget ?? { perDayMicroUsd: null, perMonthMicroUsd: null };
      db.update(tenants).set({ perDayMicroUsd, perMonthMicroUsd }).where(eq(tenants.id, id)).run();
      const [what, target] = ['tenant_budget', id];
      audit.add({ actor, tenantId: id, what, target, before: before.budget, after: budget, reason: null }, nowMs);
      return { ...before, budget };
    },

    find,

    /** Also of a tenant that was never seen: it would be made with this one. */
    timeZoneOf: (id: TenantId): TimeZone => find(id)?.timeZone ?? firstTimeZone,

    /** Who that is, if nothing is to be written about them. */
    recognise({ platform, externalId, name }: Who): UserId | null {
      const known = selectIdentity.get({ platform, externalId });
      return known && (name === null || name === known.name) ? known.id : null;
    },

    identify({ platform, externalId, name, newId, nowMs }: Who): UserId {
      const known = selectIdentity.get({ platform, externalId });
      if (!known) {
        db.insert(users).values({ id: newId, platform, externalId, name, createdAtMs: nowMs }).run();
        return newId;
      }
      if (name !== null && name !== known.name) db.update(users).set({ name }).where(eq(users.id, known.id)).run();
      return known.id;
    },

    nameOf: (id: UserId): string | null => selectUser.get({ id })?.name ?? null,

    requester(userId: UserId): Requester {
      return { userId, ...(selectUser.get({ id: userId }) ?? { externalId: null, name: null }) };
    },
  };
}

function tenantOf(row: typeof tenants.$inferSelect): Tenant {
  const { id, perDayMicroUsd, perMonthMicroUsd, timeZone, createdAtMs } = row;
  const budget = perDayMicroUsd === null || perMonthMicroUsd === null ? null : { perDayMicroUsd, perMonthMicroUsd };
  return { id, budget, timeZone, createdAtMs };
}
