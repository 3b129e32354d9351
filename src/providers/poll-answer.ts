import { networkFailure } from '../core/network-failure.ts';
import type { TaskReport } from '../core/ports/provider.ts';

/** An answer about a task that is no verdict. `detail` is for the log. */
export function unreadable(detail: string, retryAfterMs: number | null = null): TaskReport {
  return { kind: 'unreadable', retryAfterMs, detail };
}

/** No answer about a task. Throws when that is because the signal aborted. */
export function unansweredPoll(error: unknown, signal: AbortSignal): TaskReport {
  signal.throwIfAborted();
  return unreadable(`no answer: ${networkFailure(error).word}`);
}
