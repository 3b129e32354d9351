import type { Actor } from '../actor.ts';
import type { Job } from '../job.ts';
import type { Ask } from '../spec.ts';
import { findOwnJob, type JobChoice, type NoAccess } from './access.ts';
import { type RequestDeps, type RequestInput, type RequestResult, requestVideo } from './request.ts';

/** What an earlier job asked for, as a new ask. Always a new take: the seed is drawn anew. */
export function askOf({ spec, engine }: Job): Ask {
  const { prompt, seconds, size, fps, style, audio, input } = spec;
  return { prompt, engine, seconds, size, fps, style, count: 1, seed: null, audio, fresh: true, private: false, input };
}

/** Makes a new take of an earlier clip, at today's price and within today's limits. */
export async function again(
  ask: {
    readonly choice: JobChoice;
    readonly actor: Actor;
    readonly request: Omit<RequestInput, 'asks'>;
    readonly private: boolean;
  },
  deps: RequestDeps,
): Promise<RequestResult | NoAccess> {
  const found = await findOwnJob(ask.choice, ask.actor, deps.store);
  if (found.kind !== 'found') return found;
  return requestVideo({ ...ask.request, asks: [{ ...askOf(found.job), private: ask.private }] }, deps);
}
