import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { JobId } from '../../core/ids.ts';
import { type Booking, type EntrySet, unbalancedUnit } from '../../core/ledger.ts';
import { scopeName, usageChanges, type UsageKey } from '../../core/usage.ts';
import { entrySetRow, entrySetsOf, postingRows } from '../rows/entry-row.ts';
import type { Db } from './connection.ts';
import { rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { entrySets, postings, usageCounters } from './schema.ts';

export type Books = ReturnType<typeof booksOn>;

/** The ledger and its counters. Entry sets are only ever added, together with what they change in the counters. */
export function booksOn(db: Db) {
  const selectBookings = db
    .select({ kind: entrySets.kind, ref: entrySets.ref })
    .from(entrySets)
    .where(eq(entrySets.jobId, textPlaceholder('jobId')))
    .prepare();
  const insertSet = db.insert(entrySets).values(rowPlaceholders(entrySets)).prepare();
  const insertPosting = db.insert(postings).values(rowPlaceholders(postings)).prepare();
  const addToCounter = db
    .insert(usageCounters)
    .values(rowPlaceholders(usageCounters))
    .onConflictDoUpdate({
      target: [usageCounters.scope, usageCounters.unit, usageCounters.windowKind, usageCounters.startsAtMs],
      set: { used: sql`${usageCounters.used} + excluded.used` },
    })
    .prepare();
  const selectUsed = db
    .select({ used: usageCounters.used })
    .from(usageCounters)
    .where(
      and(
        eq(usageCounters.scope, sql.placeholder('scope')),
        eq(usageCounters.unit, sql.placeholder('unit')),
        eq(usageCounters.windowKind, sql.placeholder('windowKind')),
        eq(usageCounters.startsAtMs, sql.placeholder('startsAtMs')),
      ),
    )
    .prepare();

  const ofJob = eq(entrySets.jobId, textPlaceholder('jobId'));
  const selectSets = db
    .select()
    .from(entrySets)
    .where(ofJob)
    .orderBy(asc(entrySets.bookedAtMs), asc(entrySets.kind))
    .prepare();
  const selectLines = db
    .select(getTableColumns(postings))
    .from(entrySets)
    .innerJoin(postings, and(eq(postings.ref, entrySets.ref), eq(postings.kind, entrySets.kind)))
    .where(ofJob)
    .orderBy(asc(postings.line))
    .prepare();

  return {
    bookingsOf: (jobId: JobId): Booking[] => selectBookings.all({ jobId }),

    /** Books entry sets. The same reference and kind twice is an error, and nothing is booked. */
    book(sets: readonly EntrySet[]): void {
      const changes = new Map<string, CounterRow>();
      for (const set of sets) {
        const unit = unbalancedUnit(set.postings);
        if (unit) throw new Error(`expected the ${set.kind} of ${set.ref} to sum to zero in ${unit}, and it does not`);
        insertSet.run(entrySetRow(set));
        for (const row of postingRows(set)) insertPosting.run(row);
        for (const { key, by } of usageChanges(set)) addTo(changes, key, by);
      }
      for (const row of changes.values()) if (row.used !== 0) addToCounter.run(row);
    },

    used: (key: UsageKey): number => selectUsed.get(counterRow(key, 0))?.used ?? 0,

    /** What was booked for a job, oldest first. */
    entriesOf: (jobId: JobId): EntrySet[] => entrySetsOf(selectSets.all({ jobId }), selectLines.all({ jobId })),
  };
}

export type CounterRow = typeof usageCounters.$inferSelect;

function counterRow({ scope, unit, window: windowKind, startsAtMs }: UsageKey, used: number): CounterRow {
  return { scope: scopeName(scope), unit, windowKind, startsAtMs, used };
}

/** How a counter is called in a report: `member/discord:1/usr_… videos day 1767225600000`. */
export function counterName({ scope, unit, windowKind, startsAtMs }: Omit<CounterRow, 'used'>): string {
  return `${scope} ${unit} ${windowKind} ${startsAtMs}`;
}

/** Adds to a sum of changes kept by counter. */
export function addTo(changes: Map<string, CounterRow>, key: UsageKey, by: number): void {
  const row = counterRow(key, by);
  const name = counterName(row);
  changes.set(name, { ...row, used: (changes.get(name)?.used ?? 0) + by });
}
