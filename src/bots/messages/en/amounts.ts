import type { Size } from '../../../core/engine.ts';
import { CREDIT_MICRO_USD, creditsOf, DOLLAR_MICRO_USD } from '../../../core/money.ts';
import { HOUR, MINUTE, SECOND } from '../../../core/time.ts';
import type { TextPart } from '../text.ts';

const language = 'en';
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const plurals = new Intl.PluralRules(language);
const bothOf = new Intl.ListFormat(language, { type: 'conjunction' });
const oneOf = new Intl.ListFormat(language, { type: 'disjunction' });
const usd = { style: 'currency', currency: 'USD' } as const;
const dollarsOf = {
  whole: new Intl.NumberFormat(language, { ...usd, maximumFractionDigits: 0 }),
  cents: new Intl.NumberFormat(language, usd),
};
const percentOf = new Intl.NumberFormat(language, { style: 'percent' });

const units = new Map(
  (['second', 'minute', 'hour', 'day', 'kilobyte', 'megabyte', 'gigabyte'] as const).map((unit) => {
    const isBytes = unit.endsWith('byte');
    const form = {
      style: 'unit',
      unit,
      unitDisplay: isBytes ? 'short' : 'long',
      maximumFractionDigits: isBytes ? 1 : 0,
    } as const;
    return [unit, new Intl.NumberFormat(language, form)] as const;
  }),
);

type UnitName = typeof units extends Map<infer Name, unknown> ? Name : never;

function inUnit(amount: number, unit: UnitName): string {
  return units.get(unit)?.format(amount) ?? String(amount);
}

export function number(amount: number): string {
  return whole.format(amount);
}

export function percent(fraction: number): string {
  // All of it only when it is all of it.
  return percentOf.format(fraction >= 1 ? 1 : Math.min(0.99, Math.max(0, fraction)));
}

/** "1 video", "1,200 videos". */
export function counted(amount: number, one: string, other: string): string {
  return `${number(amount)} ${plurals.select(amount) === 'one' ? one : other}`;
}

export function videos(amount: number): string {
  return counted(amount, 'video', 'videos');
}

/** A price or a payment: a started credit is a credit. */
export function credits(microUsd: number): string {
  return counted(creditsOf(microUsd), 'credit', 'credits');
}

/** "$5", "$2.50": for what people set in real money. */
export function dollars(microUsd: number): string {
  const isWhole = microUsd % DOLLAR_MICRO_USD === 0;
  return dollarsOf[isWhole ? 'whole' : 'cents'].format(microUsd / DOLLAR_MICRO_USD);
}

/** What is left: only whole credits, so that nobody counts on one that is not there. */
export function creditsLeft(microUsd: number): number {
  return Math.max(0, Math.floor(microUsd / CREDIT_MICRO_USD));
}

export function both(words: readonly string[]): string {
  return bothOf.format(words);
}

export function either(words: readonly string[]): string {
  return oneOf.format(words);
}

const fewMax = 6;

/** The first of many, and how many more there are: a list that nobody reads to its end tells nothing. */
export function fewOf(words: readonly string[]): readonly string[] {
  const more = words.length - fewMax;
  return more <= 1 ? words : [...words.slice(0, fewMax), `${number(more)} more`];
}

/** Coarse on purpose: the two largest units that matter. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / SECOND));
  if (seconds < 60) return inUnit(seconds, 'second');
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return inUnit(minutes, 'minute');
  if (minutes < 24 * 60) return withRest(Math.floor(minutes / 60), 'hour', minutes % 60, 'minute');
  const hours = Math.round(ms / HOUR);
  return withRest(Math.floor(hours / 24), 'day', hours % 24, 'hour');
}

function withRest(amount: number, unit: UnitName, rest: number, restUnit: UnitName): string {
  return rest === 0 ? inUnit(amount, unit) : `${inUnit(amount, unit)} ${inUnit(rest, restUnit)}`;
}

/** "about 40 s", "about 2 min": what something takes, told beside other figures. */
export function about(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / SECOND));
  if (seconds < 60) return `about ${seconds} s`;
  const minutes = Math.round(ms / MINUTE);
  return minutes < 60 ? `about ${minutes} min` : `about ${number(Math.round(ms / HOUR))} h`;
}

/** "52 s", "1 min 52 s", "1 h 3 min": what something has taken. */
export function exact(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / SECOND));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** "24 September 2026", of an ISO date. */
export function day(isoDate: string): string {
  const atMs = Date.parse(isoDate);
  return Number.isNaN(atMs) ? isoDate : dates.format(atMs);
}

/** "in 5 hours", "2 days ago", "now". */
export function when(atMs: number, nowMs: number): TextPart {
  const awayMs = atMs - nowMs;
  if (Math.abs(awayMs) < SECOND) return { kind: 'moment', atMs, words: 'now' };
  return { kind: 'moment', atMs, words: awayMs > 0 ? `in ${duration(awayMs)}` : `${duration(-awayMs)} ago` };
}

export function fileSize(bytes: number): string {
  if (bytes < 1_000_000) return inUnit(bytes / 1_000, 'kilobyte');
  return bytes < 1_000_000_000 ? inUnit(bytes / 1_000_000, 'megabyte') : inUnit(bytes / 1_000_000_000, 'gigabyte');
}

export function size({ width, height }: Size): string {
  return `${width}x${height}`;
}
