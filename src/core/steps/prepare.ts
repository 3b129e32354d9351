import { backoffMs } from '../backoff.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import { inputNameOf } from '../media-key.ts';
import type { JobOutcome } from '../outcome.ts';
import type { Chat } from '../ports/chat.ts';
import { MediaError } from '../ports/media.ts';
import type { JobClaim } from '../ports/claims.ts';
import type { InputRef } from '../spec.ts';
import { backoffs, callTimeoutMs, noRoomMs, notConfiguredMs, type StepDeps, triesMax } from './deps.ts';

const inputBytesMax = 20 * 1024 ** 2;

type Deps = Pick<StepDeps, 'chats' | 'media' | 'clock' | 'random' | 'log'>;

/** prepare: copies the input into our media while the chat still has it, and checks that it is one; or that ours is there. */
export async function prepare(claim: JobClaim, deps: Deps, signal: AbortSignal): Promise<JobOutcome> {
  const { job, lease, request } = claim;
  const { input } = job.spec;
  if (input === null) return { kind: 'prepared', jobId: job.id, input };
  const chat = deps.chats.get(request.destination.platform);
  const postponed = (inMs: number): JobOutcome => {
    return { kind: 'postponed', jobId: job.id, lease, dueAtMs: deps.clock.nowMs() + inMs };
  };
  if (!chat && input.mediaKey === null) {
    const isPatient = deps.clock.nowMs() - job.admittedAtMs <= jobDefaults.busyPatienceMs;
    return isPatient ? postponed(notConfiguredMs) : { kind: 'input_unusable', jobId: job.id };
  }
  try {
    const ours = await withDeadline(deps.clock, callTimeoutMs.prepare, signal, (limit) =>
      chat && input.mediaKey === null ? copied(input, chat, claim, deps, limit) : stillThere(input, deps),
    );
    return ours ? { kind: 'prepared', jobId: job.id, input: ours } : { kind: 'input_unusable', jobId: job.id };
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

async function copied(
  input: InputRef,
  chat: Chat,
  { job }: JobClaim,
  { media }: Deps,
  signal: AbortSignal,
): Promise<InputRef> {
  const source = await chat.openInput(input.source, signal);
  const { file } = await media.storeImage(inputNameOf(job.id), source, inputBytesMax, signal);
  return { ...input, mediaKey: file.key };
}

/** One that was ours already may be gone since, with the person who attached it. */
async function stillThere(input: InputRef, { media }: Deps): Promise<InputRef | null> {
  return input.mediaKey !== null && (await media.open(input.mediaKey)) !== null ? input : null;
}
