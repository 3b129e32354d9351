import type { Clip } from '../clip.ts';
import type { Job } from '../job.ts';
import type { AdmissionRules } from '../policy.ts';
import type { Media, MediaSource } from '../ports/media.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { findJobTo, type JobRef, type NoAccess, type Standing } from './access.ts';

export type OpenClipResult =
  | { readonly kind: 'clip'; readonly clip: Clip; readonly source: MediaSource }
  /** There is none yet, or none any more. */
  | { readonly kind: 'no_clip'; readonly job: Job }
  | NoAccess;

/** Opens a kept clip: one that could not be posted, was not wanted any more, or is wanted once more. */
export async function openClip(
  ask: Standing & { readonly choice: JobRef },
  deps: {
    readonly store: Store;
    readonly media: Pick<Media, 'open'>;
    readonly clock: Clock;
    readonly rules: AdmissionRules;
  },
): Promise<OpenClipResult> {
  const found = await findJobTo('see', ask.choice, ask, deps.store);
  if (found.kind !== 'found') return found;
  const { job } = found;
  const view = await deps.store.view(job.id, deps.rules, deps.clock.nowMs());
  const clip = view?.clip ?? null;
  const source = clip && clip.deletedAtMs === null ? await deps.media.open(clip.file.key) : null;
  return clip && source ? { kind: 'clip', clip, source } : { kind: 'no_clip', job };
}
