import { CREDIT_MICRO_USD, DOLLAR_MICRO_USD } from '../../core/money.ts';

export const dollarsMax = 100_000;

/** `$5`, `5.50`, `5 dollars a day`, `500 credits`. 1,000 is a thousand. */
const amount =
  /^(?<sign>-?)\$?\s*(?<whole>[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:[.](?<cents>\d+))?\s*(?<unit>\$|usd|dollars?|credits?|cr)?(?:\s*(?:\/|\bper\b|\ba\b|\beach\b)\s*day|\s+daily)?$/u;
const noneWords = ['none', 'no', 'off', 'unlimited', 'nothing', 'default', '∞'];

export type JudgedDollars =
  /** Null: no ceiling. */
  | { readonly kind: 'dollars'; readonly microUsd: number | null }
  | { readonly kind: 'wrong'; readonly nearest: string | null };

/** Reads an amount of real money. `text` is in lower case. */
export function judgeDollars(text: string): JudgedDollars {
  if (noneWords.includes(text)) return { kind: 'dollars', microUsd: null };
  const found = amount.exec(text.replace(/^-\$/u, '$-').replace(/^\$-/u, '-$'))?.groups;
  if (!found) return { kind: 'wrong', nearest: null };
  const { sign, whole = '', cents = '', unit = '' } = found;
  const digits = Number(`${whole.replaceAll(',', '')}.${cents === '' ? '0' : cents}`);
  const isCredits = unit.startsWith('cr');
  const centsMeant = isCredits ? digits : digits * 100;
  const inCents = Math.min(dollarsMax * 100, Math.max(0, sign === '-' ? 0 : Math.floor(centsMeant + 1e-9)));
  const isExact = sign === '' && cents.length <= (isCredits ? 0 : 2) && centsMeant <= dollarsMax * 100;
  if (isExact) return { kind: 'dollars', microUsd: Math.round(inCents) * CREDIT_MICRO_USD };
  return { kind: 'wrong', nearest: formatDollars(inCents * (DOLLAR_MICRO_USD / 100)) };
}

/** As it is typed: `$5`, `$2.50`. */
function formatDollars(microUsd: number): string {
  const dollars = microUsd / DOLLAR_MICRO_USD;
  return `$${Number.isInteger(dollars) ? dollars : dollars.toFixed(2)}`;
}
