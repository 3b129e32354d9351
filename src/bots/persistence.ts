import { backoffMs } from '../core/backoff.ts';
import type { Clock, Log, Random } from '../core/ports/world.ts';
import { MINUTE, SECOND } from '../core/time.ts';

const backoff = { firstMs: 5 * SECOND, maxMs: 5 * MINUTE } as const;

/** What has to be done some time, and may be done any number of times. */
export function createPersistence({
  clock,
  random,
  log,
}: {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}) {
  /** Until it is done or `signal` aborts. Never rejects. */
  return async function keepTrying(what: string, attempt: () => Promise<void>, signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        await attempt();
        return;
      } catch (error) {
        if (signal.aborted) return;
        log.warn('something did not succeed, and is tried again', { what, why: String(error) });
      }
      await clock.sleep(backoffMs(backoff, tries, random), signal);
    }
  };
}
