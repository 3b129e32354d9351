import type { AdmissionQuestion, AdmissionDecision, Draw } from '../../core/admission.ts';
import { decide } from '../../core/decide-admission.ts';
import type { Actor } from '../../core/actor.ts';
import { type Approval, approvalDefaults } from '../../core/approval.ts';
import type { Grant } from '../../core/grant.ts';
import type { JobId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import { approvalDenied, approved, expired } from '../../core/life/ask.ts';
import type { Approvals, Decided } from '../../core/ports/approvals.ts';
import { hold } from '../../core/settlement.ts';
import type { StoredJob } from '../rows/job-row.ts';
import type { StoredApprovalState } from '../rows/approval-row.ts';
import type { Admissions } from './admissions.ts';
import type { Repositories } from './repositories.ts';
import type { Transactions } from './transact.ts';
import type { Views } from './views.ts';

type Ask = Parameters<Approvals['decide']>[0];

/** An open approval, with those of its jobs that still wait. */
type Case = { readonly ask: Ask; readonly approval: Approval; readonly waiting: readonly StoredJob[] };

/** Approvals: a moderator's word on what waits for it, and what has to be shown of it. */
export function approvalsOn(
  repos: Repositories,
  { admissions, views }: { readonly admissions: Admissions; readonly views: Views },
  { read, write }: Transactions,
): Approvals {
  const { approvals: rows, audit, books, events, grants, jobs, requests, statuses, tenants } = repos;

  function waitingOf({ requestId }: Approval): StoredJob[] {
    return jobs
      .ofRequest(requestId)
      .filter(({ state }) => state.kind === 'awaiting_approval')
      .flatMap(({ id }) => jobs.load(id) ?? []);
  }

  function decideOn(ask: Ask): Decided {
    const approval = rows.find(ask.id);
    if (!approval) return { kind: 'not_found' };
    if (approval.state.kind !== 'open') return { kind: 'already', approval };
    const it = { ask, approval, waiting: waitingOf(approval) };
    // Nobody has looked since its time was over.
    if (approval.expiresAtMs <= ask.nowMs) {
      move(it, 'approval_expired', { kind: 'system' }, (job) => expired(job, ask.nowMs));
      return { kind: 'already', approval: ended(it, { kind: 'expired', atMs: ask.nowMs }) };
    }
    return ask.verdict.kind === 'deny' ? deny(it) : approve(it, ask.verdict.limit);
  }

  function deny(it: Case): Decided {
    const { actor, reason, nowMs } = it.ask;
    refuse(it);
    note(it, { verdict: 'denied', grantedMicroUsd: null });
    return { kind: 'denied', approval: ended(it, { kind: 'denied', by: actor, atMs: nowMs, reason }) };
  }

  type Limit = Extract<Ask['verdict'], { kind: 'approve' }>['limit'];

  function approve(it: Case, limit: Limit): Decided {
    const { nowMs } = it.ask;
    const given = limit && grantOf(it, 'usd_micro', limit.microUsd, limit.expiresAtMs);
    const price = it.waiting.reduce((sum, { job }) => sum + job.quoteMicroUsd, 0);
    const grant = given ?? missingGrant(it);
    const decision = decided(it, grant);
    if (decision.kind === 'refuse') return { kind: 'refused', approval: it.approval, refusal: decision.refusal };
    if (grant) give(it, grant, limit !== null);
    const grantedMicroUsd = limit?.microUsd ?? null;
    note(it, { verdict: 'approved', grantedMicroUsd });
    const { actor: by, reason } = it.ask;
    const state: StoredApprovalState = { kind: 'approved', grantedMicroUsd, by, atMs: nowMs, reason };
    const isLess = decision.kind === 'grant_first' || (limit !== null && limit.microUsd < price);
    if (isLess) {
      refuse(it);
      return { kind: 'gave_less', approval: ended(it, state) };
    }
    const started = start(it, decision);
    return { kind: 'approved', approval: ended(it, state), jobs: started };
  }

  /** Whether it may start with what the asker has and this grant. */
  function decided({ ask, approval, waiting }: Case, grant: Grant | null): AdmissionDecision {
    const { tenantId, userId } = approval;
    const question: AdmissionQuestion = {
      tenantId,
      userId,
      channels: [],
      draws: drawsOf(waiting, ask),
      asOperator: false,
      asModerator: true,
      member: null,
      freeBytes: ask.freeBytes,
      nowMs: ask.nowMs,
    };
    const facts = admissions.factsFor(question, ask.rules);
    const given = grant ? [{ ...grant, left: grant.amount }] : [];
    return decide(question, ask.rules, { ...facts, grants: [...facts.grants, ...given] }, 'approved');
  }

  /** Of as many videos as the asker's own does not pay; null where it pays all of them. */
  function missingGrant(it: Case): Grant | null {
    const decision = decided(it, null);
    if (decision.kind !== 'grant_first') return null;
    return grantOf(it, 'videos', decision.videos, it.ask.nowMs + approvalDefaults.expiresAfterMs);
  }

  function grantOf({ ask, approval }: Case, unit: Grant['unit'], amount: number, expiresAtMs: number): Grant {
    const { tenantId, userId } = approval;
    return { id: ask.grantId, tenantId, userId, unit, amount, expiresAtMs, grantedAtMs: ask.nowMs };
  }

  function give({ ask }: Case, grant: Grant, isTold: boolean): void {
    const { tenantId, userId, unit, amount, expiresAtMs } = grant;
    grants.insert(grant, tenants.get(tenantId).timeZone);
    if (!isTold) return;
    const line = { what: 'grant', target: userId, before: null, after: { unit, amount, expiresAtMs } };
    audit.add({ actor: ask.actor, tenantId, ...line, reason: ask.reason }, ask.nowMs);
  }

  function start(it: Case, decision: Extract<AdmissionDecision, { kind: 'admit' }>): Job[] {
    const { actor, nowMs } = it.ask;
    const { timeZone } = tenants.get(it.approval.tenantId);
    const fundingOf = (id: JobId) => {
      const funding = decision.fundings.get(id);
      if (!funding) throw new Error(`expected ${id} to be paid from something, and it is not`);
      return funding;
    };
    const started = move(it, 'approved', actor, (job) =>
      approved(job, { funding: fundingOf(job.id), timeZone }, nowMs),
    );
    books.book(started.map((job) => hold(job, nowMs)));
    return started;
  }

  function refuse(it: Case): void {
    const { actor, nowMs } = it.ask;
    move(it, 'approval_denied', actor, (job) => approvalDenied({ job }, nowMs));
  }

  function move(it: Case, event: string, actor: Actor, change: (job: Job) => Job | null): Job[] {
    const { nowMs } = it.ask;
    const moved = it.waiting.flatMap((stored): Job[] => {
      const job = change(stored.job);
      if (!job) return [];
      jobs.save(stored, { ...stored, job, lease: null, hintedAtMs: null });
      events.add(job, event, nowMs, actor);
      return [job];
    });
    statuses.touch(it.approval.requestId, nowMs);
    return moved;
  }

  function ended({ ask, approval }: Case, state: Exclude<StoredApprovalState, { kind: 'open' }>): Approval {
    rows.end(ask.id, state, ask.nowMs);
    return rows.find(ask.id) ?? approval;
  }

  function note(
    { ask, approval }: Case,
    said: { readonly verdict: 'approved' | 'denied'; readonly grantedMicroUsd: number | null },
  ): void {
    const { actor, reason, nowMs } = ask;
    const { tenantId } = approval;
    audit.add({ actor, tenantId, what: 'approval', target: approval.id, before: null, after: said, reason }, nowMs);
  }

  return {
    find: (of) =>
      read(() => {
        if ('id' in of) return rows.find(of.id);
        const requestId = 'jobId' in of ? jobs.load(of.jobId)?.job.requestId : of.requestId;
        return requestId === undefined ? null : rows.ofRequest(requestId);
      }),
    open: (tenantId) => read(() => rows.open(tenantId)),
    decide: (ask) => write(() => decideOn(ask)),
    async toShow({ rules, ...ask }) {
      // Nearly always there is nothing, and a read waits for no other writer.
      if (!(await read(() => rows.isToShow(ask.nowMs)))) return [];
      return write(() =>
        rows.claimToShow(ask).map((row) => {
          const approval = rows.read(row);
          return {
            approval,
            request: requests.get(row.requestId),
            jobs: jobs.ofRequest(row.requestId).flatMap(({ id }) => views.view(id, rules, ask.nowMs) ?? []),
            lately: rows.earlier(approval),
            version: row.version,
            mayBeShown: row.mayBeShown && row.message === null,
            retries: row.retries,
          };
        }),
      );
    },
    shown: (of) => write(() => rows.shown(of)),
    notShown: (of) => write(() => rows.notShown(of)),
  };
}

/** What waits, engine by engine. An engine that is no longer there has no hourly limit. */
function drawsOf(waiting: readonly StoredJob[], { engines }: Pick<Ask, 'engines'>): Draw[] {
  return [...Map.groupBy(waiting, ({ job }) => job.engine)].map(([id, ofEngine]) => ({
    engine: engines.get(id) ?? { id, playMoney: ofEngine.every(({ job }) => job.playMoney), videosPerHourMax: null },
    jobs: ofEngine.map(({ job }) => job),
  }));
}
