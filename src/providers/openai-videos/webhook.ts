import { z } from 'zod';
import type { WebhookDelivery, WebhookProof } from '../../core/ports/provider.ts';
import { anyTaskId } from '../task-id.ts';
import { isSignedWith, isStale, jsonOf, rejectedDelivery } from '../webhook-proof.ts';

const keyBytesMin = 16;

const event = z.looseObject({
  type: z.string().nullish().catch(null),
  data: z
    .looseObject({ id: anyTaskId.nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** The key in a secret: after `whsec_` in base64, else as it is. Null where it is none, or too short to be one. */
export function signingKey(secret: string): Uint8Array | null {
  const key = bytesOf(secret);
  return key.length >= keyBytesMin ? key : null;
}

function bytesOf(secret: string): Uint8Array {
  if (!secret.startsWith('whsec_')) return Buffer.from(secret);
  const text = secret.slice('whsec_'.length);
  return /^[\w+/-]+={0,2}$/u.test(text) ? Buffer.from(text, 'base64') : new Uint8Array();
}

/** The proof of Standard Webhooks, on our clock; the SDK's own reads the system's. */
export function proveWebhook({ rawBody, headers, nowMs }: WebhookDelivery, keys: readonly Uint8Array[]): WebhookProof {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signatures = headers.get('webhook-signature') ?? '';
  if (id === '' || id.length > 200 || !/^\d{1,12}$/u.test(timestamp) || signatures === '')
    return rejectedDelivery('malformed');
  const signed = { before: `${id}.${timestamp}.`, rawBody, signatures: signaturesIn(signatures) };
  if (!isSignedWith(keys, signed)) return rejectedDelivery('bad_signature');
  if (isStale(timestamp, nowMs)) return rejectedDelivery('stale');
  const parsed = event.safeParse(jsonOf(rawBody));
  if (!parsed.success) return rejectedDelivery('malformed');
  const { type, data } = parsed.data;
  // The address may be subscribed to events of other kinds, with ids of other things.
  const isVideo = typeof type !== 'string' || type.startsWith('video.');
  return { kind: 'event', eventKey: id, taskId: isVideo ? (data?.id ?? null) : null };
}

function signaturesIn(header: string): readonly Uint8Array[] {
  const ours = header.split(' ').filter((each) => each.startsWith('v1,'));
  return ours.map((each) => Buffer.from(each.slice('v1,'.length), 'base64'));
}
