import { type SQL, sql, type SQLWrapper } from 'drizzle-orm';
import type { ApprovalReason } from '../../core/approval.ts';
import type { ApprovalId, RequestId, TenantId, UserId } from '../../core/ids.ts';
import { jsonField } from '../json-field.ts';
import type { Kit } from '../kit.ts';
import type { jobTables } from './jobs.ts';
import type { peopleTables } from './people.ts';

/** The person who decided it; null for nobody. */
export function deciderOf({ stateData }: { readonly stateData: SQLWrapper }): SQL<string | null> {
  return jsonField(stateData, '$.by.userId');
}

type Parts = Pick<ReturnType<typeof peopleTables>, 'tenants' | 'users'> &
  Pick<ReturnType<typeof jobTables>, 'requests'>;

/** Requests that wait for a moderator's yes, and what shows them to moderators. */
export function approvalTables(kit: Kit, { tenants, users, requests }: Parts) {
  const approvals = kit.table(
    'approvals',
    {
      id: kit.id<ApprovalId>('id').primaryKey(),
      tenantId: kit
        .id<TenantId>('tenant_id')
        .notNull()
        .references(() => tenants.id),
      requestId: kit
        .id<RequestId>('request_id')
        .notNull()
        .references(() => requests.id),
      userId: kit
        .id<UserId>('user_id')
        .notNull()
        .references(() => users.id),
      reason: kit.id<ApprovalReason>('reason').notNull(),
      quoteMicroUsd: kit.amount('quote_micro_usd').notNull(),
      jobs: kit.int('jobs').notNull(),
      playMoney: kit.bool('play_money').notNull(),
      askedAtMs: kit.ms('asked_at_ms').notNull(),
      expiresAtMs: kit.ms('expires_at_ms').notNull(),
      state: kit.text('state').notNull(),
      /** The rest of the state: its union without `kind`. */
      stateData: kit.json('state_data').notNull(),
      channel: kit.text('channel'),
      message: kit.text('message'),
      /** Raised with each change that moderators may see. */
      version: kit.int('version').notNull(),
      /** When it should be shown, or somebody else may; null while what is shown is up to date. */
      showAtMs: kit.ms('show_at_ms'),
      mayBeShown: kit.bool('may_be_shown').notNull(),
      retries: kit.int('retries').notNull(),
    },
    (t) => [
      kit.index('approvals_of_request').on(t.requestId),
      kit.index('approvals_of_user').on(t.userId),
      kit.index('approvals_of_tenant').on(t.tenantId),
      kit.index('approvals_of_decider').on(deciderOf(t)),
      kit
        .unique('approvals_one_open')
        .on(t.userId, t.tenantId)
        .where(sql`${t.state} = 'open'`),
      kit
        .index('approvals_open')
        .on(t.tenantId, t.askedAtMs)
        .where(sql`${t.state} = 'open'`),
      kit
        .index('approvals_to_show')
        .on(t.showAtMs)
        .where(sql`${t.showAtMs} is not null`),
    ],
  );
  return { approvals };
}
