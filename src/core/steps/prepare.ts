import { backoffMs } from '../backoff.ts';
import type { VideoFacts } from '../clip.ts';
import { withDeadline } from '../deadline.ts';
import { jobDefaults } from '../defaults.ts';
import { inputNameOf } from '../media-key.ts';
import type { JobOutcome } from '../outcome.ts';
import { inputFromOwn, type OwnSource, ownSourceOf } from '../own-clip.ts';
import type { Chat } from '../ports/chat.ts';
import type { JobClaim } from '../ports/claims.ts';
import { MediaError } from '../ports/media.ts';
import type { ClipSpec, InputRef } from '../spec.ts';
import { SECOND } from '../time.ts';
import { backoffs, callTimeoutMs, noRoomMs, type StepDeps, triesMax, notConfiguredMs } from './deps.ts';

const imageBytesMax = 20 * 1024 ** 2;
const videoLimits = { bytesMax: 200 * 1024 ** 2, secondsMax: 600 } as const;
/** A video may be a little longer than it is called. */
const videoSlackMs = SECOND;

type Deps = Pick<StepDeps, 'chats' | 'media' | 'store' | 'clock' | 'random' | 'log'>;

/** What is ours now. */
type Got =
  | { readonly kind: 'ours'; readonly input: InputRef }
  | { readonly kind: 'unusable' }
  | { readonly kind: 'too_long' };

const unusable: Got = { kind: 'unusable' };

/**
 * prepare: makes what the job starts from our own, and checks it: a file while the chat still has it, or a clip of ours,
 * which may be deleted while the job is under way. One that is ours already has to be there still.
 */
export async function prepare(claim: JobClaim, deps: Deps, signal: AbortSignal): Promise<JobOutcome> {
  const { job, lease, request } = claim;
  const { input } = job.spec;
  if (input === null) return { kind: 'prepared', jobId: job.id, input };
  const own = ownSourceOf(input);
  const chat = deps.chats.get(request.destination.platform);
  const postponed = (inMs: number): JobOutcome => {
    return { kind: 'postponed', jobId: job.id, lease, dueAtMs: deps.clock.nowMs() + inMs };
  };
  if (!chat && !own && input.mediaKey === null) {
    const isPatient = deps.clock.nowMs() - job.admittedAtMs <= jobDefaults.busyPatienceMs;
    return isPatient ? postponed(notConfiguredMs) : { kind: 'input_unusable', jobId: job.id };
  }
  try {
    const got = await withDeadline(deps.clock, callTimeoutMs.prepare, signal, (limit) => {
      if (input.mediaKey !== null) return stillThere(input, deps);
      if (own) return fromOwnClip(input, own, claim, deps, limit);
      return chat ? fromChat(input, chat, claim, deps, limit) : Promise.resolve(unusable);
    });
    switch (got.kind) {
      case 'ours':
        return { kind: 'prepared', jobId: job.id, input: got.input };
      case 'unusable':
        return { kind: 'input_unusable', jobId: job.id };
      case 'too_long':
        return { kind: 'input_unusable', jobId: job.id, isTooLong: true };
    }
  } catch (error) {
    if (signal.aborted) throw error;
    const final = error instanceof MediaError && finalCodes.includes(error.code);
    const noRoom = error instanceof MediaError && error.code === 'disk_full';
    deps.log.warn('input could not be copied', { jobId: job.id, why: String(error) });
    if (noRoom) return { kind: 'blocked', jobId: job.id, lease, dueAtMs: deps.clock.nowMs() + noRoomMs };
    if (final || job.retries >= triesMax.input) return { kind: 'input_unusable', jobId: job.id };
    return postponed(backoffMs(backoffs.prepare, job.retries, deps.random));
  }
}

const finalCodes: readonly MediaError['code'][] = ['unplayable', 'too_large', 'implausible'];

async function fromChat(
  input: InputRef,
  chat: Chat,
  { job }: JobClaim,
  { media }: Deps,
  signal: AbortSignal,
): Promise<Got> {
  const source = await chat.openInput(input.source, signal);
  const name = inputNameOf(job.id);
  if (input.kind === 'image') {
    const { file } = await media.storeImage(name, source, imageBytesMax, signal);
    return { kind: 'ours', input: { ...input, mediaKey: file.key } };
  }
  const { file, facts } = await media.storeVideo(name, source, videoLimits, signal);
  if (isTooLong(job.spec, facts)) return { kind: 'too_long' };
  return { kind: 'ours', input: { ...input, mediaKey: file.key } };
}

/** Engines charge for what they get, and the price was agreed; one that is made longer is paid for by what is added. */
function isTooLong({ operation, seconds }: ClipSpec, { durationMs }: Pick<VideoFacts, 'durationMs'>): boolean {
  return operation !== 'extend' && durationMs > seconds * SECOND + videoSlackMs;
}

/** Whoever asked was allowed to when they did; a clip that was deleted since is nobody's to start from. */
async function fromOwnClip(
  input: InputRef,
  own: OwnSource,
  { job }: JobClaim,
  { media, store }: Deps,
  signal: AbortSignal,
): Promise<Got> {
  const clip = await store.clip(own.clipId);
  if (!clip || clip.deletedAtMs !== null || clip.tenantId !== job.tenantId) return unusable;
  // What was typed can call a clip an image.
  if (input.kind !== inputFromOwn(own).kind) return unusable;
  if (own.kind === 'clip' && isTooLong(job.spec, clip.facts)) return { kind: 'too_long' };
  const name = inputNameOf(job.id);
  if (own.kind === 'clip') {
    const file = await media.copy(clip.file, name, signal);
    return file ? { kind: 'ours', input: { ...input, mediaKey: file.key } } : unusable;
  }
  const picture = await media.lastFrame?.(clip.file, name, signal);
  return picture ? { kind: 'ours', input: { ...input, mediaKey: picture.file.key } } : unusable;
}

/** One that was ours already may be gone since, with the person who attached it. */
async function stillThere(input: InputRef, { media }: Deps): Promise<Got> {
  return input.mediaKey !== null && (await media.open(input.mediaKey)) !== null ? { kind: 'ours', input } : unusable;
}
