import type { Draw } from './admission.ts';
import { cacheKeyOf } from './cache-key.ts';
import { quoteMicroUsd } from './engine.ts';
import type { Engine } from './engines.ts';
import type { Fundable } from './funding.ts';
import type { TenantId, UserId } from './ids.ts';
import type { NewJob } from './ports/store.ts';
import type { Ids } from './ports/world.ts';
import type { Ask, ClipSpec } from './spec.ts';

/** Take: one clip of an ask, in the terms of the engine that it goes to. */
export type Take = { readonly ask: Ask; readonly spec: ClipSpec; readonly engine: Engine };

/** What they would draw, engine by engine. `jobs` are those of the takes, in their order. */
export function drawsOf(takes: readonly Take[], jobs: readonly Fundable[]): Draw[] {
  const engines = new Map(takes.map(({ engine: { capabilities } }) => [capabilities.id, capabilities]));
  return [...engines.values()].map((engine) => ({
    engine,
    jobs: jobs.filter((_, index) => takes[index]?.engine.capabilities.id === engine.id),
  }));
}

export function quoteOfAll(takes: readonly Take[]): number {
  return takes.reduce((sum, take) => sum + quoteOf(take), 0);
}

function quoteOf({ spec, engine }: Take): number {
  return quoteMicroUsd(engine.capabilities.price, spec);
}

/** The jobs of one request. No two of them are ever the same clip, and nobody is ever given a private one. */
export function newJobs(
  takes: readonly Take[],
  of: { readonly tenantId: TenantId; readonly userId: UserId; readonly isPrivate: boolean },
  ids: Ids,
): NewJob[] {
  const { tenantId, userId, isPrivate } = of;
  const keys = takes.map(({ spec, engine }) =>
    isPrivate ? null : cacheKeyOf({ tenantId, userId, engine: engine.capabilities.id, spec }),
  );
  return takes.map((take, index) => {
    const { ask, spec, engine } = take;
    const { id, playMoney } = engine.capabilities;
    const cacheKey = keys[index] ?? null;
    const isOnly = keys.indexOf(cacheKey) === keys.lastIndexOf(cacheKey);
    return {
      id: ids.next('job'),
      spec,
      engine: id,
      credential: engine.credential,
      quoteMicroUsd: quoteOf(take),
      playMoney,
      cacheKey,
      mayReuse: cacheKey !== null && isOnly && !ask.fresh && ask.count === 1,
    };
  });
}
