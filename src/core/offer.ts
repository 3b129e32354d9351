import type { Clip } from './clip.ts';
import { quoteMicroUsd } from './engine.ts';
import type { Engine, Engines } from './engines.ts';
import type { Job } from './job.ts';
import { noChance, resolveSpec } from './resolve-spec.ts';
import type { Ask } from './spec.ts';

/** Offer: what can be made of a clip, at the price of today. */
export type Offer = { readonly ask: Ask; readonly quoteMicroUsd: number };

/** A job, and its clip where it has one. */
export type Made = {
  readonly job: Pick<Job, 'engine' | 'spec' | 'playMoney'>;
  readonly clip: Pick<Clip, 'id' | 'facts' | 'deletedAtMs'> | null;
};

/** The ask at this engine, at the price that admission would name; null where the engine cannot do it. */
export function offerAt({ capabilities }: Pick<Engine, 'capabilities'>, ask: Ask): Offer | null {
  const named = { ...ask, engine: capabilities.id };
  const resolved = resolveSpec(named, capabilities, noChance);
  if (resolved.kind === 'unsupported') return null;
  return { ask: named, quoteMicroUsd: quoteMicroUsd(capabilities.price, resolved.spec) };
}

/** The engine that made it, as long as that takes something new. */
export function makerOf({ job }: Pick<Made, 'job'>, engines: Pick<Engines, 'all'>): Engine | null {
  return engines.all().find(({ capabilities }) => capabilities.id === job.engine) ?? null;
}

/** Engines that may be paid for the next one as the one before was: none for real money after the demo, nor the demo after that. */
export function peersOf({ job }: Pick<Made, 'job'>, engines: Pick<Engines, 'all'>): Engine[] {
  return engines.all().filter(({ capabilities }) => capabilities.playMoney === job.playMoney);
}

/** Of equal prices the first. */
export function cheapest(offers: readonly (Offer | null)[]): Offer | null {
  return offers.reduce(
    (best, offer) => (offer && (!best || offer.quoteMicroUsd < best.quoteMicroUsd) ? offer : best),
    null,
  );
}
