import type { AuditLine } from '../audit.ts';
import type { TenantId, UserId } from '../ids.ts';
import type { Store } from '../ports/store.ts';
import { type By, mayModerate, type NotAllowed } from '../role.ts';

const linesMax = 20;

export type ListAuditResult = { readonly kind: 'audit'; readonly lines: readonly AuditLine[] } | NotAllowed;

/** What was decided in a tenant, or about one person there; newest first. */
export async function listAudit(
  ask: { readonly by: By; readonly tenantId: TenantId; readonly targetUserId: UserId | null },
  { store }: { readonly store: Pick<Store, 'audit'> },
): Promise<ListAuditResult> {
  const { by, tenantId, targetUserId } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  return { kind: 'audit', lines: await store.audit({ tenantId, targetUserId, limit: linesMax }) };
}
