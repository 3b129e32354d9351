import { createHash } from 'node:crypto';
import type { WebhookDelivery, WebhookProof } from '../../core/ports/provider.ts';
import { isSignedWith, isStale, jsonOf, rejectedDelivery } from '../webhook-proof.ts';
import { event } from './answers.ts';

/**
 * Proves a delivery by `X-OpenRouter-Signature: t=SECONDS,v1=HEX` over the seconds, a comma and the raw body. Several
 * secrets hold at once, so that one can be replaced without losing events.
 */
export function proveWebhook({ rawBody, headers, nowMs }: WebhookDelivery, secrets: readonly string[]): WebhookProof {
  const { seconds, signatures } = readHeader(headers.get('x-openrouter-signature') ?? '');
  if (seconds === null) return rejectedDelivery('bad_signature');
  if (!isSignedWith(secrets, { before: `${seconds},`, rawBody, signatures })) return rejectedDelivery('bad_signature');
  if (isStale(seconds, nowMs)) return rejectedDelivery('stale');
  const json = jsonOf(rawBody);
  if (json === undefined) return rejectedDelivery('malformed');
  const taskId = event.safeParse(json).data?.data.id ?? null;
  return { kind: 'event', eventKey: eventKeyOf(headers.get('x-openrouter-idempotency-key'), taskId, rawBody), taskId };
}

/** The key that comes along is not signed: only one of the very task is taken, so that none can stand in for another's. */
function eventKeyOf(sent: string | undefined, taskId: string | null, rawBody: Uint8Array): string {
  const status = taskId !== null && sent?.startsWith(`${taskId}-`) ? sent.slice(taskId.length + 1) : '';
  if (sent !== undefined && /^[a-z_]{1,40}$/.test(status)) return sent;
  return createHash('sha256').update(rawBody).digest('hex');
}

function readHeader(header: string): { readonly seconds: string | null; readonly signatures: readonly Buffer[] } {
  const parts = header.split(',', 20).map((part) => part.trim());
  const seconds = parts.find((part) => /^t=\d{1,12}$/.test(part))?.slice(2) ?? null;
  const signatures = parts
    .filter((part) => /^v1=[\da-f]{64}$/i.test(part))
    .map((part) => Buffer.from(part.slice(3), 'hex'));
  return { seconds, signatures };
}
