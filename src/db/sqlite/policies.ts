import { and, countDistinct, eq, or, type SQL, sql } from 'drizzle-orm';
import { isId, type TenantId, type UserId } from '../../core/ids.ts';
import {
  type AdmissionRules,
  changedLimits,
  isSameKey,
  limitKeyOf,
  limitsInOrder,
  type MemberLimit,
  memberPolicyOf,
  nothingSet,
  type PolicySubject,
  roleOf,
  roleSubject,
  type SetLimit,
  type SetLimits,
} from '../../core/policy.ts';
import type { PolicyChanged, Store } from '../../core/ports/store.ts';
import type { NamedUser } from '../../core/quota.ts';
import { budgetPolicyOf } from '../../core/tenant.ts';
import { readRow } from '../rows/readable.ts';
import type { Audit } from './audit.ts';
import type { Db } from './connection.ts';
import type { MemberRows } from './members.ts';
import { textPlaceholder } from './placeholders.ts';
import { policies, users } from './schema.ts';
import type { Tenants } from './tenants.ts';
import type { Users } from './users.ts';

type Change = Parameters<Store['setPolicy']>[0];

type Parts = { readonly tenants: Tenants; readonly users: Users; readonly members: MemberRows; readonly audit: Audit };

/** Everything that is set in a tenant and concerns one admission. */
export type Said = SetLimits & { readonly budget: readonly SetLimit[] };

export type Policies = ReturnType<typeof policiesOn>;

/** The limits that moderators set. */
export function policiesOn(db: Db, { tenants, users: people, members, audit }: Parts) {
  const whom = policies.subject;
  const selectWhere = (condition: SQL) =>
    db
      .select({ subject: whom, unit: policies.unit, window: policies.windowKind, amount: policies.amount })
      .from(policies)
      .where(and(eq(policies.tenantId, textPlaceholder('tenantId')), condition))
      .prepare();
  const selectLimits = selectWhere(eq(whom, textPlaceholder('subject')));
  const selectOfMember = selectWhere(sql`${whom} in (${textPlaceholder('userId')}, 'default', 'budget')`);
  // Of all roles: moderators set something for few, and members may have many.
  const selectOfRoles = selectWhere(sql`${whom} > 'role:' and ${whom} < 'role;'`);

  const limitsFrom = (tenantId: TenantId, rows: readonly Row[]): SetLimit[] =>
    limitsInOrder(rows.map((row) => setLimitOf(tenantId, row)));

  const limitsOf = (tenantId: TenantId, subject: PolicySubject): SetLimit[] =>
    limitsFrom(tenantId, selectLimits.all({ tenantId, subject }));

  function saidOf(tenantId: TenantId, userId: UserId, roles: readonly string[]): Said {
    const rows = Map.groupBy(selectOfMember.all({ tenantId, userId }), ({ subject }) => subject);
    const of = (subject: PolicySubject): SetLimit[] => limitsFrom(tenantId, rows.get(subject) ?? []);
    return { own: of(userId), roles: rolesOf(tenantId, roles), tenant: of('default'), budget: of('budget') };
  }

  function rolesOf(tenantId: TenantId, roles: readonly string[]): SetLimits['roles'] {
    if (roles.length === 0) return [];
    const rows = Map.groupBy(selectOfRoles.all({ tenantId }), ({ subject }) => subject);
    return roles.flatMap((role) => {
      const ofRole = rows.get(roleSubject(role));
      return ofRole ? [{ role, limits: limitsFrom(tenantId, ofRole) }] : [];
    });
  }

  /** What holds for a subject when this is set for it. */
  function policyWith(
    change: Pick<Change, 'tenantId' | 'subject' | 'rules' | 'nowMs'>,
    set: readonly SetLimit[],
  ): MemberLimit[] {
    const { tenantId, subject, rules, nowMs } = change;
    if (subject === 'budget') return budgetPolicyOf(tenants.find(tenantId) ?? { budget: null }, set);
    if (subject === 'default') return memberPolicyOf({ ...nothingSet, tenant: set }, rules);
    const role = roleOf(subject);
    const tenant = limitsOf(tenantId, 'default');
    if (role !== null) return memberPolicyOf({ own: [], roles: [{ role, limits: set }], tenant }, rules);
    if (!isId('user', subject)) throw new TypeError(`expected somebody whom a limit can be for, got ${subject}`);
    const { roles } = members.of({ tenantId, userId: subject, nowMs });
    return memberPolicyOf({ ...saidOf(tenantId, subject, roles), own: set }, rules);
  }

  const ofMembers = (tenantId: TenantId) => and(eq(policies.tenantId, tenantId), sql`${policies.subject} glob 'usr_*'`);

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
    saidOf,
    limitsOf,

    /** What holds for a member, or for everybody without limits of their own (null). */
    policyOf(
      tenantId: TenantId,
      userId: UserId | null,
      roles: readonly string[],
      rules: AdmissionRules,
    ): MemberLimit[] {
      if (userId !== null) return memberPolicyOf(saidOf(tenantId, userId, roles), rules);
      return memberPolicyOf({ ...nothingSet, tenant: limitsOf(tenantId, 'default') }, rules);
    },

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

    set(ask: Change): PolicyChanged {
      const { tenantId, subject, change, actor, reason, nowMs, isPreview = false } = ask;
      const said = limitsOf(tenantId, subject);
      const wanted = changedLimits(said, change);
      const [before, after] = [policyWith(ask, said), policyWith(ask, wanted)];
      const changed = JSON.stringify(said) !== JSON.stringify(wanted);
      const isMember = isId('user', subject);
      if (changed && !isPreview) {
        tenants.ensure(tenantId, nowMs);
        write(tenantId, subject, wanted, nowMs);
        audit.add({ actor, tenantId, what: 'quota', target: subject, before: said, after: wanted, reason }, nowMs);
      }
      return {
        changed,
        name: isMember ? people.nameOf(subject) : null,
        before,
        after,
        exceptions: isMember || subject === 'budget' ? 0 : exceptionsTo(tenantId, differences(said, wanted)),
      };
    },
  };
}

type Row = { readonly subject: string; readonly unit: string; readonly window: string; readonly amount: number | null };

function setLimitOf(tenantId: TenantId, { subject, unit, window, amount }: Row): SetLimit {
  return readRow('policies', `${tenantId} ${subject} ${unit} ${window}`, () => {
    const key = limitKeyOf(unit, window);
    if (!key) throw new TypeError('expected a unit and a window that there are');
    return { ...key, amount };
  });
}

/** What one of two has and the other has not, or has otherwise. */
function differences(a: readonly SetLimit[], b: readonly SetLimit[]): SetLimit[] {
  const isIn = (all: readonly SetLimit[], one: SetLimit): boolean =>
    all.some((other) => isSameKey(one, other) && other.amount === one.amount);
  return [...a.filter((one) => !isIn(b, one)), ...b.filter((one) => !isIn(a, one))];
}
