import type { Destination } from '../destination.ts';
import { ownSourceOf } from '../own-clip.ts';
import type { Store } from '../ports/store.ts';
import type { Ask } from '../spec.ts';
import { may, type Standing } from './access.ts';

/** A clip of ours that a request would start from is deleted, or not for whoever asks. */
export type SourceGone = { readonly kind: 'source_gone' };

type Asking = {
  readonly asks: readonly Pick<Ask, 'input'>[];
  readonly destination: Destination;
};

/**
 * Whether whoever asks may start from the clips of ours that are named, wherever the names come from: a button, a form, or
 * what was typed.
 */
export async function mayStartFrom(
  { asks, destination }: Asking,
  who: () => Promise<Pick<Standing, 'actor'>>,
  store: Pick<Store, 'clip' | 'job' | 'request'>,
): Promise<boolean> {
  const clipIds = new Set(asks.flatMap(({ input }) => ownSourceOf(input)?.clipId ?? []));
  if (clipIds.size === 0) return true;
  const standing: Standing = { ...(await who()), at: destination };
  for (const clipId of clipIds) {
    const clip = await store.clip(clipId);
    const job = clip && (await store.job(clip.jobId));
    const found = job && (await store.request(job.requestId));
    if (!clip || !job || !found || clip.deletedAtMs !== null || clip.tenantId !== destination.tenantId) return false;
    if (!may('build', standing, { job, request: found.request, isDeleted: false })) return false;
  }
  return true;
}
