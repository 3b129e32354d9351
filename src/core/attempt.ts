import type { CredentialRef, EngineId } from './engine.ts';
import type { AttemptId, JobId } from './ids.ts';
import type { ProviderErrorCode } from './ports/provider.ts';

/**
 * Attempt: one try of a job at one engine with one credential. Its life is the record of what the
 * engine was asked and what it answered; the job's state says what we do about it.
 *
 * `submitting` → `accepted` | `rejected` | `unknown`; `unknown` → `accepted` | `rejected` (proved
 * never taken) | `abandoned`; `accepted` → `succeeded` | `failed` | `cancelled` | `abandoned`.
 * `abandoned` and `cancelled` may still turn `accepted`, `succeeded` or `failed` when the engine
 * answers late.
 */
export type AttemptState =
  | { readonly kind: 'submitting' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'accepted'; readonly taskId: string }
  | { readonly kind: 'rejected'; readonly code: ProviderErrorCode | 'never_accepted' }
  | { readonly kind: 'succeeded'; readonly taskId: string; readonly costMicroUsd: number }
  | {
      readonly kind: 'failed';
      readonly taskId: string;
      readonly code: ProviderErrorCode;
      readonly costMicroUsd: number;
    }
  | { readonly kind: 'cancelled'; readonly taskId: string }
  | { readonly kind: 'abandoned'; readonly taskId: string | null };

export type Attempt = {
  readonly id: AttemptId;
  readonly jobId: JobId;
  readonly engine: EngineId;
  readonly credential: CredentialRef;
  /** SHA-256 of the callback token, hex. The token itself is derived, never stored. */
  readonly callbackTokenHash: string;
  readonly state: AttemptState;
  readonly createdAtMs: number;
  /** When the engine's verdict was recorded. */
  readonly settledAtMs: number | null;
};

/** Whether the engine's last word on this attempt is in. */
export function hasVerdict(state: AttemptState): boolean {
  return state.kind === 'succeeded' || state.kind === 'failed';
}

/** The engine's name for the task, when it ever gave one. */
export function taskIdOf(state: AttemptState): string | null {
  switch (state.kind) {
    case 'submitting':
    case 'unknown':
    case 'rejected':
      return null;
    case 'accepted':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'abandoned':
      return state.taskId;
  }
}
