import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookDelivery, WebhookProof } from '../../core/ports/provider.ts';
import { MINUTE, SECOND } from '../../core/time.ts';
import { event } from './wire.ts';

const toleranceMs = 5 * MINUTE;

/**
 * Proves a delivery by `X-OpenRouter-Signature: t=SECONDS,v1=HEX` over the seconds, a comma and the raw body. Several
 * secrets hold at once, so that one can be replaced without losing events.
 */
export function proveWebhook(
  { rawBody, headers, nowMs }: WebhookDelivery,
  secrets: readonly [string, ...string[]],
): WebhookProof {
  const { seconds, signatures } = readHeader(headers.get('x-openrouter-signature') ?? '');
  if (seconds === null || signatures.length === 0) return { kind: 'rejected', reason: 'bad_signature' };
  let isGenuine = false;
  for (const secret of secrets) {
    const wanted = createHmac('sha256', secret).update(`${seconds},`).update(rawBody).digest();
    for (const signature of signatures) isGenuine = timingSafeEqual(signature, wanted) || isGenuine;
  }
  if (!isGenuine) return { kind: 'rejected', reason: 'bad_signature' };
  if (Math.abs(nowMs - Number(seconds) * SECOND) > toleranceMs) return { kind: 'rejected', reason: 'stale' };
  const json = parse(rawBody);
  if (json === null) return { kind: 'rejected', reason: 'malformed' };
  const read = event.safeParse(json.value);
  const taskId = read.success ? read.data.data.id : null;
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

function parse(rawBody: Uint8Array): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(Buffer.from(rawBody).toString('utf8')) };
  } catch {
    return null;
  }
}
