import type { PolicyChange } from '../core/policy.ts';

/** What a ceiling for real money a day is for a tenant's limits: one of them, beside which its moderators may set others. */
export function capTo(amountMicroUsd: number | null): PolicyChange {
  const key = { unit: 'usd_micro', window: 'day' } as const;
  return amountMicroUsd === null ? { kind: 'unset', key } : { kind: 'set', limit: { ...key, amount: amountMicroUsd } };
}
