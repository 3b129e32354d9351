import type { Delivery } from '../../src/core/delivery.ts';
import type { JobId, TenantId, UserId } from '../../src/core/ids.ts';
import type { Job } from '../../src/core/job.ts';
import type { SetLimit } from '../../src/core/policy.ts';
import type { SeenZones } from './checks/zoned-window.ts';
import type { Lease } from '../../src/core/outcome.ts';
import type { Request } from '../../src/core/request.ts';
import { MINUTE } from '../../src/core/time.ts';
import type { OwnSide } from './engine/world.ts';

/** An admission as it was decided, in the order in which they were. */
export type SeenAdmission = {
  readonly atMs: number;
  readonly request: Request;
  readonly jobs: readonly Job[];
  /** What the store was told that the time was when it decided. */
  readonly decidedAtMs: number;
  /** Whether it waits for a moderator's yes, or got one: then it is another admission, of the same jobs. */
  readonly way: 'usual' | 'ask' | 'approved';
  /** The member's jobs in flight just before. */
  readonly inFlightBefore: number;
  /** What moderators had set for the member by then, and where their days began. */
  readonly limits: readonly SetLimit[];
  readonly zones: SeenZones;
};

/** A lease that stands: who may start the step of this job or delivery. */
export type SeenLease = { readonly processName: string; readonly lease: Lease; readonly sinceMs: number };

/** Somebody who was forgotten: what of theirs must be found nowhere. */
export type SeenForgotten = {
  readonly requests: Set<string>;
  /** Prompts, and the keys of files. */
  readonly secrets: Set<string>;
  /** They asked for something since. */
  readonly isBack: boolean;
};

/** What an onlooker at the database saw: the newest state of everything, and the order of what happened. */
export type Witness = OwnSide & {
  readonly jobs: Map<string, Job>;
  readonly requests: Map<string, Request>;
  readonly deliveries: Map<string, Delivery>;
  /** Deleted clips of which something may be left. */
  readonly unerased: Set<string>;
  readonly deletedClips: Set<string>;
  readonly forgotten: Map<string, SeenForgotten>;
  /** How often somebody was identified. */
  identified: number;
  /** Tenants that we are not in. */
  readonly left: Set<string>;
  /** Those that we left once, whatever came after. */
  readonly everLeft: Set<string>;
  /** Forgotten people of whom something may be left. */
  readonly unemptied: Set<string>;
  /** Files that nothing needs any more and that may still be there. */
  readonly filesToErase: Set<string>;
  /** Requests of which people may see something older than the database holds. */
  readonly staleStatuses: Set<string>;
  /**
   * Tries to show a status for the first time that were begun and not taken back, by request: nobody tries it again, so that
   * it may never be seen.
   */
  readonly statusTries: Map<string, { readonly processName: string; readonly atMs: number }>;
  readonly admissions: SeenAdmission[];
  /** What moderators set for single members, by tenant and member. */
  readonly ownLimits: Map<`${TenantId} ${UserId}`, readonly SetLimit[]>;
  readonly zones: Map<TenantId, SeenZones>;
  /** What is set for whoever asks now. */
  standing(of: Pick<Request, 'tenantId' | 'userId'>): Pick<SeenAdmission, 'limits' | 'zones'>;
  /** When something changed that moderators are shown. */
  approvalsTouchedAtMs: number;
  /** Attempts of each job, in the order in which they were started. */
  readonly attempts: Map<string, string[]>;
  readonly jobIdOfAttempt: Map<string, JobId>;
  /** The process that started an attempt. */
  readonly starters: Map<string, string>;
  readonly leases: Map<string, SeenLease>;
  readonly decidedNever: Set<string>;
  readonly rejected: Set<string>;
  /** When who recorded which answer, such as `app 1 accepted att_…`, whether that changed anything or not. */
  readonly recorded: Map<string, number[]>;
  noteRecord(answer: string): void;
  /** Something happened that may delay anything. */
  readonly disturb: () => void;
  /** There is news of an attempt. */
  hint(attemptId: string): void;
  nudge(jobId: string, atMs: number): void;
  nudgeAll(atMs: number): void;
};

export function createWitness(nowMs: () => number): Witness {
  const jobs = new Map<string, Job>();
  const attempts = new Map<string, string[]>();
  const ownLimits: Witness['ownLimits'] = new Map();
  const zones: Witness['zones'] = new Map();
  const jobIdOfAttempt = new Map<string, JobId>();
  const leases = new Map<string, SeenLease>();
  const decidedNever = new Set<string>();
  const rejected = new Set<string>();
  const recorded = new Map<string, number[]>();
  const nudges = new Map<string, number>();
  const hints = new Map<string, number>();
  let allNudgedAtMs = 0;
  let disturbedAtMs = 0;
  const jobOf = (attemptId: string): JobId | null => jobIdOfAttempt.get(attemptId) ?? null;

  return {
    jobs,
    requests: new Map(),
    deliveries: new Map(),
    staleStatuses: new Set(),
    statusTries: new Map(),
    unerased: new Set(),
    deletedClips: new Set(),
    forgotten: new Map(),
    identified: 0,
    left: new Set(),
    everLeft: new Set(),
    unemptied: new Set(),
    filesToErase: new Set(),
    admissions: [],
    ownLimits,
    zones,
    standing: ({ tenantId, userId }) => ({
      limits: ownLimits.get(`${tenantId} ${userId}`) ?? [],
      zones: zones.get(tenantId) ?? { timeZone: 'UTC', former: [] },
    }),
    approvalsTouchedAtMs: 0,
    attempts,
    jobIdOfAttempt,
    starters: new Map(),
    leases,
    decidedNever,
    rejected,
    recorded,
    noteRecord: (answer) => void recorded.set(answer, [...(recorded.get(answer) ?? []), nowMs()]),
    disturb() {
      disturbedAtMs = nowMs();
    },
    hint: (attemptId) => void hints.set(attemptId, hints.get(attemptId) ?? nowMs()),
    hintWaitedMs(attemptId) {
      const sinceMs = hints.get(attemptId);
      hints.delete(attemptId);
      if (sinceMs === undefined || disturbedAtMs > sinceMs - 5 * MINUTE) return 0;
      return nowMs() - sinceMs;
    },
    nudge: (jobId, atMs) => void nudges.set(jobId, atMs),
    nudgeAll(atMs) {
      allNudgedAtMs = Math.max(allNudgedAtMs, atMs);
    },

    jobOf,
    earlierAttempts(attemptId) {
      const all = attempts.get(jobOf(attemptId) ?? '') ?? [];
      return all.slice(0, Math.max(0, all.indexOf(attemptId)));
    },
    isCancelledUnsent(attemptId) {
      const state = jobs.get(jobOf(attemptId) ?? '')?.state;
      return state?.kind === 'cancelled' && state.attemptId === null;
    },
    wasRejected: (attemptId) => rejected.has(attemptId),
    wasDecidedNever: (attemptId) => decidedNever.has(attemptId),
    nudgedAtMs: (attemptId) => Math.max(allNudgedAtMs, nudges.get(jobOf(attemptId) ?? '') ?? 0),
    claimedAtMs: (attemptId) => leases.get(jobOf(attemptId) ?? '')?.sinceMs ?? 0,
    holdsLease(processName, attemptId) {
      const held = leases.get(jobOf(attemptId) ?? '');
      return held?.processName === processName && nowMs() < held.lease.untilMs;
    },
  };
}
