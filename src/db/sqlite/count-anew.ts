import { usageChanges, type UsageKey } from '../../core/usage.ts';
import { addTo, addToCounterOn, type CounterRow } from './books.ts';
import type { Db } from './connection.ts';
import { ledgerPages } from './ledger-pages.ts';

/** Counters that an earlier version did not keep: of hours, of weeks, and of what is paid with a provider's key. */
const isNew = ({ scope, window }: UsageKey): boolean =>
  window === 'hour' || window === 'week' || scope.kind === 'provider';

/** Adds the counters that are missing, from the postings. To be done once, and where nothing else writes. */
export function countAnew(db: Db): void {
  const addToCounter = addToCounterOn(db);
  for (const page of ledgerPages(db)) {
    const changes = new Map<string, CounterRow>();
    for (const { key, by } of page.flatMap(usageChanges)) if (isNew(key)) addTo(changes, key, by);
    for (const row of changes.values()) if (row.used !== 0) addToCounter(row);
  }
}
