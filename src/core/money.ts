/**
 * Money is an integer of micro-dollars everywhere inside; people see credits. The exchange rate is
 * a display setting: it never enters the ledger.
 */
export const DOLLAR_MICRO_USD = 1_000_000;

/** What one credit is worth, by default: a cent. */
export const CREDIT_MICRO_USD = DOLLAR_MICRO_USD / 100;

/** Whole credits that cover `microUsd`: a started credit is a credit. */
export function creditsOf(microUsd: number, creditMicroUsd = CREDIT_MICRO_USD): number {
  return Math.ceil(microUsd / creditMicroUsd);
}
