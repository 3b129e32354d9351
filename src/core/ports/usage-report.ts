import type { EngineId } from '../engine.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { UsageScope } from '../usage.ts';
import type { WindowKind } from '../window.ts';

/** What was asked for in one day of a tenant's zone by one user at one engine. Amounts are of the videos asked for on that day, as they stand now. */
export type UsageRow = {
  /** ISO date in the zone that the tenant had when it was asked. */
  readonly day: string;
  readonly tenantId: TenantId;
  readonly userId: UserId;
  /** Null for whoever has none, or was forgotten. */
  readonly userName: string | null;
  /** Where it was made or is to be; money is told at the engine that earned it. */
  readonly engine: EngineId;
  readonly playMoney: boolean;
  readonly requested: number;
  readonly ready: number;
  /** Failed or refused; what is in neither is on its way or was cancelled. */
  readonly failed: number;
  /** What is held for videos that are on the way, whoever pays them. */
  readonly heldMicroUsd: number;
  /** What members paid, from their allowance or from grants. */
  readonly paidMicroUsd: number;
  /** What engines earned: that, over-runs and billed failures. */
  readonly costMicroUsd: number;
  /** Set aside for what engines may still bill. */
  readonly lossMicroUsd: number;
};

/** Something that a budget is for, and the window it is for. */
export type SpentKey = { readonly scope: UsageScope; readonly window: WindowKind };

/** Who used what, for people and their spreadsheets. A part of the store; `test/contracts/usage-report.ts` holds every implementation to this. */
export interface UsageReports {
  /**
   * The newest days first, then by tenant, user and engine. At most `limit` rows: whole days, but for a day that alone has more;
   * `isWhole` says whether that is all. A long time is read in several transactions; each video is counted once, as it stood then.
   */
  rows(of: {
    /** Null for all tenants. */
    readonly tenantId: TenantId | null;
    /** Null for all people. */
    readonly userId: UserId | null;
    /** ISO dates, both included. */
    readonly fromDay: string;
    readonly toDay: string;
    readonly limit: number;
  }): Promise<{ readonly rows: readonly UsageRow[]; readonly isWhole: boolean }>;
  /** What counts against budgets in their windows of now, holds included, in micro-dollars; in the order of `keys`. */
  spent(of: { readonly keys: readonly SpentKey[]; readonly nowMs: number }): Promise<readonly number[]>;
}
