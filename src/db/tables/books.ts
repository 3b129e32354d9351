import type { JobId, TenantId } from '../../core/ids.ts';
import type { EntrySetKind, Unit } from '../../core/ledger.ts';
import type { WindowKind } from '../../core/window.ts';
import type { Kit } from '../kit.ts';
import type { jobTables } from './jobs.ts';

/** The ledger, append-only, and the counters that are a cache of it. */
export function bookTables(kit: Kit, { jobs }: Pick<ReturnType<typeof jobTables>, 'jobs'>) {
  /** The primary key is the promise that nothing is charged twice: one entry set per reference and kind. */
  const entrySets = kit.table(
    'entry_sets',
    {
      ref: kit.text('ref').notNull(),
      kind: kit.id<EntrySetKind>('kind').notNull(),
      /** Null for what no job is behind. */
      jobId: kit.id<JobId>('job_id').references(() => jobs.id),
      tenantId: kit.id<TenantId>('tenant_id').notNull(),
      admittedAtMs: kit.ms('admitted_at_ms').notNull(),
      timeZone: kit.text('time_zone').notNull(),
      bookedAtMs: kit.ms('booked_at_ms').notNull(),
      playMoney: kit.bool('play_money').notNull(),
    },
    (t) => [kit.primaryKey({ columns: [t.ref, t.kind] }), kit.index('entry_sets_of_job').on(t.jobId)],
  );

  const postings = kit.table(
    'postings',
    {
      ref: kit.text('ref').notNull(),
      kind: kit.id<EntrySetKind>('kind').notNull(),
      line: kit.int('line').notNull(),
      account: kit.text('account').notNull(),
      unit: kit.id<Unit>('unit').notNull(),
      amount: kit.amount('amount').notNull(),
    },
    (t) => [
      kit.primaryKey({ columns: [t.ref, t.kind, t.line] }),
      kit.foreignKey([t.ref, t.kind], [entrySets.ref, entrySets.kind]),
    ],
  );

  const usageCounters = kit.table(
    'usage_counters',
    {
      scope: kit.text('scope').notNull(),
      unit: kit.id<Unit>('unit').notNull(),
      windowKind: kit.id<WindowKind>('window_kind').notNull(),
      startsAtMs: kit.ms('starts_at_ms').notNull(),
      used: kit.amount('used').notNull(),
    },
    (t) => [kit.primaryKey({ columns: [t.scope, t.unit, t.windowKind, t.startsAtMs] })],
  );

  return { entrySets, postings, usageCounters };
}
