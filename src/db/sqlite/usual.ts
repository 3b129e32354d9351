import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { EngineId } from '../../core/engine.ts';
import type { Job } from '../../core/job.ts';
import { jsonField } from '../json-field.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import { jobs } from './schema.ts';

const lookedAt = 20;

export type Usual = ReturnType<typeof usualOn>;

/** What an engine takes for a clip, learnt from its latest ones: the middle of their times for a second of clip. */
export function usualOn(db: Db) {
  const selectLatest = db
    .select({
      seconds: jsonField(jobs.spec, '$.seconds'),
      submittedAtMs: jobs.submittedAtMs,
      endedAtMs: jobs.endedAtMs,
    })
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
  function msPerSecond(engine: EngineId): number | null {
    const perSecondMs = selectLatest
      .all({ engine })
      .map((row) => ((row.endedAtMs ?? 0) - (row.submittedAtMs ?? 0)) / Number(row.seconds ?? 0))
      .filter((ms) => Number.isFinite(ms))
      .toSorted((a, b) => a - b);
    return perSecondMs[Math.floor(perSecondMs.length / 2)] ?? null;
  }

  return {
    msPerSecond,
    /** For such a clip; null before it has made any. */
    msOf({ engine, spec }: Pick<Job, 'engine' | 'spec'>): number | null {
      const middle = msPerSecond(engine);
      return middle === null ? null : Math.round(middle * spec.seconds);
    },
  };
}
