import type { TenantId, UserId } from '../ids.ts';
import { hasEnded } from '../job.ts';
import type { AdmissionRules } from '../policy.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import type { JobView } from '../request.ts';
import { actorOfRole, type By, mayModerate, type NotAllowed } from '../role.ts';
import { may } from './access.ts';

export type RemoveAllResult =
  | {
      /** `preview`: what would be removed; nothing was. */
      readonly kind: 'preview' | 'removed';
      /** The numbers of their videos, the newest first. */
      readonly numbers: readonly number[];
      /** There are more than are removed at once: the same once more removes them. */
      readonly isMore: boolean;
      readonly name: string | null;
    }
  | NotAllowed;

/** So many at once: what is posted is taken back one by one. */
const removedAtOnceMax = 200;

/**
 * Removes what somebody has asked for in a tenant since then: clips that are there, with their posts, files and links; what is on
 * its way is stopped, or not posted. What is private is not a moderator's.
 */
export async function removeAll(
  ask: {
    readonly by: By;
    readonly tenantId: TenantId;
    readonly userId: UserId;
    readonly sinceMs: number;
    readonly reason: string | null;
    /** Only says what it would remove. */
    readonly isPreview: boolean;
  },
  {
    store,
    clock,
    rules,
  }: {
    readonly store: Pick<Store, 'list' | 'deleteClip' | 'record'>;
    readonly clock: Clock;
    readonly rules: AdmissionRules;
  },
): Promise<RemoveAllResult> {
  const { by, tenantId, userId, reason, isPreview } = ask;
  if (!mayModerate(by, tenantId)) return { kind: 'not_allowed' };
  const actor = actorOfRole(by);
  const filter = { tenantId, userId, states: null, limit: removedAtOnceMax + 1 };
  const views = (await store.list(filter, rules, clock.nowMs())).filter((view) => isMeant(view, ask));
  const removed = views.slice(0, removedAtOnceMax);
  if (!isPreview) for (const view of removed) await remove(view);
  return {
    kind: isPreview ? 'preview' : 'removed',
    numbers: removed.map(({ job }) => job.number),
    isMore: views.length > removedAtOnceMax,
    name: views[0]?.requester.name ?? null,
  };

  async function remove({ job, clip }: JobView): Promise<void> {
    const nowMs = clock.nowMs();
    if (clip) await store.deleteClip({ clipId: clip.id, actor, reason, nowMs });
    else await store.record({ kind: 'cancel_requested', jobId: job.id }, nowMs, actor);
  }
}

function isMeant(
  { job, request, clip }: JobView,
  { by, tenantId, sinceMs }: { readonly by: By; readonly tenantId: TenantId; readonly sinceMs: number },
): boolean {
  const isThere = clip ? clip.deletedAtMs === null : !hasEnded(job.state) && job.cancelRequestedAtMs === null;
  const who = { actor: actorOfRole(by), moderates: tenantId };
  return isThere && job.admittedAtMs >= sinceMs && may('delete', who, { job, request, isDeleted: false });
}
