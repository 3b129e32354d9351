import type { TenantId, UserId } from './ids.ts';
import type { EngineId } from './engine.ts';
import type { Account, EntrySet, Unit } from './ledger.ts';
import { type TimeZone, type WindowKind, windowKinds, windowStartMs } from './window.ts';

/**
 * Usage counters: how much of a unit a scope drew in a window, holds included. They are a cache of
 * the ledger and can be recomputed from it at any time.
 */
export type UsageScope =
  | { readonly kind: 'member'; readonly tenantId: TenantId; readonly userId: UserId }
  | { readonly kind: 'tenant'; readonly tenantId: TenantId }
  | { readonly kind: 'service' }
  /** What is paid for at the engines of one provider, all with one key. */
  | { readonly kind: 'provider'; readonly provider: string };

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
    case 'provider':
      return `provider/${scope.provider}`;
  }
}

/** The windows in which a scope is counted. */
export function windowsOf(scope: UsageScope): readonly WindowKind[] {
  switch (scope.kind) {
    case 'member':
    case 'tenant':
      return windowKinds;
    case 'service':
      return ['day', 'month'];
    case 'provider':
      return ['month'];
  }
}

/** The operator's scopes count in UTC; a tenant and its members in the tenant's zone. */
export function zoneOf(scope: UsageScope, tenantZone: TimeZone): TimeZone {
  return scope.kind === 'service' || scope.kind === 'provider' ? 'UTC' : tenantZone;
}

/**
 * How an entry set changes the counters. What a member draws counts for the member, its tenant and the service; what a grant or
 * the tenant itself pays for the latter two; play money for the member alone, since nobody pays it. What an engine earns counts
 * for its provider. A reset counts for its member in its one window.
 */
export function usageChanges(set: EntrySet): { readonly key: UsageKey; readonly by: number }[] {
  const startOf = windowStarts(set);
  return set.postings.flatMap(({ account, unit, amount }) =>
    countedFor(account, set).flatMap(({ scope, windows, sign }) =>
      windows.map((window) => {
        const startsAtMs = startOf(window, zoneOf(scope, set.timeZone));
        return { key: { scope, unit, window, startsAtMs }, by: sign * amount };
      }),
    ),
  );
}

/** Each is worked out once: that takes longer than all the rest. */
function windowStarts({ admittedAtMs }: EntrySet): (window: WindowKind, timeZone: TimeZone) => number {
  const known = new Map<string, number>();
  return (window, timeZone) => {
    const name = `${window} ${timeZone}`;
    const startsAtMs = known.get(name) ?? windowStartMs(window, admittedAtMs, timeZone);
    known.set(name, startsAtMs);
    return startsAtMs;
  };
}

type Counted = { readonly scope: UsageScope; readonly windows: readonly WindowKind[]; readonly sign: 1 | -1 };

/** An account that pays goes down, and its usage up by as much. */
const paysFor = (scope: UsageScope): Counted => ({ scope, windows: windowsOf(scope), sign: -1 });

function countedFor(account: Account, { playMoney, jobId }: EntrySet): Counted[] {
  const payers = (tenantId: TenantId): Counted[] =>
    playMoney ? [] : [paysFor({ kind: 'tenant', tenantId }), paysFor({ kind: 'service' })];
  switch (account.kind) {
    case 'member':
      return [paysFor(account), ...payers(account.tenantId)];
    case 'tenant':
      return payers(account.tenantId);
    case 'grant':
      return jobId === null ? [] : payers(account.tenantId);
    case 'operator':
      return playMoney ? [] : [paysFor({ kind: 'service' })];
    case 'engine': {
      const scope = { kind: 'provider', provider: providerOf(account.engine) } as const;
      return playMoney ? [] : [{ scope, windows: windowsOf(scope), sign: 1 }];
    }
    case 'reset': {
      const { tenantId, userId, window } = account;
      return [{ scope: { kind: 'member', tenantId, userId }, windows: [window], sign: -1 }];
    }
    case 'granted':
    case 'waived':
    case 'hold':
    case 'loss':
    case 'write_off':
      return [];
  }
}

/** The provider of an engine, by its name: `runway` of `runway/gen4.5`. */
export function providerOf(engine: EngineId): string {
  return engine.slice(0, engine.indexOf('/'));
}
