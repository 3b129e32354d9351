import { quoteMicroUsd } from './engine.ts';
import type { Engines } from './engines.ts';
import type { Job } from './job.ts';

/** What another take of the same costs today; null where its engine takes nothing new. */
export function newTakeMicroUsd(
  { engine, spec }: Pick<Job, 'engine' | 'spec'>,
  engines: Pick<Engines, 'all'>,
): number | null {
  const found = engines.all().find(({ capabilities }) => capabilities.id === engine)?.capabilities;
  return found ? quoteMicroUsd(found.price, spec) : null;
}
