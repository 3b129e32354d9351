import type { Actor } from '../../core/actor.ts';
import type { Aggregate, Change } from '../../core/life/change.ts';
import { apply } from '../../core/life/apply.ts';
import { applyToDelivery, withoutClip, withUpload } from '../../core/life/deliver.ts';
import { applyToStatus, isSeen } from '../../core/life/status.ts';
import type { Delivery } from '../../core/delivery.ts';
import { hasEnded, type Job } from '../../core/job.ts';
import type { DeliveryOutcome, JobOutcome, Recorded, StatusOutcome } from '../../core/outcome.ts';
import type { Store } from '../../core/ports/store.ts';
import { inputNameOf, mediaKeyOf } from '../../core/media-key.ts';
import type { Status } from '../../core/status.ts';
import type { StoredJob } from '../rows/job-row.ts';
import type { Repositories } from './repositories.ts';

type Changed = Extract<Change, { kind: 'changed' }>;

const notFound = { kind: 'ignored', why: 'not_found' } as const;

export type Records = ReturnType<typeof recordsOn>;

/** Recording: loads what an outcome is about, asks core what becomes of it, writes that. */
export function recordsOn(repos: Repositories) {
  const { attempts, books, clips, deliveries, events, files, jobs, requests, statuses, tenants } = repos;

  function record(outcome: JobOutcome, nowMs: number, actor: Actor | null): Recorded<Job> {
    const attempt = 'attemptId' in outcome ? attempts.load(outcome.attemptId) : null;
    const jobId = 'jobId' in outcome ? outcome.jobId : attempt?.jobId;
    const stored = jobId === undefined ? null : jobs.load(jobId);
    if (!stored) return notFound;

    const { job, lease, hintedAtMs } = stored;
    const { destination, prompt } = requests.get(job.requestId);
    const booked = books.bookingsOf(job.id);
    const isForgotten = prompt === null;
    const mayBuy = !isForgotten && !tenants.isLeft(job.tenantId);
    const agg: Aggregate = { job, attempt, booked, destination, isForgotten, mayBuy, lease, hintedAtMs };
    const change = apply(agg, outcome, nowMs);
    if (change.kind === 'ignored') {
      if (outcome.kind === 'prepared') files.eraseUnlessUsed(outcome.input?.mediaKey ?? null, nowMs);
      return change;
    }
    if (change.attempt && attempts.taskIsTaken(change.attempt)) return { kind: 'ignored', why: 'conflict' };

    const news = !change.endsLease && lease !== null && isNews(outcome);
    const leaseAfter = change.endsLease
      ? { lease: null, hintedAtMs: null }
      : { lease, hintedAtMs: news ? nowMs : hintedAtMs };
    jobs.save(stored, { ...stored, job: change.job, ...leaseAfter });
    if (change.attempt) attempts.save(change.attempt);
    if (job.state.kind === 'preparing') eraseCopy(stored, change.job, nowMs);
    if (change.sets.length > 0) books.book(change.sets);
    if (change.clip) clips.insert(change.clip);
    if (change.delivery) deliveries.insert(change.delivery);
    if (isWorthTelling(job, change)) events.add(change.job, outcome.kind, nowMs, actor);
    if (isSeen(job, change.job, outcome)) statuses.touch(job.requestId, nowMs);
    if (job.state.kind === 'queued' && change.job.state.kind !== 'queued') {
      statuses.touchLine(job.engine, job.credential, nowMs);
    }
    return { kind: 'changed', now: change.job };
  }

  /** A copy of the input that nobody recorded may be there, or be under way for as long as the lease lasts. */
  function eraseCopy({ job, lease }: StoredJob, after: Job, nowMs: number): void {
    const isCopied = job.spec.input !== null && job.spec.input.mediaKey === null;
    if (!isCopied || !hasEnded(after.state)) return;
    files.eraseUnlessUsed(mediaKeyOf(inputNameOf(job.id)), Math.max(nowMs, lease?.untilMs ?? 0));
  }

  function recordDelivery(outcome: DeliveryOutcome, nowMs: number): Recorded<Delivery> {
    const stored = deliveries.load(outcome.deliveryId);
    if (!stored) return notFound;
    const change = applyToDelivery(stored.delivery, stored.lease, outcome);
    if (change.kind === 'ignored') return change;
    const isDeleted = clips.get(change.delivery.clipId).deletedAtMs !== null;
    const delivery = isDeleted ? withoutClip(change.delivery) : change.delivery;
    deliveries.save({ delivery, lease: null });
    // It was posted late, after its clip was deleted and perhaps erased: that has to be done anew.
    if (isDeleted && delivery.state.kind === 'sent') clips.setErased(delivery.clipId, null);
    const job = jobs.load(delivery.jobId)?.job;
    if (job && outcome.kind !== 'delivery_postponed') events.add(job, outcome.kind, nowMs, null);
    statuses.touch(delivery.requestId, nowMs);
    return { kind: 'changed', now: delivery };
  }

  function noteUpload(ask: Parameters<Store['noteUpload']>[0], nowMs: number): Recorded<Delivery> {
    const stored = deliveries.load(ask.deliveryId);
    if (!stored) return notFound;
    if (clips.get(stored.delivery.clipId).deletedAtMs !== null) return { kind: 'ignored', why: 'moved_on' };
    const change = withUpload(stored.delivery, stored.lease, ask, nowMs);
    if (change.kind === 'ignored') return change;
    deliveries.save({ ...stored, delivery: change.delivery });
    return { kind: 'changed', now: change.delivery };
  }

  function recordStatus(outcome: StatusOutcome, nowMs: number): Recorded<Status> {
    const { requestId } = outcome;
    const stored = statuses.load(requestId);
    if (!stored) return notFound;
    if (outcome.kind !== 'status_postponed' && outcome.message !== null) {
      requests.noteStatusMessage(requestId, outcome.message);
    }
    const change = applyToStatus(stored.status, stored.lease, outcome, nowMs);
    if (change.kind === 'ignored') return change;
    statuses.save({ status: change.status, lease: change.endsLease ? null : stored.lease });
    return { kind: 'changed', now: change.status };
  }

  return { record, recordDelivery, noteUpload, recordStatus };
}

/** What a plan that is being made from an older answer must not overwrite. */
function isNews({ kind }: JobOutcome): boolean {
  return kind === 'hinted' || kind === 'cancel_requested' || kind === 'accepted';
}

/** Progress and plans would drown the story of a job. */
function isWorthTelling(before: Job, { job, attempt, sets, clip }: Changed): boolean {
  return (
    job.state.kind !== before.state.kind ||
    job.overdueAtMs !== before.overdueAtMs ||
    job.cancelRequestedAtMs !== before.cancelRequestedAtMs ||
    attempt !== null ||
    sets.length > 0 ||
    clip !== null
  );
}
