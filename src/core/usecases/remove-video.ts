import type { TenantId } from '../ids.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';
import { deleteClip, type DeleteClipResult } from './delete-clip.ts';

export type RemoveVideoResult = DeleteClipResult | NotAllowed;

/** Removes anybody's video from a tenant, by a moderator's word. What is private is not theirs to remove. */
export async function removeVideo(
  ask: { readonly by: By; readonly tenantId: TenantId; readonly number: number; readonly reason: string | null },
  deps: { readonly store: Store; readonly clock: Clock },
): Promise<RemoveVideoResult> {
  const { by, tenantId, number, reason } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  return deleteClip({ actor: actorOfRole(by), moderates: tenantId, choice: { tenantId, number }, reason }, deps);
}
