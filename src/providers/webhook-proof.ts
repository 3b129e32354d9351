import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookProof } from '../core/ports/provider.ts';
import { MINUTE, SECOND } from '../core/time.ts';

/** As all who sign have it, in the past and in the future. */
const toleranceMs = 5 * MINUTE;

type Rejected = Extract<WebhookProof, { kind: 'rejected' }>;

export function rejectedDelivery(reason: Rejected['reason']): Rejected {
  return { kind: 'rejected', reason };
}

/** Whether something was signed too long ago, or by a clock too far ahead of ours. */
export function isStale(signedAtSeconds: string, nowMs: number): boolean {
  return Math.abs(nowMs - Number(signedAtSeconds) * SECOND) > toleranceMs;
}

/** Whether one of the signatures is that of one of our keys, in constant time. Several keys hold while one is being replaced. */
export function isSignedWith(
  keys: readonly (string | Uint8Array)[],
  { before, rawBody, signatures }: { before: string; rawBody: Uint8Array; signatures: readonly Uint8Array[] },
): boolean {
  const wanted = keys.map((key) => createHmac('sha256', key).update(before).update(rawBody).digest());
  return signatures.some((one) => wanted.some((other) => one.length === other.length && timingSafeEqual(one, other)));
}

/** Undefined where a proven body is not JSON. */
export function jsonOf(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'));
  } catch {
    return undefined;
  }
}
