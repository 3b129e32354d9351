import { expect, it } from 'vitest';
import { alertKey } from '../../src/core/alert.ts';
import { budgetWarnings, listBudgets } from '../../src/core/budgets.ts';
import { defaultRules } from '../../src/core/policy.ts';
import type { SpentKey } from '../../src/core/ports/usage-report.ts';
import { DAY } from '../../src/core/time.ts';
import { manualClock, noonMs } from '../doubles/world.ts';

const warned = (usedMicroUsd: number, capMicroUsd = 1_000, nowMs = noonMs) =>
  budgetWarnings([{ scope: 'runway', usedMicroUsd, capMicroUsd }], nowMs);

it.each([
  [499, []],
  [500, [50]],
  [799, [50]],
  [800, [80]],
  [1_000, [100]],
  [5_000, [100]],
])('%i of 1000 used: the operator is told of the last step that was reached', (used, steps) => {
  expect(warned(used).map((alert) => 'percent' in alert && alert.percent)).toEqual(steps);
});

it('is told once a month and step, and anew for another budget', () => {
  const keys = [
    warned(500),
    warned(700),
    warned(500, 1_000, noonMs + 40 * DAY),
    warned(600, 1_200),
    warned(800),
  ].flat();
  expect(new Set(keys.map(alertKey)).size).toBe(4);
  expect(warned(0, 0)).toEqual([]);
});

it('there is one for the service and one for each provider that has a cap, with what counts against them', async () => {
  const asked: SpentKey[] = [];
  const usageReports = {
    rows: () => Promise.reject(new Error('expected no rows to be asked for')),
    spent: ({ keys }: { readonly keys: readonly SpentKey[] }) => {
      asked.push(...keys);
      return Promise.resolve(keys.map((_, index) => index + 1));
    },
  };
  const rules = { ...defaultRules, providers: new Map([['fal', 20]]) };
  expect(await listBudgets({ store: { usageReports }, rules, clock: manualClock() })).toEqual([
    { scope: 'service', capMicroUsd: 100_000_000, usedMicroUsd: 1 },
    { scope: 'fal', capMicroUsd: 20, usedMicroUsd: 2 },
  ]);
  expect(asked).toEqual([
    { scope: { kind: 'service' }, window: 'month' },
    { scope: { kind: 'provider', provider: 'fal' }, window: 'month' },
  ]);
});
