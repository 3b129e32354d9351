import type { Delivery } from '../delivery.ts';
import type { MessageRef } from '../destination.ts';
import type { DeliveryOutcome, IgnoredReason, Lease } from '../outcome.ts';
import type { Post } from '../ports/chat.ts';
import { holds } from './lease.ts';

export type DeliveryChange =
  | { readonly kind: 'changed'; readonly delivery: Delivery }
  | { readonly kind: 'ignored'; readonly why: IgnoredReason };

/**
 * The life of a delivery as one pure function. A message that is visible is always recorded, whoever holds the lease.
 * `isErased`: its clip was deleted and what was posted is gone; a message that shows up after that has to go as well.
 */
export function applyToDelivery(
  delivery: Delivery,
  lease: Lease | null,
  outcome: DeliveryOutcome,
  isErased: boolean,
): DeliveryChange {
  const { state } = delivery;
  if (state.kind === 'sent') {
    const isOther = outcome.kind === 'sent' && outcome.message !== state.message;
    if (isOther && isErased) return done(delivery, { kind: 'sent', message: outcome.message });
    return { kind: 'ignored', why: isOther ? 'conflict' : 'already_recorded' };
  }
  switch (outcome.kind) {
    case 'sent':
      return done(delivery, { kind: 'sent', message: outcome.message });
    case 'undeliverable':
      return done(delivery, { kind: 'undeliverable', reason: outcome.reason });
    case 'delivery_postponed': {
      if (!holds(lease, outcome.lease) || state.kind === 'undeliverable') return { kind: 'ignored', why: 'lease_lost' };
      return {
        kind: 'changed',
        delivery: { ...delivery, state: { kind: 'pending' }, retries: delivery.retries + 1, dueAtMs: outcome.dueAtMs },
      };
    }
  }
}

/** It is about to show this. Only the holder of the lease may, and only as long as nothing else was decided. */
export function withUpload(
  delivery: Delivery,
  lease: Lease | null,
  ask: { readonly lease: Lease; readonly name: string },
  nowMs: number,
): DeliveryChange {
  if (!holds(lease, ask.lease)) return { kind: 'ignored', why: 'lease_lost' };
  if (delivery.state.kind !== 'sending') return { kind: 'ignored', why: 'moved_on' };
  return { kind: 'changed', delivery: { ...delivery, upload: { name: ask.name, atMs: nowMs } } };
}

/** What becomes of a delivery whose clip was deleted: nothing more is brought. */
export function withoutClip(delivery: Delivery): Delivery {
  const isOver = delivery.state.kind === 'sent' || delivery.state.kind === 'undeliverable';
  return isOver ? delivery : { ...delivery, state: { kind: 'undeliverable', reason: 'deleted' }, dueAtMs: null };
}

/**
 * The post that people may see of a delivery; null when there is none. `gave_up` and `deleted` may follow a try whose
 * answer was never heard, and so may any other end once it was noted what would be shown.
 */
export function postOf(delivery: Delivery, status: MessageRef | null): Post | null {
  const { id: deliveryId, destination, state } = delivery;
  const upload = delivery.upload?.name ?? null;
  const post = { deliveryId, destination, status, upload };
  switch (state.kind) {
    case 'sent':
      return { ...post, message: state.message };
    case 'undeliverable':
      return state.reason === 'deleted' || state.reason === 'gave_up' || upload !== null
        ? { ...post, message: null }
        : null;
    case 'pending':
    case 'sending':
      return { ...post, message: null };
  }
}

function done(delivery: Delivery, state: Delivery['state']): DeliveryChange {
  return { kind: 'changed', delivery: { ...delivery, state, dueAtMs: null } };
}
