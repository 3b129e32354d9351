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
  return [...accountsOut(engines, standings), ...engines.flatMap((engine) => newsOf(engine, standings, nowMs))];
}

function newsOf(
  { id: engine, label, retiresOn: on, replacedBy }: EngineCapabilities,
  standings: readonly EngineStanding[],
  nowMs: number,
): Alert[] {
  const found = standings.find((standing) => standing.engine === engine);
  if (found) {
    // Whoever switched it off knows.
    return found.kind === 'retired'
      ? [{ kind: 'engine_retired', engine, label, sinceMs: found.sinceMs, replacedBy }]
      : [];
  }
  if (on === null) return [];
  const leftMs = dayStartMs(on) - nowMs;
  if (leftMs > retiresAheadMs) return [];
  if (leftMs <= 0) return [{ kind: 'engine_retired', engine, label, sinceMs: dayStartMs(on), replacedBy }];
  return [{ kind: 'engine_retires', engine, label, on, daysLeft: Math.ceil(leftMs / DAY), replacedBy }];
}

/** One key stands for many engines, which go out together. */
function accountsOut(engines: readonly EngineCapabilities[], standings: readonly EngineStanding[]): Alert[] {
  const out = standings.filter(
    ({ kind, engine }) => kind === 'out_of_credit' && engines.some(({ id }) => id === engine),
  );
  const accounts = Map.groupBy(out, ({ engine, sinceMs }) => `${engine.slice(0, engine.indexOf('/'))} ${sinceMs}`);
  return Array.from(accounts, ([key, together]) => ({
    kind: 'out_of_credit',
    provider: key.split(' ')[0] ?? '',
    engines: together.map(({ engine }) => engine),
    sinceMs: together[0]?.sinceMs ?? 0,
  }));
}

/** When a day begins, in UTC. */
function dayStartMs(date: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds;
}
