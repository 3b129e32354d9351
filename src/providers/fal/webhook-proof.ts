import { createHash } from 'node:crypto';
import type { WebhookDelivery, WebhookProof } from '../../core/ports/provider.ts';
import { MINUTE, SECOND } from '../../core/time.ts';
import { webhookBody } from './answers.ts';
import type { WebhookKeys } from './webhook-keys.ts';

const toleranceMs = 5 * MINUTE;

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
  if (!isWhole) return rejected('malformed');
  // Looked at first, so that what is old costs nothing.
  if (Math.abs(nowMs - Number(timestamp) * SECOND) > toleranceMs) return rejected('stale');

  const bodyHash = createHash('sha256').update(rawBody).digest('hex');
  const message = Buffer.from([requestId, userId, timestamp, bodyHash].join('\n'));
  if (!(await keys.verify(message, Buffer.from(signature, 'hex'), nowMs, signal))) return rejected('bad_signature');

  const body = webhookBody.safeParse(parsed(rawBody));
  if (!body.success) return rejected('malformed');
  const { request_id: taskId, status } = body.data;
  return { kind: 'event', eventKey: `${taskId}:${status}`, taskId };
}

function rejected(reason: Extract<WebhookProof, { kind: 'rejected' }>['reason']): WebhookProof {
  return { kind: 'rejected', reason };
}

function parsed(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'));
  } catch {
    return undefined;
  }
}
