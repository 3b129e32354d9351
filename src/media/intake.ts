import type { MediaSource } from '../core/ports/media.ts';
import { MediaError } from '../core/ports/media.ts';

/**
 * Passes a source's chunks on while holding it to its limits. Throws `too_large` or `truncated`, and the
 * signal's reason as soon as it aborts, even when the source never answers.
 */
export async function* takeIn(
  source: MediaSource,
  bytesMax: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const announced = source.bytes;
  const chunks = source.body[Symbol.asyncIterator]();
  let received = 0;
  let ended = false;
  try {
    if (announced !== null && announced > bytesMax) {
      throw new MediaError('too_large', `expected at most ${bytesMax} bytes, got an announcement of ${announced}`);
    }
    for (;;) {
      const next = await nextOf(chunks, received, signal);
      if (next.done === true) {
        ended = true;
        break;
      }
      received += next.value.byteLength;
      if (received > bytesMax) {
        throw new MediaError('too_large', `expected at most ${bytesMax} bytes, got more`);
      }
      if (announced !== null && received > announced) {
        throw new MediaError('truncated', `expected ${announced} bytes as announced, got more; fetch the file again`);
      }
      yield next.value;
    }
  } finally {
    if (!ended) dismiss(chunks);
  }
  if (announced !== null && received < announced) {
    throw new MediaError(
      'truncated',
      `expected ${announced} bytes as announced, got ${received}; fetch the file again`,
    );
  }
  if (received === 0) {
    throw new MediaError('truncated', 'expected a file, got no bytes; fetch the file again');
  }
}

async function nextOf(
  chunks: AsyncIterator<Uint8Array>,
  received: number,
  signal: AbortSignal,
): Promise<IteratorResult<Uint8Array>> {
  signal.throwIfAborted();
  try {
    return await unlessAborted(() => chunks.next(), signal);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof MediaError) throw cause;
    throw new MediaError(
      'truncated',
      `expected the whole file, the source broke off after ${received} bytes; fetch the file again`,
      { cause },
    );
  }
}

/** Listens before it asks: a source may be what aborts the signal. */
async function unlessAborted<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([(async () => ask())(), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Tells a source that no more is wanted. Not awaited, its failure not reported: the outcome is decided,
 * and a source that hangs must not keep it back.
 */
function dismiss(chunks: AsyncIterator<Uint8Array>): void {
  Promise.resolve()
    .then(() => chunks.return?.())
    .catch(() => undefined);
}
