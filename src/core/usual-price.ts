import { requestDefaults } from './defaults.ts';
import { type EngineCapabilities, nativeSize, quoteMicroUsd } from './engine.ts';
import { nearestSeconds } from './resolve-spec.ts';

/** What a video of usual length costs at an engine, or of the length that it has next to that. */
export function usualPrice({ price, sizes, seconds: range, audio }: EngineCapabilities): {
  readonly microUsd: number;
  readonly seconds: number;
} {
  const seconds = nearestSeconds(range, requestDefaults.seconds);
  return { microUsd: quoteMicroUsd(price, { seconds, size: nativeSize(sizes), audio, input: null }), seconds };
}
