import { z } from 'zod';
import type { Delivery, DeliveryState, Upload } from '../../core/delivery.ts';
import type { Lease } from '../../core/outcome.ts';
import type { Tables } from '../tables.ts';
import { claimableAtMs, leaseOf } from './job-row.ts';
import { joinState, readRow, splitState } from './readable.ts';

export type DeliveryRow = Tables['deliveries']['$inferSelect'];

export type StoredDelivery = { readonly delivery: Delivery; readonly lease: Lease | null };

const stateSchema: z.ZodType<DeliveryState> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pending') }),
  z.object({ kind: z.literal('sending') }),
  z.object({ kind: z.literal('sent'), message: z.string() }),
  z.object({
    kind: z.literal('undeliverable'),
    reason: z.enum(['destination_gone', 'not_allowed', 'too_large', 'blocked_by_platform', 'gave_up', 'deleted']),
  }),
]);

export function deliveryRow({ delivery, lease }: StoredDelivery): DeliveryRow {
  const { state, destination, upload, ...rest } = delivery;
  return {
    ...rest,
    ...destination,
    ...splitState(state),
    uploadName: upload?.name ?? null,
    uploadAtMs: upload?.atMs ?? null,
    claimableAtMs: claimableAtMs(delivery.dueAtMs, lease),
    leaseOwner: lease?.owner ?? null,
    leaseUntilMs: lease?.untilMs ?? null,
  };
}

export function storedDeliveryOf(row: DeliveryRow): StoredDelivery {
  return { delivery: deliveryOf(row), lease: leaseOf(row) };
}

export function deliveryOf(row: DeliveryRow): Delivery {
  const { id, jobId, requestId, clipId, platform, tenantId, channel, thread, createdAtMs, retries, dueAtMs } = row;
  const state = readRow('deliveries', id, () => joinState(stateSchema, row));
  const destination = { platform, tenantId, channel, thread };
  return { id, jobId, requestId, clipId, destination, state, createdAtMs, retries, upload: uploadOf(row), dueAtMs };
}

function uploadOf({ uploadName: name, uploadAtMs: atMs }: DeliveryRow): Upload | null {
  return name === null || atMs === null ? null : { name, atMs };
}
