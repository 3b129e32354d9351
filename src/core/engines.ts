import type { CredentialRef, EngineCapabilities, EngineId } from './engine.ts';
import type { Provider } from './ports/provider.ts';
import type { EngineSlots } from './ports/claims.ts';

export type ConfiguredProvider = { readonly provider: Provider; readonly credential: CredentialRef };

export type Engine = ConfiguredProvider & { readonly capabilities: EngineCapabilities };

/** The engines that this service can use now, asked of their providers at each call: capabilities are data that changes. */
export interface Engines {
  all(): readonly Engine[];
  find(id: EngineId): Engine | null;
  slots(): readonly EngineSlots[];
}

export function createEngines(configured: readonly ConfiguredProvider[]): Engines {
  const all = (): Engine[] =>
    configured.flatMap((entry) => entry.provider.capabilities().map((capabilities) => ({ ...entry, capabilities })));
  return {
    all,
    find: (id) => all().find((engine) => engine.capabilities.id === id) ?? null,
    slots: () =>
      all().map(({ capabilities, credential }) => ({
        engine: capabilities.id,
        credential,
        max: capabilities.concurrencyMax,
      })),
  };
}

/**
 * The engine for a request that names none: the first that costs real money, so that the demo never stands
 * in for a real one; the demo where there is nothing else or the tenant may use nothing else.
 */
export function chooseEngine(engines: Engines, wanted: string | null, mayUseRealEngines: boolean): Engine | null {
  const all = engines.all();
  if (wanted !== null) {
    return all.find(({ capabilities }) => capabilities.id === wanted || capabilities.provider === wanted) ?? null;
  }
  const real = mayUseRealEngines ? all.find(({ capabilities }) => !capabilities.playMoney) : undefined;
  return real ?? all.find(({ capabilities }) => capabilities.playMoney) ?? all[0] ?? null;
}
