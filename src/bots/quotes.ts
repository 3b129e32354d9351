import { requestDefaults } from '../core/defaults.ts';
import { nativeSize, quoteMicroUsd } from '../core/engine.ts';
import type { Engines } from '../core/engines.ts';

/** What an engine is called and what a video of usual length costs there, for lists of engines; null for one that is not there. */
export function createQuotes(engines: Pick<Engines, 'all'>) {
  return (id: string): { readonly label: string; readonly quoteMicroUsd: number; readonly isDemo: boolean } | null => {
    const engine = engines.all().find(({ capabilities }) => capabilities.id === id)?.capabilities;
    if (!engine) return null;
    const { seconds } = requestDefaults;
    const usual = { seconds, size: nativeSize(engine.sizes), audio: engine.audio, input: null };
    return { label: engine.label, quoteMicroUsd: quoteMicroUsd(engine.price, usual), isDemo: engine.playMoney };
  };
}
