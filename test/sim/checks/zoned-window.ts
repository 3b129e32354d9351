import type { WindowKind } from '../../../src/core/window.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';

/** Where a tenant's days begin: the zone of now, and those that it had until when. */
export type SeenZones = {
  readonly timeZone: string;
  readonly former: readonly { readonly timeZone: string; readonly untilMs: number }[];
};

const clocks = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks there are ahead of UTC. */
function aheadMs(timeZone: string, atMs: number): number {
  if (timeZone === 'UTC') return 0;
  const known = clocks.get(timeZone);
  const clock = known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  if (!known) clocks.set(timeZone, clock);
  const wholeMs = Math.floor(atMs / 1_000) * 1_000;
  return Date.parse(`${clock.format(wholeMs).replace(' ', 'T')}Z`) - wholeMs;
}

/** Start of the window that holds this moment there, by the calendar; no zone of the simulation changes its clocks meanwhile. */
export function startOfWindow(window: WindowKind, atMs: number, timeZone: string): number {
  if (window === 'hour') return Math.floor(atMs / HOUR) * HOUR;
  const ahead = aheadMs(timeZone, atMs);
  const at = new Date(atMs + ahead);
  const midnight = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), window === 'month' ? 1 : at.getUTCDate());
  const daysSinceMonday = window === 'week' ? (at.getUTCDay() + 6) % 7 : 0;
  return midnight - daysSinceMonday * DAY - ahead;
}

/** The starts of all windows that count: that of now, and those that were open when the tenant moved in it. */
export function openStarts(window: WindowKind, atMs: number, { timeZone, former }: SeenZones): ReadonlySet<number> {
  const present = startOfWindow(window, atMs, timeZone);
  const kept = former.filter(({ untilMs }) => untilMs > present && untilMs <= atMs);
  return new Set([present, ...kept.map((zone) => startOfWindow(window, zone.untilMs, zone.timeZone))]);
}
