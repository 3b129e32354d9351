import type { Clock } from '../core/ports/world.ts';
import { createRecent } from './recent.ts';

/** What is left alone for a while, by name. In memory: who forgets it asks once more than they had to. */
export function createPauses(clock: Clock) {
  const untilMs = createRecent<number>();
  return {
    /** How long it is still left alone; 0 when it is not. */
    leftMs: (name: string): number => Math.max(0, (untilMs.get(name) ?? 0) - clock.nowMs()),
    pause: (name: string, forMs: number): void => untilMs.keep(name, clock.nowMs() + forMs),
  };
}
