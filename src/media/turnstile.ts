export type Turnstile = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** Lets at most `atOnceMax` pieces of work run at once, in the order they came. Gives up waiting when the signal aborts. */
export function createTurnstile(atOnceMax: number): Turnstile {
  let inside = 0;
  const waiting = new Set<() => void>();

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (inside < atOnceMax) {
      inside++;
      return;
    }
    const turn = Promise.withResolvers<void>();
    const giveUp = () => {
      waiting.delete(turn.resolve);
      turn.reject(signal.reason);
    };
    waiting.add(turn.resolve);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** A place is handed to the next in line, so `inside` falls only when nobody waits. */
  function leave(): void {
    const [next] = waiting;
    if (next === undefined) {
      inside--;
      return;
    }
    waiting.delete(next);
    next();
  }

  return async (work, signal) => {
    await enter(signal);
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
