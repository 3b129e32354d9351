import { allowedBy } from '../allowed-engines.ts';
import type { Engines } from '../engines.ts';
import type { Random } from '../ports/world.ts';
import type { Ask } from '../spec.ts';
import { type Chosen, chooseEngines, type EngineRefusal, specFor } from '../choose-engine.ts';
import type { Take } from '../takes.ts';
import type { Tenant } from '../tenant.ts';
import { priceMaxOf } from '../tenant-settings.ts';

export type ChosenTakes =
  | { readonly kind: 'chosen'; readonly takes: readonly Take[] }
  | { readonly kind: 'refused'; readonly refusals: readonly [EngineRefusal, ...EngineRefusal[]] };

/**
 * The engine of each ask and what it is asked for, or everything that one of them cannot do. `auto` keeps away from the
 * providers in `avoided`, and under the price that needs a moderator's yes where that can be had.
 */
export async function chooseFor(
  { asks, as }: { readonly asks: readonly Ask[]; readonly as: 'user' | 'operator' },
  { budget, settings }: Pick<Tenant, 'budget' | 'settings'>,
  { engines, random }: { readonly engines: Engines; readonly random: Random },
  avoided: ReadonlySet<string> = new Set(),
): Promise<ChosenTakes> {
  await engines.refresh();
  const isOperator = as === 'operator';
  const mayUseRealEngines = isOperator || budget !== null;
  const mayUse = isOperator ? () => true : allowedBy(settings);
  const choose = (priceMaxMicroUsd: number | null): Chosen =>
    chooseEngines(asks, engines, { mayUseRealEngines, mayUse, avoided, priceMaxMicroUsd });
  const priceMax = isOperator ? null : priceMaxOf(settings);
  const clips = asks.reduce((sum, { count }) => sum + count, 0);
  const within = priceMax === null ? null : choose(Math.floor(priceMax / Math.max(1, clips)));
  // Whether more may be spent all the same is for admission to say.
  const chosen = within?.kind === 'chosen' ? within : choose(null);
  if (chosen.kind === 'refused') {
    const [first, ...others] = withoutRepeats(chosen.refusals);
    return { kind: 'refused', refusals: [first ?? chosen.refusals[0], ...others] };
  }
  const takes = chosen.choices.flatMap(({ ask, ...choice }): Take[] => {
    if (!Number.isInteger(ask.count) || ask.count < 1) {
      throw new RangeError(`expected a count from 1, got ${ask.count}`);
    }
    return Array.from({ length: ask.count }, (_, take) => {
      const spec = specFor(take === 0 ? ask : { ...ask, seed: null }, choice, random);
      return { ask, spec, engine: choice.engine };
    });
  });
  return { kind: 'chosen', takes };
}

/** Many asks that are alike fail alike: each problem is told once. */
function withoutRepeats(refusals: readonly EngineRefusal[]): EngineRefusal[] {
  return [...new Map(refusals.map((refusal) => [JSON.stringify(refusal), refusal])).values()];
}
