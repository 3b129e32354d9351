import type { MessageRef } from '../destination.ts';
import type { RequestId } from '../ids.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Log } from '../ports/world.ts';

/**
 * The surface showed the first status of a request in its answer, as `message`. Never throws: when it cannot be written down,
 * a worker looks for the message where it was shown.
 */
export async function noteAnswer(
  ask: {
    readonly requestId: RequestId;
    readonly message: MessageRef;
    /** Its chat wants no refresh sooner than this. */
    readonly statusEveryMs: number;
  },
  { store, clock, log }: { readonly store: Pick<Store, 'recordStatus'>; readonly clock: Clock; readonly log: Log },
): Promise<void> {
  const { requestId, message, statusEveryMs } = ask;
  const nowMs = clock.nowMs();
  try {
    await store.recordStatus({ kind: 'status_answered', requestId, message, freeAtMs: nowMs + statusEveryMs }, nowMs);
  } catch (error) {
    log.error('where a status is shown could not be written down', error, { requestId });
  }
}
