import { and, countDistinct, eq, ne, or, sql } from 'drizzle-orm';
import type { TenantId, UserId } from '../../core/ids.ts';
import {
  changedLimits,
  limitsInOrder,
  memberPolicyOf,
  type PolicySubject,
  type SetLimit,
  type SetLimits,
} from '../../core/policy.ts';
import type { PolicyChanged, Store } from '../../core/ports/store.ts';
import type { NamedUser } from '../../core/quota.ts';
import type { Audit } from './audit.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import { policies, users } from './schema.ts';
import type { Tenants } from './tenants.ts';
import type { Users } from './users.ts';

type Change = Parameters<Store['setPolicy']>[0];

type Parts = { readonly tenants: Tenants; readonly users: Users; readonly audit: Audit };

export type Policies = ReturnType<typeof policiesOn>;

/** The limits that moderators set. */
export function policiesOn(db: Db, { tenants, users: people, audit }: Parts) {
  const selectLimits = db
    .select({ unit: policies.unit, window: policies.windowKind, amount: policies.amount })
    .from(policies)
    .where(and(eq(policies.tenantId, textPlaceholder('tenantId')), eq(policies.subject, textPlaceholder('subject'))))
    .prepare();

  function limitsOf(tenantId: TenantId, subject: PolicySubject): SetLimit[] {
    return selectLimits.all({ tenantId, subject });
  }

  function setLimitsOf(tenantId: TenantId, userId: UserId | null): SetLimits {
    const tenant = limitsOf(tenantId, 'default');
    return { own: userId === null ? [] : limitsOf(tenantId, userId), tenant };
  }

  const ofMembers = (tenantId: TenantId) => and(eq(policies.tenantId, tenantId), ne(policies.subject, 'default'));

  function write(tenantId: TenantId, subject: PolicySubject, limits: readonly SetLimit[], setAtMs: number): void {
    db.delete(policies)
      .where(and(eq(policies.tenantId, tenantId), eq(policies.subject, subject)))
      .run();
    for (const { unit, window: windowKind, amount } of limits) {
      db.insert(policies).values({ tenantId, subject, unit, windowKind, amount, setAtMs }).run();
    }
  }

  /** How many members have a limit of their own for one of these units and windows. */
  function exceptionsTo(tenantId: TenantId, limits: readonly SetLimit[]): number {
    if (limits.length === 0) return 0;
    const pairs = limits.map(({ unit, window }) => and(eq(policies.unit, unit), eq(policies.windowKind, window)));
    const row = db
      .select({ members: countDistinct(policies.subject) })
      .from(policies)
      .where(and(ofMembers(tenantId), or(...pairs)))
      .get();
    return row?.members ?? 0;
  }

  return {
    setLimitsOf,

    /** Members with limits of their own, by name. */
    exceptionsIn(tenantId: TenantId, limit: number): NamedUser[] {
      return db
        .selectDistinct({ userId: users.id, name: users.name })
        .from(policies)
        .innerJoin(users, eq(users.id, sql`${policies.subject}`))
        .where(ofMembers(tenantId))
        .orderBy(users.name, users.id)
        .limit(limit)
        .all();
    },

    set({ tenantId, subject, change, rules, actor, reason, nowMs }: Change): PolicyChanged {
      tenants.ensure(tenantId, nowMs);
      const userId = subject === 'default' ? null : subject;
      const before = memberPolicyOf(setLimitsOf(tenantId, userId), rules);
      const said = limitsInOrder(limitsOf(tenantId, subject));
      const wanted = changedLimits(said, change);
      const changed = JSON.stringify(said) !== JSON.stringify(wanted);
      if (changed) {
        write(tenantId, subject, wanted, nowMs);
        audit.add({ actor, tenantId, what: 'quota', target: subject, before: said, after: wanted, reason }, nowMs);
      }
      const after = memberPolicyOf(setLimitsOf(tenantId, userId), rules);
      return {
        changed,
        name: userId && people.nameOf(userId),
        before,
        after,
        exceptions: userId === null ? exceptionsTo(tenantId, differences(said, wanted)) : 0,
      };
    },
  };
}

/** What one of two has and the other has not, or has otherwise. */
function differences(a: readonly SetLimit[], b: readonly SetLimit[]): SetLimit[] {
  const isIn = (all: readonly SetLimit[], one: SetLimit): boolean =>
    all.some(({ unit, window, amount }) => unit === one.unit && window === one.window && amount === one.amount);
  return [...a.filter((one) => !isIn(b, one)), ...b.filter((one) => !isIn(a, one))];
}
