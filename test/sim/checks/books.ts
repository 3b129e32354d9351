import type { Unit } from '../../../src/core/ledger.ts';
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
  for (const { grantId, expected, found } of ledger.wrongGrants) {
    violate('books', null, `${grantId} should have ${expected} left by the entries and has ${found}`);
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

  const { funding } = job;
  const payer = funding.kind === 'grants' ? 'grant' : 'member';
  const paid = 0 - gainOf(postings, payer, 'usd_micro');
  const videos = 0 - gainOf(postings, payer, 'videos');
  const isCaptured = job.state.kind === 'ready' && story.entries.some(({ kind }) => kind === 'capture');
  const price = isCaptured ? Math.min(job.quoteMicroUsd, priceOf(story, charged)) : 0;
  // A grant pays in its own unit alone; what of it is not that costs the tenant.
  const pays = (unit: Unit): boolean => funding.kind === 'allowance' || funding.unit === unit;
  const owes = pays('usd_micro') ? price : 0;
  const uses = pays('videos') ? Number(isCaptured) : 0;
  const isOwed = paid === owes || (pays('usd_micro') && paid === priceOfRefused(story, charged));
  if (isOver(story) && !isOwed) off(`its ${payer} should have paid ${owes} micro-dollars and paid ${paid}`);
  if (isOver(story) && videos !== uses) off(`its ${payer} should have used ${uses} videos and used ${videos}`);
  const other = payer === 'grant' ? 'member' : 'grant';
  for (const unit of ['usd_micro', 'videos'] as const) {
    if (gainOf(postings, other, unit) !== 0) off(`a ${other} paid ${unit} for it, which ${payer}s pay`);
  }

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

/** What a prompt costs its member that the engine refused and charged for, after those of the day that are free. */
function priceOfRefused({ view: { job } }: JobStory, charged: readonly TaskAtEnd[]): number {
  const isRefused = job.state.kind === 'failed' && job.state.code === 'moderation';
  const owed = charged.reduce((sum, { task }) => sum + task.chargeMicroUsd, 0);
  return isRefused ? Math.min(job.quoteMicroUsd, owed) : 0;
}

function priceOf({ view }: JobStory, charged: readonly TaskAtEnd[]): number {
  const { state } = view.job;
  if (state.kind !== 'ready') return 0;
  return charged.find(({ task }) => task.attemptId === state.attemptId)?.task.chargeMicroUsd ?? 0;
}
