import type { Job } from '../job.ts';
import type { Ask } from '../spec.ts';
import { upgradeOf } from '../upgrade.ts';
import { findJobTo, type JobRef, type NoAccess, type Standing } from './access.ts';
import { repeatVideo, type RequestDeps, type RequestInput, type RequestResult } from './request.ts';

/** `take`: another one of the same. `hd`: the same one, larger. */
export type Variant = 'take' | 'hd';

/** What an earlier job asked for, as a new ask. Always a new take: the seed is drawn anew. */
export function askOf({ spec, engine }: Job): Ask {
  const { operation, prompt, seconds, size, fps, style, audio, input } = spec;
  return {
    operation,
    prompt,
    engine,
    seconds,
    size,
    fps,
    style,
    count: 1,
    seed: null,
    audio,
    fresh: true,
    private: false,
    input,
  };
}

/**
 * Makes an earlier clip once more as a request of the asker's own, at today's price and within today's limits. What
 * was private stays so. A prompt that was removed on request is not there to be repeated.
 */
export async function again(
  ask: Standing & {
    readonly choice: JobRef;
    readonly variant: Variant;
    readonly request: Omit<RequestInput, 'asks'>;
  },
  deps: RequestDeps,
): Promise<RequestResult | NoAccess> {
  const known = await deps.store.requestByKey(ask.request.inboundKey);
  if (known) return { kind: 'repeated', ...known };
  const found = await findJobTo('repeat', ask.choice, ask, deps.store);
  if (found.kind !== 'found') return found;
  const { job, request } = found;
  if (request.prompt === null) return { kind: 'not_found' };
  const take = { ...askOf(job), private: request.visibility === 'private' };
  const repeated = async (asked: Ask): Promise<RequestResult | NoAccess> =>
    (await repeatVideo({ ...ask.request, asks: [asked] }, request.id, deps)) ?? { kind: 'not_found' };
  switch (ask.variant) {
    case 'take':
      return repeated(take);
    case 'hd': {
      const engine = deps.engines.find(job.engine)?.capabilities;
      // An engine that is gone is refused there, with those that are left.
      if (!engine) return repeated(take);
      const larger = upgradeOf(job, engine);
      if (!larger) return { kind: 'refused', refusals: [{ kind: 'no_larger', engine: engine.label }] };
      const { size } = larger;
      return repeated({ ...take, size, seed: job.spec.seed, fresh: false });
    }
  }
}
