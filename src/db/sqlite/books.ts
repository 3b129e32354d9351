import { and, asc, eq, getTableColumns, gt, lt, sql } from 'drizzle-orm';
import type { GrantId, JobId } from '../../core/ids.ts';
import { type Booking, type EntrySet, unbalancedUnit } from '../../core/ledger.ts';
import { scopeName, usageChanges, type UsageKey, type UsageScope, zoneOf } from '../../core/usage.ts';
import { openWindowStartsMs, type Zones } from '../../core/window.ts';
import { entrySetRow, entrySetsOf, postingRows } from '../rows/entry-row.ts';
import type { Db } from './connection.ts';
import { rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { entrySets, grants, postings, usageCounters } from './schema.ts';

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
  const addToCounter = addToCounterOn(db);
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

  const addToGrant = db
    .update(grants)
    .set({ left: sql`${grants.left} + ${sql.placeholder('by')}` })
    .where(and(eq(grants.id, sql.placeholder('id')), sql`${grants.left} + ${sql.placeholder('by')} >= 0`))
    .prepare();

  function addToGrants({ postings: lines, kind, ref }: EntrySet): void {
    const changes = new Map<GrantId, number>();
    for (const { account, amount } of lines) {
      if (account.kind === 'grant') changes.set(account.grantId, (changes.get(account.grantId) ?? 0) + amount);
    }
    for (const [id, by] of changes) {
      const { changes: rows } = addToGrant.run({ id, by });
      if (rows !== 1)
        throw new Error(`expected the grant ${id} to have ${-by} for the ${kind} of ${ref}, and it had less`);
    }
  }

  const selectOneOf = db
    .select({ ref: entrySets.ref })
    .from(entrySets)
    .where(
      and(
        gt(entrySets.ref, sql`${sql.placeholder('ref')} || '/'`),
        lt(entrySets.ref, sql`${sql.placeholder('ref')} || '0'`),
      ),
    )
    .limit(1)
    .prepare();

  const used = (key: UsageKey): number => selectUsed.get(counterRow(key, 0))?.used ?? 0;

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
        addToGrants(set);
      }
      for (const row of changes.values()) if (row.used !== 0) addToCounter(row);
    },

    used,

    /** Whether anything is booked under a name that goes on from this one: `ref/…`. */
    isBookedUnder: (ref: string): boolean => selectOneOf.get({ ref }) !== undefined,

    /** All that counts as drawn in the present window, holds included; see `openWindowStartsMs`. */
    usedNow({ scope, unit, window }: Omit<UsageKey, 'startsAtMs'>, nowMs: number, zones: Zones): number {
      return openWindowStartsMs(window, nowMs, zonesOf(scope, zones)).reduce(
        (sum, startsAtMs) => sum + used({ scope, unit, window, startsAtMs }),
        0,
      );
    },

    /** What was booked for a job, oldest first. */
    entriesOf: (jobId: JobId): EntrySet[] => entrySetsOf(selectSets.all({ jobId }), selectLines.all({ jobId })),
  };
}

/** The operator's scopes have one zone for ever. */
function zonesOf(scope: UsageScope, { timeZone, formerZones }: Zones): Zones {
  const isOfTenant = scope.kind === 'member' || scope.kind === 'tenant';
  return { timeZone: zoneOf(scope, timeZone), formerZones: isOfTenant ? formerZones : [] };
}

export type CounterRow = typeof usageCounters.$inferSelect;

function counterRow({ scope, unit, window: windowKind, startsAtMs }: UsageKey, used: number): CounterRow {
  return { scope: scopeName(scope), unit, windowKind, startsAtMs, used };
}

/** Adds `used` to a counter, which begins at nothing. */
export function addToCounterOn(db: Db): (row: CounterRow) => void {
  const add = db
    .insert(usageCounters)
    .values(rowPlaceholders(usageCounters))
    .onConflictDoUpdate({
      target: [usageCounters.scope, usageCounters.unit, usageCounters.windowKind, usageCounters.startsAtMs],
      set: { used: sql`${usageCounters.used} + excluded.used` },
    })
    .prepare();
  return (row) => void add.run(row);
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
