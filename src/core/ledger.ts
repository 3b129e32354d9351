import type { EngineId } from './engine.ts';
import type { GrantId, JobId, TenantId, UserId } from './ids.ts';
import type { TimeZone, WindowKind } from './window.ts';

/**
 * Ledger: double entry, append-only. Every change of money or of counted videos is one entry set
 * whose postings sum to zero per unit. An amount is what the account gains; a member who uses
 * something goes down. What is checked beside the sums: the hold account of every ended job is zero,
 * and every usage counter equals one recomputed from the postings.
 */
export type Unit = 'usd_micro' | 'videos';
/** In the order in which people are told of them. */
export const units = ['videos', 'usd_micro'] as const satisfies readonly Unit[];

export type Account =
  /** What a member drew. */
  | { readonly kind: 'member'; readonly tenantId: TenantId; readonly userId: UserId }
  /** What a tenant pays beyond its members' draws: over-runs, billed failures, possible losses. */
  | { readonly kind: 'tenant'; readonly tenantId: TenantId }
  /** What is left of something that moderators gave a member on top of their limits. */
  | { readonly kind: 'grant'; readonly tenantId: TenantId; readonly grantId: GrantId }
  /** Where grants come from. */
  | { readonly kind: 'granted'; readonly tenantId: TenantId }
  /** What moderators took off a member's count of one window, and where that comes from. Nobody is paid by it. */
  | { readonly kind: 'reset'; readonly tenantId: TenantId; readonly userId: UserId; readonly window: WindowKind }
  | { readonly kind: 'waived'; readonly tenantId: TenantId }
  /** What the operator carries. */
  | { readonly kind: 'operator' }
  /** Reserved for one job until its verdict. */
  | { readonly kind: 'hold'; readonly jobId: JobId }
  /** What an engine earned, and the videos it made. */
  | { readonly kind: 'engine'; readonly engine: EngineId }
  /** Creates that were never answered and may have been billed. */
  | { readonly kind: 'loss'; readonly tenantId: TenantId }
  /** Tasks given up at the horizon that may still be billed. */
  | { readonly kind: 'write_off' };

export type Posting = { readonly account: Account; readonly unit: Unit; readonly amount: number };

/**
 * Kinds of entry sets, each at most once per reference: `hold`, `release` and `refund` per job, `grant` per grant, `reset`
 * per reset, the others per attempt. That uniqueness is what makes "charged twice" impossible to write down.
 */
export type EntrySetKind =
  | 'hold'
  | 'release'
  | 'refund'
  | 'capture'
  | 'billed_failure'
  | 'loss'
  | 'write_off'
  | 'late_capture'
  | 'late_release'
  | 'grant'
  | 'reset';

export type EntrySet = {
  readonly kind: EntrySetKind;
  /** What is booked at most once: a job, an attempt, or an id of its own for what belongs to neither. */
  readonly ref: string;
  /** Null for what no job is behind, such as a grant or a reset. */
  readonly jobId: JobId | null;
  readonly tenantId: TenantId;
  /** A usage belongs to the window in which its job was admitted, in the tenant's zone of then, whenever it is booked. */
  readonly admittedAtMs: number;
  readonly timeZone: TimeZone;
  readonly bookedAtMs: number;
  readonly playMoney: boolean;
  readonly postings: readonly Posting[];
};

/** What is already booked for a job: enough to know where its money stands. */
export type Booking = { readonly kind: EntrySetKind; readonly ref: string };

/** The account as stored: `member/discord:1/usr_…`. */
export function accountName(account: Account): string {
  switch (account.kind) {
    case 'member':
      return `member/${account.tenantId}/${account.userId}`;
    case 'tenant':
      return `tenant/${account.tenantId}`;
    case 'grant':
      return `grant/${account.tenantId}/${account.grantId}`;
    case 'granted':
      return `granted/${account.tenantId}`;
    case 'reset':
      return `reset/${account.tenantId}/${account.userId}/${account.window}`;
    case 'waived':
      return `waived/${account.tenantId}`;
    case 'operator':
      return 'operator';
    case 'hold':
      return `hold/${account.jobId}`;
    case 'engine':
      return `engine/${account.engine}`;
    case 'loss':
      return `loss/${account.tenantId}`;
    case 'write_off':
      return 'write_off';
  }
}

/** Moves `amount` of a unit from one account to another. Nothing moves for zero. */
export function move(unit: Unit, amount: number, from: Account, to: Account): Posting[] {
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw new RangeError(`expected an amount of ${unit} as a whole number from 0, got ${amount}`);
  }
  if (amount === 0) return [];
  return [
    { account: from, unit, amount: -amount },
    { account: to, unit, amount },
  ];
}

/** The unit in which the postings do not sum to zero, or null when all do. */
export function unbalancedUnit(postings: readonly Posting[]): Unit | null {
  for (const unit of ['usd_micro', 'videos'] as const) {
    const sum = postings.reduce((total, posting) => (posting.unit === unit ? total + posting.amount : total), 0);
    if (sum !== 0) return unit;
  }
  return null;
}
