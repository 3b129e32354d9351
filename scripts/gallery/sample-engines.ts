import type { Showing } from '../../src/bots/view.ts';
import type { EngineId } from '../../src/core/engine.ts';
import { CREDIT_MICRO_USD } from '../../src/core/money.ts';
import { aProvider, someCapabilities } from '../../test/core/samples.ts';

const labels = new Map<EngineId, string>([
  ['runway/gen4.5', 'Runway gen4.5'],
  ['openai-videos/sora-2', 'Sora 2'],
  ['fal/kling', 'Kling'],
]);

const all = Array.from(labels, ([id, label]) => ({
  provider: aProvider(),
  credential: 'main',
  capabilities: someCapabilities({ id, label, price: { perSecondMicroUsd: 12 * CREDIT_MICRO_USD } }),
}));

/** Engines by what people call them. */
export const sampleEngines: NonNullable<Showing['engines']> = {
  all: () => all,
  find: (id) => all.find(({ capabilities }) => capabilities.id === id) ?? null,
};
