import type { Catalogue } from '../../src/bots/messages/catalogue.ts';
import type { Alert } from '../../src/core/alert.ts';
import { CREDIT_MICRO_USD, DOLLAR_MICRO_USD } from '../../src/core/money.ts';
import type { UsageSum } from '../../src/core/usage-sums.ts';

const credits = (amount: number): number => amount * CREDIT_MICRO_USD;
const some: UsageSum = {
  requested: 12,
  ready: 10,
  failed: 1,
  heldMicroUsd: credits(25),
  paidMicroUsd: credits(250),
  costMicroUsd: credits(256),
  lossMicroUsd: credits(25),
};
const few: UsageSum = {
  ...some,
  requested: 1,
  ready: 1,
  failed: 0,
  heldMicroUsd: 0,
  costMicroUsd: credits(250),
  lossMicroUsd: 0,
};

/** Who used what. */
export function usageSamples({ usage }: Catalogue) {
  return {
    ...usage,
    heading: [usage.heading('2026-11-01', '2026-11-23'), usage.heading('2026-11-23', '2026-11-23')],
    nothing: [usage.nothing()],
    total: [usage.total(some, false), usage.total(few, true)],
    row: [usage.row('Ada', some, false), usage.row('someone-4f7k2m', few, true)],
    others: [usage.others(3)],
    notWhole: [usage.notWhole('2026-10-01')],
    amount: [usage.amount(2 * DOLLAR_MICRO_USD), usage.amount(credits(256))],
    budget: [
      usage.budget({ scope: 'service', usedMicroUsd: 40 * DOLLAR_MICRO_USD, capMicroUsd: 100 * DOLLAR_MICRO_USD }),
      usage.budget({ scope: 'runway', usedMicroUsd: 50 * DOLLAR_MICRO_USD, capMicroUsd: 50 * DOLLAR_MICRO_USD }),
    ],
    tenantBudget: [usage.tenantBudget(credits(25), credits(2_500))],
  } as const;
}

/** What the operator is told of budgets. */
export function budgetNews({ alerts }: Pick<Catalogue, 'alerts'>) {
  const warning = {
    kind: 'budget_warning',
    scope: 'service',
    percent: 50,
    month: '2026-11',
    usedMicroUsd: 52 * DOLLAR_MICRO_USD,
    capMicroUsd: 100 * DOLLAR_MICRO_USD,
  } as const satisfies Alert;
  return [
    alerts.news(warning),
    alerts.news({ ...warning, scope: 'runway', percent: 80, usedMicroUsd: 82 * DOLLAR_MICRO_USD }),
    alerts.news({ ...warning, percent: 100, usedMicroUsd: 100 * DOLLAR_MICRO_USD }),
    alerts.news({ ...warning, scope: 'runway', percent: 100, usedMicroUsd: 100 * DOLLAR_MICRO_USD }),
  ] as const;
}
