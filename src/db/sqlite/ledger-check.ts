import { asc, gt } from 'drizzle-orm';
import type { GrantId, JobId } from '../../core/ids.ts';
import type { Job, JobState } from '../../core/job.ts';
import { type EntrySet, type Unit, unbalancedUnit } from '../../core/ledger.ts';
import type { LedgerReport } from '../../core/ports/store.ts';
import { usageChanges } from '../../core/usage.ts';
import { joinJobState } from '../rows/job-row.ts';
import { addTo, counterName, type CounterRow } from './books.ts';
import type { Db } from './connection.ts';
import { ledgerPages } from './ledger-pages.ts';
import { grants, jobs, usageCounters } from './schema.ts';

/** Jobs looked at in one go. */
const pageSize = 500;

type Held = Readonly<Record<Unit, number>>;
type PageJob = Pick<Job, 'id' | 'state' | 'quoteMicroUsd' | 'copyOf'>;

const nothing: Held = { usd_micro: 0, videos: 0 };

/** Checks that every credit is explained: sums, holds, and counters and grants against the postings they come from. */
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

  return () => {
    let count = 0;
    const unbalanced: string[] = [];
    const expectedHolds = new Map<JobId, Held>();
    const foundHolds = new Map<JobId, Held>();
    const foundGrants = new Map<GrantId, number>();
    const counters = new Map<string, CounterRow>();

    for (let page = jobsAfter(null); page.length > 0; page = jobsAfter(page.at(-1)?.id ?? null)) {
      for (const job of page) {
        if (job.copyOf === null && isHeldIn(job.state))
          expectedHolds.set(job.id, { usd_micro: job.quoteMicroUsd, videos: 1 });
      }
    }
    for (const page of ledgerPages(db)) {
      for (const set of page) {
        count += 1;
        const unit = unbalancedUnit(set.postings);
        if (unit) unbalanced.push(`${set.kind} of ${set.ref} in ${unit}`);
        for (const { key, by } of usageChanges(set)) addTo(counters, key, by);
        addHolds(foundHolds, set);
        addGrants(foundGrants, set);
      }
    }
    return {
      entrySets: count,
      unbalanced,
      wrongHolds: wrongHolds(expectedHolds, foundHolds),
      wrongCounters: wrongCounters(counters, db.select().from(usageCounters).all()),
      wrongGrants: wrongGrants(foundGrants, db.select({ id: grants.id, left: grants.left }).from(grants).all()),
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

function addGrants(left: Map<GrantId, number>, { postings: lines }: EntrySet): void {
  for (const { account, amount } of lines) {
    if (account.kind === 'grant') left.set(account.grantId, (left.get(account.grantId) ?? 0) + amount);
  }
}

/** `expected`: what their postings leave, and never less than nothing. */
function wrongGrants(
  posted: ReadonlyMap<GrantId, number>,
  rows: readonly { readonly id: GrantId; readonly left: number }[],
): LedgerReport['wrongGrants'] {
  const found = new Map(rows.map(({ id, left }) => [id, left]));
  const ids = new Set([...posted.keys(), ...found.keys()]);
  return [...ids].flatMap((grantId) => {
    const line = { grantId, expected: Math.max(0, posted.get(grantId) ?? 0), found: found.get(grantId) ?? 0 };
    const isWhole = (posted.get(grantId) ?? 0) >= 0;
    return isWhole && line.expected === line.found ? [] : [line];
  });
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
