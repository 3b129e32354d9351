import { backoffMs } from './backoff.ts';
import type { Delivery } from './delivery.ts';
import type { Job } from './job.ts';
import type { DeliveryOutcome, JobOutcome, Recorded, StatusOutcome } from './outcome.ts';
import { type Store, StoreUnavailable } from './ports/store.ts';
import type { Clock, Log, LogFields, Random } from './ports/world.ts';
import type { Status } from './status.ts';
import { SECOND } from './time.ts';

export type Outcome = JobOutcome | DeliveryOutcome | StatusOutcome;

type Deps = {
  readonly store: Pick<Store, 'record' | 'recordDelivery' | 'recordStatus'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

const patience = { firstMs: SECOND / 4, maxMs: 30 * SECOND };

/** A stop waits this long for a store that is away for a moment: a deploy must not lose a task's name. */
const stopPatienceMs = 15 * SECOND;

function isDeliveryOutcome(outcome: Outcome): outcome is DeliveryOutcome {
  return 'deliveryId' in outcome && outcome.kind !== 'fetched' && outcome.kind !== 'copied';
}

function recordWith(store: Deps['store'], outcome: Outcome, nowMs: number): Promise<Recorded<Job | Delivery | Status>> {
  if ('requestId' in outcome) return store.recordStatus(outcome, nowMs);
  return isDeliveryOutcome(outcome) ? store.recordDelivery(outcome, nowMs) : store.record(outcome, nowMs);
}

/** What `jobs resolve` needs when nothing else knows it. */
function namesIn(outcome: Outcome): LogFields {
  return {
    outcome: outcome.kind,
    attemptId: 'attemptId' in outcome ? outcome.attemptId : null,
    taskId: 'taskId' in outcome ? outcome.taskId : null,
    deliveryId: 'deliveryId' in outcome ? outcome.deliveryId : null,
  };
}

/**
 * Records an outcome, trying again for as long as the store cannot be reached: an answer that names something
 * paid for exists nowhere else. Gives up only when the process stops and the store stays away; the job's state then
 * says what is not known.
 */
export async function recordSurely(
  outcome: Outcome,
  deps: Deps,
  stopped: AbortSignal,
): Promise<Recorded<Job | Delivery | Status> | null> {
  let stopsAtMs: number | null = null;
  for (let tries = 0; ; tries += 1) {
    try {
      const nowMs = deps.clock.nowMs();
      const recorded = await recordWith(deps.store, outcome, nowMs);
      if (recorded.kind === 'ignored' && recorded.why === 'conflict') {
        deps.log.error('an answer contradicts the one recorded', null, { outcome: outcome.kind });
      }
      return recorded;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      deps.log.error('an outcome could not be recorded yet', error, { outcome: outcome.kind, tries });
      const nowMs = deps.clock.nowMs();
      if (stopped.aborted) stopsAtMs ??= nowMs + stopPatienceMs;
      if (stopsAtMs !== null && nowMs >= stopsAtMs) {
        deps.log.error('an outcome was not recorded before the stop; decide the job by hand', error, namesIn(outcome));
        return null;
      }
      const waitMs = backoffMs(patience, tries, deps.random);
      if (stopsAtMs === null) await deps.clock.sleep(waitMs, stopped);
      else await deps.clock.sleep(Math.min(waitMs, stopsAtMs - nowMs));
    }
  }
}
