import type { Alert } from './alert.ts';
import type { EngineCapabilities } from './engine.ts';
import type { EngineStanding } from './ports/engine-standings.ts';
import { Temporal } from 'temporal-polyfill';
import { DAY } from './time.ts';

/** How long before an engine goes away its operator is told. */
const retiresAheadMs = 30 * DAY;

/** What the operator has to know of the engines as they are now. */
export function operatorNews(
  engines: readonly EngineCapabilities[],
  standings: readonly EngineStanding[],
  nowMs: number,
): Alert[] {
  return engines.flatMap((capabilities): Alert[] => {
    const { id: engine, label, retiresOn: on, replacedBy } = capabilities;
    const found = standings.find((standing) => standing.engine === engine);
    // Whoever switched it off knows.
    if (found?.kind === 'disabled') return [];
    if (found) return [{ kind: 'engine_out', engine, label, why: found.kind, sinceMs: found.sinceMs, replacedBy }];
    if (on === null) return [];
    const leftMs = dayStartMs(on) - nowMs;
    if (leftMs > retiresAheadMs) return [];
    if (leftMs <= 0)
      return [{ kind: 'engine_out', engine, label, why: 'retired', sinceMs: dayStartMs(on), replacedBy }];
    return [{ kind: 'engine_retires', engine, label, on, daysLeft: Math.ceil(leftMs / DAY), replacedBy }];
  });
}

/** When a day begins, in UTC. */
function dayStartMs(date: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds;
}
