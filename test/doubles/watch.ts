/** What happens outside the double is looked for this often. */
const lookAgainMs = 10;

/** Waits for something to be so, looking again after everything that happens here, and now and then. */
export interface Watch {
  /**
   * The first thing that `look` finds which is not null, undefined or false. Gives up after some seconds of real time,
   * or with `signal`, saying what it waited for.
   */
  until<T>(look: () => T | null | undefined | false, what: string, signal?: AbortSignal): Promise<T>;
  /** To be called after everything that happens. */
  readonly changed: () => void;
}

export function createWatch(timeoutMs: number, state: () => string): Watch {
  const waiting = new Set<() => void>();
  return {
    changed() {
      for (const look of waiting) look();
    },
    until: (look, what, signal) =>
      new Promise((resolve, reject) => {
        const finish = (act: () => void): void => {
          waiting.delete(check);
          clearTimeout(timer);
          clearInterval(again);
          signal?.removeEventListener('abort', onAbort);
          act();
        };
        const check = (): void => {
          try {
            const found = look();
            if (found !== null && found !== undefined && found !== false) {
              finish(() => {
                resolve(found);
              });
            }
          } catch (error) {
            finish(() => {
              reject(error instanceof Error ? error : new Error(String(error)));
            });
          }
        };
        const onAbort = (): void => {
          finish(() => {
            reject(new Error(`No longer waiting for ${what}`));
          });
        };
        const timer = setTimeout(() => {
          finish(() => {
            reject(new Error(`Waited ${timeoutMs} ms for ${what}.\n${state()}`));
          });
        }, timeoutMs);
        const again = setInterval(check, lookAgainMs);
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.add(check);
        check();
      }),
  };
}
