import type { Random } from './ports/world.ts';

export type Backoff = { readonly firstMs: number; readonly maxMs: number };

/**
 * How long to wait before try number `retries + 1`: doubling from `firstMs` to `maxMs`, of which a random
 * half is left out so that many waiters do not come back together.
 */
export function backoffMs({ firstMs, maxMs }: Backoff, retries: number, random: Random): number {
  const fullMs = Math.min(maxMs, firstMs * 2 ** Math.min(retries, 30));
  return Math.round(fullMs * (0.5 + random.fraction() / 2));
}
