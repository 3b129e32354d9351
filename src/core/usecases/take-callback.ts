import type { Attempt } from '../attempt.ts';
import { attemptOfToken, isTokenOf } from '../callback-token.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';

export type CallbackResult =
  /** Noted; the engine will be asked for its own word. */
  | { readonly kind: 'noted' }
  | { readonly kind: 'seen_before' }
  /** Not ours, or not yet: the sender should try again. */
  | { readonly kind: 'unknown_attempt' }
  | { readonly kind: 'forged' };

export type CallbackEvent = {
  readonly provider: string;
  readonly key: string;
  /** Null for an event that its signature proves: it came to the address that all jobs share. */
  readonly token: string | null;
  /** The job that the address names beside the token. */
  readonly jobId?: string;
  readonly taskId: string | null;
};

/**
 * Takes an engine's callback. It is a hint, never proof: it adopts a task for an attempt whose create went
 * unanswered, and makes the job due, so that `watch` reads the engine's own answer. Without a token it is about the
 * attempt whose task it names, and can adopt none.
 */
export async function takeCallback(
  event: CallbackEvent,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<CallbackResult> {
  const attempt = await attemptOf(event, store);
  if (!attempt?.engine.startsWith(`${event.provider}/`)) return { kind: 'unknown_attempt' };
  if (event.token !== null && !isTokenOf(event.token, attempt.callbackTokenHash)) return { kind: 'forged' };
  if (event.jobId !== undefined && event.jobId !== attempt.jobId) return { kind: 'unknown_attempt' };
  const nowMs = clock.nowMs();
  if (event.taskId !== null)
    await store.record({ kind: 'accepted', attemptId: attempt.id, taskId: event.taskId }, nowMs);
  await store.record({ kind: 'hinted', attemptId: attempt.id }, nowMs);
  const { provider, key } = event;
  const isNew = await store.noteEvent({ provider, key, attemptId: attempt.id }, nowMs);
  return { kind: isNew ? 'noted' : 'seen_before' };
}

async function attemptOf({ provider, token, taskId }: CallbackEvent, store: Store): Promise<Attempt | null> {
  if (token === null) return taskId === null ? null : store.attemptOfTask({ provider, taskId });
  const attemptId = attemptOfToken(token);
  return attemptId && store.attempt(attemptId);
}
