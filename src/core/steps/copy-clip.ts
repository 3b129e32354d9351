import { backoffMs } from '../backoff.ts';
import type { Clip, StoredFile } from '../clip.ts';
import { withDeadline } from '../deadline.ts';
import { copyNameOf } from '../media-key.ts';
import type { JobOutcome } from '../outcome.ts';
import type { JobClaim } from '../ports/claims.ts';
import { MediaError } from '../ports/media.ts';
import { backoffs, callTimeoutMs, noRoomMs, type StepDeps, triesMax } from './deps.ts';

type Deps = Pick<StepDeps, 'media' | 'clock' | 'random' | 'ids' | 'log'>;

/** What `prepare` is for a job that is a copy: the clip becomes one of its person's own. Cheap to repeat: the file's name is the job's. */
export async function copyClip(claim: JobClaim, deps: Deps, signal: AbortSignal): Promise<JobOutcome> {
  const { job, original, lease } = claim;
  const { clock, random, ids, log } = deps;
  const lost: JobOutcome = { kind: 'copy_lost', jobId: job.id };
  if (!original || original.deletedAtMs !== null) return lost;
  try {
    const file = await copiedFile(original.file, claim, deps, signal);
    if (!file) return lost;
    const { tenantId, userId: ownerId } = job;
    const storedAtMs = clock.nowMs();
    const clip: Clip = { ...original, id: ids.next('clip'), jobId: job.id, tenantId, ownerId, file, storedAtMs };
    return { kind: 'copied', jobId: job.id, clip, deliveryId: ids.next('delivery') };
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn('a clip could not be copied', { jobId: job.id, why: String(error) });
    const noRoom = error instanceof MediaError && error.code === 'disk_full';
    if (noRoom) return { kind: 'blocked', jobId: job.id, lease, dueAtMs: clock.nowMs() + noRoomMs };
    if (job.retries >= triesMax.input) return lost;
    const dueAtMs = clock.nowMs() + backoffMs(backoffs.prepare, job.retries, random);
    return { kind: 'postponed', jobId: job.id, lease, dueAtMs };
  }
}

function copiedFile(
  file: StoredFile,
  { job }: JobClaim,
  { media, clock }: Deps,
  signal: AbortSignal,
): Promise<StoredFile | null> {
  return withDeadline(clock, callTimeoutMs.prepare, signal, (limit) => media.copy(file, copyNameOf(job.id), limit));
}
