import { tmpdir } from 'node:os';
import type { Provider, SubmitAsk, TaskRef } from '../../src/core/ports/provider.ts';
import type { KnownProvider, ProviderParts, RunningProvider } from '../../src/providers/provider-module.ts';
import { live, refOf } from '../contracts/provider-calls.ts';
import { manualClock, silentLog } from '../doubles/world.ts';

/** A provider as the service opens it with these settings. */
export async function openKnown(
  known: KnownProvider,
  environment: Readonly<Record<string, string>>,
  parts: Partial<ProviderParts> = {},
): Promise<RunningProvider> {
  const read = known.read(environment);
  if ('problems' in read || read.open === null) {
    throw new Error(`expected ${known.name} to be configured, got ${JSON.stringify(read)}`);
  }
  return read.open({
    dataDir: tmpdir(),
    clock: manualClock(),
    log: silentLog,
    inputPath: async () => null,
    operatorsFile: () => null,
    ...parts,
  });
}

/** Submits what has to be taken. */
export async function taskOf(provider: Provider, ask: SubmitAsk): Promise<TaskRef> {
  const result = await provider.submit(ask, live());
  if (result.kind !== 'accepted') throw new Error(`expected an accepted ask, got ${JSON.stringify(result)}`);
  return { ...refOf(ask), taskId: result.taskId };
}
