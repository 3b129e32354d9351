import type { MessageRef } from '../../src/core/destination.ts';
import type { DeliverAsk, StatusAsk } from '../../src/core/ports/chat.ts';
import type { JobView } from '../../src/core/request.ts';

/** A status to be shown: for the first time where its message is not known and nothing else is said. */
export function statusAsk(message: MessageRef | null, jobs: readonly JobView[], mayBeShown = false): StatusAsk {
  return { message, jobs, mayBeShown };
}

/** What a delivery is asked for with when it was never tried. */
export const firstTry = {
  mayBePosted: false,
  upload: null,
  note: async (): Promise<void> => undefined,
} as const satisfies Partial<DeliverAsk>;
