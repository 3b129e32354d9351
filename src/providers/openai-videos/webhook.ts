import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { WebhookDelivery, WebhookProof } from '../../core/ports/provider.ts';
import { MINUTE, SECOND } from '../../core/time.ts';

/** As Standard Webhooks has it, in the past and in the future. */
const toleranceMs = 5 * MINUTE;
const keyBytesMin = 16;

const event = z.looseObject({
  type: z.string().nullish().catch(null),
  data: z
    .looseObject({ id: z.string().min(1).nullish().catch(null) })
    .nullish()
    .catch(null),
});

/**
 * The keys in a setting that holds one secret, or, while it is being changed, several with spaces or commas between;
 * null where one of them is none. `whsec_` goes before base64; anything else is taken as it is.
 */
export function signingKeys(text: string): readonly Uint8Array[] | null {
  const keys = text
    .split(/[\s,]+/u)
    .filter((secret) => secret !== '')
    .map(keyOf);
  return keys.every((key) => key.length >= keyBytesMin) ? keys : null;
}

function keyOf(secret: string): Uint8Array {
  if (!secret.startsWith('whsec_')) return Buffer.from(secret);
  const text = secret.slice('whsec_'.length);
  return /^[\w+/-]+={0,2}$/u.test(text) ? Buffer.from(text, 'base64') : new Uint8Array();
}

/** The proof of Standard Webhooks, on our clock; the SDK's own reads the system's. */
export function proveWebhook(keys: readonly Uint8Array[], { rawBody, headers, nowMs }: WebhookDelivery): WebhookProof {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signatures = headers.get('webhook-signature') ?? '';
  if (id === '' || id.length > 200 || !/^\d{1,12}$/u.test(timestamp) || signatures === '') return rejected('malformed');
  if (!isSigned(keys, `${id}.${timestamp}.`, rawBody, signatures)) return rejected('bad_signature');
  if (Math.abs(nowMs - Number(timestamp) * SECOND) > toleranceMs) return rejected('stale');
  const parsed = event.safeParse(jsonOf(rawBody));
  if (!parsed.success) return rejected('malformed');
  const { type, data } = parsed.data;
  // The address may be subscribed to events of other kinds, with ids of other things.
  const isVideo = typeof type !== 'string' || type.startsWith('video.');
  return { kind: 'event', eventKey: id, taskId: isVideo ? (data?.id ?? null) : null };
}

function isSigned(keys: readonly Uint8Array[], before: string, body: Uint8Array, signatures: string): boolean {
  const expected = keys.map((key) => createHmac('sha256', key).update(before).update(body).digest());
  const given = signatures
    .split(' ')
    .filter((each) => each.startsWith('v1,'))
    .map((each) => Buffer.from(each.slice('v1,'.length), 'base64'));
  return given.some((one) => expected.some((other) => one.length === other.length && timingSafeEqual(one, other)));
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}

function rejected(reason: Extract<WebhookProof, { kind: 'rejected' }>['reason']): WebhookProof {
  return { kind: 'rejected', reason };
}
