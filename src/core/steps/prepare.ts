import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import type { JobOutcome } from '../outcome.ts';
import { MediaError } from '../ports/media.ts';
import type { JobClaim } from '../ports/store.ts';
import type { InputRef } from '../spec.ts';
import { backoffs, callTimeoutMs, noRoomMs, notConfiguredMs, type StepDeps, triesMax } from './deps.ts';

const inputBytesMax = 20 * 1024 ** 2;

type Deps = Pick<StepDeps, 'chats' | 'media' | 'clock' | 'random' | 'log'>;

/** prepare: copies the input into our media while the chat still has it, and checks that it is one. */
export async function prepare(claim: JobClaim, deps: Deps, signal: AbortSignal): Promise<JobOutcome> {
  const { job, lease, request } = claim;
  const { input } = job.spec;
  if (input === null || input.mediaKey !== null) return { kind: 'prepared', jobId: job.id, input };
  const chat = deps.chats.get(request.destination.platform);
  const postponed = (inMs: number): JobOutcome => {
    return { kind: 'postponed', jobId: job.id, lease, dueAtMs: deps.clock.nowMs() + inMs };
  };
  if (!chat) {
    const isPatient = deps.clock.nowMs() - job.admittedAtMs <= jobDefaults.busyPatienceMs;
    return isPatient ? postponed(notConfiguredMs) : { kind: 'input_unusable', jobId: job.id };
  }
  try {
    const stored = await withDeadline(deps.clock, callTimeoutMs.prepare, signal, async (limit): Promise<InputRef> => {
      const source = await chat.openInput(input.source, limit);
      const { file } = await deps.media.storeImage(`${job.id}_input`, source, inputBytesMax, limit);
      return { ...input, mediaKey: file.key };
    });
    return { kind: 'prepared', jobId: job.id, input: stored };
  } catch (error) {
    if (signal.aborted) throw error;
    const final = error instanceof MediaError && (error.code === 'unplayable' || error.code === 'too_large');
    const noRoom = error instanceof MediaError && error.code === 'disk_full';
    deps.log.warn('input could not be copied', { jobId: job.id, why: String(error) });
    if (noRoom) return { kind: 'blocked', jobId: job.id, lease, dueAtMs: deps.clock.nowMs() + noRoomMs };
    if (final || job.retries >= triesMax.input) return { kind: 'input_unusable', jobId: job.id };
    return postponed(backoffMs(backoffs.prepare, job.retries, deps.random));
  }
}
