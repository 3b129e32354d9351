import { once } from 'node:events';

/** What a child process says to its test. */
export function tell(message: unknown): void {
  process.send?.(message);
}

/** Resolves when the test says anything. */
export async function heard(): Promise<void> {
  await once(process, 'message');
}

/** Hears each thing that the test says. */
export function listen(hear: (message: unknown) => Promise<void>): void {
  process.on('message', (message) => void hear(message));
}
