import type { Alert } from './alert.ts';
import type { AdmissionRules } from './policy.ts';
import type { Store } from './ports/store.ts';
import type { Clock } from './ports/world.ts';
import { dayIn } from './usage-days.ts';

/** What the operator lets be spent in a month, of UTC: in all, or with the key of one provider. */
export type Budget = {
  /** `service`, or a provider by its name. */
  readonly scope: string;
  readonly capMicroUsd: number;
  /** What videos on the way hold is among it. */
  readonly usedMicroUsd: number;
};

export const serviceScope = 'service';

/** The operator's budgets, and what is used of them now. */
export async function listBudgets({
  store,
  rules,
  clock,
}: {
  readonly store: Pick<Store, 'usageReports'>;
  readonly rules: AdmissionRules;
  readonly clock: Clock;
}): Promise<Budget[]> {
  const caps = [
    ...rules.service
      .filter(({ unit, window }) => unit === 'usd_micro' && window === 'month')
      .map(({ amount }) => ({ scope: { kind: 'service' } as const, name: serviceScope, capMicroUsd: amount })),
    ...Array.from(rules.providers ?? [], ([provider, capMicroUsd]) => {
      return { scope: { kind: 'provider', provider } as const, name: provider, capMicroUsd };
    }),
  ];
  const keys = caps.map(({ scope }) => ({ scope, window: 'month' }) as const);
  const spent = await store.usageReports.spent({ keys, nowMs: clock.nowMs() });
  return caps.map(({ name, capMicroUsd }, index) => ({ scope: name, capMicroUsd, usedMicroUsd: spent[index] ?? 0 }));
}

const steps = [100, 80, 50] as const;

/** The last step that each budget has reached: what was not told before is told once, see `alertKey`. */
export function budgetWarnings(budgets: readonly Budget[], nowMs: number): Alert[] {
  const month = dayIn('UTC', nowMs).slice(0, 7);
  return budgets.flatMap(({ scope, capMicroUsd, usedMicroUsd }): Alert[] => {
    // Nothing real is made, and the operator wants it so.
    if (capMicroUsd === 0) return [];
    const percent = steps.find((step) => usedMicroUsd * 100 >= capMicroUsd * step);
    return percent === undefined ? [] : [{ kind: 'budget_warning', scope, percent, month, usedMicroUsd, capMicroUsd }];
  });
}
