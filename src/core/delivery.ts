import type { Destination, MessageRef } from './destination.ts';
import type { UndeliverableReason } from './failure.ts';
import type { ClipId, DeliveryId, JobId, RequestId } from './ids.ts';

/** What was about to be shown, by its chat's own name for it, and when that was noted. */
export type Upload = { readonly name: string; readonly atMs: number };

/**
 * Delivery: bringing one clip to one destination. Apart from the job, so that a clip that cannot be
 * posted is still made, kept and paid for.
 *
 * `pending` → `sending` (a post may be under way) → `sent`; back to `pending` for a retry, which steps
 * aside for the next; `undeliverable` when trying again is of no use.
 */
export type DeliveryState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent'; readonly message: MessageRef }
  | { readonly kind: 'undeliverable'; readonly reason: UndeliverableReason };

export type Delivery = {
  readonly id: DeliveryId;
  readonly jobId: JobId;
  readonly requestId: RequestId;
  readonly clipId: ClipId;
  readonly destination: Destination;
  readonly state: DeliveryState;
  readonly createdAtMs: number;
  readonly retries: number;
  /** What the last try that came so far was about to show; null when none did. */
  readonly upload: Upload | null;
  readonly dueAtMs: number | null;
};
