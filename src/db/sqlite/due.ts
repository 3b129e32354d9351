import { and, asc, eq, gt, isNotNull, lte, min, type SQL, sql } from 'drizzle-orm';
import type { CredentialRef, EngineId } from '../../core/engine.ts';
import type { DeliveryId, JobId, RequestId } from '../../core/ids.ts';
import type { JobClaim, StepKind } from '../../core/ports/claims.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import { deliveries, jobs, statuses } from './schema.ts';

type JobStep = JobClaim['step'];
type Found<I> = { readonly id: I; readonly atMs: number | null };

/** Looks for what is due: in all requests, or in one. */
export interface Due {
  /** The longest claimable job whose state asks for this step. Jobs that wait for a place are asked for by `queued`. */
  job(step: Exclude<JobStep, 'submit'>, nowMs: number): Found<JobId> | null;
  /** The waiting job whose turn it is there. */
  queued(engine: EngineId, credential: CredentialRef, nowMs: number): Found<JobId> | null;
  delivery(nowMs: number): Found<DeliveryId> | null;
  status(nowMs: number): Found<RequestId> | null;
  /** When the next thing becomes claimable, strictly after now. */
  nextAtMs(nowMs: number): number | null;
}

/** Each condition names its partial index's constants as literals; they are never bound. */
export function dueOn(db: Db): (only: RequestId | null) => Due {
  const all = finder(
    db,
    (step) => sql`${jobs.step} = ${sql.raw(`'${step}'`)}`,
    sql`${jobs.state} = 'queued'`,
    isNotNull(deliveries.claimableAtMs),
    isNotNull(statuses.claimableAtMs),
  );
  const requestId = textPlaceholder('requestId');
  const ofJob = eq(jobs.requestId, requestId);
  // One request has few jobs: `+` keeps SQLite from going through everything that is due.
  const one = finder(
    db,
    (step) => sql`${ofJob} and +${jobs.step} = ${sql.raw(`'${step}'`)}`,
    sql`${ofJob} and +${jobs.state} = 'queued'`,
    eq(deliveries.requestId, requestId),
    eq(statuses.requestId, requestId),
  );
  return (only) => (only === null ? all({}) : one({ requestId: only }));
}

/** Only the first row is ever stepped to; a bound `limit` would make SQLite prepare each statement anew. */
function finder(db: Db, stepIs: (step: StepKind) => SQL, isQueued: SQL, isDelivery: SQL, isStatus: SQL) {
  const nowMs = sql.placeholder('nowMs');
  const dueJob = (step: JobStep) =>
    db
      .select({ id: jobs.id, atMs: jobs.claimableAtMs })
      .from(jobs)
      .where(and(stepIs(step), lte(jobs.claimableAtMs, nowMs)))
      .orderBy(asc(jobs.claimableAtMs))
      .prepare();
  const nextJob = (step: JobStep) =>
    db
      .select({ atMs: min(jobs.claimableAtMs) })
      .from(jobs)
      .where(and(stepIs(step), gt(jobs.claimableAtMs, nowMs)))
      .prepare();

  const due = {
    prepare: dueJob('prepare'),
    reconcile: dueJob('reconcile'),
    watch: dueJob('watch'),
    fetch: dueJob('fetch'),
  };
  const queued = db
    .select({ id: jobs.id, atMs: jobs.claimableAtMs })
    .from(jobs)
    .where(
      and(
        isQueued,
        eq(jobs.engine, textPlaceholder('engine')),
        eq(jobs.credential, textPlaceholder('credential')),
        lte(jobs.claimableAtMs, nowMs),
      ),
    )
    .orderBy(asc(jobs.fairTag), asc(jobs.admittedAtMs), asc(jobs.id))
    .prepare();
  const dueDelivery = db
    .select({ id: deliveries.id, atMs: deliveries.claimableAtMs })
    .from(deliveries)
    .where(and(isDelivery, lte(deliveries.claimableAtMs, nowMs)))
    .orderBy(asc(deliveries.claimableAtMs))
    .prepare();
  const dueStatus = db
    .select({ id: statuses.requestId, atMs: statuses.claimableAtMs })
    .from(statuses)
    .where(and(isStatus, lte(statuses.claimableAtMs, nowMs)))
    .orderBy(asc(statuses.claimableAtMs))
    .prepare();
  const steps = ['prepare', 'submit', 'reconcile', 'watch', 'fetch'] as const;
  const next = [
    ...steps.map(nextJob),
    db
      .select({ atMs: min(deliveries.claimableAtMs) })
      .from(deliveries)
      .where(and(isDelivery, gt(deliveries.claimableAtMs, nowMs)))
      .prepare(),
    db
      .select({ atMs: min(statuses.claimableAtMs) })
      .from(statuses)
      .where(and(isStatus, gt(statuses.claimableAtMs, nowMs)))
      .prepare(),
  ];

  return (given: Record<string, string>): Due => ({
    job: (step, now) => due[step].get({ ...given, nowMs: now }) ?? null,
    queued: (engine, credential, now) => queued.get({ ...given, engine, credential, nowMs: now }) ?? null,
    delivery: (now) => dueDelivery.get({ ...given, nowMs: now }) ?? null,
    status: (now) => dueStatus.get({ ...given, nowMs: now }) ?? null,
    nextAtMs(now) {
      const times = next.flatMap((statement) => statement.get({ ...given, nowMs: now })?.atMs ?? []);
      return times.length > 0 ? Math.min(...times) : null;
    },
  });
}
