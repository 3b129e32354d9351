import { type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import type { GrantId, TenantId, UserId } from '../../core/ids.ts';
import type { Unit } from '../../core/ledger.ts';
import type { LimitKey } from '../../core/policy.ts';
import type { StrikeKind } from '../../core/ports/members.ts';
import { jsonField } from '../json-field.ts';
import type { Kit } from '../kit.ts';

/** Who asks, and for whom: tenants and the identities of users, with what was decided about them. */
/** The person who decided it; null for nobody. */
export function actorOf({ actor }: { readonly actor: SQLWrapper }): SQL<string | null> {
  return jsonField(actor, '$.userId');
}

export function peopleTables(kit: Kit) {
  const meta = kit.table('meta', {
    key: kit.text('key').primaryKey(),
    value: kit.text('value').notNull(),
  });

  const tenants = kit.table('tenants', {
    id: kit.id<TenantId>('id').primaryKey(),
    /** Both null until the operator allows the tenant to use real engines. */
    perDayMicroUsd: kit.amount('per_day_micro_usd'),
    perMonthMicroUsd: kit.amount('per_month_micro_usd'),
    timeZone: kit.text('time_zone').notNull(),
    /** Zones that it had lately; null for none. */
    formerZones: kit.json('former_zones'),
    settings: kit.json('settings').notNull(),
    /** The next short number of a job. */
    nextNumber: kit.int('next_number').notNull(),
    createdAtMs: kit.ms('created_at_ms').notNull(),
    /** What its platform calls it. */
    name: kit.text('name'),
    /** Since when we are no longer wanted there. */
    leftAtMs: kit.ms('left_at_ms'),
    /** While it is emptied: up to whom its people have been gone through. */
    emptiedTo: kit.id<UserId>('emptied_to'),
    /** Set once nothing of it is kept any more but the books. */
    emptiedAtMs: kit.ms('emptied_at_ms'),
  });

  /** Everything else refers to `id` alone, so that forgetting a person empties this row and leaves the books. */
  const users = kit.table(
    'users',
    {
      id: kit.id<UserId>('id').primaryKey(),
      platform: kit.text('platform').notNull(),
      externalId: kit.text('external_id'),
      name: kit.text('name'),
      createdAtMs: kit.ms('created_at_ms').notNull(),
      /** By what a forgotten person is known again until `markedUntilMs`. It leads back to nobody without the key. */
      mark: kit.text('mark'),
      markedUntilMs: kit.ms('marked_until_ms'),
      /** What they asked for up to then is as good as gone, and being taken away; null when nothing is left of it. */
      forgottenAtMs: kit.ms('forgotten_at_ms'),
    },
    (t) => [
      kit.unique('users_identity').on(t.platform, t.externalId),
      kit
        .unique('users_mark')
        .on(t.platform, t.mark)
        .where(sql`${t.mark} is not null`),
      kit
        .index('users_to_empty')
        .on(t.forgottenAtMs)
        .where(sql`${t.forgottenAtMs} is not null`),
    ],
  );

  /** Limits that moderators set. Where a subject has none of its own, the tenant's, then the service's defaults hold. */
  const policies = kit.table(
    'policies',
    {
      tenantId: kit
        .id<TenantId>('tenant_id')
        .notNull()
        .references(() => tenants.id),
      /** A user id, `role:` with a role's id, `default` for everybody in the tenant, or `budget` for all of it together. */
      subject: kit.text('subject').notNull(),
      unit: kit.id<LimitKey['unit']>('unit').notNull(),
      windowKind: kit.id<LimitKey['window']>('window_kind').notNull(),
      /** Null for no limit. */
      amount: kit.amount('amount'),
      setAtMs: kit.ms('set_at_ms').notNull(),
    },
    (t) => [
      kit.primaryKey({ columns: [t.tenantId, t.subject, t.unit, t.windowKind] }),
      kit.index('policies_of_subject').on(t.subject),
    ],
  );

  const audit = kit.table(
    'audit',
    {
      id: kit.text('id').primaryKey(),
      atMs: kit.ms('at_ms').notNull(),
      actor: kit.json('actor').notNull(),
      /** Null for what concerns the whole service. */
      tenantId: kit.id<TenantId>('tenant_id'),
      what: kit.text('what').notNull(),
      target: kit.text('target').notNull(),
      before: kit.json('before'),
      after: kit.json('after'),
      reason: kit.text('reason'),
    },
    (t) => [
      kit.index('audit_of_target').on(t.target, t.atMs),
      kit.index('audit_of_tenant').on(t.tenantId, t.atMs),
      kit.index('audit_of_actor').on(actorOf(t)),
    ],
  );

  /** Sessions of the console that were signed out of before their time. */
  const endedSessions = kit.table('ended_sessions', {
    id: kit.text('id').primaryKey(),
    untilMs: kit.ms('until_ms').notNull(),
  });

  /** What lets us act in a tenant, sealed, where its platform gives each a secret of its own. */
  const installations = kit.table('installations', {
    tenantId: kit
      .id<TenantId>('tenant_id')
      .primaryKey()
      .references(() => tenants.id),
    sealed: kit.text('sealed').notNull(),
    installedAtMs: kit.ms('installed_at_ms').notNull(),
  });

  /** Who moderates a tenant, where its platform does not say so, and who was decided not to. */
  const moderators = kit.table(
    'moderators',
    {
      tenantId: kit
        .id<TenantId>('tenant_id')
        .notNull()
        .references(() => tenants.id),
      userId: kit
        .id<UserId>('user_id')
        .notNull()
        .references(() => users.id),
      isModerator: kit.bool('is_moderator').notNull(),
      decidedAtMs: kit.ms('decided_at_ms').notNull(),
    },
    (t) => [kit.primaryKey({ columns: [t.tenantId, t.userId] }), kit.index('moderators_of_user').on(t.userId)],
  );

  /** What a platform says of a member, and what moderators decided about them beside limits. */
  const members = kit.table(
    'members',
    {
      tenantId: kit
        .id<TenantId>('tenant_id')
        .notNull()
        .references(() => tenants.id),
      userId: kit
        .id<UserId>('user_id')
        .notNull()
        .references(() => users.id),
      roles: kit.json('roles').notNull(),
      joinedAtMs: kit.ms('joined_at_ms'),
      accountMadeAtMs: kit.ms('account_made_at_ms'),
      blockedAtMs: kit.ms('blocked_at_ms'),
      /** Null, beside a time since when: until that is lifted. */
      blockedUntilMs: kit.ms('blocked_until_ms'),
    },
    (t) => [kit.primaryKey({ columns: [t.tenantId, t.userId] }), kit.index('members_of_user').on(t.userId)],
  );

  /** Prompts that were not allowed; their words are not kept. */
  const strikes = kit.table(
    'strikes',
    {
      key: kit.text('key').primaryKey(),
      tenantId: kit.id<TenantId>('tenant_id').notNull(),
      userId: kit
        .id<UserId>('user_id')
        .notNull()
        .references(() => users.id),
      kind: kit.id<StrikeKind>('kind').notNull(),
      atMs: kit.ms('at_ms').notNull(),
    },
    (t) => [
      kit.index('strikes_of_member').on(t.userId, t.tenantId, t.atMs),
      kit.index('strikes_of_tenant').on(t.tenantId),
    ],
  );

  /** What moderators gave single members. */
  const grants = kit.table(
    'grants',
    {
      id: kit.id<GrantId>('id').primaryKey(),
      tenantId: kit
        .id<TenantId>('tenant_id')
        .notNull()
        .references(() => tenants.id),
      userId: kit
        .id<UserId>('user_id')
        .notNull()
        .references(() => users.id),
      unit: kit.id<Unit>('unit').notNull(),
      amount: kit.amount('amount').notNull(),
      /** A cache of its account in the ledger. */
      left: kit.amount('left').notNull(),
      expiresAtMs: kit.ms('expires_at_ms'),
      grantedAtMs: kit.ms('granted_at_ms').notNull(),
    },
    (t) => [kit.index('grants_of_member').on(t.userId, t.tenantId)],
  );

  return { members, strikes, grants, meta, tenants, users, policies, audit, endedSessions, installations, moderators };
}
