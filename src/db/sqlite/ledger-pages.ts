import { and, asc, sql } from 'drizzle-orm';
import type { EntrySet } from '../../core/ledger.ts';
import { entrySetsOf } from '../rows/entry-row.ts';
import type { Db } from './connection.ts';
import { entrySets, postings } from './schema.ts';

const pageSize = 500;

/** All that was ever booked, some at a time: the whole ledger never has to fit into memory. */
export function* ledgerPages(db: Db): Generator<EntrySet[]> {
  for (let page = pageAfter(db, null); page.length > 0; page = pageAfter(db, page.at(-1) ?? null)) yield page;
}

function pageAfter(db: Db, last: EntrySet | null): EntrySet[] {
  const after = last && sql`(${entrySets.ref}, ${entrySets.kind}) > (${last.ref}, ${last.kind})`;
  const rows = db
    .select()
    .from(entrySets)
    .where(after ?? undefined)
    .orderBy(asc(entrySets.ref), asc(entrySets.kind))
    .limit(pageSize)
    .all();
  const end = rows.at(-1);
  if (!end) return [];
  const isAfter = last && sql`(${postings.ref}, ${postings.kind}) > (${last.ref}, ${last.kind})`;
  const lines = db
    .select()
    .from(postings)
    .where(and(isAfter ?? undefined, sql`(${postings.ref}, ${postings.kind}) <= (${end.ref}, ${end.kind})`))
    .orderBy(asc(postings.ref), asc(postings.kind), asc(postings.line))
    .all();
  return entrySetsOf(rows, lines);
}
