import { networkFailure } from '../core/network-failure.ts';
import type { ProviderCheck } from './provider-module.ts';

/** A check that got no answer. Throws when that is because the signal aborted. */
export function unansweredCheck(error: unknown, signal: AbortSignal): ProviderCheck {
  signal.throwIfAborted();
  return { kind: 'no_answer', note: `It gave no answer: ${networkFailure(error).word}.` };
}

/** A check whose answer says nothing of the key. */
export function uselessAnswer(status: number): ProviderCheck {
  return { kind: 'no_answer', note: `It answered with HTTP ${status}.` };
}
