import type { Unit } from '../../core/ledger.ts';
import { CREDIT_MICRO_USD } from '../../core/money.ts';
import type { LimitKey, SaidChange } from '../../core/policy.ts';
import type { WindowKind } from '../../core/window.ts';
import { nearestWord } from './nearest.ts';

export const quotaAmountMax = { videos: 10_000, credits: 1_000_000 } as const;
const capMax = { jobs: 100, requests: 1_000 } as const;

export const unitWords: Readonly<Record<string, Unit>> = {
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
  hour: 'hour',
  hours: 'hour',
  hourly: 'hour',
  h: 'hour',
  hr: 'hour',
  week: 'week',
  weeks: 'week',
  weekly: 'week',
  wk: 'week',
  w: 'week',
  month: 'month',
  months: 'month',
  monthly: 'month',
  mo: 'month',
};

/** Windows that there are not, and the one to try: never more than what was asked for. */
const otherWindows: Readonly<Record<string, WindowKind>> = {
  second: 'hour',
  fortnight: 'month',
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
  | { readonly kind: 'change'; readonly change: SaidChange }
  | { readonly kind: 'wrong'; readonly nearest: string | null };

/** Reads `10/day`, `200 credits per month`, `2 at once`, `5/minute`, `unlimited`, `default`. `text` is in lower case. */
export function judgeQuotaAmount(text: string): JudgedAmount {
  const found = amountAtStart.exec(text)?.groups;
  if (!found) return judgeWord(text);
  const { sign = '', whole: digits = '', fraction = '', rest = '' } = found;
  const number = Number(digits.replaceAll(/\D/gu, '') + fraction.replace(',', '.'));
  const cap = capAfter(rest);
  if (cap) return judgeCap(cap, sign === '-' ? -number : number);
  const { unit, window, isExact } = wordsAfter(rest);
  const max = unit === 'videos' ? quotaAmountMax.videos : quotaAmountMax.credits;
  const whole = sign === '-' ? 0 : Math.min(max, Math.floor(number));
  const isWhole = sign === '' && whole === number;
  if (!isExact || !isWhole) return { kind: 'wrong', nearest: formatLimit(unit, window, whole) };
  const amount = unit === 'videos' ? whole : whole * CREDIT_MICRO_USD;
  return { kind: 'change', change: { kind: 'set', limit: { unit, window, amount } } };
}

type Cap = Exclude<LimitKey, { window: WindowKind }>;

const caps: readonly { readonly pattern: RegExp; readonly key: Cap; readonly typed: string; readonly max: number }[] = [
  {
    pattern:
      /^(?:(?:videos?|vids?|clips?|jobs?)\s*)?(?:\/\s*)?(?:(?:at|all at) (?:once|a time|the same time)|at-once|at_once|in flight|in parallel|parallel|simultaneous(?:ly)?|together)$/u,
    key: { unit: 'jobs', window: 'at_once' },
    typed: ' at once',
    max: capMax.jobs,
  },
  {
    pattern: /^(?:requests?|asks?|times?)?\s*(?:\/|per|an?|each|every)?\s*(?:minutes?|mins?)$/u,
    key: { unit: 'requests', window: 'minute' },
    typed: '/minute',
    max: capMax.requests,
  },
];

type SaidCap = (typeof caps)[number];

function capAfter(rest: string): SaidCap | null {
  const words = rest.trim().replaceAll(/\s+/gu, ' ');
  return caps.find(({ pattern }) => pattern.test(words)) ?? null;
}

function judgeCap({ key, typed, max }: SaidCap, number: number): JudgedAmount {
  const amount = Math.min(max, Math.max(0, Math.floor(number)));
  if (amount !== number) return { kind: 'wrong', nearest: `${amount}${typed}` };
  return { kind: 'change', change: { kind: 'set', limit: { ...key, amount } } };
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
