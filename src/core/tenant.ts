import type { TenantId } from './ids.ts';
import type { TimeZone } from './window.ts';

/** What a tenant may spend on real engines, in all, whatever its moderators set. */
export type TenantBudget = { readonly perDayMicroUsd: number; readonly perMonthMicroUsd: number };

/** Tenant: a Discord guild, a Slack workspace, the console, the terminal. */
export type Tenant = {
  readonly id: TenantId;
  /** Null until the operator allows it: it renders with play money only. */
  readonly budget: TenantBudget | null;
  readonly timeZone: TimeZone;
  readonly createdAtMs: number;
};
