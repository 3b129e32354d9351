import type { App } from '../app.ts';
import type { RequestId } from '../core/ids.ts';
import { hasEnded } from '../core/job.ts';
import type { JobView } from '../core/request.ts';
import { SECOND } from '../core/time.ts';

/** Looks at least this often, for what another process does. */
const lookEveryMs = SECOND;

/** Waits until the request's clip is delivered or never will be; null when `signal` aborts first. */
export async function untilSettled(app: App, requestId: RequestId, signal: AbortSignal): Promise<JobView | null> {
  let changed = new AbortController();
  const stopListening = app.onChange((id) => id === requestId && changed.abort());
  try {
    while (!signal.aborted) {
      const view = await settledView(app, requestId);
      if (view) return view;
      await app.clock.sleep(lookEveryMs, AbortSignal.any([signal, changed.signal]));
      changed = new AbortController();
    }
    return null;
  } finally {
    stopListening();
  }
}

async function settledView(app: App, requestId: RequestId): Promise<JobView | null> {
  const found = await app.store.request(requestId);
  const job = found?.jobs[0];
  if (!job || !hasEnded(job.state)) return null;
  const view = await app.store.view(job.id, app.deps.rules, app.clock.nowMs());
  const waits = view?.deliveries.some(({ state }) => state.kind === 'pending' || state.kind === 'sending') ?? true;
  return waits ? null : view;
}
