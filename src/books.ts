import { type Base, openBase } from './base.ts';
import type { Config, Secrets } from './config.ts';
import type { EngineId } from './core/engine.ts';
import { createEngines, type Engines } from './core/engines.ts';
import type { Clock, Log, Random } from './core/ports/world.ts';
import { openOperatorsEngines } from './operators-engines.ts';
import { openProviders } from './open-providers.ts';
import type { RunningProvider } from './providers/provider-module.ts';
import { knownProviders } from './providers/registry.ts';
import { systemClock, systemRandom } from './system.ts';

type Settings = { readonly config: Config; readonly secrets: Secrets };

/** What operator commands work on. */
export type Books = Pick<Base, 'store' | 'media' | 'rules' | 'sealing'> & {
  readonly clock: Clock;
  readonly random: Random;
  readonly workingDir: string;
};

/** Store and clips alone, for operator commands: they read and decide, and never work anything. */
export async function openBooks(settings: Settings, log: Log): Promise<Books> {
  const [clock, random] = [systemClock, systemRandom];
  const { store, media, rules, sealing } = await openBase(settings, { clock, random, log });
  return { store, media, clock, random, rules, sealing, workingDir: settings.config.workingDir };
}

export type OpenedEngines = AsyncDisposable & {
  readonly providers: readonly RunningProvider[];
  readonly engines: Engines;
  /** Providers without a key, and what they would bring. */
  readonly unconfigured: readonly {
    readonly name: string;
    readonly keyName: string;
    readonly engineIds: readonly EngineId[];
  }[];
};

/** The engines as the service would have them now, for operator commands. Nothing is bought. */
export async function openEngines(
  { config, secrets }: Settings,
  { store, media, clock }: Books,
  log: Log,
): Promise<OpenedEngines> {
  const operators = await openOperatorsEngines(config.enginesFile, log);
  await using stack = new AsyncDisposableStack();
  const providers = await openProviders(secrets.providers, { config, operators, media, clock, log }, stack);
  const engines = createEngines(providers, { clock, standings: store.engines });
  await engines.refresh();
  const names = new Set(providers.map(({ provider }) => provider.name));
  const unconfigured = knownProviders.flatMap(({ name, keyName, engineIds }) =>
    keyName === null || names.has(name) ? [] : [{ name, keyName, engineIds: engineIds(operators.current()) }],
  );
  const closing = stack.move();
  return { providers, engines, unconfigured, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}
