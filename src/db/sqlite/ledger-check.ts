import { and, asc, gt, sql } from 'drizzle-orm';
import type { JobId } from '../../core/ids.ts';
import type { Job, JobState } from '../../core/job.ts';
import { type EntrySet, type Unit, unbalancedUnit } from '../../core/ledger.ts';
import type { LedgerReport } from '../../core/ports/store.ts';
import { usageChanges } from '../../core/usage.ts';
import { entrySetsOf } from '../rows/entry-row.ts';
import { joinJobState } from '../rows/job-row.ts';
import { addTo, counterName, type CounterRow } from './books.ts';
import type { Db } from './connection.ts';
import { entrySets, jobs, postings, usageCounters } from './schema.ts';

/** Jobs, or entry sets, looked at in one go: the whole ledger never has to fit into memory. */
const pageSize = 500;

type Held = Readonly<Record<Unit, number>>;
type PageJob = Pick<Job, 'id' | 'state' | 'quoteMicroUsd' | 'copyOf'>;

const nothing: Held = { usd_micro: 0, videos: 0 };

/** Checks that every credit is explained: sums, holds, and counters against the postings they come from. */
export function ledgerCheckOn(db: Db): () => LedgerReport {
  function jobsAfter(last: JobId | null): PageJob[] {
    const rows = db
      .select({
        id: jobs.id,
        state: jobs.state,
        stateData: jobs.stateData,
        quoteMicroUsd: jobs.quoteMicroUsd,
        copyOf: jobs.copyOf,
      })
      .from(jobs)
      .where(last === null ? undefined : gt(jobs.id, last))
      .orderBy(asc(jobs.id))
      .limit(pageSize)
      .all();
    return rows.map((row) => ({ ...row, state: joinJobState(row) }));
  }

  function setsAfter(last: EntrySet | null): EntrySet[] {
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

  return () => {
    let count = 0;
    const unbalanced: string[] = [];
    const expectedHolds = new Map<JobId, Held>();
    const foundHolds = new Map<JobId, Held>();
    const counters = new Map<string, CounterRow>();

    for (let page = jobsAfter(null); page.length > 0; page = jobsAfter(page.at(-1)?.id ?? null)) {
      for (const job of page) {
        if (job.copyOf === null && isHeldIn(job.state))
          expectedHolds.set(job.id, { usd_micro: job.quoteMicroUsd, videos: 1 });
      }
    }
    for (let page = setsAfter(null); page.length > 0; page = setsAfter(page.at(-1) ?? null)) {
      for (const set of page) {
        count += 1;
        const unit = unbalancedUnit(set.postings);
        if (unit) unbalanced.push(`${set.kind} of ${set.ref} in ${unit}`);
        for (const { key, by } of usageChanges(set)) addTo(counters, key, by);
        addHolds(foundHolds, set);
      }
    }
    return {
      entrySets: count,
      unbalanced,
      wrongHolds: wrongHolds(expectedHolds, foundHolds),
      wrongCounters: wrongCounters(counters, db.select().from(usageCounters).all()),
    };
  };
}

/** From admission until the engine's verdict, or until we give up; then the hold is zero. */
function isHeldIn(state: JobState): boolean {
  switch (state.kind) {
    case 'preparing':
    case 'queued':
    case 'submitting':
    case 'unknown':
    case 'rendering':
      return true;
    case 'awaiting_approval':
    case 'fetching':
    case 'ready':
    case 'failed':
    case 'refused':
    case 'cancelled':
      return false;
  }
}

function addHolds(holds: Map<JobId, Held>, { postings: lines }: EntrySet): void {
  for (const { account, unit, amount } of lines) {
    if (account.kind !== 'hold') continue;
    const before = holds.get(account.jobId) ?? nothing;
    const after = { ...before, [unit]: before[unit] + amount };
    if (after.usd_micro === 0 && after.videos === 0) holds.delete(account.jobId);
    else holds.set(account.jobId, after);
  }
}

function wrongHolds(expected: ReadonlyMap<JobId, Held>, found: ReadonlyMap<JobId, Held>): LedgerReport['wrongHolds'] {
  const ids = new Set([...expected.keys(), ...found.keys()]);
  return [...ids].flatMap((jobId) =>
    (['usd_micro', 'videos'] as const).flatMap((unit) => {
      const line = {
        jobId,
        unit,
        expected: (expected.get(jobId) ?? nothing)[unit],
        found: (found.get(jobId) ?? nothing)[unit],
      };
      return line.expected === line.found ? [] : [line];
    }),
  );
}

function wrongCounters(
  expected: ReadonlyMap<string, CounterRow>,
  rows: readonly CounterRow[],
): LedgerReport['wrongCounters'] {
  const found = new Map(rows.map((row) => [counterName(row), row.used]));
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names].flatMap((counter) => {
    const line = { counter, expected: expected.get(counter)?.used ?? 0, found: found.get(counter) ?? 0 };
    return line.expected === line.found ? [] : [line];
  });
}
