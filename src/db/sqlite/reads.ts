import { and, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { withoutWords } from '../../core/forgetting.ts';
import type { JobId, RequestId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import type { AdmissionRules } from '../../core/policy.ts';
import type { JobStory } from '../../core/story.ts';
import type { JobFilter, Store } from '../../core/ports/store.ts';
import type { JobView, Request } from '../../core/request.ts';
import { storedJobOf } from '../rows/job-row.ts';
import type { Db } from './connection.ts';
import { giversOn } from './givers.ts';
import type { Repositories } from './repositories.ts';
import { jobs } from './schema.ts';
import type { Views } from './views.ts';

/** Answers to people's questions about their jobs. */
export function readsOn(db: Db, repos: Repositories, views: Views) {
  const grantsOf = giversOn(db, repos.users);

  /** A job of somebody who was forgotten has no words any more, whether or not they are taken away yet. */
  const shown = (job: Job): Job => (repos.requests.get(job.requestId).prompt === null ? withoutWords(job) : job);

  const withJobs = (request: Request | null): { readonly request: Request; readonly jobs: readonly Job[] } | null =>
    request && { request, jobs: repos.jobs.ofRequest(request.id).map(shown) };

  return {
    job(id: JobId): Job | null {
      const stored = repos.jobs.load(id);
      return stored && shown(stored.job);
    },

    request: (id: RequestId) => withJobs(repos.requests.find(id)),
    requestByKey: (inboundKey: string) => withJobs(repos.requests.findByKey(inboundKey)),

    openJobCounts() {
      return (
        db
          .select({ engine: jobs.engine, state: jobs.state, jobs: count() })
          .from(jobs)
          .where(sql`${jobs.endedAtMs} is null`)
          // `+` keeps SQLite to the jobs that are open, which are few.
          .groupBy(sql`+${jobs.engine}`, sql`+${jobs.state}`)
          .all()
      );
    },

    findJob({ tenantId, number, userId }: Parameters<Store['findJob']>[0]): Job | null {
      const where = and(
        eq(jobs.tenantId, tenantId),
        number === null ? undefined : eq(jobs.number, number),
        userId === null ? undefined : eq(jobs.userId, userId),
      );
      const row = db.select().from(jobs).where(where).orderBy(desc(jobs.admittedAtMs), desc(jobs.number)).get();
      return row ? shown(storedJobOf(row).job) : null;
    },

    story(id: Job['id'], rules: AdmissionRules, nowMs: number): JobStory | null {
      const view = views.view(id, rules, nowMs);
      if (!view) return null;
      const { attempts, events, books } = repos;
      return {
        view,
        attempts: attempts.ofJob(id),
        events: events.ofJob(id),
        entries: books.entriesOf(id),
        grants: grantsOf(view.job),
      };
    },

    list({ tenantId, userId, states, limit }: JobFilter, rules: AdmissionRules, nowMs: number): JobView[] {
      const where = and(
        tenantId === null ? undefined : eq(jobs.tenantId, tenantId),
        userId === null ? undefined : eq(jobs.userId, userId),
        states === null ? undefined : inArray(jobs.state, [...states]),
      );
      const newest = [desc(jobs.admittedAtMs), desc(jobs.number)];
      const rows = db
        .select()
        .from(jobs)
        .where(where)
        .orderBy(...newest)
        .limit(limit)
        .all();
      return rows.map((row) => views.viewOf(storedJobOf(row), rules, nowMs));
    },
  };
}
