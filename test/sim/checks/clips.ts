import type { JobOutcome } from '../../../src/core/outcome.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import type { Told } from '../app.ts';
import { madeClip } from '../engine/tasks.ts';
import { type End, nameOf, type TaskAtEnd, tasksOf } from './end.ts';

/** After the horizon a task is looked at once more, this much later. */
const lateLookMs = HOUR;

/** A process that was told something and cut off this soon after had no chance to record it. */
const cutOffMsMax = 40 * MINUTE;
/** Else it records it within this time, some failed tries included: sooner than anybody finds out anew. */
const recordingMsMax = 100 * SECOND;

/** Every clip whose success could be learnt is stored, and what anybody alive was told is recorded. */
export function checkClips(end: End): void {
  for (const at of tasksOf(end)) if (madeClip(at.task, end.nowMs)) checkClip(at, end);
  for (const { view } of end.stories) {
    const { clip, job } = view;
    if (!clip) continue;
    const isThere = end.storedKeys().includes(clip.file.key);
    if (isThere !== (clip.deletedAtMs === null)) {
      end.violate(
        'clips',
        job.id,
        `${clip.id} is ${isThere ? 'deleted, and its file is still there' : 'not deleted, and its file is gone'}`,
      );
    }
  }
  for (const told of end.told) {
    const cutOffAtMs = end.cutOffAtMs(told.app);
    if (cutOffAtMs === null || cutOffAtMs - told.atMs > cutOffMsMax) checkTold(told, end);
  }
}

/** An answer exists nowhere else: whoever hears it records it, though others may find out as well. */
function checkTold(told: Told, { witness, wasHindered, violate }: End): void {
  const { app, atMs } = told;
  const [about, outcome, jobId] = subjectOf(told, witness);
  const records = witness.recorded.get(`${app.name} ${outcome} ${about}`) ?? [];
  const limitMs = wasHindered(app, atMs, atMs + recordingMsMax) ? Infinity : atMs + recordingMsMax;
  if (records.some((recordedAtMs) => recordedAtMs >= atMs && recordedAtMs <= limitMs)) return;
  violate(
    'clips',
    jobId,
    `${app.name} heard of ${about} that it was ${told.kind}, was not cut off, and did not record it`,
  );
}

function subjectOf(
  told: Told,
  { jobOf }: End['witness'],
): readonly [string, JobOutcome['kind'] | 'sent', string | null] {
  switch (told.kind) {
    case 'taken':
      return [told.attemptId, 'accepted', jobOf(told.attemptId)];
    case 'succeeded':
      return [told.attemptId, 'succeeded', jobOf(told.attemptId)];
    case 'sent':
      return [told.deliveryId, 'sent', told.jobId];
  }
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
