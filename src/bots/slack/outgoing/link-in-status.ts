import type { MessageRef } from '../../../core/destination.ts';
import type { ClipId } from '../../../core/ids.ts';
import type { JobView } from '../../../core/request.ts';
import { messageRefOf, readLinkInStatusRef } from '../places.ts';

/** The link of a clip that is seen in this status, and not by itself; null where it is not, or is there no more. */
export function linkInStatus(
  { clip, deliveries }: JobView,
  status: MessageRef | null,
  clipUrl: (clipId: ClipId) => string | null,
): string | null {
  const last = deliveries.at(-1)?.state;
  if (!clip || clip.deletedAtMs !== null || last?.kind !== 'sent') return null;
  const at = readLinkInStatusRef(last.message);
  return at !== null && messageRefOf(at) === status ? clipUrl(clip.id) : null;
}
