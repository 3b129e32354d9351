/**
 * Money is an integer of micro-dollars everywhere inside; people see credits. The exchange rate is
 * a display setting: it never enters the ledger.
 */
export const CENT_MICRO_USD = 10_000;
export const DOLLAR_MICRO_USD = 100 * CENT_MICRO_USD;

/** What one credit is worth, by default. */
export const CREDIT_MICRO_USD = CENT_MICRO_USD;

/** Whole credits that cover `microUsd`: a started credit is a credit. */
export function creditsOf(microUsd: number, creditMicroUsd = CREDIT_MICRO_USD): number {
  return Math.ceil(microUsd / creditMicroUsd);
}
