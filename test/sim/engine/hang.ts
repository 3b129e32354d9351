/** Never answers; gives up only when told to. */
export function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('simulated: aborted')), { once: true });
  });
}
