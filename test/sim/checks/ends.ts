import type { JobStory } from '../../../src/core/story.ts';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import { type End, isOver, nameOf } from './end.ts';

/** Every admitted job ends; nothing of it stays leased or takes up a place. */
export function checkEnds(end: End): void {
  const { stories, witness, slots, leases, violate } = end;
  for (const story of stories) {
    checkDeadlines(story, end);
    const { job } = story.view;
    if (!isOver(story)) {
      const since = `since ${new Date(job.stateSinceMs).toISOString()}`;
      violate('ends', job.id, `${nameOf(story)} is still ${job.state.kind} ${since}, long after all faults had ended`);
    }
    for (const { id, state } of story.view.deliveries) {
      if (state.kind === 'sent' || state.kind === 'undeliverable') continue;
      violate('ends', job.id, `delivery ${id} of ${nameOf(story)} is still ${state.kind}`);
    }
  }
  const known = new Set<string>(stories.map(({ view }) => view.job.id));
  for (const { jobs } of witness.admissions) {
    for (const { id } of jobs) if (!known.has(id)) violate('ends', id, `the admitted job ${id} is not in the database`);
  }
  for (const { engine, credential, active } of slots) {
    const taken = stories.filter(({ view: { job } }) => {
      const isThere = job.engine === engine && job.credential === credential && job.overdueAtMs === null;
      return isThere && (job.state.kind === 'submitting' || job.state.kind === 'rendering');
    });
    if (taken.length !== active) {
      violate('ends', null, `${engine} counts ${active} places as taken, and ${taken.length} are`);
    }
  }
  for (const { id, owner } of leases) {
    violate('leases', null, `${id} is still leased to ${owner}, although every process has stopped in good order`);
  }
}

/** What a plan may be late by: processes that are down or frozen, and stores that cannot be reached. */
const slackMs = 3 * HOUR;

/** Nobody is kept waiting, and no hold stands, longer than the design allows. */
function checkDeadlines({ view: { job }, attempts }: JobStory, { engines, violate }: End): void {
  const [attempt] = attempts.slice(-1);
  const engine = engines.find(({ talents }) => talents.engines.some(({ id }) => id === job.engine));
  const capabilities = engine?.talents.engines.find(({ id }) => id === job.engine);
  if (!attempt || !capabilities || engine?.wasEverUnplugged()) return;
  if (job.overdueAtMs !== null && job.overdueAtMs - attempt.createdAtMs < 10 * MINUTE) {
    violate(
      'asking',
      job.id,
      `it was called overdue ${Math.round((job.overdueAtMs - attempt.createdAtMs) / 1_000)} s after its create`,
    );
  }
  if (job.endedAtMs === null || job.state.kind !== 'failed') return;
  const waitedMs = job.endedAtMs - attempt.createdAtMs;
  const limitMs = job.state.code === 'create_unknown' ? 24 * HOUR : capabilities.horizonMs;
  const isGivenUp = job.state.code === 'create_unknown' || job.state.code === 'horizon';
  if (isGivenUp && waitedMs > limitMs + slackMs) {
    violate(
      'ends',
      job.id,
      `it was given up ${Math.round(waitedMs / HOUR)} h after its create; its limit is ${limitMs / HOUR} h`,
    );
  }
}
