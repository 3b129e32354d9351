import type { SpentKey, UsageReports } from '../../core/ports/usage-report.ts';
import type { UsageScope } from '../../core/usage.ts';
import type { openWindowStartsMs } from '../../core/window.ts';
import type { Repositories } from './repositories.ts';

/** What counts against budgets now. */
export function spentOn({ books, held, tenants }: Pick<Repositories, 'books' | 'held' | 'tenants'>) {
  function zonesOf(scope: UsageScope): Parameters<typeof openWindowStartsMs>[2] {
    switch (scope.kind) {
      case 'member':
      case 'tenant':
        return tenants.zonesOf(scope.tenantId);
      case 'service':
      case 'provider':
        return { timeZone: 'UTC', formerZones: [] };
    }
  }

  function spentFor({ scope, window }: SpentKey, nowMs: number): number {
    const counted = books.usedNow({ scope, unit: 'usd_micro', window }, nowMs, zonesOf(scope));
    // What its engines have earned is counted for a provider; what videos on the way hold is not yet.
    return scope.kind === 'provider' ? counted + held.at(scope.provider) : counted;
  }

  return ({ keys, nowMs }: Parameters<UsageReports['spent']>[0]): number[] => keys.map((key) => spentFor(key, nowMs));
}
