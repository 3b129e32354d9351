import { type ConfiguredProvider, createEngines, type Engines } from '../../src/core/engines.ts';
import type { EngineFigures, EngineStanding } from '../../src/core/ports/engine-standings.ts';
import { noonMs } from './world.ts';

type Known = {
  readonly nowMs?: () => number;
  readonly standings?: readonly EngineStanding[];
  readonly figures?: readonly EngineFigures[];
};

/** Engines of which nothing is recorded but what is given. */
export function enginesOf(
  configured: readonly ConfiguredProvider[],
  { nowMs = () => noonMs, standings = [], figures = [] }: Known = {},
): Engines {
  return createEngines(configured, {
    clock: { nowMs },
    standings: { all: async () => standings, figures: async () => figures },
  });
}
