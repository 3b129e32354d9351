import { createHash } from 'node:crypto';
import type { Provider, WebhookProof } from '../ports/provider.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Log } from '../ports/world.ts';
import { type CallbackResult, takeCallback } from './take-callback.ts';

export type WebhookResult =
  | CallbackResult
  | { readonly kind: 'unknown_provider' }
  | Extract<WebhookProof, { kind: 'rejected' }>
  /** Whether it is genuine cannot be found out now. The sender should try again. */
  | { readonly kind: 'unproven' };

export type WebhookAsk = {
  readonly provider: string;
  /** What an address made for one attempt says; null for the address that all of a provider's jobs share. */
  readonly address: { readonly jobId: string; readonly token: string } | null;
  readonly rawBody: Uint8Array;
  readonly headers: ReadonlyMap<string, string>;
};

export type WebhookDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly provider: (name: string) => Provider | null;
};

/**
 * Takes what came to a webhook address. The provider proves it where its API signs; otherwise only an address with
 * a token counts, and its body is a key to tell deliveries apart and nothing else. Rejects with `StoreUnavailable`.
 */
export async function takeWebhook(ask: WebhookAsk, deps: WebhookDeps, signal: AbortSignal): Promise<WebhookResult> {
  const { address } = ask;
  const provider = deps.provider(ask.provider);
  if (!provider) return { kind: 'unknown_provider' };
  const proof = await proofOf(provider, ask, deps, signal);
  if (proof.kind !== 'event') return proof;
  const { eventKey: key, taskId } = proof;
  const event = { provider: provider.name, key, taskId };
  return takeCallback(address ? { ...event, ...address } : { ...event, token: null }, deps);
}

async function proofOf(
  provider: Provider,
  { address, rawBody, headers }: WebhookAsk,
  { clock, log }: WebhookDeps,
  signal: AbortSignal,
): Promise<WebhookProof | { readonly kind: 'unproven' }> {
  if (provider.verifyWebhook === null) {
    // It names no task: only a signature could say whose it is, so without a token nothing is found by it.
    const eventKey = createHash('sha256')
      .update(`${address?.token ?? ''}\n`)
      .update(rawBody)
      .digest('hex');
    return { kind: 'event', eventKey, taskId: null };
  }
  try {
    return await provider.verifyWebhook({ rawBody, headers, nowMs: clock.nowMs() }, signal);
  } catch (error) {
    log.error('a webhook could not be proved; its sender is asked to try again', error, { provider: provider.name });
    return { kind: 'unproven' };
  }
}
