import type { Clip } from '../core/clip.ts';
import type { JobView } from '../core/request.ts';

export function clipOf({ clip, job }: JobView): Clip {
  if (!clip) throw new TypeError(`expected the clip of ${job.id} to bring it, got none`);
  return clip;
}
