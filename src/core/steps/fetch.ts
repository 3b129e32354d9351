import type { Attempt } from '../attempt.ts';
import { taskIdOf } from '../attempt.ts';
import { backoffMs } from '../backoff.ts';
import type { Clip } from '../clip.ts';
import { withDeadline } from '../deadline.ts';
import type { JobOutcome } from '../outcome.ts';
import { MediaError } from '../ports/media.ts';
import type { Output } from '../ports/provider.ts';
import type { JobClaim } from '../ports/claims.ts';
import type { ClipSpec } from '../spec.ts';
import { HOUR } from '../time.ts';
import {
  backoffs,
  callTimeoutMs,
  fetchPatienceMs,
  noRoomMs,
  notConfiguredMs,
  patienceAskedMsMax,
  type StepDeps,
  triesMax,
} from './deps.ts';

type Deps = Pick<StepDeps, 'engines' | 'media' | 'clock' | 'random' | 'ids' | 'log'>;

const clipBytesMax = 2 * 1024 ** 3;

/** What an attempt to fetch came to, before it is decided whether to try again. */
type Fetched =
  | { readonly kind: 'stored'; readonly stored: Pick<Clip, 'file' | 'facts'> }
  | { readonly kind: 'try_again'; readonly afterMs: number }
  | { readonly kind: 'no_room' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'gone' };

/** fetch: brings the finished clip to our disk and checks that it plays. Cheap to repeat: the file's name is the attempt's. */
export async function fetch(claim: JobClaim, attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<JobOutcome> {
  const { job, lease } = claim;
  const nowMs = deps.clock.nowMs();
  const attemptId = attempt.id;
  const sinceMs = attempt.settledAtMs ?? job.stateSinceMs;
  const badReads = job.state.kind === 'fetching' ? job.state.badReads : 0;
  const result = await transfer(claim, attempt, deps, signal);
  const again = (atLeastMs: number): number =>
    deps.clock.nowMs() + Math.max(atLeastMs, backoffMs(backoffs.fetch, job.retries, deps.random));
  switch (result.kind) {
    case 'stored': {
      const { tenantId, userId: ownerId } = job;
      const id = deps.ids.next('clip');
      const storedAtMs = deps.clock.nowMs();
      const clip: Clip = { id, jobId: job.id, tenantId, ownerId, ...result.stored, storedAtMs, deletedAtMs: null };
      return { kind: 'fetched', attemptId, clip, deliveryId: deps.ids.next('delivery') };
    }
    case 'broken':
    case 'gone': {
      const { code, readsMin, afterMs } = lossOf[result.kind];
      if (badReads + 1 >= readsMin && nowMs - sinceMs >= afterMs) return { kind: 'output_lost', attemptId, code };
      return { kind: 'bad_output', attemptId, lease, dueAtMs: again(0) };
    }
    case 'no_room':
      return { kind: 'blocked', jobId: job.id, lease, dueAtMs: deps.clock.nowMs() + noRoomMs };
    case 'try_again': {
      const patient = nowMs - sinceMs <= fetchPatienceMs || job.retries < triesMax.lastLook;
      if (!patient) return { kind: 'output_lost', attemptId, code: 'output_gone' };
      return { kind: 'postponed', jobId: job.id, lease, dueAtMs: again(Math.min(result.afterMs, patienceAskedMsMax)) };
    }
  }
}

/**
 * An output that stays broken or gone counts as lost after this many reads and this long after the verdict: pages of
 * trouble and late files pass, and a clip that was paid for is not given up for them.
 */
const lossOf = {
  broken: { code: 'output_broken', readsMin: triesMax.brokenOutput, afterMs: HOUR },
  gone: { code: 'output_gone', readsMin: triesMax.goneOutput, afterMs: 24 * HOUR },
} as const;

async function transfer({ job }: JobClaim, attempt: Attempt, deps: Deps, signal: AbortSignal): Promise<Fetched> {
  const taskId = taskIdOf(attempt.state);
  const provider = deps.engines.providerOf(attempt.engine)?.provider;
  if (taskId === null || !provider) return { kind: 'try_again', afterMs: notConfiguredMs };
  const task = { attemptId: attempt.id, engine: attempt.engine, taskId, credential: attempt.credential };
  try {
    return await withDeadline(deps.clock, callTimeoutMs.fetch, signal, async (limit): Promise<Fetched> => {
      const output = await provider.openOutput(task, limit);
      if (output.kind !== 'stream') return withoutStream(output);
      const expect = { seconds: secondsOf(job.spec, attempt), bytesMax: clipBytesMax };
      return { kind: 'stored', stored: await deps.media.storeClip(attempt.id, output, expect, limit) };
    });
  } catch (error) {
    if (signal.aborted) throw error;
    deps.log.warn('a finished clip could not be stored', { attemptId: attempt.id, why: String(error) });
    return error instanceof MediaError ? mediaTrouble(error) : { kind: 'try_again', afterMs: 0 };
  }
}

/**
 * How long the clip should be; null where nothing says so: a video that it starts from decides on that, or is part of it,
 * and an engine that was left before it turned out to have taken the job had other terms.
 */
function secondsOf({ seconds, input, route }: ClipSpec, { engine }: Attempt): number | null {
  return input?.kind === 'video' || route?.tried.includes(engine) === true ? null : seconds;
}

function withoutStream(output: Exclude<Output, { kind: 'stream' }>): Fetched {
  return output.kind === 'gone' ? { kind: 'gone' } : { kind: 'try_again', afterMs: output.retryAfterMs ?? 0 };
}

function mediaTrouble(error: MediaError): Fetched {
  switch (error.code) {
    case 'disk_full':
      return { kind: 'no_room' };
    case 'truncated':
      return { kind: 'try_again', afterMs: 0 };
    case 'too_large':
    case 'unplayable':
    case 'implausible':
      return { kind: 'broken' };
  }
}
