import type { RequestId, TenantId } from '../../../core/ids.ts';
import type { Clock } from '../../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../../core/time.ts';

/** What a refresh shows: progress alone, or that something has come about. */
export type RefreshOf = 'progress' | 'change';

/** Slack promises 50 edits a minute in one workspace. The rest of them is for statuses that are over. */
const refreshesPerMinuteMax: Readonly<Record<RefreshOf, number>> = { progress: 30, change: 44 };

export const everyMsMin = 5 * SECOND;
/** Longer than this nobody waits for a status that is over. */
const everyMsMax = 20 * SECOND;

type Refresh = { readonly requestId: RequestId; readonly atMs: number };

/** How often the statuses of a workspace are refreshed: the more there are of them, the less often each. */
export function createStatusPace(clock: Clock) {
  /** By workspace: the refreshes of the last minute, each with its request. */
  const refreshes = new Map<TenantId, readonly Refresh[]>();

  function latest(tenantId: TenantId): readonly Refresh[] {
    const sinceMs = clock.nowMs() - MINUTE;
    const recent = (refreshes.get(tenantId) ?? []).filter(({ atMs }) => atMs > sinceMs);
    if (recent.length === 0) refreshes.delete(tenantId);
    else refreshes.set(tenantId, recent);
    return recent;
  }

  return {
    /** Whether there is room for one that is not the last of its request. */
    hasRoom: (tenantId: TenantId, of: RefreshOf): boolean => latest(tenantId).length < refreshesPerMinuteMax[of],
    refreshed(tenantId: TenantId, requestId: RequestId): void {
      refreshes.set(tenantId, [...latest(tenantId), { requestId, atMs: clock.nowMs() }]);
    },
    everyMs(tenantId: TenantId): number {
      const requests = new Set(latest(tenantId).map(({ requestId }) => requestId)).size;
      const fairMs = Math.ceil((requests * MINUTE) / refreshesPerMinuteMax.progress);
      return Math.min(everyMsMax, Math.max(everyMsMin, fairMs));
    },
  };
}

export type StatusPace = ReturnType<typeof createStatusPace>;
