import type { TenantId, UserId } from './ids.ts';
import type { EntrySet, Unit } from './ledger.ts';
import { type TimeZone, type WindowKind, windowKinds, windowStartMs } from './window.ts';

/**
 * Usage counters: how much of a unit a scope drew in a window, holds included. They are a cache of
 * the ledger and can be recomputed from it at any time.
 */
export type UsageScope =
  | { readonly kind: 'member'; readonly tenantId: TenantId; readonly userId: UserId }
  | { readonly kind: 'tenant'; readonly tenantId: TenantId }
  | { readonly kind: 'service' };

export type UsageKey = {
  readonly scope: UsageScope;
  readonly unit: Unit;
  readonly window: WindowKind;
  readonly startsAtMs: number;
};

/** The scope as stored. */
export function scopeName(scope: UsageScope): string {
  switch (scope.kind) {
    case 'member':
      return `member/${scope.tenantId}/${scope.userId}`;
    case 'tenant':
      return `tenant/${scope.tenantId}`;
    case 'service':
      return 'service';
  }
}

/** The service counts in UTC; a tenant and its members in the tenant's zone. */
export function zoneOf(scope: UsageScope, tenantZone: TimeZone): TimeZone {
  return scope.kind === 'service' ? 'UTC' : tenantZone;
}

/**
 * How an entry set changes the counters. What a member draws counts for the member, its tenant and
 * the service; play money counts for the member alone, since nobody pays it.
 */
export function usageChanges(set: EntrySet): { readonly key: UsageKey; readonly by: number }[] {
  const changes: { key: UsageKey; by: number }[] = [];
  for (const { account, unit, amount } of set.postings) {
    const scopes: UsageScope[] = [];
    if (account.kind === 'member') scopes.push(account);
    if (!set.playMoney && (account.kind === 'member' || account.kind === 'tenant')) {
      scopes.push({ kind: 'tenant', tenantId: account.tenantId });
    }
    if (!set.playMoney && (account.kind === 'member' || account.kind === 'tenant' || account.kind === 'operator')) {
      scopes.push({ kind: 'service' });
    }
    for (const scope of scopes) {
      for (const window of windowKinds) {
        const startsAtMs = windowStartMs(window, set.admittedAtMs, zoneOf(scope, set.timeZone));
        changes.push({ key: { scope, unit, window, startsAtMs }, by: -amount });
      }
    }
  }
  return changes;
}
