import { askOf } from '../ask-of.ts';
import { continuationOf } from '../continuation.ts';
import type { Job } from '../job.ts';
import type { Offer } from '../offer.ts';
import type { Ask } from '../spec.ts';
import { upgradeOf } from '../upgrade.ts';
import { type FoundJob, findJobTo, type JobRef, type NoAccess, type Standing } from './access.ts';
import { type Refusal, repeatVideo, type RequestDeps, type RequestInput, type RequestResult } from './request.ts';

/** `take`: another one of the same. `hd`: the same one, larger. `continue`: what happens next in it. */
export type Variant = 'take' | 'hd' | 'continue';

export type AgainAsk = Standing & {
  readonly choice: JobRef;
  readonly variant: Variant;
  /** What happens next, in other words than before; null for the same. Only to continue. */
  readonly prompt?: string | null;
};

/**
 * Makes an earlier clip once more, or one out of it, as a request of the asker's own, at today's price and within today's
 * limits. What was private stays so. A prompt that was removed on request is not there to be repeated.
 */
export async function again(
  ask: AgainAsk & { readonly request: Omit<RequestInput, 'asks'> },
  deps: RequestDeps,
): Promise<RequestResult | NoAccess> {
  const known = await deps.store.requestByKey(ask.request.inboundKey);
  if (known) return { kind: 'repeated', ...known };
  const found = await findAgain(ask, deps);
  switch (found.kind) {
    case 'not_found':
    case 'not_yours':
      return found;
    case 'cannot':
      return { kind: 'refused', refusals: [found.refusal], mayAsk: null };
    case 'can':
      return (
        (await repeatVideo({ ...ask.request, asks: [found.ask] }, found.request.id, deps)) ?? { kind: 'not_found' }
      );
  }
}

export type FoundAgain =
  | ({ readonly kind: 'can'; readonly ask: Ask } & Pick<FoundJob, 'job' | 'request'>)
  | { readonly kind: 'cannot'; readonly refusal: Refusal }
  | NoAccess;

/** What would be asked for, or why nothing can be. Changes nothing. */
export async function findAgain(
  ask: AgainAsk,
  deps: Pick<RequestDeps, 'store' | 'engines' | 'media'>,
): Promise<FoundAgain> {
  const found = await findJobTo(ask.variant === 'take' ? 'repeat' : 'build', ask.choice, ask, deps.store);
  if (found.kind !== 'found') return found;
  const { job, request } = found;
  if (request.prompt === null) return { kind: 'not_found' };
  await deps.engines.refresh();
  const wanted = await wantedOf(job, ask, deps);
  if ('kind' in wanted) return { kind: 'cannot', refusal: wanted };
  // What an engine makes once more starts from what the first one did, which may be a file of somebody's.
  if (ask.variant === 'hd' && wanted.operation === 'make') {
    const repeatable = await findJobTo('repeat', { jobId: job.id }, ask, deps.store);
    if (repeatable.kind !== 'found') return repeatable;
  }
  return { kind: 'can', ask: { ...wanted, private: request.visibility === 'private' }, job, request };
}

async function wantedOf(
  job: Job,
  { variant, prompt = null }: AgainAsk,
  { store, engines, media }: Pick<RequestDeps, 'store' | 'engines' | 'media'>,
): Promise<Ask | Refusal> {
  if (variant === 'take') return askOf(job);
  const clip = job.state.kind === 'ready' ? await store.clip(job.state.clipId) : null;
  if (variant === 'continue') {
    const next = continuationOf({ job, clip }, engines, media);
    if (typeof next === 'string') return { kind: 'no_continuation', why: next };
    return prompt === null ? next.ask : { ...next.ask, prompt };
  }
  const larger: Offer | null = upgradeOf({ job, clip }, engines);
  if (larger) return larger.ask;
  const maker = engines.find(job.engine);
  // One that is gone is refused by its name, with those that are left.
  return maker ? { kind: 'no_larger', engine: maker.capabilities.label } : askOf(job);
}
