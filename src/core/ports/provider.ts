import type { CredentialRef, EngineCapabilities, EngineId } from '../engine.ts';
import type { AttemptId } from '../ids.ts';
import type { ClipSpec } from '../spec.ts';

/** Why an engine refused or could not do something: a closed list, so that each has its words and its rule. */
export type ProviderErrorCode =
  | 'moderation'
  | 'invalid'
  | 'rate_limited'
  | 'out_of_credit'
  | 'model_retired'
  | 'transient'
  | 'expired';

export type SubmitAsk = {
  readonly attemptId: AttemptId;
  readonly engine: EngineId;
  readonly spec: ClipSpec;
  readonly credential: CredentialRef;
  /** Where the engine may call back; null when it cannot reach us. Holds the attempt's secret token: never log it. */
  readonly callbackUrl: string | null;
};

export type SubmitResult =
  /** The engine took the job. `estimateMicroUsd` is its own price when it names one. */
  | { readonly kind: 'accepted'; readonly taskId: string; readonly estimateMicroUsd: number | null }
  /**
   * The engine certainly did not take it: no bytes were sent, or a 4xx other than 408 and 409, or a
   * 429 or 503 in its own error envelope. Only this may be tried again or elsewhere.
   */
  | {
      readonly kind: 'rejected';
      readonly code: ProviderErrorCode;
      readonly retryAfterMs: number | null;
      /** For the log. Never shown to people. */
      readonly detail: string;
    }
  /** Anything else, an unreadable 2xx included. A thrown error means the same. */
  | { readonly kind: 'unknown'; readonly detail: string };

export type TaskRef = {
  readonly attemptId: AttemptId;
  readonly engine: EngineId;
  readonly taskId: string;
  readonly credential: CredentialRef;
};

export type TaskReport =
  | {
      readonly kind: 'running';
      readonly phase: 'waiting' | 'rendering';
      /** 0 to 1, null when the engine does not say. */
      readonly progress: number | null;
      /** True while asking the engine to stop cannot destroy a finished clip. */
      readonly cancellable: boolean;
      readonly pollAfterMs: number | null;
    }
  | { readonly kind: 'succeeded'; readonly costMicroUsd: number | null }
  | {
      readonly kind: 'failed';
      readonly code: ProviderErrorCode;
      /** What the engine charges for the failure; null means nothing. */
      readonly costMicroUsd: number | null;
      readonly detail: string;
    }
  | { readonly kind: 'cancelled' }
  /** No verdict: 401, 404, 429, 5xx, nonsense. The job goes on and is asked again later. */
  | { readonly kind: 'unreadable'; readonly retryAfterMs: number | null; readonly detail: string };

export type FindResult =
  | { readonly kind: 'found'; readonly taskId: string }
  /** The engine proves that this attempt was not and will not be accepted, also not by a create still under way. */
  | { readonly kind: 'never' }
  | { readonly kind: 'not_seen' };

export type Output =
  | { readonly kind: 'stream'; readonly body: AsyncIterable<Uint8Array>; readonly bytes: number | null }
  | { readonly kind: 'not_ready'; readonly retryAfterMs: number | null }
  /** The engine no longer has it. */
  | { readonly kind: 'gone'; readonly detail: string };

/** What an engine sent to our webhook address, as it came. */
export type WebhookDelivery = {
  readonly rawBody: Uint8Array;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly nowMs: number;
};

export type WebhookProof =
  /** `eventKey` is the same each time the event is sent again; `taskId` names the task it is about, when it does. */
  | { readonly kind: 'event'; readonly eventKey: string; readonly taskId: string | null }
  | {
      readonly kind: 'rejected';
      /** `stale`: signed too long ago, or by a clock ahead of ours, which is how a replay looks. */
      readonly reason: 'bad_signature' | 'stale' | 'malformed';
    };

/**
 * A provider of engines. Every call obeys `signal`, makes no automatic retry of a create, and acts
 * with the credential it is given. A status word it does not know means "running".
 * `test/contracts/provider.ts` holds every implementation to this.
 */
export interface Provider {
  readonly name: string;
  /** Its engines as of now. Cheap and without I/O. */
  capabilities(): readonly EngineCapabilities[];
  /** The one billable call. At most one create leaves per call. */
  submit(ask: SubmitAsk, signal: AbortSignal): Promise<SubmitResult>;
  /** Asks for the task's state. May be called any number of times, also after the verdict. */
  poll(task: TaskRef, signal: AbortSignal): Promise<TaskReport>;
  /** Looks for the task of an attempt whose create went unanswered; null when the API cannot. */
  readonly find: ((attempt: Omit<TaskRef, 'taskId'>, signal: AbortSignal) => Promise<FindResult>) | null;
  /** Asks the engine to stop; only called right after a poll said `cancellable`. Null when the API cannot. */
  readonly cancel: ((task: TaskRef, signal: AbortSignal) => Promise<'cancelled' | 'too_late'>) | null;
  /** Opens the finished clip, fetching a fresh address by itself where the old one expired. */
  openOutput(task: TaskRef, signal: AbortSignal): Promise<Output>;
  /**
   * Proves that a delivery came from the engine, by its signature over the raw body and its clock, both ways; and
   * reads which event it is. Compares in constant time. Throws when the proof cannot be had now, such as a key that
   * cannot be fetched: the sender is then asked to try again. Null when the API signs nothing: then the token in
   * the address is the only proof, and the body is not read.
   */
  readonly verifyWebhook: ((delivery: WebhookDelivery, signal: AbortSignal) => Promise<WebhookProof>) | null;
}
