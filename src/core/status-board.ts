import type { RequestId } from './ids.ts';
import type { AdmissionRules } from './policy.ts';
import type { Chat } from './ports/chat.ts';
import type { Store } from './ports/store.ts';
import type { Clock, Log } from './ports/world.ts';
import type { JobView } from './request.ts';
import { MINUTE, SECOND } from './time.ts';
import { withDeadline } from './deadline.ts';

type Deps = {
  readonly store: Store;
  readonly chats: ReadonlyMap<string, Chat>;
  readonly clock: Clock;
  readonly log: Log;
  readonly rules: AdmissionRules;
};

export interface StatusBoard {
  /** Something about the request, a job of it or a delivery changed. */
  changed(requestId: RequestId): void;
  /** Resolves when everything shown is up to date. */
  settled(): Promise<void>;
  /** Shows what is stale once more, waits for no chat's pace, and ends. */
  close(): Promise<void>;
}

const showTimeoutMs = MINUTE;
/** A chat that is away is tried again for about an hour; after that a status waits for its next change. */
const showTriesMax = 20;
const showAgainMsMax = 5 * MINUTE;

/**
 * Status board: keeps the one status of each request up to date, not more often than its chat allows and only
 * on change. What it shows is read anew each time. It lives in this process: what another one records, or what comes in a
 * crash between record and show, is shown at the next change.
 */
export function createStatusBoard(deps: Deps): StatusBoard {
  const stale = new Set<RequestId>();
  const running = new Map<RequestId, Promise<void>>();
  const never = new AbortController().signal;
  const closing = new AbortController();

  async function refresh(requestId: RequestId): Promise<number> {
    const found = await deps.store.request(requestId);
    const chat = found && deps.chats.get(found.request.destination.platform);
    if (!found || !chat) return 0;
    const { request } = found;
    const views: JobView[] = [];
    for (const job of found.jobs) {
      const view = await deps.store.view(job.id, deps.rules, deps.clock.nowMs());
      if (view) views.push(view);
    }
    const message = await withDeadline(deps.clock, showTimeoutMs, never, (limit) =>
      chat.showStatus(request.statusMessage, views, limit),
    );
    if (message !== null && message !== request.statusMessage) await deps.store.setStatusMessage(requestId, message);
    return chat.limits(request.destination).statusEveryMs;
  }

  async function keepFresh(requestId: RequestId): Promise<void> {
    let failures = 0;
    while (stale.delete(requestId)) {
      try {
        await deps.clock.sleep(await refresh(requestId), closing.signal);
        failures = 0;
      } catch (error) {
        deps.log.error('a status could not be shown', error, { requestId, failures });
        failures += 1;
        if (failures >= showTriesMax || closing.signal.aborted) break;
        stale.add(requestId);
        await deps.clock.sleep(Math.min(showAgainMsMax, SECOND * 2 ** failures), closing.signal);
      }
    }
    // Nothing is awaited since the last look at `stale`, so a change finds either the loop or a free place.
    running.delete(requestId);
  }

  async function settled(): Promise<void> {
    while (running.size > 0) await Promise.all(running.values());
  }

  return {
    changed(requestId) {
      stale.add(requestId);
      if (running.has(requestId)) return;
      running.set(requestId, keepFresh(requestId));
    },
    settled,
    async close() {
      closing.abort();
      await settled();
    },
  };
}
