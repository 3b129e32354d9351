import { and, asc, count, desc, eq, gte, like, lte, ne, sql } from 'drizzle-orm';
import { type Attempt, hasVerdict, taskIdOf } from '../../core/attempt.ts';
import type { AttemptId, JobId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import { DAY } from '../../core/time.ts';
import { windowStartMs } from '../../core/window.ts';
import { attemptOf, attemptRow } from '../rows/attempt-row.ts';
import type { Db } from './connection.ts';
import { placeholders, rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { attempts, jobs } from './schema.ts';

/** Longer than any verdict is waited for. */
const verdictMsMax = 7 * DAY;

const mutable = ['state', 'stateData', 'taskId', 'settledAtMs'] as const;

export type Attempts = ReturnType<typeof attemptsOn>;

export function attemptsOn(db: Db) {
  const selectOne = db
    .select()
    .from(attempts)
    .where(eq(attempts.id, sql.placeholder('id')))
    .prepare();
  const insertOne = db.insert(attempts).values(rowPlaceholders(attempts)).prepare();
  const update = db
    .update(attempts)
    .set(placeholders(attempts, mutable))
    .where(eq(attempts.id, sql.placeholder('id')))
    .prepare();

  const selectOfJob = db
    .select()
    .from(attempts)
    .where(eq(attempts.jobId, textPlaceholder('jobId')))
    .orderBy(asc(attempts.createdAtMs), asc(attempts.id))
    .prepare();
  const selectTwin = db
    .select({ id: attempts.id })
    .from(attempts)
    .where(
      and(
        eq(attempts.engine, textPlaceholder('engine')),
        eq(attempts.credential, textPlaceholder('credential')),
        eq(attempts.taskId, textPlaceholder('taskId')),
        ne(attempts.id, sql.placeholder('id')),
      ),
    )
    .prepare();

  const ofJob = (jobId: JobId): Attempt[] => selectOfJob.all({ jobId }).map(attemptOf);

  const isBilledRefusal = and(
    sql`${attempts.state} = 'failed'`,
    sql`json_extract(${attempts.stateData}, '$.code') = 'moderation'`,
    sql`json_extract(${attempts.stateData}, '$.costMicroUsd') > 0`,
  );

  return {
    /** How many prompts of the job's member in its tenant engines had refused and billed by then, in that day of the job's zone. */
    billedRefusals(
      { tenantId, userId, timeZone }: Pick<Job, 'tenantId' | 'userId' | 'timeZone'>,
      untilMs: number,
    ): number {
      const sinceMs = windowStartMs('day', untilMs, timeZone);
      const isTheirs = and(
        eq(jobs.userId, userId),
        eq(jobs.tenantId, tenantId),
        gte(jobs.admittedAtMs, sinceMs - verdictMsMax),
      );
      const row = db
        .select({ refusals: count() })
        .from(jobs)
        .innerJoin(attempts, eq(attempts.jobId, jobs.id))
        .where(and(isTheirs, gte(attempts.settledAtMs, sinceMs), lte(attempts.settledAtMs, untilMs), isBilledRefusal))
        .get();
      return row?.refusals ?? 0;
    },

    load(id: AttemptId): Attempt | null {
      const row = selectOne.get({ id });
      return row ? attemptOf(row) : null;
    },

    /** The newest that goes by this name at any of a provider's engines. */
    ofTask(provider: string, taskId: string): Attempt | null {
      const atProvider = like(attempts.engine, `${provider}/%`);
      const row = db
        .select()
        .from(attempts)
        .where(and(atProvider, eq(attempts.taskId, taskId)))
        .orderBy(desc(attempts.createdAtMs))
        .get();
      return row ? attemptOf(row) : null;
    },

    insert: (attempt: Attempt): void => void insertOne.run(attemptRow(attempt)),

    save(attempt: Attempt): void {
      const { changes } = update.run(attemptRow(attempt));
      if (changes !== 1) throw new Error(`expected the attempt ${attempt.id} to be stored, and it was not`);
    },

    /** In the order in which they were made. */
    ofJob,

    /** The newest attempt whose task has had no verdict yet. */
    unsettledOf(jobId: JobId): Attempt | null {
      return ofJob(jobId).findLast(({ state }) => taskIdOf(state) !== null && !hasVerdict(state)) ?? null;
    },

    /** Whether another attempt already goes by this one's task. */
    taskIsTaken({ id, engine, credential, state }: Attempt): boolean {
      const taskId = taskIdOf(state);
      if (taskId === null) return false;
      return selectTwin.get({ id, engine, credential, taskId }) !== undefined;
    },
  };
}
