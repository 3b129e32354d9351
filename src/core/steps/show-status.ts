import type { MessageRef } from '../destination.ts';
import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import type { StatusOutcome } from '../outcome.ts';
import { StatusNotPosted } from '../ports/chat.ts';
import type { StatusClaim } from '../ports/claims.ts';
import { backoffs, callTimeoutMs, notConfiguredMs, statusSlowMs, type StepDeps, triesMax } from './deps.ts';

type Deps = Pick<StepDeps, 'chats' | 'clock' | 'random' | 'log'> & {
  /** Takes a message that became visible after the time limit; it is still recorded. */
  readonly onLateAnswer: (outcome: StatusOutcome) => void;
};

/** status: shows how a request stands in its one message. Safe to repeat; its failure never stops a job. */
export async function showStatus(claim: StatusClaim, deps: Deps, signal: AbortSignal): Promise<StatusOutcome> {
  const { request, status, views, mayBeShown, lease } = claim;
  const { requestId } = status;
  const chat = deps.chats.get(request.destination.platform);
  const postponed = (atLeastMs: number, wasNotPosted: boolean): StatusOutcome => {
    const waitMs = waitOf(status.retries, deps);
    const dueAtMs = waitMs === null ? null : deps.clock.nowMs() + Math.max(atLeastMs, waitMs);
    return { kind: 'status_postponed', requestId, lease, dueAtMs, mayBeShown: mayBeShown || !wasNotPosted };
  };
  if (!chat) return postponed(notConfiguredMs, true);
  const shown = (message: MessageRef | null): StatusOutcome => {
    const freeAtMs = deps.clock.nowMs() + chat.limits(request.destination).statusEveryMs;
    return { kind: 'status_shown', requestId, lease, version: status.version, message, freeAtMs };
  };
  try {
    const message = await withDeadline(deps.clock, callTimeoutMs.status, signal, async (limit) => {
      const posted = await chat.showStatus({ message: request.statusMessage, jobs: views, mayBeShown }, limit);
      if (limit.aborted && posted !== null) deps.onLateAnswer(shown(posted));
      return posted;
    });
    return shown(message);
  } catch (error) {
    if (signal.aborted) throw error;
    deps.log.warn('a status could not be shown', { requestId, retries: status.retries, why: String(error) });
    return postponed(0, error instanceof StatusNotPosted);
  }
}

/** Often at first, then now and then for as long as a delivery would be tried; null after that, until the next change. */
function waitOf(retries: number, { random }: Pick<Deps, 'random'>): number | null {
  if (retries < triesMax.status) return backoffMs(backoffs.status, retries, random);
  const longMs = (retries - triesMax.status) * statusSlowMs;
  return longMs < jobDefaults.deliveryRetryMs ? statusSlowMs : null;
}
