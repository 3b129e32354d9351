import { backoffMs } from './backoff.ts';
import type { Delivery } from './delivery.ts';
import type { Job } from './job.ts';
import type { DeliveryOutcome, JobOutcome, Recorded } from './outcome.ts';
import { type Store, StoreUnavailable } from './ports/store.ts';
import type { Clock, Log, Random } from './ports/world.ts';
import { SECOND } from './time.ts';

export type Outcome = JobOutcome | DeliveryOutcome;

type Deps = {
  readonly store: Pick<Store, 'record' | 'recordDelivery'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

const patience = { firstMs: SECOND / 4, maxMs: 30 * SECOND };

function isDeliveryOutcome(outcome: Outcome): outcome is DeliveryOutcome {
  return 'deliveryId' in outcome && outcome.kind !== 'fetched';
}

/**
 * Records an outcome, trying again for as long as the store cannot be reached: an answer that names something
 * paid for exists nowhere else. Gives up only when the process stops; the job's state then says what is not known.
 */
export async function recordSurely(
  outcome: Outcome,
  deps: Deps,
  stopped: AbortSignal,
): Promise<Recorded<Job | Delivery> | null> {
  for (let tries = 0; ; tries += 1) {
    try {
      const nowMs = deps.clock.nowMs();
      const recorded = isDeliveryOutcome(outcome)
        ? await deps.store.recordDelivery(outcome, nowMs)
        : await deps.store.record(outcome, nowMs);
      if (recorded.kind === 'ignored' && recorded.why === 'conflict') {
        deps.log.error('an answer contradicts the one recorded', null, { outcome: outcome.kind });
      }
      return recorded;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      deps.log.error('an outcome could not be recorded yet', error, { outcome: outcome.kind, tries });
      if (stopped.aborted) return null;
      await deps.clock.sleep(backoffMs(patience, tries, deps.random), stopped);
    }
  }
}
