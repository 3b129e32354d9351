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
}

const showTimeoutMs = MINUTE;
/** A status is only a view: after these tries it waits for the next change. */
const showTriesMax = 5;
const showAgainMs = 2 * SECOND;

/**
 * Status board: keeps the one status of each request up to date, not more often than its chat allows and only
 * on change. What it shows is read anew each time, so a missed update never leaves a wrong one standing.
 */
export function createStatusBoard(deps: Deps): StatusBoard {
  const stale = new Set<RequestId>();
  const running = new Map<RequestId, Promise<void>>();
  const never = new AbortController().signal;

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
        await deps.clock.sleep(await refresh(requestId));
        failures = 0;
      } catch (error) {
        deps.log.error('a status could not be shown', error, { requestId });
        failures += 1;
        if (failures >= showTriesMax) break;
        stale.add(requestId);
        await deps.clock.sleep(failures * showAgainMs);
      }
    }
    // Nothing is awaited since the last look at `stale`, so a change finds either the loop or a free place.
    running.delete(requestId);
  }

  return {
    changed(requestId) {
      stale.add(requestId);
      if (running.has(requestId)) return;
      running.set(requestId, keepFresh(requestId));
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
