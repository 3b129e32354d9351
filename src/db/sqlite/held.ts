import { and, gt, isNull, lt, sql, sum } from 'drizzle-orm';
import type { Db } from './connection.ts';
import { jobs } from './schema.ts';

export type Held = ReturnType<typeof heldOn>;

/** What an engine may still earn: its provider's counter holds only what it has earned. */
export function heldOn(db: Db) {
  const selectHeld = db
    .select({ amount: sum(jobs.quoteMicroUsd).mapWith(Number) })
    .from(jobs)
    .where(
      and(
        // As in its partial index: the jobs on the way are few.
        sql`${jobs.endedAtMs} is null and not ${jobs.playMoney}`,
        gt(jobs.engine, sql`${sql.placeholder('provider')} || '/'`),
        lt(jobs.engine, sql`${sql.placeholder('provider')} || '0'`),
        isNull(jobs.copyOf),
        sql`+${jobs.state} in ('preparing', 'queued', 'submitting', 'unknown', 'rendering')`,
      ),
    )
    .prepare();

  return {
    /** What jobs on the way hold at the engines of a provider, play money left out. */
    at: (provider: string): number => selectHeld.get({ provider })?.amount ?? 0,
  };
}
