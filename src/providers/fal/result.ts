import type { ProviderErrorCode } from '../../core/ports/provider.ts';
import type { Answer } from '../answer.ts';
import { retryAfterMs } from '../retry-after.ts';
import { finished, queueStatus } from './answers.ts';
import { describe, failureCode, readError } from './failure.ts';

/** What the result of a task says once its queue status is COMPLETED: fal has no status of its own for failures. */
export type Result =
  | { readonly kind: 'video'; readonly url: string }
  | { readonly kind: 'failed'; readonly code: ProviderErrorCode; readonly detail: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unfinished' }
  /** No verdict: the door was shut, busy, or somebody else answered. */
  | { readonly kind: 'unreadable'; readonly retryAfterMs: number | null; readonly detail: string };

/** These are about the asking, not about the task. */
const aboutAsking: ReadonlySet<number> = new Set([401, 402, 403, 405, 407, 408, 409, 425, 429]);

/** `saysError`: whether the queue itself already called the task failed. */
export function readResult(answer: Answer, saysError: boolean, nowMs: number): Result {
  const { status, json, header } = answer;
  const error = readError(json);
  const errorType = error?.errorType ?? header('x-fal-error-type');
  const unreadable: Result = {
    kind: 'unreadable',
    retryAfterMs: retryAfterMs(header, nowMs),
    detail: `result: ${describe(status, error)}`,
  };
  if (status === 499 || isCancelled(errorType)) return error === null ? unreadable : { kind: 'cancelled' };

  if (status === 200 || status === 202) {
    const video = finished.safeParse(json);
    if (video.success) return { kind: 'video', url: video.data.video.url };
    if (error !== null) return { kind: 'failed', code: failureCode(422, error), detail: describe(status, error) };
    if (status === 202 || queueStatus.safeParse(json).success) return { kind: 'unfinished' };
    if (typeof json !== 'object' || json === null) return unreadable;
    // What makes none for its safety filter and what kept none any more look the same; neither comes back.
    return { kind: 'failed', code: 'expired', detail: 'done, but without a video' };
  }

  if (error === null || status < 400) return unreadable;
  const isModelsOwn = error.types.length > 0;
  if (aboutAsking.has(status) && !isModelsOwn) return unreadable;
  if (status === 400 && error.texts.some((text) => /in progress|not (?:yet )?complete/i.test(text))) {
    return { kind: 'unfinished' };
  }
  // Of the answers of 500 and above, only those that the task itself left behind are its end.
  const isTasks = isModelsOwn || errorType !== null || saysError || header('x-fal-retryable') !== null;
  if (status >= 500 && !isTasks) return unreadable;
  return { kind: 'failed', code: failureCode(status, error), detail: describe(status, error) };
}

export type QueueStatus = {
  readonly word: string;
  /** Whether the queue itself calls the task failed; the result says why. */
  readonly saysError: boolean;
  readonly isCancelled: boolean;
};

/** Null where the answer is no status. */
export function readStatus({ status, json }: Answer): QueueStatus | null {
  const parsed = queueStatus.safeParse(json);
  if (status >= 300 || !parsed.success) return null;
  const { status: word, error, error_type: errorType } = parsed.data;
  const saysError = (error !== undefined && error !== null) || errorType !== null;
  return { word, saysError, isCancelled: isCancelled(errorType) };
}

/** Whether an error type stands for a task that was stopped on our wish. */
function isCancelled(errorType: string | null): boolean {
  return errorType?.includes('cancel') ?? false;
}
