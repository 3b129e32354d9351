import type { TenantId } from './ids.ts';
import type { TenantSettings } from './tenant-settings.ts';
import type { TimeZone } from './window.ts';

/** What a tenant may spend on real engines, in all, whatever its moderators set. */
export type TenantBudget = { readonly perDayMicroUsd: number; readonly perMonthMicroUsd: number };

/** Tenant: a Discord guild, a Slack workspace, the console, the terminal. */
export type Tenant = {
  readonly id: TenantId;
  /** What its platform calls it; null where nobody said. Untrusted. */
  readonly name: string | null;
  /** Null until the operator allows it: it renders with play money only. */
  readonly budget: TenantBudget | null;
  readonly settings: TenantSettings;
  readonly timeZone: TimeZone;
  readonly createdAtMs: number;
  /** Since when we are no longer there. Its data goes after a while, unless we come back. */
  readonly leftAtMs: number | null;
};

/** What a tenant may really spend: what the operator allows, or less where its moderators say so. */
export function budgetOf({ budget, settings }: Pick<Tenant, 'budget' | 'settings'>): TenantBudget | null {
  const { perDayMaxMicroUsd } = settings;
  if (!budget || perDayMaxMicroUsd === null) return budget;
  return { ...budget, perDayMicroUsd: Math.min(budget.perDayMicroUsd, perDayMaxMicroUsd) };
}
