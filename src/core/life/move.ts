import { cacheKeyOf } from '../cache-key.ts';
import type { Attempt } from '../attempt.ts';
import type { Job } from '../job.ts';
import type { MoveTo } from '../outcome.ts';
import { enter } from './change.ts';

/** Only what the service chose an engine for goes elsewhere, and only for what was agreed. */
export function mayMove({ spec, quoteMicroUsd }: Job, to: MoveTo | undefined): to is MoveTo {
  const priceMicroUsd = to?.spec.route?.priceMicroUsd ?? Infinity;
  return spec.route !== null && priceMicroUsd <= quoteMicroUsd;
}

/** The job waits at another engine. At one that it comes back to it goes on losing patience. */
export function moved(job: Job, { engine, credential, spec, atMs }: MoveTo, nowMs: number): Job {
  const cacheKey = job.cacheKey === null ? null : cacheKeyOf({ ...job, engine, spec });
  const queued = enter({ ...job, engine, credential, spec, cacheKey }, { kind: 'queued' }, nowMs, atMs);
  const isBack = job.spec.route?.tried.includes(engine) ?? false;
  return { ...queued, retries: isBack ? job.retries + 1 : 0 };
}

/**
 * An engine turns out to have taken it. Where the job had gone elsewhere since, its spec is the other engine's: what was
 * agreed is the price then, where the engine names none, and nobody is given such a clip for the same words.
 */
export function backAt(job: Job, { engine, credential }: Attempt): Job {
  if (engine === job.engine && credential === job.credential) return job;
  const route = job.spec.route && { ...job.spec.route, priceMicroUsd: job.quoteMicroUsd };
  return { ...job, engine, credential, spec: { ...job.spec, route }, cacheKey: null };
}
