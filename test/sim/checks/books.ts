import type { JobStory } from '../../../src/core/story.ts';
import { type End, gainOf, isOver, nameOf, type TaskAtEnd, tasksOf } from './end.ts';

/** Every hold ends, members pay for clips alone, and engines earn what they charged and told. */
export function checkBooks(end: End): void {
  const { ledger, violate } = end;
  for (const ref of ledger.unbalanced) violate('books', null, `the entries of ${ref} do not sum to zero`);
  for (const { jobId, unit, expected, found } of ledger.wrongHolds) {
    violate('books', jobId, `the hold of ${jobId} should be ${expected} ${unit} and is ${found}`);
  }
  for (const { counter, expected, found } of ledger.wrongCounters) {
    violate('books', null, `the counter ${counter} should be ${expected} by the entries and is ${found}`);
  }
  const tasks = tasksOf(end);
  for (const story of end.stories)
    checkJob(
      story,
      tasks.filter((at) => at.story === story),
      end,
    );
}

function checkJob(story: JobStory, tasks: readonly TaskAtEnd[], { violate }: End): void {
  const { job } = story.view;
  const postings = story.entries.flatMap((set) => set.postings);
  const off = (text: string): void => violate('books', job.id, `${nameOf(story)}: ${text}`);

  for (const unit of ['usd_micro', 'videos'] as const) {
    const quote = unit === 'videos' ? 1 : job.quoteMicroUsd;
    const held = gainOf(postings, 'hold', unit);
    const expected = isOver(story) || job.copyOf !== null ? 0 : quote;
    if (held !== expected) off(`its hold should be ${expected} ${unit} and is ${held}`);
  }

  const charged = tasks.filter(({ task }) => hasVerdict(story, task.attemptId));
  const owed = charged.reduce((sum, { task }) => sum + task.chargeMicroUsd, 0);
  const earned = gainOf(postings, 'engine', 'usd_micro');
  if (earned !== owed) off(`the engine charged ${owed} micro-dollars, and the books say ${earned}`);

  const paid = -gainOf(postings, 'member', 'usd_micro');
  const videos = -gainOf(postings, 'member', 'videos');
  const isCaptured = job.state.kind === 'ready' && story.entries.some(({ kind }) => kind === 'capture');
  const price = isCaptured ? Math.min(job.quoteMicroUsd, priceOf(story, charged)) : 0;
  if (isOver(story) && paid !== price) off(`its member should have paid ${price} micro-dollars and paid ${paid}`);
  if (isOver(story) && videos !== Number(isCaptured))
    off(`its member should have used ${Number(isCaptured)} videos and used ${videos}`);

  const reserved = gainOf(postings, 'loss', 'usd_micro') + gainOf(postings, 'write_off', 'usd_micro');
  const isGivenUp = story.attempts.some(({ state }) => state.kind === 'abandoned' || state.kind === 'accepted');
  if (reserved !== 0 && (reserved !== job.quoteMicroUsd || !isGivenUp)) {
    off(`${reserved} micro-dollars are still set aside for it`);
  }
}

function hasVerdict({ attempts }: JobStory, attemptId: string): boolean {
  const state = attempts.find(({ id }) => id === attemptId)?.state.kind;
  return state === 'succeeded' || state === 'failed';
}

function priceOf({ view }: JobStory, charged: readonly TaskAtEnd[]): number {
  const { state } = view.job;
  if (state.kind !== 'ready') return 0;
  return charged.find(({ task }) => task.attemptId === state.attemptId)?.task.chargeMicroUsd ?? 0;
}
