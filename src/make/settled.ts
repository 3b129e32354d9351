import type { App } from '../app.ts';
import type { RequestId } from '../core/ids.ts';
import { hasEnded } from '../core/job.ts';
import type { JobView } from '../core/request.ts';
import { SECOND } from '../core/time.ts';

/** Looks at least this often, for what another process does. */
const lookEveryMs = SECOND;

/**
 * Waits until the request's clip is delivered or never will be, and tells how it stands meanwhile; null when `signal`
 * aborts first.
 */
export async function untilSettled(
  app: App,
  requestId: RequestId,
  onView: (view: JobView) => void,
  signal: AbortSignal,
): Promise<JobView | null> {
  let changed = new AbortController();
  const stopListening = app.onChange((id) => id === requestId && changed.abort());
  try {
    while (!signal.aborted) {
      const view = await viewOf(app, requestId);
      if (view && isSettled(view)) return view;
      if (view) onView(view);
      await app.clock.sleep(lookEveryMs, AbortSignal.any([signal, changed.signal]));
      changed = new AbortController();
    }
    return null;
  } finally {
    stopListening();
  }
}

async function viewOf(app: App, requestId: RequestId): Promise<JobView | null> {
  const found = await app.store.request(requestId);
  const job = found?.jobs[0];
  return job ? app.store.view(job.id, app.deps.rules, app.clock.nowMs()) : null;
}

function isSettled({ job, deliveries }: JobView): boolean {
  return (
    hasEnded(job.state) && deliveries.every(({ state }) => state.kind === 'sent' || state.kind === 'undeliverable')
  );
}
