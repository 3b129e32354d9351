import { Temporal } from 'temporal-polyfill';

/** Windows that usage is counted in. Both start at midnight of the tenant's time zone, whatever daylight saving does. */
export type WindowKind = 'day' | 'month';
export const windowKinds = ['day', 'month'] as const satisfies readonly WindowKind[];

/** IANA name, such as `Europe/Berlin`. */
export type TimeZone = string;

function startOf(kind: WindowKind, atMs: number, timeZone: TimeZone): Temporal.ZonedDateTime {
  const day = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).startOfDay();
  switch (kind) {
    case 'day':
      return day;
    case 'month':
      return day.with({ day: 1 }).startOfDay();
  }
}

/** Start of the window that holds this moment. */
export function windowStartMs(kind: WindowKind, atMs: number, timeZone: TimeZone): number {
  return startOf(kind, atMs, timeZone).epochMilliseconds;
}

/** First moment after the window that holds this moment. */
export function windowEndMs(kind: WindowKind, atMs: number, timeZone: TimeZone): number {
  const start = startOf(kind, atMs, timeZone);
  switch (kind) {
    case 'day':
      return start.add({ days: 1 }).startOfDay().epochMilliseconds;
    case 'month':
      return start.add({ months: 1 }).startOfDay().epochMilliseconds;
  }
}
