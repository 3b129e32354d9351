import { allowedBy } from '../core/allowed-engines.ts';
import { findNamed, leavesEngineOpen } from '../core/choose-engine.ts';
import type { EngineCapabilities } from '../core/engine.ts';
import type { Engines } from '../core/engines.ts';
import type { Ask } from '../core/spec.ts';
import type { Tenant } from '../core/tenant.ts';
import type { Refusal } from '../core/usecases/request.ts';
import { type Fit, whatFits } from '../core/what-fits.ts';
import { parseText } from './grammar/parse-text.ts';
import type { Asked } from './present-answers.ts';

/** What would fit in place of what was refused: of one video, where credits are short or a price is too high. */
export function fitFor(
  refusals: readonly [Refusal, ...Refusal[]],
  asked: Asked | null,
  tenant: Pick<Tenant, 'settings' | 'budget'>,
  engines: Engines,
): Fit | null {
  const [refusal, ...others] = refusals;
  const affordable = others.length > 0 ? null : affordableMicroUsd(refusal);
  const ask = affordable === null ? null : onlyAsk(asked);
  if (affordable === null || affordable <= 0 || !ask) return null;
  return whatFits(ask, affordable, usable(ask, tenant, engines));
}

function affordableMicroUsd(refusal: Refusal): number | null {
  if (refusal.kind === 'over_price') return refusal.affordableMicroUsd;
  if (refusal.kind !== 'limit' || refusal.unit !== 'usd_micro') return null;
  if (refusal.scope === 'service' || refusal.scope === 'provider') return null;
  // One video is paid wholly by what the limit leaves, or wholly by what was given on top.
  return Math.max(refusal.limit - refusal.used, refusal.granted);
}

function onlyAsk(asked: Asked | null): Ask | null {
  if (asked?.command !== 'video') return null;
  const read = parseText('video', asked.typed, { engines: null });
  const [ask, ...others] = read.kind === 'video' ? read.asks : [];
  return others.length === 0 ? (ask ?? null) : null;
}

/** Whom they asked for first, then the others that they may use. */
function usable(
  ask: Ask,
  { settings, budget }: Pick<Tenant, 'settings' | 'budget'>,
  engines: Engines,
): readonly EngineCapabilities[] {
  const mayUse = allowedBy(settings);
  const all = engines.all().filter((engine) => engines.mayBeAsked(engine) && mayUse(engine.capabilities));
  const real = budget === null ? [] : all.filter(({ capabilities }) => !capabilities.playMoney);
  const wanted = leavesEngineOpen(ask) ? [] : findNamed(all, ask.engine ?? '');
  return [...new Set([...wanted, ...(real.length > 0 ? real : all)])].map(({ capabilities }) => capabilities);
}
