import { hasEnded, type Job } from '../core/job.ts';
import type { JobView } from '../core/request.ts';
import { SECOND } from '../core/time.ts';
import { joinTexts, partsOf, type Text } from './messages/text.ts';
import type { Showing } from './view.ts';

/** Storing a clip takes less, unless something is wrong. */
const storingMsUsual = 30 * SECOND;

/** What the state means for the person who waits; nothing where all goes as usual. */
export function notesOf(view: JobView, showing: Showing): Text[] {
  const { job } = view;
  const { status } = showing.words;
  const notes = stateNotes(view, showing);
  if (hasEnded(job.state)) return notes;
  if (job.overdueAtMs !== null) notes.push(partsOf(status.notes.overdue));
  if (job.cancelRequestedAtMs !== null) notes.push(partsOf(status.notes.cancelWished));
  return notes;
}

function stateNotes(view: JobView, { words, nowMs }: Showing): Text[] {
  const { job, ahead } = view;
  const { status } = words;
  const { state } = job;
  switch (state.kind) {
    case 'awaiting_approval':
      return [partsOf(status.notes.approval)];
    case 'preparing':
      return job.spec.input ? [partsOf(status.notes.preparing)] : [];
    case 'queued':
      if (job.retries > 0) return [partsOf(status.notes.turnedAway)];
      return ahead === null ? [] : [partsOf(status.ahead(ahead))];
    case 'submitting':
      return [];
    case 'unknown':
      return [partsOf(status.notes.unknown)];
    case 'rendering': {
      const remainingMs = job.overdueAtMs === null ? estimateRemainingMs(job, nowMs) : null;
      return remainingMs === null ? [] : [partsOf(status.remaining(remainingMs))];
    }
    case 'fetching':
      return nowMs - job.stateSinceMs >= storingMsUsual ? [partsOf(status.notes.storing)] : [];
    case 'ready':
      return readyNotes(view, words);
    case 'failed':
      return [partsOf(words.failures[state.code])];
    case 'refused':
      return [partsOf(words.refused[state.reason])];
    case 'cancelled':
      return [partsOf(status.notes.cancelled)];
  }
}

function readyNotes({ job, clip, deliveries }: JobView, words: Showing['words']): Text[] {
  const { notes, fetchIt } = words.status;
  if (clip?.deletedAtMs !== null && clip !== null) return [partsOf(notes.fileDeleted)];
  const last = deliveries.at(-1);
  if (!last) return job.cancelRequestedAtMs === null ? [] : [joinTexts([notes.notPosted, fetchIt(job.number)], ' ')];
  switch (last.state.kind) {
    case 'sent':
      return [];
    case 'pending':
    case 'sending':
      return last.retries > 0 ? [partsOf(notes.posting)] : [];
    case 'undeliverable':
      return [joinTexts([words.undeliverable[last.state.reason], fetchIt(job.number)], ' ')];
  }
}

const progressMin = 0.1;

/** A guess from the pace so far; null while there is too little to go by. */
export function estimateRemainingMs(job: Job, nowMs: number): number | null {
  if (job.state.kind !== 'rendering' || job.state.phase !== 'rendering' || job.submittedAtMs === null) return null;
  const { progress } = job.state;
  const elapsedMs = nowMs - job.submittedAtMs;
  if (progress === null || progress < progressMin || progress >= 1 || elapsedMs < SECOND) return null;
  return (elapsedMs * (1 - progress)) / progress;
}
