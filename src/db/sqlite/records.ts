import type { Actor } from '../../core/actor.ts';
import type { Aggregate, Change } from '../../core/life/change.ts';
import { apply } from '../../core/life/apply.ts';
import { applyToDelivery, withoutClip, withUpload } from '../../core/life/deliver.ts';
import { applyToStatus, isSeen } from '../../core/life/status.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { EngineId } from '../../core/engine.ts';
import type { ClipId } from '../../core/ids.ts';
import { hasEnded, type Job } from '../../core/job.ts';
import type { DeliveryOutcome, JobOutcome, Recorded, StatusOutcome, TakesOut } from '../../core/outcome.ts';
import type { Store } from '../../core/ports/store.ts';
import { copyNameOf, inputNameOf, mediaKeyOf } from '../../core/media-key.ts';
import type { Status } from '../../core/status.ts';
import type { StoredJob } from '../rows/job-row.ts';
import { strikeOn } from './members.ts';
import type { Repositories } from './repositories.ts';

type Changed = Extract<Change, { kind: 'changed' }>;

const notFound = { kind: 'ignored', why: 'not_found' } as const;

export type Records = ReturnType<typeof recordsOn>;

/** Recording: loads what an outcome is about, asks core what becomes of it, writes that. */
export function recordsOn(repos: Repositories) {
  const { attempts, books, cache, clips, deliveries, events, files, jobs, requests, standings, statuses, tenants } =
    repos;
  const { approvals } = repos;

  function record(outcome: JobOutcome, nowMs: number, actor: Actor | null): Recorded<Job> {
    const attempt = 'attemptId' in outcome ? attempts.load(outcome.attemptId) : null;
    const jobId = 'jobId' in outcome ? outcome.jobId : attempt?.jobId;
    const stored = jobId === undefined ? null : jobs.load(jobId);
    if (!stored) return notFound;

    if (outcome.kind === 'accepted') outcome.takesIn?.forEach(takeIn);
    const { job, lease, hintedAtMs } = stored;
    const { destination, prompt } = requests.get(job.requestId);
    const booked = books.bookingsOf(job.id);
    const isForgotten = prompt === null;
    const mayBuy = !isForgotten && !tenants.isLeft(job.tenantId);
    const isOriginalGone = job.copyOf !== null && (clips.find(job.copyOf)?.deletedAtMs ?? null) !== null;
    const isOtherTaskOpen = outcome.kind === 'fetched' && attempts.unsettledOf(job.id) !== null;
    const agg: Aggregate = {
      job,
      attempt,
      booked,
      destination,
      isOriginalGone,
      isOtherTaskOpen,
      isForgotten,
      mayBuy,
      billedRefusals: mayBeBilledRefusal(outcome) ? attempts.billedRefusals(job, nowMs) : 0,
      lease,
      hintedAtMs,
    };
    const change = apply(agg, outcome, nowMs);
    if (change.kind === 'ignored') {
      if (outcome.kind === 'prepared') files.eraseUnlessUsed(outcome.input?.mediaKey ?? null, nowMs);
      if (outcome.kind === 'copied') eraseLateCopy(job, outcome.clip.file.key, nowMs);
      return change;
    }
    if (change.attempt && attempts.taskIsTaken(change.attempt)) return { kind: 'ignored', why: 'conflict' };

    const news = !change.endsLease && lease !== null && isNews(outcome);
    const leaseAfter = change.endsLease
      ? { lease: null, hintedAtMs: null }
      : { lease, hintedAtMs: news ? nowMs : hintedAtMs };
    jobs.save(stored, { ...stored, job: change.job, ...leaseAfter });
    if (change.attempt) attempts.save(change.attempt);
    if (job.state.kind === 'awaiting_approval') noteAnswered(change.job, outcome, nowMs);
    if (job.state.kind === 'preparing') eraseCopy(stored, change.job, nowMs);
    else eraseInputLetGo(job, change.job, nowMs);
    if (change.sets.length > 0) books.book(change.sets);
    if (isRefusedPrompt(outcome)) strikeFor(job, nowMs);
    if (outcome.kind === 'copy_lost' && job.copyOf !== null) forgetOriginal(job.copyOf);
    if (change.clip) clips.insert(change.clip);
    if (change.delivery) deliveries.insert(change.delivery);
    const isElsewhere = change.job.engine !== job.engine;
    if (isWorthTelling(job, change)) events.add(change.job, isElsewhere ? 'moved' : outcome.kind, nowMs, actor);
    if (outcome.kind === 'rejected' && outcome.takesOut) takeOut(outcome.takesOut, nowMs);
    if (isSeen(job, change.job, outcome)) statuses.touch(job.requestId, nowMs);
    if (job.state.kind === 'queued' && (isElsewhere || change.job.state.kind !== 'queued')) {
      statuses.touchLine(job.engine, job.credential, nowMs);
    }
    return { kind: 'changed', now: change.job };
  }

  /** One of those that wait for a moderator's yes does no longer; with the last of them the question is over. */
  function noteAnswered({ requestId }: Job, { kind }: JobOutcome, nowMs: number): void {
    const isWaiting = jobs.ofRequest(requestId).some(({ state }) => state.kind === 'awaiting_approval');
    const approval = approvals.ofRequest(requestId);
    if (!approval) return;
    if (isWaiting) approvals.touchOf(requestId, nowMs);
    else
      approvals.end(approval.id, { kind: kind === 'approval_expired' ? 'expired' : 'withdrawn', atMs: nowMs }, nowMs);
  }

  /** The engine's word on a prompt of somebody's, counted once a request. The operator gets no strikes. */
  function strikeFor({ tenantId, userId, requestId: key }: Job, nowMs: number): void {
    const { actor, prompt } = requests.get(key);
    if (actor.kind === 'user' && prompt !== null) strikeOn(repos, { tenantId, userId, key, kind: 'engine', nowMs });
  }

  /** In the same transaction as the answer that says so: an engine that takes nothing new is never forgotten. */
  function takeOut({ kind, engines }: TakesOut, nowMs: number): void {
    for (const engine of engines) standings.mark({ engine, kind, actor: { kind: 'system' }, reason: null, nowMs });
  }

  /** Also where a callback was first with the same answer. */
  function takeIn(engine: EngineId): void {
    standings.clear({ engine, kind: 'out_of_credit' });
  }

  /** Its file cannot be had: whoever asks for the same next gets one that is made. */
  function forgetOriginal(id: ClipId): void {
    const original = clips.find(id);
    if (original) cache.forget(original.jobId);
  }

  /** A copy of the input, or of a clip, that nobody recorded may be there, or be under way for as long as the lease lasts. */
  function eraseCopy({ job, lease }: StoredJob, after: Job, nowMs: number): void {
    if (!hasEnded(after.state) || after.state.kind === 'ready') return;
    const sinceMs = Math.max(nowMs, lease?.untilMs ?? 0);
    const isCopied = job.spec.input !== null && job.spec.input.mediaKey === null;
    if (isCopied) files.eraseUnlessUsed(mediaKeyOf(inputNameOf(job.id)), sinceMs);
    if (job.copyOf !== null) files.eraseUnlessUsed(mediaKeyOf(copyNameOf(job.id)), sinceMs);
  }

  /** One that was made twice is there once, under the same name; one that nobody waited for any more is not wanted. */
  function eraseLateCopy({ state }: Job, key: string, nowMs: number): void {
    if (state.kind !== 'ready') return files.eraseUnlessUsed(key, nowMs);
    const clip = clips.find(state.clipId);
    if (clip && clip.deletedAtMs !== null) clips.setErased(clip.id, null);
  }

  /** What a job starts from is no longer needed by it. */
  function eraseInputLetGo({ spec }: Job, after: Job, nowMs: number): void {
    const key = spec.input?.mediaKey ?? null;
    if (after.spec.input?.mediaKey !== key) files.eraseUnlessUsed(key, nowMs);
  }

  function recordDelivery(outcome: DeliveryOutcome, nowMs: number): Recorded<Delivery> {
    const stored = deliveries.load(outcome.deliveryId);
    if (!stored) return notFound;
    const change = applyToDelivery(stored.delivery, stored.lease, outcome, clips.isErased(stored.delivery.clipId));
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

type RefusedPrompt = Extract<JobOutcome, { kind: 'failed' | 'rejected' }>;

function isRefusedPrompt(outcome: JobOutcome): outcome is RefusedPrompt {
  return (outcome.kind === 'failed' || outcome.kind === 'rejected') && outcome.code === 'moderation';
}

/** Only then it matters how many there were before. */
function mayBeBilledRefusal(outcome: JobOutcome): boolean {
  return isRefusedPrompt(outcome) && outcome.kind === 'failed' && (outcome.costMicroUsd ?? 0) > 0;
}

/** What a plan that is being made from an older answer must not overwrite. */
function isNews({ kind }: JobOutcome): boolean {
  return kind === 'hinted' || kind === 'cancel_requested' || kind === 'accepted';
}

/** Progress and plans would drown the story of a job. */
function isWorthTelling(before: Job, { job, attempt, sets, clip }: Changed): boolean {
  return (
    job.state.kind !== before.state.kind ||
    job.engine !== before.engine ||
    job.overdueAtMs !== before.overdueAtMs ||
    job.cancelRequestedAtMs !== before.cancelRequestedAtMs ||
    attempt !== null ||
    sets.length > 0 ||
    clip !== null
  );
}
