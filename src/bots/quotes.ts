import type { Engines } from '../core/engines.ts';
import { usualPrice } from '../core/usual-price.ts';

/** What an engine is called and what a video of usual length costs there, for lists of engines; null for one that is not there. */
export function createQuotes(engines: Pick<Engines, 'all'>) {
  return (id: string): { readonly label: string; readonly quoteMicroUsd: number; readonly isDemo: boolean } | null => {
    const engine = engines.all().find(({ capabilities }) => capabilities.id === id)?.capabilities;
    if (!engine) return null;
    return { label: engine.label, quoteMicroUsd: usualPrice(engine).microUsd, isDemo: engine.playMoney };
  };
}
