import type { OwnerId } from '../../src/core/ids.ts';
import { hasEnded, type Job } from '../../src/core/job.ts';
import type { DeliveryOutcome, JobOutcome, Recorded } from '../../src/core/outcome.ts';
import type { Claim, ClaimAsk } from '../../src/core/ports/claims.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { Request } from '../../src/core/request.ts';
import { withOverrides } from './fence.ts';
import { observeMoney } from './observe-money.ts';
import { observeForgetting } from './observe-forgetting.ts';
import type { Journal } from './journal.ts';
import type { Witness } from './witness.ts';

type Deps = {
  readonly processName: string;
  readonly witness: Witness;
  readonly journal: Journal;
  readonly nowMs: () => number;
  /** Whether it can be proved that this owner's process is dead. */
  readonly isProvenDead: (owner: OwnerId) => boolean;
  /** A step was claimed, and its process does not know it yet. */
  readonly onClaim: () => void;
};

/** The store, with somebody looking on who sees every transaction in the order of their commits. */
export function observeStore(store: Store, deps: Deps): Store {
  const { processName, witness, journal, nowMs } = deps;

  function saw(job: Job): void {
    const before = witness.jobs.get(job.id);
    if (before && hasEnded(before.state) && !hasEnded(job.state)) journal.count('job: reopened by a late success');
    if (before && before.state.kind !== job.state.kind) witness.nudge(job.id, nowMs());
    if (before && before.engine !== job.engine) sawMove(before, job);
    witness.jobs.set(job.id, job);
  }

  /** Said here once more on purpose, in the words of the design. */
  function sawMove(before: Job, { id, engine, spec, quoteMicroUsd, playMoney, state }: Job): void {
    if (state.kind !== 'queued') return;
    journal.count('job: went to another engine');
    if (before.spec.route?.tried.includes(engine)) journal.count('job: went to another engine and back');
    journal.say(processName, id, `goes from ${before.engine} to ${engine}`);
    const off = (text: string): void => journal.violate('asking', id, `${processName} moved it to ${engine}: ${text}`);
    if ((before.spec.wish?.engine ?? null) !== null) off('a person had named its engine');
    if ((spec.route?.priceMicroUsd ?? Infinity) > quoteMicroUsd) off('for more than was agreed');
    if (playMoney !== engine.startsWith('toy/')) off('between play money and real');
  }

  function sawPointedAt(job: Job, { userId, tenantId, prompt }: Request): void {
    const isTheirs = job.userId === userId && job.tenantId === tenantId && job.spec.prompt === prompt;
    if (!isTheirs || hasEnded(job.state) || job.cancelRequestedAtMs !== null) {
      journal.violate(
        'sharing',
        job.id,
        `${processName} pointed ${userId} of ${tenantId} to it, who asked for "${prompt ?? ''}"`,
      );
    }
  }

  function sawClaim(claim: Claim, job: Job | null): void {
    const { step, lease } = claim;
    const { leased, jobId } = subjectOf(claim);
    const standing = witness.leases.get(leased);
    if (standing && nowMs() < standing.lease.untilMs) {
      const text = `${processName} was given ${step} while the lease of ${standing.processName} stood`;
      journal.violate('leases', jobId, text);
    }
    if (standing && standing.processName !== processName) journal.count('process: a lease had to run out');
    witness.leases.set(leased, { processName, lease, sinceMs: nowMs() });
    journal.count(`step: ${step}`);
    if (step !== 'status')
      journal.say(processName, jobId, `claims ${step} for ${Math.round((lease.untilMs - nowMs()) / 1_000)} s`);
    if (job) saw(job);
    if (claim.step === 'deliver') witness.deliveries.set(claim.delivery.id, claim.delivery);
    if (claim.step === 'status' && claim.request.statusMessage === null && !claim.mayBeShown) {
      witness.statusTries.set(claim.request.id, { processName, atMs: nowMs() });
    }
    if (claim.step !== 'submit' || !claim.attempt) return;
    if (witness.left.has(claim.job.tenantId)) {
      journal.violate('asking', jobId, `${processName} was given a create for a tenant that we left`);
    }
    witness.staleStatuses.add(claim.job.requestId);
    witness.jobIdOfAttempt.set(claim.attempt.id, claim.job.id);
    witness.starters.set(claim.attempt.id, processName);
    const { id } = claim.job;
    witness.attempts.set(id, [...(witness.attempts.get(id) ?? []), claim.attempt.id]);
  }

  function checkPlaces({ id, engine, credential }: Job, { slots }: ClaimAsk): void {
    const max = slots.find((slot) => slot.engine === engine && slot.credential === credential)?.max ?? 0;
    const taken = [...witness.jobs.values()].filter((job) => job.engine === engine && takesPlace(job)).length;
    if (taken <= max) return;
    journal.violate(
      'asking',
      id,
      `${processName} was given a create while ${engine} had ${max} places and ${taken} were taken`,
    );
  }

  function sawRecord(outcome: JobOutcome, before: Job | undefined, recorded: Recorded<Job>): void {
    const jobId = 'jobId' in outcome ? outcome.jobId : witness.jobOf(outcome.attemptId);
    const told = describe(outcome);
    if (recorded.kind === 'ignored') {
      if (recorded.why === 'conflict')
        journal.violate('errors', jobId, `${processName} recorded ${told}, which contradicts what is known`);
      else if (recorded.why !== 'not_found') journal.count(`ignored: ${recorded.why}`);
      journal.say(processName, jobId, `records ${told}: ignored, ${recorded.why}`);
      return;
    }
    const { now } = recorded;
    // Nobody judges prompts there.
    if (outcome.kind !== 'not_allowed') journal.count(`outcome: ${outcome.kind}`);
    if (before?.state.kind === 'awaiting_approval') witness.approvalsTouchedAtMs = nowMs();
    if (!before || before.state.kind !== now.state.kind || before.overdueAtMs !== now.overdueAtMs) {
      witness.staleStatuses.add(now.requestId);
    }
    if (outcome.kind === 'hinted' && now.state.kind === 'rendering') witness.hint(outcome.attemptId);
    if (outcome.kind === 'rejected') sawRejection(outcome.attemptId);
    if (outcome.kind === 'hinted' || outcome.kind === 'cancel_requested') witness.nudge(now.id, nowMs());
    const isAtRest = hasEnded(now.state) && now.dueAtMs === null;
    if ('lease' in outcome || isAtRest || before?.state.kind !== now.state.kind) witness.leases.delete(now.id);
    saw(now);
    if ((outcome.kind === 'fetched' || outcome.kind === 'copied') && now.state.kind === 'ready')
      sawNewClip(outcome, now);
    const due = now.dueAtMs === null ? '' : `, due in ${Math.round((now.dueAtMs - nowMs()) / 1_000)} s`;
    journal.say(processName, jobId, `records ${told}: ${stateOf(now)}${due}`);
  }

  function sawRejection(attemptId: string): void {
    if (witness.starters.get(attemptId) === processName) witness.rejected.add(attemptId);
  }

  function sawNewClip({ clip, deliveryId }: Extract<JobOutcome, { kind: 'fetched' | 'copied' }>, job: Job): void {
    const isForgotten = witness.forgotten.get(job.userId)?.requests.has(job.requestId) ?? false;
    if (isForgotten) {
      witness.deletedClips.add(clip.id);
      witness.unerased.add(clip.id);
    } else if (job.cancelRequestedAtMs === null) sawNewDelivery(deliveryId, job, clip.id);
  }

  function sawNewDelivery(
    id: Extract<JobOutcome, { kind: 'fetched' }>['deliveryId'],
    job: Job,
    clipId: Extract<JobOutcome, { kind: 'fetched' }>['clip']['id'],
  ): void {
    const request = witness.requests.get(job.requestId);
    if (!request) return;
    const { destination } = request;
    const atMs = nowMs();
    witness.deliveries.set(id, {
      id,
      jobId: job.id,
      requestId: job.requestId,
      clipId,
      destination,
      state: { kind: 'pending' },
      createdAtMs: atMs,
      retries: 0,
      upload: null,
      dueAtMs: atMs,
    });
  }

  return withOverrides<Store>(store, {
    ...observeForgetting(store, deps),
    ...observeMoney(store, { ...deps, saw }),
    async admit(ask) {
      const { userId, tenantId } = ask.request;
      const mine = [...witness.jobs.values()].filter((job) => job.userId === userId && job.tenantId === tenantId);
      const inFlightBefore = mine.filter(countsAsInFlight).length;
      const admission = await store.admit(ask);
      const standing = witness.standing(ask.request);
      if (admission.kind === 'same_in_flight') sawPointedAt(admission.job, ask.request);
      if (admission.kind === 'unknown_person') journal.count('person: was forgotten while they asked');
      if (admission.kind === 'admitted') {
        const { request, jobs } = admission;
        witness.left.delete(request.tenantId);
        if (witness.forgotten.get(userId)?.isBack === false) {
          journal.violate(
            'forgotten',
            null,
            `${processName} admitted ${request.id} for nobody: ${userId} was forgotten`,
          );
        }
        witness.requests.set(request.id, request);
        witness.staleStatuses.add(request.id);
        const way = jobs.some(({ state }) => state.kind === 'awaiting_approval') ? 'ask' : 'usual';
        if (way === 'ask') witness.approvalsTouchedAtMs = nowMs();
        const decidedAtMs = ask.question.nowMs;
        witness.admissions.push({ atMs: nowMs(), decidedAtMs, way, request, jobs, inFlightBefore, ...standing });
        for (const job of jobs) {
          saw(job);
          journal.say(
            processName,
            job.id,
            `admits #${job.number} on ${job.engine} for ${job.quoteMicroUsd} micro-dollars`,
          );
        }
      }
      return admission;
    },
    async claim(ask) {
      const claim = await store.claim(ask);
      if (claim) deps.onClaim();
      if (claim) sawClaim(claim, 'job' in claim ? claim.job : null);
      if (claim?.step === 'submit') checkPlaces(claim.job, ask);
      return claim;
    },
    async record(outcome, atMs) {
      const jobId = 'jobId' in outcome ? outcome.jobId : witness.jobOf(outcome.attemptId);
      const before = witness.jobs.get(jobId ?? '');
      const recorded = await store.record(outcome, atMs);
      if (outcome.kind === 'prepared' || before?.state.kind === 'preparing') {
        for (const key of await store.filesToErase({ limit: 1_000, except: [], nowMs: Infinity })) {
          witness.filesToErase.add(key);
        }
      }
      if ('attemptId' in outcome) witness.noteRecord(`${processName} ${outcome.kind} ${outcome.attemptId}`);
      sawRecord(outcome, before, recorded);
      return recorded;
    },
    async recordDelivery(outcome, atMs) {
      const recorded = await store.recordDelivery(outcome, atMs);
      witness.noteRecord(`${processName} ${outcome.kind} ${outcome.deliveryId}`);
      const jobId = witness.deliveries.get(outcome.deliveryId)?.jobId ?? null;
      if (recorded.kind === 'changed') {
        witness.leases.delete(outcome.deliveryId);
        witness.deliveries.set(outcome.deliveryId, recorded.now);
        witness.staleStatuses.add(recorded.now.requestId);
        const { clipId } = recorded.now;
        if (outcome.kind === 'sent' && witness.deletedClips.has(clipId)) witness.unerased.add(clipId);
        journal.count(`outcome: ${outcome.kind}`);
      }
      const result = recorded.kind === 'changed' ? recorded.now.state.kind : `ignored, ${recorded.why}`;
      journal.say(processName, jobId, `records ${describeDelivery(outcome)}: ${result}`);
      return recorded;
    },
    async deleteClip(ask) {
      const result = await store.deleteClip(ask);
      if (result.kind !== 'deleted') return result;
      witness.unerased.add(ask.clipId);
      witness.deletedClips.add(ask.clipId);
      const requestId = witness.jobs.get(result.clip.jobId)?.requestId;
      if (requestId) witness.staleStatuses.add(requestId);
      for (const delivery of witness.deliveries.values()) {
        if (delivery.clipId !== ask.clipId || delivery.state.kind !== 'pending') continue;
        witness.deliveries.set(delivery.id, { ...delivery, state: { kind: 'undeliverable', reason: 'deleted' } });
      }
      return result;
    },
    async recordErased(remains, atMs) {
      await store.recordErased(remains, atMs);
      const { id } = remains.clip;
      const left = await store.remains({ limit: 100, except: [] });
      if (left.every(({ clip }) => clip.id !== id)) witness.unerased.delete(id);
    },
    async recordStatus(outcome, atMs) {
      const recorded = await store.recordStatus(outcome, atMs);
      witness.noteRecord(`${processName} ${outcome.kind} ${outcome.requestId}`);
      if (recorded.kind === 'changed') {
        witness.leases.delete(outcome.requestId);
        if (recorded.now.dueAtMs === null) witness.staleStatuses.delete(outcome.requestId);
        else witness.staleStatuses.add(outcome.requestId);
        const isTakenBack = outcome.kind === 'status_postponed' && !outcome.mayBeShown;
        if (isTakenBack) witness.statusTries.delete(outcome.requestId);
        journal.count(`outcome: ${outcome.kind}`);
      }
      return recorded;
    },
    async handBack(owner, atMs) {
      const freed = await store.handBack(owner, atMs);
      for (const [leased, { lease }] of witness.leases) if (lease.owner === owner) witness.leases.delete(leased);
      witness.nudgeAll(nowMs());
      return freed;
    },
    async reclaim(atMs) {
      const freed = await store.reclaim(atMs);
      if (freed > 0) {
        journal.count('process: a death was proved');
        journal.say(processName, null, `takes over ${freed} steps of the dead`);
      }
      for (const [leased, { lease }] of witness.leases)
        if (deps.isProvenDead(lease.owner)) witness.leases.delete(leased);
      witness.nudgeAll(nowMs());
      return freed;
    },
  });
}

/** What a claim leases, and the job whose story it belongs to. */
function subjectOf(claim: Claim): { readonly leased: string; readonly jobId: string | null } {
  switch (claim.step) {
    case 'deliver':
      return { leased: claim.delivery.id, jobId: claim.delivery.jobId };
    case 'status':
      return { leased: claim.request.id, jobId: null };
    case 'prepare':
    case 'submit':
    case 'reconcile':
    case 'watch':
    case 'fetch':
      return { leased: claim.job.id, jobId: claim.job.id };
  }
}

/** Said here once more on purpose: the rule is checked against the words of the design, not against the core's own. */
function countsAsInFlight(job: Job): boolean {
  const { kind } = job.state;
  const isOver = kind === 'ready' || kind === 'failed' || kind === 'refused' || kind === 'cancelled';
  return (
    job.copyOf === null && !isOver && kind !== 'unknown' && kind !== 'awaiting_approval' && job.overdueAtMs === null
  );
}

function takesPlace({ state, overdueAtMs }: Job): boolean {
  return (state.kind === 'submitting' || state.kind === 'rendering') && overdueAtMs === null;
}

export function stateOf({ state }: Job): string {
  if (state.kind === 'failed') return `failed (${state.code})`;
  if (state.kind === 'refused') return `refused (${state.reason})`;
  return state.kind;
}

function describe(outcome: JobOutcome): string {
  switch (outcome.kind) {
    case 'accepted':
      return `accepted ${outcome.taskId}`;
    case 'rejected':
      return `rejected (${outcome.code})`;
    case 'succeeded':
      return `succeeded at ${outcome.costMicroUsd ?? 'the quoted'} micro-dollars`;
    case 'failed':
      return `failed (${outcome.code})`;
    case 'output_lost':
      return `output lost (${outcome.code})`;
    default:
      return outcome.kind.replaceAll('_', ' ');
  }
}

function describeDelivery(outcome: DeliveryOutcome): string {
  return outcome.kind === 'undeliverable' ? `undeliverable (${outcome.reason})` : outcome.kind.replaceAll('_', ' ');
}
