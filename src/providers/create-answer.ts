import { networkFailure } from '../core/network-failure.ts';
import type { ProviderErrorCode, SubmitResult } from '../core/ports/provider.ts';

export type RejectedCreate = Extract<SubmitResult, { kind: 'rejected' }>;

/** 408 and 409 leave open whether the work was taken; so does 499, which says that whoever asked was gone first. */
const openStatuses: ReadonlySet<number> = new Set([408, 409, 499]);

/**
 * Whether an answer proves that a create was not taken: a 4xx but 408 and 409, or a 429 or 503 in the provider's own
 * error envelope. A proxy's page proves nothing.
 */
export function provesRefusal(status: number, isOwnEnvelope: boolean): boolean {
  if (status === 429 || status === 503) return isOwnEnvelope;
  return status >= 400 && status < 500 && !openStatuses.has(status);
}

/** Why something on the way to the API turned a create away: its page says nothing of our key, our credit or the model. */
export function refusedOnTheWay(status: number): ProviderErrorCode {
  return status === 413 ? 'invalid' : 'transient';
}

/** A create that got no answer: certainly not taken only when nothing went out. */
export function unansweredCreate(error: unknown): SubmitResult {
  const { word, isUnsent } = networkFailure(error);
  return isUnsent ? notSent('transient', word) : { kind: 'unknown', detail: `no answer: ${word}` };
}

/** A create that never left, and why. */
export function notSent(code: ProviderErrorCode, why: string): RejectedCreate {
  return rejectedCreate(code, `not sent: ${why}`);
}

/** Its engine was taken out of the data after the job was admitted. */
export function notInData(): RejectedCreate {
  return notSent('model_retired', 'the engine is no longer in the data');
}

/** Its signal aborted before it could leave. */
export function outOfTime(): RejectedCreate {
  return notSent('transient', 'there was no time left');
}

/** `detail` is for the log: no prompt, no address with a token. */
export function rejectedCreate(
  code: ProviderErrorCode,
  detail: string,
  retryAfterMs: number | null = null,
): RejectedCreate {
  return { kind: 'rejected', code, retryAfterMs, detail };
}
