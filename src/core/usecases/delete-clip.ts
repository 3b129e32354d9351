import type { Clip } from '../clip.ts';
import type { Job } from '../job.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { findJobTo, type JobRef, type NoAccess, type Standing } from './access.ts';

export type DeletableClip =
  | { readonly kind: 'there'; readonly job: Job; readonly clip: Clip }
  | { readonly kind: 'already'; readonly job: Job }
  /** It has none: not yet, or it never will. */
  | { readonly kind: 'no_clip'; readonly job: Job }
  | NoAccess;

export type DeleteClipResult =
  | Exclude<DeletableClip, { kind: 'there' }>
  | { readonly kind: 'deleted'; readonly job: Job };

type Ask = Standing & { readonly choice: JobRef };

/** The clip that `deleteClip` would delete, for asking before it is done. Changes nothing. */
export async function findDeletable(ask: Ask, store: Store): Promise<DeletableClip> {
  const found = await findJobTo('delete', ask.choice, ask, store);
  if (found.kind !== 'found') return found;
  const { job } = found;
  const clip = job.state.kind === 'ready' ? await store.clip(job.state.clipId) : null;
  if (!clip) return { kind: 'no_clip', job };
  return clip.deletedAtMs === null ? { kind: 'there', job, clip } : { kind: 'already', job };
}

/**
 * Deletes the clip of a job: it is no longer handed out, and its file and what was posted of it go away. What was
 * paid stays paid. Asking twice is the same as asking once.
 */
export async function deleteClip(
  ask: Ask & { readonly reason: string | null },
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<DeleteClipResult> {
  const found = await findDeletable(ask, store);
  if (found.kind !== 'there') return found;
  const { job, clip } = found;
  const { actor, reason } = ask;
  const deleted = await store.deleteClip({ clipId: clip.id, actor, reason, nowMs: clock.nowMs() });
  switch (deleted.kind) {
    case 'deleted':
    case 'already':
      return { kind: deleted.kind, job };
    case 'not_found':
      return { kind: 'no_clip', job };
  }
}
