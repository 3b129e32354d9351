import type { Base } from './base.ts';
import type { Config } from './config.ts';
import type { Clock, Log } from './core/ports/world.ts';
import type { OperatorsEngines } from './operators-engines.ts';
import type { OpenProvider, RunningProvider } from './providers/provider-module.ts';

type Parts = {
  readonly config: Pick<Config, 'dataDir'>;
  readonly operators: OperatorsEngines;
  readonly media: Pick<Base['media'], 'localPath'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Opens every provider that is configured; `stack` closes them. */
export async function openProviders(
  open: readonly OpenProvider[],
  { config, operators, media, clock, log }: Parts,
  stack: AsyncDisposableStack,
): Promise<readonly RunningProvider[]> {
  const inputPath = (key: string): Promise<string | null> => media.localPath(key);
  const parts = { dataDir: config.dataDir, clock, log, inputPath, operatorsFile: operators.current };
  const opened: RunningProvider[] = [];
  for (const each of open) {
    const provider = await each(parts);
    stack.defer(async () => provider[Symbol.asyncDispose]?.());
    opened.push(provider);
  }
  return opened;
}
