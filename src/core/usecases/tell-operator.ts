import { type Alert, alertKey } from '../alert.ts';
import { withDeadline } from '../deadline.ts';
import type { ToldAlerts } from '../ports/alerts.ts';
import type { Clock, Log } from '../ports/world.ts';
import { MINUTE, SECOND } from '../time.ts';

/** Brings an alert to where the operator reads it. Rejects where it could not be brought. */
export type Pager = (alert: Alert, signal: AbortSignal) => Promise<void>;

const pageMsMax = 20 * SECOND;
/** Whoever began to tell something and is not done by then is not there any more. */
const againAfterMs = 10 * MINUTE;

/** Tells the operator what they were not told yet, each once. What cannot be told is tried again at the next call after a while. */
export async function tellOperator(
  alerts: readonly Alert[],
  {
    told,
    page,
    clock,
    log,
  }: { readonly told: ToldAlerts; readonly page: Pager; readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  for (const alert of alerts) {
    const key = alertKey(alert);
    const nowMs = clock.nowMs();
    if (!(await told.claim(key, { nowMs, staleBeforeMs: nowMs - againAfterMs }))) continue;
    try {
      await withDeadline(clock, pageMsMax, signal, (limit) => page(alert, limit));
      await told.told(key, clock.nowMs());
    } catch (error) {
      if (signal.aborted) throw error;
      log.error('the operator could not be told; it is tried again', error, { alert: alert.kind });
    }
  }
}
