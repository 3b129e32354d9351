import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { type AdmissionFacts, type AdmissionQuestion, type Recent, refusalOf } from '../../core/admission.ts';
import { withoutWords } from '../../core/forgetting.ts';
import type { UserId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import type { AdmissionRules } from '../../core/policy.ts';
import type { Admission, NewJob, Store } from '../../core/ports/store.ts';
import type { Request } from '../../core/request.ts';
import { hold } from '../../core/settlement.ts';
import { HOUR, MINUTE } from '../../core/time.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import type { Repositories } from './repositories.ts';
import { jobs } from './schema.ts';

type Ask = Parameters<Store['admit']>[0];

const none: Recent = { count: 0, oldestAtMs: 0 };

/** Admission: reads the facts, asks core, writes request, jobs and holds. */
export function admissionsOn(db: Db, repos: Repositories) {
  const { books, events, policies, requests, statuses, tenants, users } = repos;

  const max = sql.placeholder('max');
  const selectInFlight = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        sql`${jobs.inFlight}`,
        eq(jobs.userId, textPlaceholder('userId')),
        eq(jobs.tenantId, textPlaceholder('tenantId')),
      ),
    )
    .limit(max)
    .prepare();
  const selectOfEngine = db
    .select({ atMs: jobs.admittedAtMs })
    .from(jobs)
    .where(and(eq(jobs.engine, textPlaceholder('engine')), gt(jobs.admittedAtMs, sql.placeholder('sinceMs'))))
    .orderBy(desc(jobs.admittedAtMs))
    .limit(max)
    .prepare();

  /** What is counted is counted up to its limit, and not at all without one. */
  function factsFor(question: AdmissionQuestion, { member }: AdmissionRules): AdmissionFacts {
    const { nowMs, tenantId, userId, engine } = question;
    const { inFlightMax, requestsPerMinuteMax } = member;
    const { id, videosPerHourMax } = engine;
    const [minuteAgoMs, hourAgoMs] = [nowMs - MINUTE, nowMs - HOUR];
    return {
      tenant: tenants.ensure(tenantId, nowMs),
      setLimits: policies.setLimitsOf(tenantId, userId),
      usage: books.used,
      inFlight: inFlightMax === null ? 0 : selectInFlight.all({ userId, tenantId, max: inFlightMax }).length,
      requestsInLastMinute:
        requestsPerMinuteMax === null
          ? none
          : recentFrom(requests.newestOf({ userId, tenantId, sinceMs: minuteAgoMs, max: requestsPerMinuteMax })),
      engineVideosInLastHour:
        videosPerHourMax === null
          ? none
          : recentFrom(selectOfEngine.all({ engine: id, sinceMs: hourAgoMs, max: videosPerHourMax })),
    };
  }

  function write({ request, jobs: newJobs, question: { nowMs }, isAnswered }: Ask): Job[] {
    const { timeZone, leftAtMs } = tenants.get(request.tenantId);
    if (leftAtMs !== null) tenants.comeBack(request.tenantId, nowMs);
    const first = tenants.takeNumbers(request.tenantId, newJobs.length);
    requests.insert(request);
    statuses.start(request.id, nowMs, isAnswered);
    const admitted = newJobs.map((job, index) => admittedJob({ ...job, timeZone }, request, first + index, nowMs));
    for (const job of admitted) {
      repos.jobs.insert(job);
      events.add(job, 'admitted', nowMs, request.actor);
    }
    books.book(admitted.map((job) => hold(job, nowMs)));
    return admitted;
  }

  /** What somebody who came back asks for is none of what is still being taken away. */
  function afterMs(userId: UserId): number {
    const forgottenAtMs = users.forgottenAtMs(userId);
    return forgottenAtMs === null ? 0 : forgottenAtMs + 1;
  }

  return {
    admit(ask: Ask): Admission {
      const { request, question, rules } = ask;
      const known = requests.findByKey(request.inboundKey);
      if (known) {
        const jobsOfKnown = repos.jobs.ofRequest(known.id);
        return {
          kind: 'repeated',
          request: known,
          jobs: known.prompt === null ? jobsOfKnown.map(withoutWords) : jobsOfKnown,
        };
      }
      if (!users.isKnown(request.userId)) return { kind: 'unknown_person' };
      if (ask.repeats !== null && (requests.find(ask.repeats)?.prompt ?? null) === null)
        return { kind: 'nothing_to_repeat' };
      const refusal = refusalOf(question, rules, factsFor(question, rules));
      if (refusal) return { kind: 'refused', refusal };
      const after = { ...request, createdAtMs: Math.max(request.createdAtMs, afterMs(request.userId)) };
      return { kind: 'admitted', request: after, jobs: write({ ...ask, request: after }) };
    },
  };
}

/** From times, newest first. Only as many as the limit are counted: then the oldest of those is the one to wait for. */
function recentFrom(rows: readonly { readonly atMs: number }[]): Recent {
  return { count: rows.length, oldestAtMs: rows.at(-1)?.atMs ?? 0 };
}

function admittedJob(job: NewJob & Pick<Job, 'timeZone'>, request: Request, number: number, nowMs: number): Job {
  return {
    ...job,
    requestId: request.id,
    tenantId: request.tenantId,
    userId: request.userId,
    number,
    state: { kind: 'preparing' },
    admittedAtMs: nowMs,
    stateSinceMs: nowMs,
    submittedAtMs: null,
    overdueAtMs: null,
    cancelRequestedAtMs: null,
    endedAtMs: null,
    retries: 0,
    dueAtMs: nowMs,
  };
}
