import type { Unit } from '../../core/ledger.ts';
import { CREDIT_MICRO_USD } from '../../core/money.ts';
import type { PolicyChange } from '../../core/policy.ts';
import type { WindowKind } from '../../core/window.ts';
import { nearestWord } from './nearest.ts';

export const quotaAmountMax = { videos: 10_000, credits: 1_000_000 } as const;

const unitWords: Readonly<Record<string, Unit>> = {
  video: 'videos',
  videos: 'videos',
  vid: 'videos',
  vids: 'videos',
  v: 'videos',
  clip: 'videos',
  clips: 'videos',
  credit: 'usd_micro',
  credits: 'usd_micro',
  cr: 'usd_micro',
  c: 'usd_micro',
};

const windowWords: Readonly<Record<string, WindowKind>> = {
  day: 'day',
  days: 'day',
  daily: 'day',
  d: 'day',
  today: 'day',
  '24h': 'day',
  month: 'month',
  months: 'month',
  monthly: 'month',
  mo: 'month',
};

/** Windows that there are not, and the one to try: never more than what was asked for. */
const otherWindows: Readonly<Record<string, WindowKind>> = {
  hour: 'day',
  hours: 'day',
  hourly: 'day',
  h: 'day',
  week: 'month',
  weeks: 'month',
  weekly: 'month',
  w: 'month',
  m: 'month',
  year: 'month',
  yearly: 'month',
};

const fillers = ['per', 'a', 'an', 'each', 'every', 'the', 'in', 'one', 'limit', 'limits'];
const unlimitedWords = ['unlimited', 'infinite', 'infinity', 'endless', '∞'];
const defaultWords = ['default', 'defaults', 'inherit', 'standard'];

/** 1,000 and 1.000 are a thousand; 1.5 is one and a half. */
const amountAtStart =
  /^[+]?(?<sign>-?)(?<whole>[1-9]\d{0,2}(?:[,.]\d{3})+|0|[1-9]\d*)(?<fraction>[.,]\d+)?(?!\d)(?<rest>.*)$/u;

export type JudgedAmount =
  | { readonly kind: 'change'; readonly change: PolicyChange }
  | { readonly kind: 'wrong'; readonly nearest: string | null };

/** Reads `10/day`, `200 credits per month`, `unlimited`, `default`. `text` is in lower case. */
export function judgeQuotaAmount(text: string): JudgedAmount {
  const found = amountAtStart.exec(text)?.groups;
  if (!found) return judgeWord(text);
  const { sign = '', whole: digits = '', fraction = '', rest = '' } = found;
  const number = Number(digits.replaceAll(/\D/gu, '') + fraction.replace(',', '.'));
  const { unit, window, isExact } = wordsAfter(rest);
  const max = unit === 'videos' ? quotaAmountMax.videos : quotaAmountMax.credits;
  const whole = sign === '-' ? 0 : Math.min(max, Math.floor(number));
  const isWhole = sign === '' && whole === number;
  if (!isExact || !isWhole) return { kind: 'wrong', nearest: formatLimit(unit, window, whole) };
  const amount = unit === 'videos' ? whole : whole * CREDIT_MICRO_USD;
  return { kind: 'change', change: { kind: 'set', limit: { unit, window, amount } } };
}

function formatLimit(unit: Unit, window: WindowKind, whole: number): string {
  return unit === 'videos' ? `${whole}/${window}` : `${whole} credits/${window}`;
}

function tokensOf(text: string): string[] {
  return text.split(/[\s/,]+/u).filter((token) => token !== '' && !fillers.includes(token));
}

/** What was said after the number, as far as it can be made out; without a unit, videos are meant. */
function wordsAfter(rest: string): { unit: Unit; window: WindowKind; isExact: boolean } {
  let unit: Unit | null = null;
  let window: WindowKind | null = null;
  let isExact = true;
  for (const token of tokensOf(rest)) {
    const exactUnit = valueOf(unitWords, token);
    const exactWindow = valueOf(windowWords, token);
    if (exactUnit !== null && unit === null) unit = exactUnit;
    else if (exactWindow !== null && window === null) window = exactWindow;
    else {
      isExact = false;
      window ??= nearIn({ ...windowWords, ...otherWindows }, token);
      unit ??= nearIn(unitWords, token);
    }
  }
  return { unit: unit ?? 'videos', window: window ?? 'day', isExact: isExact && window !== null };
}

function judgeWord(text: string): JudgedAmount {
  const tokens = tokensOf(text);
  const [first = ''] = tokens;
  if (tokens.length === 1 && defaultWords.includes(first)) return { kind: 'change', change: { kind: 'default' } };
  const lifts = ['no', 'without'].includes(first) && /\blimits?\b/u.test(text);
  const [, ...after] = tokens;
  const unit = after[0] === undefined ? null : valueOf(unitWords, after[0] === 'on' ? (after[1] ?? '') : after[0]);
  if ((lifts || unlimitedWords.includes(first)) && (after.length === 0 || unit !== null)) {
    return { kind: 'change', change: { kind: 'unlimited', unit } };
  }
  return { kind: 'wrong', nearest: nearestWord(first, ['unlimited', 'default']) };
}

function valueOf<V>(words: Readonly<Record<string, V>>, word: string): V | null {
  return Object.hasOwn(words, word) ? (words[word] ?? null) : null;
}

/** A mistyped word, where it is long enough to be one. */
function nearIn<V>(words: Readonly<Record<string, V>>, word: string): V | null {
  const exact = valueOf(words, word);
  if (exact !== null) return exact;
  const long = Object.keys(words).filter((each) => each.length >= 3);
  const near = word.length < 3 ? null : nearestWord(word, long);
  return near === null ? null : valueOf(words, near);
}
