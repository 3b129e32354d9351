import type { TenantId } from '../ids.ts';
import type { Moderator } from '../ports/moderators.ts';
import type { Store } from '../ports/store.ts';
import { type By, mayModerate, type NotAllowed } from '../role.ts';

export type ListModeratorsResult =
  | { readonly kind: 'moderators'; readonly moderators: readonly Moderator[] }
  | NotAllowed;

/** Who moderates a tenant whose platform does not say so itself. */
export async function listModerators(
  { by, tenantId }: { readonly by: By; readonly tenantId: TenantId },
  { store }: { readonly store: Pick<Store, 'moderators'> },
): Promise<ListModeratorsResult> {
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  return { kind: 'moderators', moderators: await store.moderators.list(tenantId) };
}
