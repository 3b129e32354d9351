import type { Clock } from '../../core/ports/world.ts';

/** Lets something happen `max` times within any `perMs`, whoever does it. */
export function createTryWindow(clock: Clock, max: number, perMs: number): { readonly take: () => boolean } {
  let takenAtMs: number[] = [];
  return {
    take() {
      const nowMs = clock.nowMs();
      takenAtMs = takenAtMs.filter((atMs) => atMs > nowMs - perMs);
      if (takenAtMs.length >= max) return false;
      takenAtMs.push(nowMs);
      return true;
    },
  };
}
