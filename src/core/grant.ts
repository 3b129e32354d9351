import type { GrantId, TenantId, UserId } from './ids.ts';
import { type EntrySet, move, type Unit, units } from './ledger.ts';
import type { OpenWindow, TimeZone, WindowKind } from './window.ts';

/**
 * Grant: something that moderators give one member on top of their limits. It pays whole videos that do not fit into these: one of
 * credits pays their price, one of videos pays them whatever they cost. What a grant pays counts in no window of the member, only
 * for the tenant and the service.
 */
export type Grant = {
  readonly id: GrantId;
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly unit: Unit;
  readonly amount: number;
  /** Null where it does not end. What is left of it then is void. */
  readonly expiresAtMs: number | null;
  readonly grantedAtMs: number;
};

/** What can be drawn from it now; a cache of its account. */
export type OpenGrant = Grant & { readonly left: number };

export function isOpen({ expiresAtMs, left }: Pick<OpenGrant, 'expiresAtMs' | 'left'>, nowMs: number): boolean {
  return left > 0 && (expiresAtMs === null || expiresAtMs > nowMs);
}

/** The order in which grants are drawn from: those that end first go first. */
export function inOrder(grants: readonly OpenGrant[]): OpenGrant[] {
  return grants.toSorted(
    (a, b) => (a.expiresAtMs ?? Infinity) - (b.expiresAtMs ?? Infinity) || a.grantedAtMs - b.grantedAtMs,
  );
}

/** What stands in the books for a grant. */
export function grantEntry({ id, tenantId, unit, amount, grantedAtMs }: Grant, timeZone: TimeZone): EntrySet {
  return {
    kind: 'grant',
    ref: id,
    jobId: null,
    tenantId,
    admittedAtMs: grantedAtMs,
    timeZone,
    bookedAtMs: grantedAtMs,
    playMoney: false,
    postings: move(unit, amount, { kind: 'granted', tenantId }, { kind: 'grant', tenantId, grantId: id }),
  };
}

/** What a member has paid in a window that is open. */
export type PaidIn = {
  readonly kind: WindowKind;
  readonly window: OpenWindow;
  readonly amounts: Readonly<Record<Unit, number>>;
};

/** What stands in the books when a member's windows start anew: an entry for each in which they have paid something. */
export function resetEntries(
  { tenantId, userId }: Pick<Grant, 'tenantId' | 'userId'>,
  paid: readonly PaidIn[],
  { ref, nowMs }: { readonly ref: string; readonly nowMs: number },
): EntrySet[] {
  return paid.flatMap(({ kind, window, amounts }) => {
    const account = { kind: 'reset', tenantId, userId, window: kind } as const;
    const postings = units.flatMap((unit) => move(unit, amounts[unit], { kind: 'waived', tenantId }, account));
    if (postings.length === 0) return [];
    return {
      kind: 'reset' as const,
      ref: `${ref}/${kind}/${window.startsAtMs}`,
      jobId: null,
      tenantId,
      admittedAtMs: window.atMs,
      timeZone: window.timeZone,
      bookedAtMs: nowMs,
      playMoney: false,
      postings,
    };
  });
}
