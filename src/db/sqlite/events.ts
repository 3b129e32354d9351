import { asc, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../core/actor.ts';
import type { AttemptId, JobId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import type { JobEvent } from '../../core/story.ts';
import { actorName, eventOf } from '../rows/event-row.ts';
import type { Db } from './connection.ts';
import { placeholders } from './placeholders.ts';
import { jobEvents, providerEvents } from './schema.ts';

export type Events = ReturnType<typeof eventsOn>;

/** The stories of jobs, one line for each thing that happened, and the events that providers sent. */
export function eventsOn(db: Db) {
  const insertOne = db
    .insert(jobEvents)
    .values({
      ...placeholders(jobEvents, ['jobId', 'atMs', 'outcome', 'state', 'actor']),
      seq: sql`(select coalesce(max(seq), 0) + 1 from job_events where job_id = ${sql.placeholder('jobId')})`,
    })
    .prepare();

  return {
    add({ id: jobId, state }: Job, outcome: string, atMs: number, actor: Actor | null): void {
      insertOne.run({ jobId, atMs, outcome, state: state.kind, actor: actor && actorName(actor) });
    },

    ofJob(jobId: JobId): JobEvent[] {
      return db
        .select()
        .from(jobEvents)
        .where(eq(jobEvents.jobId, jobId))
        .orderBy(asc(jobEvents.seq))
        .all()
        .map(eventOf);
    },

    /** False when this event of the provider is known. */
    note(event: { provider: string; key: string; attemptId: AttemptId }, atMs: number): boolean {
      const { changes } = db
        .insert(providerEvents)
        .values({ ...event, atMs })
        .onConflictDoNothing()
        .run();
      return changes === 1;
    },
  };
}
