import { hasEnded, type Job } from '../job.ts';
import type { RequestId } from '../ids.ts';
import type { IgnoredReason, JobOutcome, Lease, StatusOutcome } from '../outcome.ts';
import type { Status } from '../status.ts';
import { MINUTE } from '../time.ts';
import { holds } from './lease.ts';

export type StatusChange =
  | { readonly kind: 'changed'; readonly status: Status; readonly endsLease: boolean }
  | { readonly kind: 'ignored'; readonly why: IgnoredReason };

/** The status of a request that was just made. */
export function newStatus(requestId: RequestId, nowMs: number): Status {
  return { requestId, version: 1, dueAtMs: nowMs, freeAtMs: nowMs, retries: 0 };
}

/** Something that people may see has changed: it is shown as soon as its chat wants it again. */
export function madeStale(status: Status, nowMs: number): Status {
  const { version, dueAtMs, freeAtMs, retries } = status;
  if (dueAtMs !== null) return { ...status, version: version + 1 };
  return {
    ...status,
    version: version + 1,
    dueAtMs: Math.max(nowMs, freeAtMs),
    retries: hasGivenUp(status) ? 0 : retries,
  };
}

function hasGivenUp({ dueAtMs, retries }: Status): boolean {
  return dueAtMs === null && retries > 0;
}

/**
 * Whether people would see what an outcome made of a job. A look at a task that runs moves its progress, or the time that
 * is left; one at a task that is late or over tells nothing new.
 */
export function isSeen(before: Job, after: Job, outcome: JobOutcome): boolean {
  if (before.state.kind !== after.state.kind || before.overdueAtMs !== after.overdueAtMs) return true;
  if (before.cancelRequestedAtMs !== after.cancelRequestedAtMs) return true;
  if (before.retries === 0 && after.retries > 0 && after.state.kind === 'queued') return true;
  return outcome.kind === 'running' && after.overdueAtMs === null && !hasEnded(after.state);
}

/** An edit whose answer was never heard may still land, and over a newer one, within about this time. */
const mayLandMs = 5 * MINUTE;

/** After a try that went unanswered what is right is shown once more, when that can no longer be overwritten. */
function confirmedAtMs({ retries }: Status, freeAtMs: number): number | null {
  return retries > 0 ? freeAtMs + mayLandMs : null;
}

/** What showing a status, or failing to, makes of it. What changed meanwhile is shown at the next chance. */
export function applyToStatus(
  status: Status,
  lease: Lease | null,
  outcome: StatusOutcome,
  nowMs: number,
): StatusChange {
  if (!holds(lease, outcome.lease)) {
    // It was shown after its time: perhaps over something newer, which then has to be shown again.
    const isOlder = outcome.kind === 'status_shown' && outcome.version < status.version;
    return isOlder
      ? { kind: 'changed', status: madeStale(status, nowMs), endsLease: false }
      : { kind: 'ignored', why: 'lease_lost' };
  }
  switch (outcome.kind) {
    case 'status_shown': {
      const { freeAtMs } = outcome;
      const dueAtMs = outcome.version === status.version ? confirmedAtMs(status, freeAtMs) : freeAtMs;
      return { kind: 'changed', status: { ...status, dueAtMs, freeAtMs, retries: 0 }, endsLease: true };
    }
    case 'status_postponed': {
      const { dueAtMs } = outcome;
      return { kind: 'changed', status: { ...status, dueAtMs, retries: status.retries + 1 }, endsLease: true };
    }
  }
}
