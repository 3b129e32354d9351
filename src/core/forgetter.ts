import { keepingDefaults } from './defaults.ts';
import type { Store } from './ports/store.ts';
import type { Clock } from './ports/world.ts';
import { HOUR } from './time.ts';

type Deps = { readonly store: Pick<Store, 'dropMarks' | 'emptyLeftTenant'>; readonly clock: Clock };

const everyMs = HOUR;
const requestsMax = 50;

/**
 * Forgetter: lets go of what is kept for a time only, a little at each look. Everything it does may be done twice, so it
 * needs no lease.
 */
export function createForgetter({ store, clock }: Deps) {
  let dueAtMs = 0;

  return {
    async look(): Promise<void> {
      const nowMs = clock.nowMs();
      if (nowMs < dueAtMs) return;
      await store.dropMarks(nowMs);
      const leftBeforeMs = nowMs - keepingDefaults.afterLeavingMs;
      const isMore = await store.emptyLeftTenant({ leftBeforeMs, requestsMax, nowMs });
      if (!isMore) dueAtMs = nowMs + everyMs;
    },
  };
}
