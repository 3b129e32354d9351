import type { Lease } from '../../core/outcome.ts';
import type { Status } from '../../core/status.ts';
import type { Tables } from '../tables.ts';
import { claimableAtMs, leaseOf } from './job-row.ts';

export type StatusRow = Tables['statuses']['$inferSelect'];

export type StoredStatus = { readonly status: Status; readonly lease: Lease | null };

export function statusRow({ status, lease }: StoredStatus): StatusRow {
  return {
    ...status,
    claimableAtMs: claimableAtMs(status.dueAtMs, lease),
    leaseOwner: lease?.owner ?? null,
    leaseUntilMs: lease?.untilMs ?? null,
  };
}

export function storedStatusOf(row: StatusRow): StoredStatus {
  const { requestId, version, dueAtMs, freeAtMs, retries, confirmAtMs } = row;
  const mayBeShown = row.mayBeShown ?? true;
  return { status: { requestId, version, dueAtMs, freeAtMs, retries, confirmAtMs, mayBeShown }, lease: leaseOf(row) };
}
