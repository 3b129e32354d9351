import { backoffMs } from '../../core/backoff.ts';
import { StoreUnavailable } from '../../core/ports/store.ts';
import type { Clock, Random } from '../../core/ports/world.ts';
import { SECOND } from '../../core/time.ts';
import { troubleOf } from './trouble.ts';

/** Runs what may find the database busy, again and again for a while; then rejects with `StoreUnavailable`. */
export type Patience = <T>(attempt: () => T) => Promise<T>;

const backoff = { firstMs: 10, maxMs: SECOND / 2 };
const waitedMsMax = 5 * SECOND;

type Deps = { readonly clock: Clock; readonly random: Random };

/** The waits are between tries and leave the event loop free. `isOpen` is asked before each try. */
export function patienceWith({ clock, random }: Deps, isOpen: () => boolean): Patience {
  return async (attempt) => {
    let waitedMs = 0;
    for (let tries = 0; ; tries += 1) {
      if (!isOpen()) throw new StoreUnavailable('The database is closed.');
      try {
        return attempt();
      } catch (error) {
        if (troubleOf(error) !== 'busy') throw explained(error);
        const ms = backoffMs(backoff, tries, random);
        if (waitedMs + ms > waitedMsMax) {
          throw new StoreUnavailable(`The database stayed busy for ${waitedMs} ms.`, { cause: error });
        }
        waitedMs += ms;
        await clock.sleep(ms);
      }
    }
  };
}

const sentences = {
  busy: 'The database is busy.',
  unavailable: 'The database cannot be read or written: the disk may be full, failing or read-only.',
  damaged: 'The database file is damaged. Stop the service and restore a backup.',
} as const;

/** Trouble of the machine as `StoreUnavailable`; a fault of the program as it is. */
export function explained(error: unknown): unknown {
  const trouble = troubleOf(error);
  return trouble === null ? error : new StoreUnavailable(sentences[trouble], { cause: error });
}
