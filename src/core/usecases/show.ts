import type { Actor } from '../actor.ts';
import type { AdmissionRules } from '../policy.ts';
import type { JobStory, Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { findOwnJob, type JobChoice, type NoAccess } from './access.ts';

/** The whole story of a job: what was asked, tried, charged and delivered. */
export async function show(
  ask: { readonly choice: JobChoice; readonly actor: Actor },
  { store, clock, rules }: { readonly store: Store; readonly clock: Clock; readonly rules: AdmissionRules },
): Promise<{ readonly kind: 'found'; readonly story: JobStory } | NoAccess> {
  const found = await findOwnJob(ask.choice, ask.actor, store);
  if (found.kind !== 'found') return found;
  const story = await store.story(found.job.id, rules, clock.nowMs());
  return story ? { kind: 'found', story } : { kind: 'not_found' };
}
