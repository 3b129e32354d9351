import { CREDIT_MICRO_USD } from '../../core/money.ts';
import { nearestWord } from './nearest.ts';
import { quotaAmountMax, unitWords } from './quota-amount.ts';
import type { Gift } from './value.ts';

export type JudgedGift =
  | { readonly kind: 'gift'; readonly gift: Gift }
  | { readonly kind: 'wrong'; readonly nearest: string | null };

const amountAndUnit =
  /^\+?(?<sign>-?)(?<whole>[1-9]\d{0,2}(?:[,.]\d{3})+|\d{1,9})(?<fraction>[.,]\d+)?\s*(?<unit>\p{L}*)$/u;

/** Reads `50 credits`, `3 videos`. A number alone could be either. `text` is in lower case. */
export function judgeGift(text: string): JudgedGift {
  const found = amountAndUnit.exec(text.trim())?.groups;
  if (!found) return { kind: 'wrong', nearest: null };
  const { sign = '', whole: digits = '', fraction = '', unit: word = '' } = found;
  const exact = Object.hasOwn(unitWords, word) ? unitWords[word] : undefined;
  const near = nearestWord(word, ['credits', 'videos', 'credit', 'video', 'clips']);
  const unit = exact ?? (near === null ? undefined : unitWords[near]) ?? 'usd_micro';
  const max = unit === 'videos' ? quotaAmountMax.videos : quotaAmountMax.credits;
  const number = Number(digits.replaceAll(/\D/gu, '') + fraction.replace(',', '.'));
  const amount = Math.min(max, Math.max(1, Math.floor(number)));
  if (exact === undefined || sign === '-' || amount !== number) {
    return { kind: 'wrong', nearest: formatGift(unit, amount) };
  }
  return { kind: 'gift', gift: { unit, amount: unit === 'videos' ? amount : amount * CREDIT_MICRO_USD } };
}

function formatGift(unit: Gift['unit'], amount: number): string {
  const [one, other] = unit === 'videos' ? ['video', 'videos'] : ['credit', 'credits'];
  return `${amount} ${amount === 1 ? one : other}`;
}
