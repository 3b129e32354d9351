import type { MessageRef } from '../destination.ts';
import { hasEnded, type Job } from '../job.ts';
import type { RequestId } from '../ids.ts';
import type { IgnoredReason, JobOutcome, Lease, StatusOutcome } from '../outcome.ts';
import type { Status } from '../status.ts';
import { MINUTE, SECOND } from '../time.ts';
import { holds } from './lease.ts';

export type StatusChange =
  | { readonly kind: 'changed'; readonly status: Status; readonly endsLease: boolean }
  | { readonly kind: 'ignored'; readonly why: IgnoredReason };

/** A surface that answers with the status itself has this long for it, before a worker shows it. */
const answerMs = 10 * SECOND;

const firstVersion = 1;

/** The status of a request that was just made. `isAnswered`: its surface shows it first. */
export function newStatus(requestId: RequestId, nowMs: number, isAnswered = false): Status {
  const dueAtMs = isAnswered ? nowMs + answerMs : nowMs;
  return {
    requestId,
    version: firstVersion,
    dueAtMs,
    freeAtMs: nowMs,
    retries: 0,
    confirmAtMs: null,
    mayBeShown: isAnswered,
  };
}

/** A try to show it begins. Written down before it does, so that the next one knows of it whatever becomes of this one. */
export function begun(status: Status, message: MessageRef | null): Status {
  return { ...status, mayBeShown: message === null };
}

/** Whether an earlier try may have shown it where we do not know. */
export function mayBeShown(status: Status, message: MessageRef | null): boolean {
  return status.mayBeShown && message === null;
}

/** Something that people may see has changed: it is shown as soon as its chat wants it again. */
export function madeStale(status: Status, nowMs: number): Status {
  const { version, dueAtMs, freeAtMs, retries, confirmAtMs } = status;
  if (dueAtMs !== null) {
    const soonMs = Math.max(nowMs, freeAtMs);
    // A pause after a failure is kept; what was only to be confirmed is news now.
    return { ...status, version: version + 1, dueAtMs: dueAtMs === confirmAtMs ? Math.min(dueAtMs, soonMs) : dueAtMs };
  }
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
  if (before.cancelRequestedAtMs !== after.cancelRequestedAtMs || before.engine !== after.engine) return true;
  if (before.retries === 0 && after.retries > 0 && after.state.kind === 'queued') return true;
  return outcome.kind === 'running' && after.overdueAtMs === null && !hasEnded(after.state);
}

/** An edit whose answer was never heard may still land, and over a newer one, within about this time. */
const mayLandMs = 5 * MINUTE;

/** After a try that went unanswered what is right is shown once more, when that can no longer be overwritten. */
function confirmedAtMs({ retries, confirmAtMs }: Status, freeAtMs: number, nowMs: number): number | null {
  if (retries > 0) return freeAtMs + mayLandMs;
  return confirmAtMs !== null && confirmAtMs > nowMs ? confirmAtMs : null;
}

/**
 * Shown by its surface, as it was when it was made. An answer that comes late may stand over what a worker shows at this
 * moment or has shown since, which is then shown again.
 */
function answered(status: Status, lease: Lease | null, freeAtMs: number, nowMs: number): StatusChange {
  const isShown = status.dueAtMs === null;
  if (isShown && status.version === firstVersion) return { kind: 'ignored', why: 'already_recorded' };
  if (isShown || lease !== null) {
    const paced = { ...status, freeAtMs: Math.max(status.freeAtMs, freeAtMs) };
    return { kind: 'changed', status: madeStale(paced, nowMs), endsLease: false };
  }
  const dueAtMs = status.version === firstVersion ? null : freeAtMs;
  return { kind: 'changed', status: { ...status, dueAtMs, freeAtMs }, endsLease: false };
}

/** What showing a status, or failing to, makes of it. What changed meanwhile is shown at the next chance. */
export function applyToStatus(
  status: Status,
  lease: Lease | null,
  outcome: StatusOutcome,
  nowMs: number,
): StatusChange {
  if (outcome.kind === 'status_answered') return answered(status, lease, outcome.freeAtMs, nowMs);
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
      const confirmAtMs = confirmedAtMs(status, freeAtMs, nowMs);
      const dueAtMs = outcome.version === status.version ? confirmAtMs : freeAtMs;
      return { kind: 'changed', status: { ...status, dueAtMs, freeAtMs, retries: 0, confirmAtMs }, endsLease: true };
    }
    case 'status_postponed': {
      const { dueAtMs, mayBeShown: may } = outcome;
      return {
        kind: 'changed',
        status: { ...status, dueAtMs, retries: status.retries + 1, mayBeShown: status.mayBeShown && may },
        endsLease: true,
      };
    }
  }
}
