import { allowedBy } from '../allowed-engines.ts';
import type { Engines } from '../engines.ts';
import type { Job } from '../job.ts';
import type { MoveTo } from '../outcome.ts';
import type { ProviderErrorCode } from '../ports/provider.ts';
import type { Store } from '../ports/store.ts';
import { askFrom, noChance, resolveSpec } from '../resolve-spec.ts';
import { rank } from '../route.ts';
import type { StepDeps } from './deps.ts';

type Rejected = {
  readonly code: ProviderErrorCode;
  /** When it would be tried again where it is; null where it would not. */
  readonly retryAtMs: number | null;
  readonly nowMs: number;
};

/**
 * Where a job goes that its engine certainly did not take: to the best of the others that can do it for what was agreed, an
 * engine that was not tried yet before one that was. Null where it stays: when a person named the engine, or when it is
 * the request that another engine should not be tried with.
 */
export function elsewhere(job: Job, rejected: Rejected, engines: Pick<Engines, 'all' | 'health'>): MoveTo | null {
  const { spec, engine, playMoney, quoteMicroUsd } = job;
  const ask = askFrom(spec);
  if (!ask || !spec.route || !mayLead(rejected.code)) return null;
  const tried = [...spec.route.tried.filter((id) => id !== engine), engine];
  const pool = engines.all().filter(({ capabilities: { id, playMoney: isPlay, videosPerHourMax } }) => {
    // What an engine may make in an hour is counted at admission.
    return id !== engine && isPlay === playMoney && videosPerHourMax === null;
  });
  const { candidates } = rank({ ...ask, engine: null }, pool, { engines, priceMaxMicroUsd: quoteMicroUsd });
  const well = candidates.filter(({ health }) => health.circuit !== 'open');
  const untried = well.find((candidate) => !tried.includes(candidate.engine.capabilities.id));
  const best = untried ?? (mayComeBack(rejected) ? well[0] : undefined);
  if (!best) return null;
  const { capabilities, credential } = best.engine;
  const resolved = resolveSpec({ ...ask, seed: spec.seed }, capabilities, noChance);
  if (resolved.kind !== 'ok') return null;
  // A seed that nobody asked for is nothing to tell of.
  const { adapted } = best.spec;
  const route = { because: 'instead', tried, priceMicroUsd: best.priceMicroUsd } as const;
  return {
    engine: capabilities.id,
    credential,
    spec: { ...resolved.spec, wish: spec.wish, adapted, route },
    atMs: untried ? rejected.nowMs : (rejected.retryAtMs ?? rejected.nowMs),
  };
}

/** The engines that may be used where the job was asked for; none while that cannot be read: then it stays where it is. */
export async function enginesFor(
  job: Pick<Job, 'tenantId'>,
  {
    engines,
    store,
    clock,
    log,
  }: Pick<StepDeps, 'engines' | 'clock' | 'log'> & { readonly store: Pick<Store, 'tenant'> },
): Promise<Pick<Engines, 'all' | 'health'>> {
  try {
    const mayUse = allowedBy((await store.tenant(job.tenantId, clock.nowMs())).settings);
    return {
      all: () => engines.all().filter(({ capabilities }) => mayUse(capabilities)),
      health: (engine) => engines.health(engine),
    };
  } catch (error) {
    log.error('which engines may be used is not known, so none is tried instead', error);
    return { all: () => [], health: (engine) => engines.health(engine) };
  }
}

/** What one engine finds improper is not tried on the next. */
function mayLead(code: ProviderErrorCode): boolean {
  return code !== 'moderation' && code !== 'expired';
}

/** To an engine that did not take it before, which may be well by now: later, and not for ever. */
function mayComeBack({ code, retryAtMs }: Rejected): boolean {
  return code === 'model_retired' || code === 'out_of_credit' || (code !== 'invalid' && retryAtMs !== null);
}
