import type { VirtualClock } from '../virtual-clock.ts';

/** Never answers; gives up only when told to. */
export function hang(clock: VirtualClock, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    clock.whenAborted(signal, () => reject(new Error('simulated: aborted')));
  });
}
