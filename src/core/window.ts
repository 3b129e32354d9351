import { Temporal } from 'temporal-polyfill';
import { HOUR } from './time.ts';

/**
 * Windows that usage is counted in. An hour is one of UTC, so that no change of clocks makes one longer or shorter; the others
 * start at midnight of the tenant's time zone, whatever daylight saving does, a week on Monday.
 */
export type WindowKind = 'hour' | 'day' | 'week' | 'month';
export const windowKinds = ['hour', 'day', 'week', 'month'] as const satisfies readonly WindowKind[];

/** IANA name, such as `Europe/Berlin`. */
export type TimeZone = string;

/** A zone that a tenant had until then. */
export type FormerZone = { readonly timeZone: TimeZone; readonly untilMs: number };

/** The zone that a tenant has, and those that it had lately. */
export type Zones = { readonly timeZone: TimeZone; readonly formerZones: readonly FormerZone[] };

/** The name of a time zone as it is written, whatever the case; null for what is none, such as an offset. */
export function timeZoneNamed(text: string): TimeZone | null {
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    return new Temporal.ZonedDateTime(0n, text).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function startOf(kind: Exclude<WindowKind, 'hour'>, atMs: number, timeZone: TimeZone): Temporal.ZonedDateTime {
  const day = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).startOfDay();
  switch (kind) {
    case 'day':
      return day;
    case 'week':
      return day.subtract({ days: day.dayOfWeek - 1 }).startOfDay();
    case 'month':
      return day.with({ day: 1 }).startOfDay();
  }
}

/** Start of the window that holds this moment. */
export function windowStartMs(kind: WindowKind, atMs: number, timeZone: TimeZone): number {
  return kind === 'hour' ? atMs - (atMs % HOUR) : startOf(kind, atMs, timeZone).epochMilliseconds;
}

/** First moment after the window that holds this moment. */
export function windowEndMs(kind: WindowKind, atMs: number, timeZone: TimeZone): number {
  if (kind === 'hour') return windowStartMs(kind, atMs, timeZone) + HOUR;
  const start = startOf(kind, atMs, timeZone);
  switch (kind) {
    case 'day':
      return start.add({ days: 1 }).startOfDay().epochMilliseconds;
    case 'week':
      return start.add({ weeks: 1 }).startOfDay().epochMilliseconds;
    case 'month':
      return start.add({ months: 1 }).startOfDay().epochMilliseconds;
  }
}

/** A window, by a moment in it and the zone in which that is meant. */
export type OpenWindow = { readonly startsAtMs: number; readonly atMs: number; readonly timeZone: TimeZone };

/**
 * All windows that count as the present one, this one first. After a change of time zone the window that was open then counts on
 * until it ends, and at least as long as the one that the change led into: nobody gets a fresh allowance by it, nor by going back.
 */
export function openWindows(kind: WindowKind, nowMs: number, { timeZone, formerZones }: Zones): OpenWindow[] {
  const open = (atMs: number, zone: TimeZone): OpenWindow => {
    return { startsAtMs: windowStartMs(kind, atMs, zone), atMs, timeZone: zone };
  };
  const present = open(nowMs, timeZone);
  const former = formerZones
    .filter(({ untilMs, timeZone: zone }) => untilMs > present.startsAtMs || windowEndMs(kind, untilMs, zone) > nowMs)
    .map((zone) => open(zone.untilMs, zone.timeZone));
  return [...new Map([...former, present].toReversed().map((window) => [window.startsAtMs, window])).values()];
}

/** Where they start. */
export function openWindowStartsMs(kind: WindowKind, nowMs: number, zones: Zones): number[] {
  return openWindows(kind, nowMs, zones).map(({ startsAtMs }) => startsAtMs);
}
