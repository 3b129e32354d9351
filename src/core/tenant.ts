import type { TenantId } from './ids.ts';
import type { TenantSettings } from './tenant-settings.ts';
import { countedLimits, type Limit, type MemberLimit, type SetLimit } from './policy.ts';
import type { FormerZone, TimeZone } from './window.ts';

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
  /** Zones that it had lately, the oldest first. */
  readonly formerZones: readonly FormerZone[];
  readonly createdAtMs: number;
  /** Since when we are no longer there. Its data goes after a while, unless we come back. */
  readonly leftAtMs: number | null;
};

/**
 * What a tenant may spend: what the operator allows, and what its moderators set for all of it together (`own`). Each of them
 * holds. Empty without the operator's leave: then nothing real is made.
 */
export function budgetLimitsOf({ budget }: Pick<Tenant, 'budget'>, own: readonly Limit[]): Limit[] {
  if (!budget) return [];
  return [
    { unit: 'usd_micro', window: 'day', amount: budget.perDayMicroUsd },
    { unit: 'usd_micro', window: 'month', amount: budget.perMonthMicroUsd },
    ...own,
  ];
}

/** What holds for a tenant as a whole in each window: what its moderators set, as far as the operator allows that much. */
export function budgetPolicyOf({ budget }: Pick<Tenant, 'budget'>, own: readonly SetLimit[]): MemberLimit[] {
  const ceiling = budgetLimitsOf({ budget }, []);
  const isSame = (one: SetLimit) => (other: SetLimit) => one.unit === other.unit && one.window === other.window;
  const held = own.map((limit): MemberLimit => {
    const most = ceiling.find(isSame(limit));
    const isOver = most !== undefined && (limit.amount === null || limit.amount > most.amount);
    return { ...limit, amount: isOver ? most.amount : limit.amount, source: isOver ? 'service' : 'own', role: null };
  });
  const others = ceiling.filter((limit) => !own.some(isSame(limit)));
  return [...held, ...others.map((limit): MemberLimit => ({ ...limit, source: 'service', role: null }))];
}

/** The same as a budget; null without the operator's leave. */
export function budgetOf(tenant: Pick<Tenant, 'budget'>, own: readonly SetLimit[]): TenantBudget | null {
  const limits = budgetLimitsOf(tenant, countedLimits(own)).filter(({ unit }) => unit === 'usd_micro');
  const least = (window: 'day' | 'month'): number =>
    Math.min(...limits.filter((limit) => limit.window === window).map(({ amount }) => amount));
  return tenant.budget && { perDayMicroUsd: least('day'), perMonthMicroUsd: least('month') };
}
