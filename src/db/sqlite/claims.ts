import { eq } from 'drizzle-orm';
import type { Attempt } from '../../core/attempt.ts';
import type { DeliveryId, JobId, RequestId } from '../../core/ids.ts';
import { hasEnded, type Job } from '../../core/job.ts';
import { startAttempt } from '../../core/life/create.ts';
import { withoutClip } from '../../core/life/deliver.ts';
import { begun, mayBeShown } from '../../core/life/status.ts';
import type { Lease } from '../../core/outcome.ts';
import type { Claim, ClaimAsk, DeliveryClaim, JobClaim, StatusClaim, StepKind } from '../../core/ports/claims.ts';
import type { Log } from '../../core/ports/world.ts';
import { HOUR, SECOND } from '../../core/time.ts';
import type { StoredJob } from '../rows/job-row.ts';
import { UnreadableRow } from '../rows/readable.ts';
import type { Db } from './connection.ts';
import { type Due, dueOn } from './due.ts';
import type { Repositories } from './repositories.ts';
import { deliveries, jobs, statuses as statusRows } from './schema.ts';
import type { Views } from './views.ts';

const jobSteps = ['prepare', 'reconcile', 'watch', 'fetch'] as const satisfies readonly StepKind[];

/** A status that has waited this long takes its turn among the steps of jobs. */
const statusPatienceMs = 2 * SECOND;

/** A row that cannot be read is looked at again after this, so that it holds up nobody else. */
const setAsideMs = HOUR;

type Candidate =
  | { readonly step: (typeof jobSteps)[number]; readonly id: JobId; readonly atMs: number }
  | { readonly step: 'deliver'; readonly id: DeliveryId; readonly atMs: number }
  | { readonly step: 'status'; readonly id: RequestId; readonly atMs: number }
  | { readonly step: 'submit'; readonly id: JobId; readonly atMs: number };

/** Claiming: the next due step, under a lease that is written in the same transaction. */
export function claimsOn(db: Db, repos: Repositories, views: Views, log: Log) {
  const { attempts, events, requests, statuses, turns } = repos;
  const dueIn = dueOn(db);

  function claim(ask: ClaimAsk): Claim | null {
    const due = dueIn(ask.only);
    for (let next = candidate(ask, due); next; next = candidate(ask, due)) {
      const claimed = take(next, ask);
      if (claimed) return claimed;
    }
    return null;
  }

  /**
   * What has waited longest. New attempts only when no job waits for anything else, since they make more work. A status is
   * shown before or after them, whichever waited longer, and before anything once people would notice that it is old.
   */
  function candidate(ask: ClaimAsk, due: Due): Candidate | null {
    const { nowMs } = ask;
    const found: Candidate[] = [];
    for (const step of jobSteps) {
      const job = ask.steps.includes(step) ? due.job(step, nowMs) : null;
      if (job) found.push({ step, id: job.id, atMs: job.atMs ?? nowMs });
    }
    const delivery = ask.steps.includes('deliver') ? due.delivery(nowMs) : null;
    if (delivery) found.push({ step: 'deliver', id: delivery.id, atMs: delivery.atMs ?? nowMs });
    const stale = ask.steps.includes('status') ? due.status(nowMs) : null;
    const status: Candidate | null = stale && { step: 'status', id: stale.id, atMs: stale.atMs ?? nowMs };
    if (status && nowMs - status.atMs >= statusPatienceMs) found.push(status);
    const first = longestWaiting(found);
    if (first) return first;
    const submit = ask.steps.includes('submit') ? queued(ask, due) : null;
    return longestWaiting([status, submit].filter((each) => each !== null));
  }

  function queued({ slots, nowMs }: ClaimAsk, due: Due): Candidate | null {
    const found: Candidate[] = [];
    for (const { engine, credential, max } of slots) {
      const job = turns.taken({ engine, credential }) < max ? due.queued(engine, credential, nowMs) : null;
      if (job) found.push({ step: 'submit', id: job.id, atMs: job.atMs ?? nowMs });
    }
    return longestWaiting(found);
  }

  /** Null when there turned out to be nothing to do; the candidate is then no longer due. */
  function take(next: Candidate, ask: ClaimAsk): Claim | null {
    const lease: Lease = { owner: ask.owner, untilMs: ask.nowMs + ask.leaseMs[next.step] };
    try {
      switch (next.step) {
        case 'deliver':
          return takeDelivery(next.id, lease, ask);
        case 'status':
          return takeStatus(next.id, lease, ask);
        case 'submit':
          return takeQueued(next.id, lease, ask);
        case 'prepare':
        case 'reconcile':
        case 'watch':
        case 'fetch':
          return takeJob(next.step, next.id, lease);
      }
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error;
      log.error('a row of the database cannot be read and was set aside', error, { id: next.id });
      setAside(next, ask.nowMs + setAsideMs);
      return null;
    }
  }

  function takeJob(step: Exclude<JobClaim['step'], 'submit'>, id: JobId, lease: Lease): JobClaim | null {
    const stored = loaded(id);
    const { job } = stored;
    const request = requests.get(job.requestId);
    const attempt = attemptToActOn(job);
    if (!attempt && hasEnded(job.state)) {
      // None of its attempts waits for a verdict: nobody is left to ask.
      repos.jobs.save(stored, { ...stored, job: { ...job, dueAtMs: null }, lease: null, hintedAtMs: null });
      return null;
    }
    repos.jobs.save(stored, { ...stored, lease, hintedAtMs: null });
    const original = job.copyOf === null ? null : repos.clips.find(job.copyOf);
    return { step, job, attempt, original, request, lease };
  }

  function attemptToActOn(job: Job): Attempt | null {
    const { state } = job;
    switch (state.kind) {
      case 'awaiting_approval':
      case 'preparing':
      case 'queued':
        return null;
      case 'submitting':
      case 'unknown':
      case 'rendering':
      case 'fetching': {
        const attempt = attempts.load(state.attemptId);
        if (!attempt)
          throw new UnreadableRow(`The row ${job.id} of table jobs names ${state.attemptId}, which is not stored`);
        return attempt;
      }
      case 'ready':
      case 'failed':
      case 'refused':
      case 'cancelled':
        return attempts.unsettledOf(job.id);
    }
  }

  function takeQueued(id: JobId, lease: Lease, ask: ClaimAsk): JobClaim {
    const stored = loaded(id);
    const request = requests.get(stored.job.requestId);
    const { job, attempt } = startAttempt(stored.job, ask.attempt, ask.nowMs, lease.untilMs);
    repos.jobs.save(stored, { ...stored, job, lease, hintedAtMs: null });
    attempts.insert(attempt);
    turns.serve(job, stored.fairTag ?? 0);
    statuses.touch(job.requestId, ask.nowMs);
    statuses.touchLine(job.engine, job.credential, ask.nowMs);
    events.add(job, 'attempt_started', ask.nowMs, null);
    return { step: 'submit', job, attempt, original: null, request, lease };
  }

  function takeDelivery(id: DeliveryId, lease: Lease, { nowMs, rules }: ClaimAsk): DeliveryClaim | null {
    const stored = repos.deliveries.load(id);
    if (!stored) throw new Error(`expected the delivery ${id} to be stored, and it was not`);
    const view = views.viewOf(loaded(stored.delivery.jobId), rules, nowMs);
    const clip = repos.clips.get(stored.delivery.clipId);
    if (clip.deletedAtMs !== null) {
      repos.deliveries.save({ delivery: withoutClip(stored.delivery), lease: null });
      statuses.touch(stored.delivery.requestId, nowMs);
      return null;
    }
    const delivery = { ...stored.delivery, state: { kind: 'sending' } } as const;
    repos.deliveries.save({ delivery, lease });
    const mayBePosted = stored.delivery.state.kind === 'sending' || stored.delivery.retries > 0;
    return { step: 'deliver', delivery, clip, view, mayBePosted, lease };
  }

  /** What is shown is read in the claim's own transaction, so that it is at least as new as its version says. */
  function takeStatus(id: RequestId, lease: Lease, { nowMs, rules }: ClaimAsk): StatusClaim {
    const stored = statuses.load(id);
    if (!stored) throw new Error(`expected a status of ${id}, and there was none`);
    const request = requests.get(id);
    const { statusMessage } = request;
    statuses.save({ status: begun(stored.status, statusMessage), lease });
    const all = repos.jobs.ofRequest(id).map((job) => views.viewOf(loaded(job.id), rules, nowMs));
    const may = mayBeShown(stored.status, statusMessage);
    return { step: 'status', status: stored.status, request, views: all, mayBeShown: may, lease };
  }

  function loaded(id: JobId): StoredJob {
    const stored = repos.jobs.load(id);
    if (!stored) throw new Error(`expected the job ${id} to be stored, and it was not`);
    return stored;
  }

  function setAside(next: Candidate, claimableAtMs: number): void {
    if (next.step === 'status')
      db.update(statusRows).set({ claimableAtMs }).where(eq(statusRows.requestId, next.id)).run();
    else if (next.step === 'deliver')
      db.update(deliveries).set({ claimableAtMs }).where(eq(deliveries.id, next.id)).run();
    else db.update(jobs).set({ claimableAtMs }).where(eq(jobs.id, next.id)).run();
  }

  return {
    claim,
    nextDueAtMs: ({ nowMs, only }: Pick<ClaimAsk, 'nowMs' | 'only'>): number | null => dueIn(only).nextAtMs(nowMs),
  };
}

function longestWaiting(found: readonly Candidate[]): Candidate | null {
  return found.toSorted((a, b) => a.atMs - b.atMs)[0] ?? null;
}
