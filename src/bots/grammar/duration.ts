import { DAY, HOUR, MINUTE } from '../../core/time.ts';
import { nearestWord } from './nearest.ts';
import type { DurationNone, OptionKind } from './option.ts';

const WEEK = 7 * DAY;

const units: Readonly<Record<string, number>> = {
  m: MINUTE,
  min: MINUTE,
  mins: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  h: HOUR,
  hr: HOUR,
  hrs: HOUR,
  hour: HOUR,
  hours: HOUR,
  d: DAY,
  day: DAY,
  days: DAY,
  w: WEEK,
  wk: WEEK,
  week: WEEK,
  weeks: WEEK,
};

const noneWords: Readonly<Record<DurationNone, readonly string[]>> = {
  never: ['never', 'forever', 'permanent', 'permanently', 'ever', 'none', 'always'],
  off: ['off', 'none', 'no', '0', 'never'],
};

export type JudgedDuration =
  /** Null: no end, or not at all. */
  | { readonly kind: 'duration'; readonly ms: number | null }
  | { readonly kind: 'wrong'; readonly nearest: string | null };

type Bounds = Omit<Extract<OptionKind, { kind: 'duration' }>, 'kind'>;

const part = /^(\d{1,9}(?:[.,]\d{1,3})?)\s*(\p{L}+)\.?\s*(?:(?:,|and)\s*)?/u;
const numberAlone = /^\d{1,6}(?:[.,]\d{1,3})?$/u;

/** Reads `2d`, `24h`, `1 day 12 hours`, `a week`. `text` is in lower case. */
export function judgeDuration(text: string, { minMs, maxMs, none }: Bounds): JudgedDuration {
  if (none !== null && noneWords[none].includes(text)) return { kind: 'duration', ms: null };
  const asked = text
    .replace(/^(?:for|the last|last|in)\s+/u, '')
    .replace(/^(?:an?|one)\s+/u, '1 ')
    .replace(/^(?=\p{L}+$)/u, '1 ');
  const { ms, isExact } = sumOf(asked);
  if (ms === null) {
    const days = numberAlone.test(asked) ? Number(asked.replace(',', '.')) : null;
    if (days !== null) return { kind: 'wrong', nearest: formatDuration(clamp(days * DAY, minMs, maxMs)) };
    const near = none === null ? null : nearestWord(text, [none]);
    return { kind: 'wrong', nearest: near };
  }
  if (isExact && ms >= minMs && ms <= maxMs) return { kind: 'duration', ms };
  return { kind: 'wrong', nearest: formatDuration(clamp(ms, minMs, maxMs)) };
}

/** Null where nothing of it can be made out. */
function sumOf(text: string): { readonly ms: number | null; readonly isExact: boolean } {
  let rest = text.replace(/^-/u, '');
  let ms: number | null = null;
  let isExact = rest === text;
  while (rest !== '') {
    const [whole, digits = '', word = ''] = part.exec(rest) ?? [];
    if (whole === undefined) return { ms, isExact: false };
    const exact = unitOf(word);
    const unitMs = exact ?? nearUnit(word);
    if (unitMs === null) return { ms, isExact: false };
    isExact &&= exact !== null;
    ms = (ms ?? 0) + Math.round(Number(digits.replace(',', '.')) * unitMs);
    rest = rest.slice(whole.length);
  }
  return { ms, isExact };
}

function unitOf(word: string): number | null {
  return Object.hasOwn(units, word) ? (units[word] ?? null) : null;
}

function nearUnit(word: string): number | null {
  const near = nearestWord(
    word,
    Object.keys(units).filter((each) => each.length >= 3),
  );
  return near === null ? null : unitOf(near);
}

function clamp(ms: number, minMs: number, maxMs: number): number {
  return Math.min(maxMs, Math.max(minMs, ms));
}

/** As it is typed: in the largest unit that holds it wholly. */
export function formatDuration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE));
  if (minutes % (DAY / MINUTE) === 0) return `${minutes / (DAY / MINUTE)}d`;
  return minutes % (HOUR / MINUTE) === 0 ? `${minutes / (HOUR / MINUTE)}h` : `${minutes}m`;
}
