import { allowedBy } from '../allowed-engines.ts';
import type { EngineCapabilities } from '../engine.ts';
import type { Destination } from '../destination.ts';
import { usualPrice } from '../usual-price.ts';
import type { RequestDeps } from './request.ts';

export type ListedEngine = {
  readonly capabilities: EngineCapabilities;
  /** What a video of usual length costs there. */
  readonly price: ReturnType<typeof usualPrice>;
};

/** The engines that make videos for whoever asks from there, the cheapest first; the demo where nothing else may be used. */
export async function listEngines(
  { destination, isOperator }: { readonly destination: Destination; readonly isOperator: boolean },
  { store, engines, clock }: Pick<RequestDeps, 'store' | 'engines' | 'clock'>,
): Promise<readonly ListedEngine[]> {
  await engines.refresh();
  const tenant = await store.tenant(destination.tenantId, clock.nowMs());
  const mayUseReal = isOperator || tenant.budget !== null;
  const mayUse = isOperator ? () => true : allowedBy(tenant.settings);
  const makers = engines
    .all()
    .filter(({ capabilities }) => capabilities.operations.includes('make') && mayUse(capabilities));
  const real = makers.filter(({ capabilities }) => mayUseReal && !capabilities.playMoney);
  const listed = real.length > 0 ? real : makers.filter(({ capabilities }) => capabilities.playMoney);
  return listed
    .map(({ capabilities }) => ({ capabilities, price: usualPrice(capabilities) }))
    .toSorted((a, b) => a.price.microUsd - b.price.microUsd);
}
