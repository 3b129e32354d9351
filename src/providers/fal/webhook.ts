import { createHash } from 'node:crypto';
import type { WebhookDelivery, WebhookProof } from '../../core/ports/provider.ts';
import { isStale, jsonOf, rejectedDelivery } from '../webhook-proof.ts';
import { webhookBody } from './answers.ts';
import type { WebhookKeys } from './webhook-keys.ts';

/** Proves a callback of fal: Ed25519 over its ids, its time and the hash of its body, as it came. */
export async function proveWebhook(
  { rawBody, headers, nowMs }: WebhookDelivery,
  keys: WebhookKeys,
  signal: AbortSignal,
): Promise<WebhookProof> {
  const header = (name: string): string => headers.get(`x-fal-webhook-${name}`) ?? '';
  const [requestId, userId, timestamp] = [header('request-id'), header('user-id'), header('timestamp')];
  const signature = header('signature');
  const isWhole =
    requestId !== '' && userId !== '' && /^\d{1,12}$/.test(timestamp) && /^[\da-f]{128}$/i.test(signature);
  if (!isWhole) return rejectedDelivery('malformed');
  // Looked at first, so that what is old costs nothing.
  if (isStale(timestamp, nowMs)) return rejectedDelivery('stale');

  const bodyHash = createHash('sha256').update(rawBody).digest('hex');
  const message = Buffer.from([requestId, userId, timestamp, bodyHash].join('\n'));
  if (!(await keys.verify(message, Buffer.from(signature, 'hex'), nowMs, signal)))
    return rejectedDelivery('bad_signature');

  const body = webhookBody.safeParse(jsonOf(rawBody));
  if (!body.success) return rejectedDelivery('malformed');
  const { request_id: taskId, status } = body.data;
  return { kind: 'event', eventKey: `${taskId}:${status}`, taskId };
}
