import type { UndeliverableReason } from '../core/failure.ts';
import { hasEnded, type Job } from '../core/job.ts';
import type { JobView, Request } from '../core/request.ts';
import { SECOND } from '../core/time.ts';
import type { Catalogue } from './messages/catalogue.ts';
import { engineLabel, isChosen } from './engine-label.ts';
import { joinTexts, partsOf, type Text } from './messages/text.ts';
import type { Showing } from './view.ts';

/** Storing a clip takes less, unless something is wrong. */
const storingMsUsual = 30 * SECOND;

/** What the state means for the person who waits; nothing where all goes as usual. `hasClip` when the clip comes with it. */
export function notesOf(view: JobView, showing: Showing, { hasClip } = { hasClip: false }): Text[] {
  const { job } = view;
  const { status } = showing.words;
  const notes = stateNotes(view, showing, hasClip);
  if (hasEnded(job.state)) return notes;
  const answer = job.state.kind === 'preparing' || job.state.kind === 'queued' ? answerNote(view, showing.words) : null;
  if (answer) notes.push(answer);
  notes.push(...engineNotes(job, showing).map((note) => partsOf(note)));
  if (job.overdueAtMs !== null) notes.push(partsOf(status.notes.overdue));
  if (job.cancelRequestedAtMs !== null) notes.push(partsOf(status.notes.cancelWished));
  return notes;
}

function stateNotes(view: JobView, showing: Showing, hasClip: boolean): Text[] {
  const { words, nowMs } = showing;
  const { job, ahead } = view;
  const { status } = words;
  const { state } = job;
  // What auto chose says it already.
  const usual = view.usualMs === null || isChosen(job) ? null : status.usual(view.usualMs);
  switch (state.kind) {
    case 'awaiting_approval':
      return [partsOf(status.notes.approval)];
    case 'preparing':
      if (view.copiedFrom) return [];
      return textsOf(job.spec.input && status.notes.preparing, usual);
    case 'queued':
      if (job.retries > 0) return [partsOf(status.notes.turnedAway)];
      return textsOf(ahead === null ? null : status.ahead(ahead), usual);
    case 'submitting':
      return textsOf(usual);
    case 'unknown':
      return [partsOf(status.notes.unknown)];
    case 'rendering': {
      if (job.overdueAtMs !== null) return [];
      if (state.phase === 'waiting') return textsOf(usual);
      const remainingMs = estimateRemainingMs(view, nowMs);
      return textsOf(remainingMs === null ? null : status.remaining(remainingMs));
    }
    case 'fetching':
      return nowMs - job.stateSinceMs >= storingMsUsual ? [partsOf(status.notes.storing)] : [];
    case 'ready':
      return readyNotes(view, words, hasClip);
    case 'failed':
      return [partsOf(billedNote(view, showing) ?? words.failures[state.code])];
    case 'refused':
      return [
        (state.reason === 'approval_denied' ? answerNote(view, words) : null) ?? partsOf(words.refused[state.reason]),
      ];
    case 'cancelled':
      return [partsOf(status.notes.cancelled)];
  }
}

/** Money went to the engine for nothing; null where none did. */
function billedNote({ job, billedRefusal, chargedMicroUsd }: JobView, showing: Showing): string | null {
  if (billedRefusal === null) return null;
  return showing.words.judging.billedRefusal(engineLabel(job.engine, showing), billedRefusal, chargedMicroUsd ?? 0);
}

/** What a moderator said who was asked; null where nobody was, or nobody has said anything. */
function answerNote({ job, approval }: JobView, { approvals }: Catalogue): Text | null {
  if (!approval) return null;
  const { state, quoteMicroUsd } = approval;
  switch (state.kind) {
    case 'approved':
      return hasEnded(job.state)
        ? approvals.gaveLess(state.grantedMicroUsd ?? 0, quoteMicroUsd, state.reason)
        : approvals.saidYes(state);
    case 'denied':
      return approvals.saidNo(state);
    case 'open':
    case 'expired':
    case 'withdrawn':
      return null;
  }
}

/** What became of what the person had set, and of the engine that was asked first. */
export function engineNotes({ engine, spec }: Job, showing: Showing): string[] {
  const { choosing } = showing.words;
  const label = engineLabel(engine, showing);
  const [first] = spec.route?.tried ?? [];
  return [
    ...(first === undefined ? [] : [choosing.moved(engineLabel(first, showing), label)]),
    ...spec.adapted.map((each) => choosing.adapted(label, each)),
  ];
}

export function isDeleted(clip: JobView['clip']): boolean {
  return clip !== null && clip.deletedAtMs !== null;
}

function readyNotes({ job, clip, deliveries, request }: JobView, words: Catalogue, hasClip: boolean): Text[] {
  const { notes } = words.status;
  const kept = hasClip ? [] : words.status.fetchIt(job.number);
  if (isDeleted(clip)) return [];
  const last = deliveries.at(-1);
  if (!last) return job.cancelRequestedAtMs === null ? [] : [joinTexts([notes.notPosted, kept], ' ')];
  switch (last.state.kind) {
    case 'sent':
      return [];
    case 'pending':
    case 'sending':
      return last.retries > 0 ? [partsOf(notes.posting)] : [];
    case 'undeliverable': {
      const { reason } = last.state;
      return [
        joinTexts([whyNotPosted(reason, request, words), ...(hasClip ? [] : [howToGet(reason, job, words)])], ' '),
      ];
    }
  }
}

/** Why a clip is not where it was asked for. What is private goes nowhere but to direct messages. */
export function whyNotPosted(
  reason: UndeliverableReason,
  { visibility }: Pick<Request, 'visibility'>,
  words: Catalogue,
): string {
  return visibility === 'private' && reason === 'not_allowed'
    ? words.status.notes.directClosed
    : words.undeliverable[reason];
}

/** What was too large to be posted is too large to be shown as well. */
function howToGet(reason: UndeliverableReason, { number }: Pick<Job, 'number'>, words: Catalogue): Text {
  return reason === 'too_large' ? partsOf(words.status.notes.atOperator) : words.status.fetchIt(number);
}

/** What there is to say, as one line. */
function textsOf(...sentences: readonly (string | null)[]): Text[] {
  const said = sentences.filter((sentence) => sentence !== null);
  return said.length === 0 ? [] : [joinTexts(said, ' ')];
}

const progressMin = 0.1;
/** The last of it says nothing: engines stand there for as long as they like. */
const progressMax = 0.98;
/** A render that takes this much longer than usual has no estimate any more: nobody knows then. */
const usualFactorMax = 1.5;

/** A guess: from the pace so far where the engine tells its progress, else from what is usual. Null while there is nothing to go by. */
export function estimateRemainingMs({ job, usualMs }: Pick<JobView, 'job' | 'usualMs'>, nowMs: number): number | null {
  if (job.state.kind !== 'rendering' || job.state.phase !== 'rendering' || job.submittedAtMs === null) return null;
  const { progress } = job.state;
  const elapsedMs = nowMs - job.submittedAtMs;
  if (progress !== null && progress >= progressMin && progress <= progressMax && elapsedMs >= SECOND) {
    return (elapsedMs * (1 - progress)) / progress;
  }
  if (usualMs === null || elapsedMs > usualMs * usualFactorMax) return null;
  return Math.max(0, usualMs - elapsedMs);
}
