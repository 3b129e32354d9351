import { type ProviderFixture, providerContract } from '../contracts/provider.ts';
import { idOf, spec } from '../core/samples.ts';
import { noonMs } from '../doubles/world.ts';
import { createChance } from './chance.ts';
import { driven } from './driven.ts';
import { createCallbacks } from './engine/callbacks.ts';
import { createSimProvider } from './engine/provider.ts';
import { allTalents, type Talents } from './engine/talents.ts';
import { createEngineWorld, type EngineDeps, type EngineWorld } from './engine/world.ts';
import { createJournal } from './journal.ts';
import { createVirtualClock } from './virtual-clock.ts';
import { honestWeather } from './weather.ts';
import { createWitness } from './witness.ts';

async function fixtureOf(talents: Talents): Promise<ProviderFixture> {
  const clock = createVirtualClock(noonMs);
  const journal = createJournal(clock.nowMs);
  const ownSide = createWitness(clock.nowMs);
  const common = { clock, chance: createChance(1), weather: honestWeather(), journal };
  const callbacks = createCallbacks({
    ...common,
    inbound: async () => null,
    jobOf: () => null,
    onSuccessNoted: () => undefined,
  });
  const deps: EngineDeps = { ...common, ownSide, callbacks, peers: () => [world] };
  const world: EngineWorld = createEngineWorld(talents, deps);
  const [engine] = talents.engines;
  let attempts = 0;
  return {
    provider: driven(createSimProvider(world, deps, 'app 1'), clock),
    ask: () => ({
      attemptId: idOf('attempt', (attempts += 1)),
      engine: engine.id,
      spec,
      credential: 'key-1',
      callbackUrl: null,
    }),
    async complete({ taskId }) {
      const finishesAtMs = world.tasks.get(taskId)?.finishesAtMs ?? 0;
      await clock.runUntil(() => clock.nowMs() > finishesAtMs, finishesAtMs + 1);
    },
    unknownTaskId: `${talents.provider}-task-999`,
    createsAccepted: async () => world.tasks.size,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

for (const talents of allTalents) {
  providerContract(`the engine "${talents.provider}" of the simulation, in fair weather`, () => fixtureOf(talents));
}
