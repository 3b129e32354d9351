import { and, asc, eq, isNotNull, isNull, like, or, sql } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../core/actor.ts';
import type { TenantId } from '../../core/ids.ts';
import type { SettingsChanged, Store, TooManyZones } from '../../core/ports/store.ts';
import type { Tenant, TenantBudget } from '../../core/tenant.ts';
import { changedSettings, formerZonesDefaults, withFormerZone } from '../../core/tenant-settings.ts';
import type { TimeZone, Zones } from '../../core/window.ts';
import { tenantOf } from '../rows/tenant-row.ts';
import type { Audit } from './audit.ts';
import type { Db } from './connection.ts';
import { tenants } from './schema.ts';

const firstTimeZone = 'UTC';

export type Tenants = ReturnType<typeof tenantsOn>;

/** Tenants, each made on first sight. */
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
  const selectLeft = db
    .select({ leftAtMs: tenants.leftAtMs })
    .from(tenants)
    .where(eq(tenants.id, sql.placeholder('id')))
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
      formerZones: [],
      settings: {},
      nextNumber: 1,
      createdAtMs: nowMs,
      name: null,
      leftAtMs: null,
      emptiedTo: null,
      emptiedAtMs: null,
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

    setUp(ask: Parameters<Store['setSettings']>[0]): SettingsChanged | TooManyZones {
      const { tenantId, change, actor, reason, nowMs } = ask;
      const { settings: before, timeZone: zoneBefore, formerZones: zonesBefore } = ensure(tenantId, nowMs);
      const after = changedSettings(before, change, nowMs);
      const zoneAfter = change.timeZone ?? zoneBefore;
      const isMoved = zoneAfter !== zoneBefore;
      const formerZones = isMoved ? withFormerZone(zonesBefore, { timeZone: zoneBefore, untilMs: nowMs }) : zonesBefore;
      const { max, keptMs } = formerZonesDefaults;
      if (formerZones.length > max) {
        return { kind: 'too_many_zones', max, freesAtMs: (formerZones[0]?.untilMs ?? nowMs) + keptMs };
      }
      db.update(tenants)
        .set({ settings: after, timeZone: zoneAfter, formerZones })
        .where(eq(tenants.id, tenantId))
        .run();
      const isSame = isDeepStrictEqual({ ...before, setUpAtMs: null }, { ...after, setUpAtMs: null });
      const changed = isMoved || !isSame;
      if (changed) {
        const zones = (timeZone: TimeZone) => (isMoved ? { timeZone } : {});
        const line = { before: { ...before, ...zones(zoneBefore) }, after: { ...after, ...zones(zoneAfter) } };
        audit.add({ actor, tenantId, what: 'settings', target: tenantId, ...line, reason }, nowMs);
      }
      return { kind: 'done', changed, before, after, zoneBefore, zoneAfter };
    },

    find,

    /** In the order in which they were first seen. */
    all(platform: string | null): Tenant[] {
      const ofPlatform =
        platform === null ? undefined : or(eq(tenants.id, sql`${platform}`), like(tenants.id, `${platform}:%`));
      return db
        .select()
        .from(tenants)
        .where(ofPlatform)
        .orderBy(asc(tenants.createdAtMs), asc(tenants.id))
        .all()
        .map(tenantOf);
    },

    setName(id: TenantId, name: string, nowMs: number): void {
      if (ensure(id, nowMs).name !== name) db.update(tenants).set({ name }).where(eq(tenants.id, id)).run();
    },

    setLeft(id: TenantId, leftAtMs: number): void {
      db.update(tenants)
        .set({ leftAtMs })
        .where(and(eq(tenants.id, id), isNull(tenants.leftAtMs)))
        .run();
    },

    isLeft: (id: TenantId): boolean => typeof selectLeft.get({ id })?.leftAtMs === 'number',

    /** We are there, perhaps again. */
    comeBack(id: TenantId, nowMs: number): void {
      ensure(id, nowMs);
      db.update(tenants)
        .set({ leftAtMs: null, emptiedTo: null, emptiedAtMs: null })
        .where(and(eq(tenants.id, id), isNotNull(tenants.leftAtMs)))
        .run();
    },

    /** Also of a tenant that was never seen: it would be made with this one. */
    timeZoneOf: (id: TenantId): TimeZone => find(id)?.timeZone ?? firstTimeZone,

    /** Likewise. */
    zonesOf: (id: TenantId): Zones => find(id) ?? { timeZone: firstTimeZone, formerZones: [] },
  };
}
