import type { EntrySet } from '../../../src/core/ledger.ts';
import type { JobStory } from '../../../src/core/story.ts';
import { stateOf } from '../observe-store.ts';
import type { StorePool } from '../store-pool.ts';
import type { SimWorld } from '../world.ts';
import type { Approval } from '../../../src/core/approval.ts';
import { checkApprovals } from './approvals.ts';
import { checkBooks } from './books.ts';
import { checkClips } from './clips.ts';
import { checkCopies } from './copies.ts';
import { checkCounters } from './counters.ts';
import type { End } from './end.ts';
import { checkEnds } from './ends.ts';
import { checkForgotten, checkInputs } from './forgotten.ts';
import { checkPosts } from './posts.ts';
import { checkPurchases } from './purchases.ts';
import { checkQuotas } from './quotas.ts';
import { checkStatuses } from './statuses.ts';

const checks = [
  checkEnds,
  checkBooks,
  checkCounters,
  checkPurchases,
  checkClips,
  checkPosts,
  checkStatuses,
  checkQuotas,
  checkApprovals,
  checkCopies,
  checkForgotten,
  checkInputs,
] as const;

/** Holds a world that has come to rest against every rule. */
export async function checkAtEnd(world: SimWorld, pool: StorePool): Promise<void> {
  const stories = await storiesOf(world);
  const nowMs = world.clock.nowMs();
  const end: End = {
    ...world,
    nowMs,
    storedKeys: world.mediaLine.keys,
    stored: pool.stored,
    stories,
    ledger: await world.store.checkLedger(),
    slots: pool.slots(),
    leases: pool.leases(nowMs),
    counters: pool.counters(),
    otherSets: pool.otherSets(),
    approvals: await approvalsOf(world),
    cutOffAtMs: world.fleet.cutOffAtMs,
    wasHindered: world.fleet.wasHindered,
    wasCutShort: world.fleet.wasCutShort,
    violate: world.journal.violate,
  };
  for (const check of checks) check(end);
  countEnds(stories, end.otherSets, world);
}

async function storiesOf({ witness, store, rules, clock }: SimWorld): Promise<JobStory[]> {
  const stories: JobStory[] = [];
  for (const { id } of witness.jobs.values()) {
    const story = await store.story(id, rules, clock.nowMs());
    if (story) stories.push(story);
  }
  return stories;
}

async function approvalsOf({ witness, store }: SimWorld): Promise<Approval[]> {
  const asks = witness.admissions.filter(({ way }) => way === 'ask');
  const found = await Promise.all(asks.map(({ request: { id } }) => store.approvals.find({ requestId: id })));
  return found.filter((approval) => approval !== null);
}

function countEnds(stories: readonly JobStory[], otherSets: readonly EntrySet[], { journal }: SimWorld): void {
  for (const { view, entries } of stories) {
    if (view.job.state.kind === 'ready' && view.job.spec.route?.because === 'instead')
      journal.count('job: was made by another engine');
    journal.countNamed('job', stateOf(view.job));
    if (view.job.funding.kind === 'grants') journal.count('job: was paid by a grant');
    if (view.job.copyOf !== null) journal.count('job: was a copy');
    for (const { state } of view.deliveries) {
      journal.countNamed('delivery', state.kind === 'undeliverable' ? `undeliverable (${state.reason})` : state.kind);
    }
    for (const { kind } of entries) journal.count(`entries: ${kind}`);
  }
  for (const { kind } of otherSets) journal.count(`entries: ${kind}`);
}
