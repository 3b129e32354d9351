import type { TenantId, UserId } from '../ids.ts';
import type { UsageRow } from '../ports/usage-report.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { type By, mayModerate, type NotAllowed } from '../role.ts';
import { addDays, dayIn, daysBetween, isDay, latestDayAt, usageDaysMax } from '../usage-days.ts';

/** The latest days, today included, or all days between two ISO dates. */
export type UsageDays =
  | { readonly kind: 'days'; readonly days: number }
  /** `to` null: until today. */
  | { readonly kind: 'dates'; readonly from: string; readonly to: string | null };

export type UsageReport = {
  /** Null for all tenants. */
  readonly tenantId: TenantId | null;
  /** ISO dates, both included. */
  readonly fromDay: string;
  readonly toDay: string;
  /** The newest days first. */
  readonly rows: readonly UsageRow[];
  /** False where there is more than can be told: the oldest days are left out. */
  readonly isWhole: boolean;
};

export type ReportUsageResult =
  | { readonly kind: 'usage'; readonly report: UsageReport }
  /** These are no days that can be reported together. */
  | { readonly kind: 'bad_days'; readonly why: 'not_a_date' | 'backwards' | 'too_many' | 'too_few' }
  | NotAllowed;

const rowsMax = 20_000;

/**
 * Who used what on which day. Members see their own alone, and of that what they paid; moderators all of their tenant, the
 * operator all tenants.
 */
export async function reportUsage(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId | null;
    readonly userId: UserId | null;
    readonly span: UsageDays;
  },
  { store, clock }: { readonly store: Pick<Store, 'tenant' | 'usageReports'>; readonly clock: Clock },
): Promise<ReportUsageResult> {
  const { by, tenantId, userId, span } = ask;
  const moderates = tenantId === null ? by.role === 'operator' : mayModerate(by, tenantId);
  const isOwn = userId === by.userId && tenantId === by.tenantId;
  if (!moderates && !isOwn) return { kind: 'not_allowed' };
  const nowMs = clock.nowMs();
  const today = dayIn(tenantId === null ? 'UTC' : (await store.tenant(tenantId, nowMs)).timeZone, nowMs);
  const why = span.kind === 'days' ? daysProblem(span.days) : datesProblem(span.from, span.to ?? today);
  if (why) return { kind: 'bad_days', why };
  const [fromDay, toDay] = span.kind === 'days' ? [addDays(today, 1 - span.days), null] : [span.from, span.to];
  // Where another zone is or was meant, it may be tomorrow already.
  const asked = { tenantId, userId, fromDay, toDay: toDay ?? latestDayAt(nowMs), limit: rowsMax };
  const { rows, isWhole } = await store.usageReports.rows(asked);
  const shown = moderates ? rows : rows.flatMap((row) => ownRow(row));
  return { kind: 'usage', report: { tenantId, fromDay, toDay: toDay ?? today, rows: shown, isWhole } };
}

function daysProblem(days: number): 'too_many' | 'too_few' | null {
  if (!Number.isSafeInteger(days) || days < 1) return 'too_few';
  return days > usageDaysMax ? 'too_many' : null;
}

function datesProblem(from: string, to: string): Extract<ReportUsageResult, { kind: 'bad_days' }>['why'] | null {
  if (!isDay(from) || !isDay(to)) return 'not_a_date';
  if (from > to) return 'backwards';
  return daysBetween(from, to) > usageDaysMax ? 'too_many' : null;
}

/** What others bore for somebody's videos is not theirs to see. */
function ownRow(row: UsageRow): UsageRow[] {
  const own = { ...row, costMicroUsd: row.paidMicroUsd, lossMicroUsd: 0 };
  return own.requested > 0 ? [own] : [];
}
