import type { Approval } from '../approval.ts';
import type { TenantId } from '../ids.ts';
import type { AdmissionRules } from '../policy.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import type { JobView } from '../request.ts';
import { type By, mayModerate, type NotAllowed } from '../role.ts';

/** One that waits, with its videos as people are shown them. */
export type OpenApproval = { readonly approval: Approval; readonly jobs: readonly JobView[] };

export type ListApprovalsResult = { readonly kind: 'approvals'; readonly open: readonly OpenApproval[] } | NotAllowed;

/** What waits for a moderator's yes in a tenant, the oldest first. */
export async function listApprovals(
  ask: { readonly by: By; readonly tenantId: TenantId },
  {
    store,
    clock,
    rules,
  }: {
    readonly store: Pick<Store, 'approvals' | 'request' | 'view'>;
    readonly clock: Clock;
    readonly rules: AdmissionRules;
  },
): Promise<ListApprovalsResult> {
  const { by, tenantId } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  const nowMs = clock.nowMs();
  const found = (await store.approvals.open(tenantId)).map(async (approval): Promise<OpenApproval> => {
    const jobs = (await store.request(approval.requestId))?.jobs ?? [];
    const views = await Promise.all(jobs.map(({ id }) => store.view(id, rules, nowMs)));
    return { approval, jobs: views.filter((view) => view !== null) };
  });
  return { kind: 'approvals', open: await Promise.all(found) };
}
