import type { TenantId, UserId } from '../ids.ts';
import type { JobStateKind } from '../job.ts';
import type { AdmissionRules } from '../policy.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import type { JobView } from '../request.ts';

const listMax = 50;

/** Lists jobs, newest first: a person's own in a tenant, or any for the operator. */
export function list(
  ask: {
    readonly tenantId: TenantId | null;
    readonly userId: UserId | null;
    readonly states: readonly JobStateKind[] | null;
    readonly limit: number;
  },
  { store, clock, rules }: { readonly store: Store; readonly clock: Clock; readonly rules: AdmissionRules },
): Promise<readonly JobView[]> {
  return store.list({ ...ask, limit: Math.min(ask.limit, listMax) }, rules, clock.nowMs());
}
