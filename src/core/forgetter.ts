import { keepingDefaults } from './defaults.ts';
import type { UserId } from './ids.ts';
import type { Store } from './ports/store.ts';
import type { Clock } from './ports/world.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

type Deps = {
  readonly store: Pick<Store, 'emptyForgotten' | 'dropMarks' | 'emptyLeftTenant' | 'dropOnlookers' | 'dropTraces'>;
  readonly clock: Clock;
};

const everyMs = HOUR;
const onlookersEveryMs = DAY;
const tracesAgainAfterMs = MINUTE;
const requestsMax = 50;
const goesMax = 10;
const onlookersAtOnce = 200;

/**
 * Forgetter: goes on with what was begun to be forgotten, and lets go of what is kept for a time only, a little at each
 * look. Everything it does may be done twice, so it needs no lease.
 */
export function createForgetter({ store, clock }: Deps) {
  let dueAtMs = 0;
  let onlookersDueAtMs = 0;
  let after: UserId | null = null;
  /** When what was taken away is to be taken out of the database's own journal; null while there is nothing. */
  let tracesDueAtMs: number | null = 0;

  async function letGo(nowMs: number): Promise<boolean> {
    const marks = await store.dropMarks(nowMs);
    const leftBeforeMs = nowMs - keepingDefaults.afterLeavingMs;
    const isMore = await store.emptyLeftTenant({ leftBeforeMs, requestsMax, nowMs });
    if (!isMore) dueAtMs = nowMs + everyMs;
    return marks > 0 || isMore;
  }

  async function dropOnlookers(nowMs: number): Promise<boolean> {
    const seenBeforeMs = nowMs - keepingDefaults.afterLeavingMs;
    const { dropped, next } = await store.dropOnlookers({ seenBeforeMs, after, limit: onlookersAtOnce });
    after = next;
    if (next === null) onlookersDueAtMs = nowMs + onlookersEveryMs;
    return dropped > 0;
  }

  async function dropTraces(nowMs: number): Promise<void> {
    tracesDueAtMs = (await store.dropTraces()) ? null : nowMs + tracesAgainAfterMs;
  }

  return {
    async look(): Promise<void> {
      const nowMs = clock.nowMs();
      let isGone = false;
      for (let go = 0; go < goesMax && (await store.emptyForgotten({ limit: requestsMax, nowMs })); go += 1)
        isGone = true;
      if (nowMs >= dueAtMs) isGone = (await letGo(nowMs)) || isGone;
      if (nowMs >= onlookersDueAtMs) isGone = (await dropOnlookers(nowMs)) || isGone;
      if (isGone) tracesDueAtMs ??= nowMs + tracesAgainAfterMs;
      if (tracesDueAtMs !== null && nowMs >= tracesDueAtMs) await dropTraces(nowMs);
    },
  };
}
