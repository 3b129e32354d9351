import { and, asc, eq, lt, not, sql } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import type { JobId, RequestId } from '../../core/ids.ts';
import { type Job, takesSlot } from '../../core/job.ts';
import type { EngineSlots } from '../../core/ports/claims.ts';
import { jobRow, type StoredJob, storedJobOf } from '../rows/job-row.ts';
import type { Db } from './connection.ts';
import { placeholders, rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { jobs } from './schema.ts';
import type { Turns } from './turns.ts';

/** All that ever changes in a job's row. */
const mutable = [
  'engine',
  'credential',
  'funding',
  'cacheKey',
  'spec',
  'state',
  'stateData',
  'stateSinceMs',
  'submittedAtMs',
  'overdueAtMs',
  'cancelRequestedAtMs',
  'endedAtMs',
  'retries',
  'dueAtMs',
  'inFlight',
  'step',
  'claimableAtMs',
  'fairTag',
  'leaseOwner',
  'leaseUntilMs',
  'hintedAtMs',
  'admittedAtMs',
  'timeZone',
] as const;

/** What the numbers and the books hang on. */
const fixed = [
  'id',
  'requestId',
  'tenantId',
  'userId',
  'number',
  'quoteMicroUsd',
  'playMoney',
  'copyOf',
] as const satisfies readonly (keyof Job)[];

/** The same, once it is held. What waits for a yes has no windows yet. */
const fixedOnceHeld = ['funding', 'admittedAtMs', 'timeZone'] as const satisfies readonly (keyof Job)[];

const strandedMax = 50;

export type Jobs = ReturnType<typeof jobsOn>;

export function jobsOn(db: Db, turns: Turns) {
  const selectOne = db
    .select()
    .from(jobs)
    .where(eq(jobs.id, sql.placeholder('id')))
    .prepare();
  const selectOfRequest = db
    .select()
    .from(jobs)
    .where(eq(jobs.requestId, textPlaceholder('requestId')))
    .orderBy(asc(jobs.number))
    .prepare();
  // `+` keeps SQLite to the jobs that wait: those admitted before then are nearly all jobs there ever were.
  const oldest = sql`+${jobs.admittedAtMs}`;
  const isPlaced = sql`exists (select 1 from json_each(${sql.placeholder('places')}) where value ->> 0 = ${jobs.engine} and value ->> 1 = ${jobs.credential})`;
  const selectStranded = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(sql`${jobs.state} = 'queued'`, lt(oldest, sql.placeholder('admittedBeforeMs')), not(isPlaced)))
    .orderBy(asc(oldest), asc(jobs.id))
    .limit(strandedMax)
    .prepare();
  const insertOne = db.insert(jobs).values(rowPlaceholders(jobs)).prepare();
  const update = db
    .update(jobs)
    .set(placeholders(jobs, mutable))
    .where(and(eq(jobs.id, sql.placeholder('id')), eq(jobs.state, sql.placeholder('stateBefore'))))
    .prepare();

  return {
    load(id: JobId): StoredJob | null {
      const row = selectOne.get({ id });
      return row ? storedJobOf(row) : null;
    },

    ofRequest(requestId: RequestId): Job[] {
      return selectOfRequest.all({ requestId }).map((row) => storedJobOf(row).job);
    },

    /** Queued jobs of places that are not among these, oldest first. */
    stranded(slots: readonly EngineSlots[], admittedBeforeMs: number): JobId[] {
      const places = slots.map(({ engine, credential }) => [engine, credential]);
      return selectStranded.all({ places: JSON.stringify(places), admittedBeforeMs }).map(({ id }) => id);
    },

    insert(job: Job): void {
      insertOne.run(jobRow({ job, lease: null, hintedAtMs: null, fairTag: null }));
    },

    /** Writes a job that was loaded in this transaction, its turn when it joins a queue, and its places at its engines. */
    save(before: StoredJob, after: StoredJob): void {
      const isHeld = before.job.state.kind !== 'awaiting_approval';
      const moved = [...fixed, ...(isHeld ? fixedOnceHeld : [])].find(
        (key) => !isDeepStrictEqual(before.job[key], after.job[key]),
      );
      if (moved) throw new Error(`expected ${moved} of ${before.job.id} never to change`);
      const { job } = after;
      const isElsewhere = job.engine !== before.job.engine || job.credential !== before.job.credential;
      const keptTag = isElsewhere ? null : after.fairTag;
      const fairTag = keptTag ?? (job.state.kind === 'queued' ? turns.tagFor(job) : null);
      const { changes } = update.run({ ...jobRow({ ...after, fairTag }), stateBefore: before.job.state.kind });
      if (changes !== 1) throw new Error(`expected ${job.id} in state ${before.job.state.kind}, and it was not`);
      if (!isElsewhere && takesSlot(job) === takesSlot(before.job)) return;
      if (takesSlot(before.job)) turns.take(before.job, -1);
      if (takesSlot(job)) turns.take(job, 1);
    },
  };
}
