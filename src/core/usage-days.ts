import { Temporal } from 'temporal-polyfill';
import { HOUR } from './time.ts';
import type { TimeZone } from './window.ts';

/** Days as ISO dates, which sort as text. */
export const usageDaysMax = 400;

/** The day that holds this moment, in a zone. */
export function dayIn(timeZone: TimeZone, atMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** How many days there are from one to another, both included. */
export function daysBetween(fromDay: string, toDay: string): number {
  return Temporal.PlainDate.from(fromDay).until(Temporal.PlainDate.from(toDay)).total('days') + 1;
}

/** Whether a text is a date that there is, such as 2026-02-28. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

function startMs(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime('UTC').epochMilliseconds;
}

/** No zone is further from UTC. */
const zoneMsMax = 14 * HOUR;

/** The span of time that holds these days of every zone. */
export function spanOfDays(fromDay: string, toDay: string): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: startMs(fromDay) - zoneMsMax, toMs: startMs(addDays(toDay, 1)) + zoneMsMax };
}

/** The newest day that it can be anywhere at this moment. */
export function latestDayAt(atMs: number): string {
  return dayIn('UTC', atMs + zoneMsMax);
}
