import type { Clip } from '../clip.ts';
import { checkClipLink } from '../clip-link.ts';
import { isId } from '../ids.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';

export type OpenLinkResult =
  | { readonly kind: 'clip'; readonly clip: Clip; /** The number people know it by. */ readonly number: number }
  | { readonly kind: 'forged' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'unknown' };

/** Finds the clip that a link shows. Nothing is looked up, and nothing told, before the link is proved ours. */
export async function openLink(
  link: { readonly clipId: string; readonly expires: string; readonly signature: string },
  deps: { readonly store: Pick<Store, 'clip' | 'job'>; readonly clock: Clock; readonly linkKey: Uint8Array },
): Promise<OpenLinkResult> {
  const checked = checkClipLink(deps.linkKey, link, deps.clock.nowMs());
  if (checked !== 'valid') return { kind: checked };
  const clip = isId('clip', link.clipId) ? await deps.store.clip(link.clipId) : null;
  if (!clip) return { kind: 'unknown' };
  if (clip.deletedAtMs !== null) return { kind: 'deleted' };
  const job = await deps.store.job(clip.jobId);
  return job ? { kind: 'clip', clip, number: job.number } : { kind: 'unknown' };
}
