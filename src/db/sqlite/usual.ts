import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Job } from '../../core/job.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import { jobs } from './schema.ts';
import { specOf } from '../rows/job-row.ts';

const lookedAt = 20;

/** What an engine takes for a clip, learnt from its latest ones: the middle of their times for a second of clip. */
export function usualOn(db: Db) {
  const selectLatest = db
    .select({ spec: jobs.spec, submittedAtMs: jobs.submittedAtMs, endedAtMs: jobs.endedAtMs })
    .from(jobs)
    .where(
      and(
        eq(jobs.engine, textPlaceholder('engine')),
        sql`${jobs.state} = 'ready'`,
        isNotNull(jobs.submittedAtMs),
        isNotNull(jobs.endedAtMs),
      ),
    )
    .orderBy(desc(jobs.endedAtMs))
    .limit(lookedAt)
    .prepare();

  /** Null before it has made any. */
  return ({ engine, spec }: Pick<Job, 'engine' | 'spec'>): number | null => {
    const perSecondMs = selectLatest
      .all({ engine })
      .map((row) => ((row.endedAtMs ?? 0) - (row.submittedAtMs ?? 0)) / specOf(row.spec).seconds)
      .toSorted((a, b) => a - b);
    const middle = perSecondMs[Math.floor(perSecondMs.length / 2)];
    return middle === undefined ? null : Math.round(middle * spec.seconds);
  };
}
