import type { Clock } from '../core/ports/world.ts';

export type Within<T> = { readonly inTime: true; readonly value: T } | { readonly inTime: false };

/** What work comes to, if it does within `ms`. It goes on either way. */
export async function within<T>(ms: number, work: Promise<T>, clock: Clock): Promise<Within<T>> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then((): Within<T> => ({ inTime: false }));
  try {
    return await Promise.race([work.then((value): Within<T> => ({ inTime: true, value })), late]);
  } finally {
    over.abort();
  }
}
