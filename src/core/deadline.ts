import type { Clock } from './ports/world.ts';

/** A call took longer than it may. Its signal was aborted; what it did outside is not known. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  constructor(timeoutMs: number) {
    super(`expected an answer within ${timeoutMs} ms, got none`);
  }
}

/**
 * Runs a call under a time limit. Its signal aborts at the limit or with `outer`, and the returned promise
 * rejects at the limit even when the call ignores its signal.
 */
export async function withDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  outer: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const answered = new AbortController();
  const limit = new AbortController();
  const signal = AbortSignal.any([outer, limit.signal]);
  const timer = clock.sleep(timeoutMs, answered.signal).then((): never | undefined => {
    if (answered.signal.aborted) return undefined;
    const error = new DeadlineExceeded(timeoutMs);
    limit.abort(error);
    throw error;
  });
  try {
    const winner = await Promise.race([call(signal).then((value) => ({ value })), timer]);
    if (!winner) throw new DeadlineExceeded(timeoutMs);
    return winner.value;
  } finally {
    answered.abort();
  }
}
