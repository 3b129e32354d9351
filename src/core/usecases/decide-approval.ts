import type { Approval, Verdict } from '../approval.ts';
import type { Engines } from '../engines.ts';
import type { ApprovalId, TenantId } from '../ids.ts';
import type { AdmissionRules } from '../policy.ts';
import type { Decided } from '../ports/approvals.ts';
import type { Media } from '../ports/media.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Ids } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';

/** Which one: by what its message says, or by the number of a video that waits. */
export type ApprovalRef = { readonly id: ApprovalId } | { readonly number: number };

export type DecideApprovalResult = Decided | NotAllowed;

type Deps = {
  readonly store: Pick<Store, 'approvals' | 'findJob'>;
  readonly engines: Pick<Engines, 'known'>;
  readonly media: Pick<Media, 'freeBytes'>;
  readonly rules: AdmissionRules;
  readonly ids: Ids;
  readonly clock: Clock;
};

/**
 * A moderator's word on what waits for it in a tenant; the first one holds. A yes starts it, over the member's limits and the
 * price that is asked about, and never over what the tenant, the service or a provider's key may spend.
 */
export async function decideApproval(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly approval: ApprovalRef;
    readonly verdict: Verdict;
    readonly reason: string | null;
  },
  deps: Deps,
): Promise<DecideApprovalResult> {
  const { by, tenantId, verdict, reason } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  const approval = await found(ask.approval, tenantId, deps.store);
  if (!approval || approval.tenantId !== tenantId) return { kind: 'not_found' };
  return deps.store.approvals.decide({
    id: approval.id,
    verdict,
    grantId: deps.ids.next('grant'),
    engines: new Map(deps.engines.known().map(({ capabilities }) => [capabilities.id, capabilities])),
    rules: deps.rules,
    freeBytes: await deps.media.freeBytes(),
    actor: actorOfRole(by),
    reason,
    nowMs: deps.clock.nowMs(),
  });
}

async function found(ref: ApprovalRef, tenantId: TenantId, store: Deps['store']): Promise<Approval | null> {
  if ('id' in ref) return store.approvals.find(ref);
  const job = await store.findJob({ tenantId, number: ref.number, userId: null });
  return job && store.approvals.find({ jobId: job.id });
}
