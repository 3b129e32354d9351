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

/**
 * Takes an engine's callback. It is a hint, never proof: it adopts a task for an attempt whose create went
 * unanswered, and makes the job due, so that `watch` reads the engine's own answer.
 */
export async function takeCallback(
  event: { readonly provider: string; readonly key: string; readonly token: string; readonly taskId: string | null },
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<CallbackResult> {
  const attemptId = attemptOfToken(event.token);
  const attempt = attemptId && (await store.attempt(attemptId));
  if (!attempt?.engine.startsWith(`${event.provider}/`)) return { kind: 'unknown_attempt' };
  if (!isTokenOf(event.token, attempt.callbackTokenHash)) return { kind: 'forged' };
  const nowMs = clock.nowMs();
  if (event.taskId !== null)
    await store.record({ kind: 'accepted', attemptId: attempt.id, taskId: event.taskId }, nowMs);
  await store.record({ kind: 'hinted', attemptId: attempt.id }, nowMs);
  const { provider, key } = event;
  const isNew = await store.noteEvent({ provider, key, attemptId: attempt.id }, nowMs);
  return { kind: isNew ? 'noted' : 'seen_before' };
}
