import type { AdmissionRules } from '../policy.ts';
import type { JobStory } from '../story.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import { findJobTo, type JobRef, type NoAccess, type Standing } from './access.ts';

/**
 * The whole story of a job: what was asked, tried, charged and delivered. What others than its member paid for it is told to
 * moderators and the operator (`seesCosts`).
 */
export async function show(
  ask: Standing & { readonly choice: JobRef },
  { store, clock, rules }: { readonly store: Store; readonly clock: Clock; readonly rules: AdmissionRules },
): Promise<{ readonly kind: 'found'; readonly story: JobStory; readonly seesCosts: boolean } | NoAccess> {
  const found = await findJobTo('see', ask.choice, ask, store);
  if (found.kind !== 'found') return found;
  const story = await store.story(found.job.id, rules, clock.nowMs());
  const seesCosts = ask.actor.kind === 'operator' || ask.moderates === found.job.tenantId;
  return story ? { kind: 'found', story, seesCosts } : { kind: 'not_found' };
}
