import { networkFailure } from '../core/network-failure.ts';
import type { ProviderErrorCode, SubmitResult } from '../core/ports/provider.ts';

/** 408 and 409 leave open whether the work was taken. */
const openStatuses: ReadonlySet<number> = new Set([408, 409]);

/**
 * Whether an answer proves that a create was not taken: a 4xx but 408 and 409, or a 429 or 503 in the provider's own
 * error envelope. A proxy's page proves nothing.
 */
export function provesRefusal(status: number, isOwnEnvelope: boolean): boolean {
  if (status === 429 || status === 503) return isOwnEnvelope;
  return status >= 400 && status < 500 && !openStatuses.has(status);
}

/** A create that got no answer: certainly not taken only when nothing went out. */
export function unansweredCreate(error: unknown): SubmitResult {
  const { word, isUnsent } = networkFailure(error);
  return isUnsent
    ? rejectedCreate('transient', `not sent: ${word}`)
    : { kind: 'unknown', detail: `no answer: ${word}` };
}

/** `detail` is for the log: no prompt, no address with a token. */
export function rejectedCreate(
  code: ProviderErrorCode,
  detail: string,
  retryAfterMs: number | null = null,
): SubmitResult {
  return { kind: 'rejected', code, retryAfterMs, detail };
}
