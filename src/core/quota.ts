import type { OpenGrant } from './grant.ts';
import type { UserId } from './ids.ts';
import type { Unit } from './ledger.ts';
import type { Member } from './member.ts';
import type { LimitSource, MemberLimit } from './policy.ts';
import type { WindowKind } from './window.ts';
import type { TenantBudget } from './tenant.ts';

type Limited = { readonly unit: Unit; readonly window: WindowKind; readonly amount: number | null };

/** One limit of a member in the window of now. `used` and `held` together are what counts against it. */
export type QuotaLine = Limited & {
  readonly source: LimitSource;
  /** The role that it comes from, by its platform's id. */
  readonly role: string | null;
  /** Paid for: the engine's verdict is there. */
  readonly used: number;
  /** Reserved for videos that are on the way; comes back when there will be none. */
  readonly held: number;
  /** Never below zero, also where a limit was lowered below what was used. Null without a limit. */
  readonly left: number | null;
  readonly resetsAtMs: number;
};

export type NamedUser = { readonly userId: UserId; readonly name: string | null };

/** What a member may use and has used, or what holds for everybody without limits of their own. */
export type MemberQuota = {
  /** Null for the tenant's default: nothing of it is used or held. */
  readonly user: NamedUser | null;
  readonly lines: readonly QuotaLine[];
  /** How many videos at once and requests in a minute. */
  readonly caps: readonly MemberLimit[];
  /** What moderators gave them on top, and what is left of it. */
  readonly grants: readonly OpenGrant[];
  /** Theirs, as far as their platform has told; and whether they may ask for anything now. Null for the tenant's default. */
  readonly member: Member | null;
  /** Members with limits of their own, by name; only told with the tenant's default. */
  readonly exceptions: readonly NamedUser[];
};

/** Videos, and money that members drew, play money included. */
export type Drawn = { readonly videos: number; readonly microUsd: number };

export type MemberUsage = NamedUser & {
  readonly today: Drawn;
  readonly thisMonth: Drawn;
  /** When they last asked for something. */
  readonly newestAtMs: number;
};

export type TenantUsage = {
  /** Those with the newest requests first. */
  readonly members: readonly MemberUsage[];
  /** How many more asked for something this month. */
  readonly others: number;
  readonly today: Drawn;
  readonly thisMonth: Drawn;
  /** Real money in the tenant's windows, what members drew and what the tenant itself had to pay. */
  readonly paidTodayMicroUsd: number;
  readonly paidThisMonthMicroUsd: number;
  readonly budget: TenantBudget | null;
};
