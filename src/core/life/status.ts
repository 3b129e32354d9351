import type { RequestId } from '../ids.ts';
import type { IgnoredReason, Lease, StatusOutcome } from '../outcome.ts';
import type { Status } from '../status.ts';
import { holds } from './lease.ts';

export type StatusChange =
  | { readonly kind: 'changed'; readonly status: Status }
  | { readonly kind: 'ignored'; readonly why: IgnoredReason };

/** The status of a request that was just made. */
export function newStatus(requestId: RequestId, nowMs: number): Status {
  return { requestId, version: 1, dueAtMs: nowMs, freeAtMs: nowMs, retries: 0 };
}

/** Something that people may see has changed: it is shown as soon as its chat wants it again. */
export function madeStale(status: Status, nowMs: number): Status {
  const dueAtMs = status.dueAtMs ?? Math.max(nowMs, status.freeAtMs);
  return { ...status, version: status.version + 1, dueAtMs };
}

/** What showing a status, or failing to, makes of it. What changed meanwhile is shown at the next chance. */
export function applyToStatus(status: Status, lease: Lease | null, outcome: StatusOutcome): StatusChange {
  if (!holds(lease, outcome.lease)) return { kind: 'ignored', why: 'lease_lost' };
  switch (outcome.kind) {
    case 'status_shown': {
      const { freeAtMs } = outcome;
      const dueAtMs = outcome.version === status.version ? null : freeAtMs;
      return { kind: 'changed', status: { ...status, dueAtMs, freeAtMs, retries: 0 } };
    }
    case 'status_postponed':
      return { kind: 'changed', status: { ...status, dueAtMs: outcome.dueAtMs, retries: status.retries + 1 } };
  }
}
