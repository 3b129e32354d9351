import { jobDefaults } from '../../../core/defaults.ts';
import type { Job, JobState, JobStateKind } from '../../../core/job.ts';
import type { Allowance } from '../../../core/request.ts';
import type { ClipSpec } from '../../../core/spec.ts';
import { SECOND } from '../../../core/time.ts';
import { code, joinTexts, say, type Text, untrusted } from '../text.ts';
import {
  about,
  both,
  counted,
  credits,
  creditsLeft,
  duration,
  exact,
  number,
  percent,
  size,
  videos,
  when,
} from './amounts.ts';

/** Nobody counts these. */
const fewSeconds = 5 * SECOND;

/** A state in a word or two, for lists. */
export const states: Readonly<Record<JobStateKind, string>> = {
  awaiting_approval: 'waits for approval',
  preparing: 'being prepared',
  queued: 'in line',
  submitting: 'being sent',
  unknown: 'no answer yet',
  rendering: 'rendering',
  fetching: 'being stored',
  ready: 'ready',
  failed: 'failed',
  refused: 'refused',
  cancelled: 'cancelled',
};

/** The first line of a job's status. */
export function headline(jobNumber: number, state: JobState, engine: string): string {
  const name = `#${jobNumber}`;
  switch (state.kind) {
    case 'awaiting_approval':
      return `${name} waits for a moderator`;
    case 'preparing':
      return `${name} is being prepared`;
    case 'queued':
      return `${name} is in line for ${engine}`;
    case 'submitting':
      return `${name} is being sent to ${engine}`;
    case 'unknown':
      return `${name}: no answer from ${engine} yet`;
    case 'rendering':
      if (state.phase === 'waiting') return `${name} waits at ${engine}`;
      return state.progress === null ? `${name} is rendering` : `${name} is rendering: ${percent(state.progress)}`;
    case 'fetching':
      return `${name} is made and being stored`;
    case 'ready':
      return `${name} is ready`;
    case 'failed':
      return `${name} failed`;
    case 'refused':
      return `${name} was refused`;
    case 'cancelled':
      return `${name} is cancelled`;
  }
}

/** In place of the headline of a finished video whose clip was deleted. */
export function deleted(jobNumber: number): string {
  return `#${jobNumber} was deleted`;
}

/** "3 videos: 1 ready, 2 rendering". */
export function batchHeadline(all: readonly JobState[]): string {
  return `${videos(all.length)}: ${standings(all)}`;
}

/** The same of several engines at work on one prompt: "3 engines compared: 1 ready, 2 rendering". */
export function comparisonHeadline(all: readonly JobState[]): string {
  return `${counted(all.length, 'engine', 'engines')} compared: ${standings(all)}`;
}

function standings(all: readonly JobState[]): string {
  const amounts = new Map<string, number>();
  for (const state of all) amounts.set(inAWord(state), (amounts.get(inAWord(state)) ?? 0) + 1);
  return both(Array.from(amounts, ([word, amount]) => `${number(amount)} ${word}`));
}

/** A line of a comparison: "#412 Runway gen4.5 · 60 credits · about 2 min · rendering: 45%". */
export function comparisonRow(
  jobNumber: number,
  engine: string,
  state: JobState,
  { paid, timeMs }: { readonly paid: string; readonly timeMs: number | null },
): string {
  const time = timeMs === null ? [] : [state.kind === 'ready' ? took(timeMs) : about(timeMs)];
  const isMoving = state.kind === 'rendering' && state.phase !== 'waiting' && state.progress !== null;
  const stands = isMoving ? `${inAWord(state)}: ${percent(state.progress ?? 0)}` : inAWord(state);
  return [`#${jobNumber} ${engine}`, paid, ...time, stands].join(' · ');
}

/** From the moment that its engine was asked to the file. */
export function took(ms: number): string {
  return `took ${exact(ms)}`;
}

/** Of a copy, in place of its price. */
export function copied(fromNumber: number, madeAtMs: number, nowMs: number): Text {
  const ago = nowMs - madeAtMs < SECOND ? 'just now' : when(madeAtMs, nowMs);
  return say`From the cache: made ${ago} for #${String(fromNumber)}. Free.`;
}

/** The same in a word or two. */
export const fromCache = 'from the cache, free';

/** The engine has it, which does not mean that it has begun. */
function inAWord(state: JobState): string {
  return state.kind === 'rendering' && state.phase === 'waiting' ? 'waiting at the engine' : states[state.kind];
}

export function ahead(jobs: number): string {
  return jobs === 0 ? 'It is next.' : `${videos(jobs)} ahead of it.`;
}

/** For one that is not begun: how long the making itself takes. */
export function usual(ms: number): string {
  return ms < fewSeconds ? 'One like this takes a few seconds.' : `One like this takes about ${duration(ms)}.`;
}

export function remaining(ms: number): string {
  return ms < fewSeconds ? 'A few seconds left.' : `About ${duration(ms)} left.`;
}

/** What a state means for the person who waits. */
export const notes = {
  approval: 'A moderator has to agree first. Until then nothing is set aside or paid.',
  preparing: 'The file to start from is being copied and checked.',
  turnedAway: 'The engine is busy and turned it away for now. It is tried again by itself.',
  unknown: `It is not known whether the engine took it. Reelay keeps looking and never buys it twice. If nothing is found within ${duration(jobDefaults.unknownMs)}, you pay nothing.`,
  overdue:
    'This takes longer than usual. Reelay keeps asking, and the video comes when it is done. It no longer counts against how many you may have on the way.',
  cancelWished:
    'Cancelling was asked for. It is stopped if that loses nothing; otherwise it is finished, paid and kept, but not posted.',
  storing: 'Storing the file takes longer than usual. It is made and paid for, and is tried again by itself.',
  posting: 'It is on its way to the channel.',
  notPosted: 'The engine had finished it when cancelling was asked for, so it was not posted.',
  cancelled: 'You pay nothing.',
  directClosed: 'It could not be sent: your direct messages are closed to Reelay.',
  atOperator: 'It is kept, and the operator can hand it out.',
};

/** Where a video that was not posted can be had. */
export function fetchIt(jobNumber: number): Text {
  return say`It is kept: ${code(`/videos show #${jobNumber}`)} brings it.`;
}

/** "60 credits · 140 left": what it costs or cost, and what is left after it. */
export function price(job: Pick<Job, 'quoteMicroUsd' | 'playMoney'>, chargedMicroUsd: number | null): string {
  if (chargedMicroUsd === 0) return 'You pay nothing';
  const paid = credits(chargedMicroUsd ?? job.quoteMicroUsd);
  return job.playMoney ? `${paid} (demo, no real money)` : paid;
}

/** After a price: "140 left · 2 more videos". */
export function left({ leftMicroUsd, videosLeft }: Allowance): string {
  const credit = leftMicroUsd === null ? null : `${number(creditsLeft(leftMicroUsd))} left`;
  const more = videosLeft === null ? null : moreVideos(videosLeft);
  return [credit, more].filter((part) => part !== null).join(' · ');
}

function moreVideos(videosLeft: number): string {
  return videosLeft <= 0 ? 'no more videos' : counted(videosLeft, 'more video', 'more videos');
}

/** On its own: "You have 140 credits and 2 videos left." Empty where nothing is limited. */
export function stillLeft({ leftMicroUsd, videosLeft }: Allowance): string {
  const credit = leftMicroUsd === null ? null : counted(creditsLeft(leftMicroUsd), 'credit', 'credits');
  const more = videosLeft === null ? null : videos(Math.max(0, videosLeft));
  const parts = [credit, more].filter((part) => part !== null);
  return parts.length === 0 ? '' : `You have ${both(parts)} left.`;
}

/** "1080x1920 · 3 s · 30 fps · no sound · noir · seed 7 · Runway Gen-4.5". */
export function details({ size: made, seconds, fps, audio, style, seed }: ClipSpec, engine: string): Text {
  const sound = audio ? 'with sound' : 'no sound';
  const look = style === null ? [] : [[untrusted(style)]];
  return joinTexts([size(made), `${number(seconds)} s`, `${fps} fps`, sound, ...look, `seed ${seed}`, engine], ' · ');
}

/** Stands for a prompt that was removed on request. */
export function noPrompt(): string {
  return 'prompt removed';
}
