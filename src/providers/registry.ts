import path from 'node:path';
import type { ConfiguredProvider } from '../core/engines.ts';
import type { Clock, Log } from '../core/ports/world.ts';
import { createDemoProvider } from './demo/provider.ts';

export type ProviderParts = {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The local file of a stored input; null when there is none. */
  readonly inputPath: (mediaKey: string) => Promise<string | null>;
};

export type RunningProvider = ConfiguredProvider &
  Partial<AsyncDisposable> & {
    /** Kills its process on this machine, so that people can see what happens then. Absent where it has none; false when none is at work. */
    readonly crash?: () => boolean;
  };

/** Every provider that is configured, one line each. Closing them is the caller's. */
export function createProviders({ dataDir, clock, log, inputPath }: ProviderParts): readonly RunningProvider[] {
  const demo = createDemoProvider({ dir: path.join(dataDir, 'demo'), clock, log, openInput: inputPath });
  const close = (): PromiseLike<void> => demo[Symbol.asyncDispose]();
  return [{ provider: demo, credential: 'demo', crash: () => demo.crash(), [Symbol.asyncDispose]: close }];
}
