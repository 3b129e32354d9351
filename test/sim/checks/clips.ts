import { HOUR } from '../../../src/core/time.ts';
import type { Told } from '../app.ts';
import { madeClip } from '../engine/tasks.ts';
import { type End, nameOf, type TaskAtEnd, tasksOf } from './end.ts';

/** After the horizon a task is looked at once more, this much later. */
const lateLookMs = HOUR;

/** Every clip whose success could be learnt is stored, and what anybody alive was told is recorded. */
export function checkClips(end: End): void {
  for (const at of tasksOf(end)) if (madeClip(at.task, end.nowMs)) checkClip(at, end);
  for (const told of end.told) if (!end.wasCutOff(told.app)) checkTold(told, end);
}

/** An answer exists nowhere else: whoever hears it records it, though others may find out as well. */
function checkTold(told: Told, { witness, violate }: End): void {
  const who = told.app.name;
  if (told.kind === 'sent') {
    if (witness.recorded.has(`${who} sent ${told.deliveryId}`)) return;
    violate(
      'clips',
      told.jobId,
      `${who} was told that ${told.deliveryId} is visible, was not cut off, and did not record it`,
    );
    return;
  }
  const outcome = told.kind === 'taken' ? 'accepted' : 'succeeded';
  if (witness.recorded.has(`${who} ${outcome} ${told.attemptId}`)) return;
  const text = `${who} was told that ${told.attemptId} was ${told.kind}, was not cut off, and did not record it`;
  violate('clips', witness.jobOf(told.attemptId), text);
}

function checkClip({ task, story }: TaskAtEnd, { notedSuccesses, violate, nowMs }: End): void {
  const { job, clip } = story.view;
  const lost = (why: string): void =>
    violate('clips', job.id, `the clip of ${task.id} for ${nameOf(story)} is lost: ${why}`);
  const state = story.attempts.find(({ id }) => id === task.attemptId)?.state;
  const hasAnother = 'attemptId' in job.state && job.state.attemptId !== task.attemptId;
  switch (state?.kind) {
    case 'succeeded': {
      if (hasAnother) return;
      if (job.state.kind === 'ready') {
        if (clip?.file.sha256 !== task.sha256) lost('the file that is stored is not the one the engine made');
        return;
      }
      const isUsable = task.ending.kind === 'succeeds' && task.ending.output === 'good';
      if (isUsable) lost(`its output is there and good, and the job is ${job.state.kind}`);
      return;
    }
    case 'accepted':
      if (!hasAnother)
        lost(`the engine finished it ${minutes(nowMs - task.finishesAtMs)} ago, and it is still taken to be under way`);
      return;
    case 'abandoned':
    case 'cancelled': {
      if (notedSuccesses.has(task)) lost(`its success was announced and noted, and the attempt is still ${state.kind}`);
      const endedAtMs = story.events.findLast(({ outcome }) => outcome === 'gave_up')?.atMs;
      const lookedAtMs = (endedAtMs ?? 0) + lateLookMs;
      if (state.kind === 'abandoned' && state.taskId !== null && task.finishesAtMs < lookedAtMs) {
        lost('the engine had finished it when it was looked at for the last time');
      }
      return;
    }
    // Its name was never learnt.
    case 'submitting':
    case 'unknown':
    case 'rejected':
    case undefined:
      if (notedSuccesses.has(task)) lost('its success was announced and noted, and nothing came of it');
      return;
    case 'failed':
      lost('the attempt is recorded as failed');
  }
}

function minutes(ms: number): string {
  return `${Math.round(ms / 60_000)} min`;
}
