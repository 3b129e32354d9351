import { hasEnded, type Job, type JobState } from '../core/job.ts';
import type { JobView } from '../core/request.ts';
import { shorten } from './grammar/problem.ts';
import { joinTexts, partsOf, say, type Text, untrusted } from './messages/text.ts';
import { resultButtons, statusButtons } from './buttons.ts';
import { engineLabel, engineOf, isChosen } from './engine-label.ts';
import { engineNotes, isDeleted, notesOf } from './state-notes.ts';
import type { Showing, Tone, View } from './view.ts';

const promptCharsShown = 300;
const promptCharsInRow = 60;

/** The status of a request: one video in full, a batch with a line for each. */
export function presentStatus(views: readonly [JobView, ...JobView[]], showing: Showing): View {
  const [first, ...others] = views;
  return others.length === 0 ? presentJob(first, showing) : presentBatch(views, showing);
}

/** The status of one video while it is made. Once posted or deleted, it shrinks to one line; nothing of a deleted one is repeated. */
export function presentJob(view: JobView, showing: Showing): View {
  const { job } = view;
  const { words } = showing;
  const headline = headlineOf(view, showing);
  const common = {
    progress: progressOf(job.state),
    ...(isProgressInHeadline(job.state) ? { isProgressInTitle: true as const } : {}),
    tone: toneOf(view),
    buttons: statusButtons([view], showing),
  };
  const notes = notesOf(view, showing);
  if (job.state.kind === 'ready' && notes.length === 0) {
    const price = view.copiedFrom ? words.status.fromCache : words.status.price(job, view.chargedMicroUsd);
    return { ...common, title: joinTexts([headline, price], ' · '), lines: [] };
  }
  const prompt = promptLine(view, showing, promptCharsShown);
  const lines = endedWithoutVideo(job)
    ? [prompt, ...notes, partsOf(words.status.stillLeft(view.allowance))]
    : [prompt, ...priceLines(view, showing), ...notes];
  return { ...common, title: partsOf(headline), lines: lines.filter((line) => line.length > 0) };
}

/** What goes with the posted clip, each of a batch with its own buttons. */
export function presentResult(view: JobView, showing: Showing): View {
  const { job } = view;
  const { words } = showing;
  return {
    title: partsOf(words.status.headline(job.number, job.state, engineLabel(job.engine, showing))),
    lines: [
      promptLine(view, showing, promptCharsShown),
      moneyLine(view, showing),
      words.status.details(job.spec, engineOf(job, showing)),
      ...engineNotes(job, showing).map((note) => partsOf(note)),
    ],
    progress: null,
    tone: 'good',
    buttons: resultButtons(view, showing),
  };
}

function presentBatch(views: readonly [JobView, ...JobView[]], showing: Showing): View {
  const { words } = showing;
  const jobs = views.map((view) => view.job);
  const isComparison = isCompared(views);
  const rows = isComparison ? comparisonRows(views, showing) : views.map((view) => batchRow(view, showing));
  const headline = isComparison ? words.status.comparisonHeadline : words.status.batchHeadline;
  const notes = batchNotes(views, showing);
  const done = jobs.reduce((sum, { state }) => sum + (hasEnded(state) ? 1 : (progressOf(state) ?? 0)), 0);
  const isOver = jobs.every((job) => hasEnded(job.state));
  const money = batchMoney(views, isOver, showing);
  return {
    title: partsOf(headline(jobs.map((job) => job.state))),
    lines: [...rows, money, ...notes].filter((line) => line.length > 0),
    progress: isOver ? null : done / jobs.length,
    tone: toneOfBatch(views),
    buttons: statusButtons(views, showing),
  };
}

function batchRow(view: JobView, showing: Showing): Text {
  const prompt = isDeleted(view.clip) ? [] : promptLine(view, showing, promptCharsInRow);
  return joinTexts([headlineOf(view, showing), prompt], ' · ');
}

/** The same prompt at engines that were named, each another one. */
function isCompared(views: readonly JobView[]): boolean {
  const jobs = views.map(({ job }) => job);
  const engines = new Set(jobs.map(({ engine }) => engine));
  const prompts = new Set(jobs.map(({ spec }) => spec.prompt));
  return engines.size === jobs.length && prompts.size === 1 && jobs.every(({ spec }) => spec.route === null);
}

function comparisonRows(views: readonly [JobView, ...JobView[]], showing: Showing): Text[] {
  const [first] = views;
  const prompt = views.some(({ clip }) => isDeleted(clip)) ? [] : promptLine(first, showing, promptCharsShown);
  return [prompt, ...views.map((view) => comparisonRow(view, showing))];
}

function comparisonRow(view: JobView, showing: Showing): Text {
  const { job, usualMs } = view;
  const { status } = showing.words;
  if (isDeleted(view.clip)) return partsOf(status.deleted(job.number));
  const paid = view.copiedFrom ? status.fromCache : status.price(job, view.chargedMicroUsd);
  const timeMs = hasEnded(job.state) ? tookMs(job) : usualMs;
  return partsOf(status.comparisonRow(job.number, engineLabel(job.engine, showing), job.state, { paid, timeMs }));
}

/** What the videos of a batch cost together, once. What is left is said at their results, when there are any. */
function batchMoney(views: readonly [JobView, ...JobView[]], isOver: boolean, { words }: Showing): Text {
  const [{ job, allowance }] = views;
  const made = views.filter((view) => !endedWithoutVideo(view.job));
  if (made.length === 0) return partsOf(words.status.stillLeft(allowance));
  // Credits of the demo are added to no others: nobody pays them.
  const paid = made.some((view) => !view.job.playMoney) ? made.filter((view) => !view.job.playMoney) : made;
  const total = paid.reduce((sum, view) => sum + (view.chargedMicroUsd ?? view.job.quoteMicroUsd), 0);
  const { playMoney } = paid[0]?.job ?? job;
  const price = words.status.price({ quoteMicroUsd: total, playMoney }, total === 0 ? 0 : null);
  return joinTexts([price, isOver ? '' : words.status.left(allowance)], ' · ');
}

/** What is so for several videos is said once. */
function batchNotes(views: readonly JobView[], showing: Showing): Text[] {
  const found = new Map<string, { readonly note: Text; readonly numbers: string[] }>();
  for (const view of views) {
    for (const note of notesOf(view, showing)) {
      const key = JSON.stringify(note);
      const numbers = found.get(key)?.numbers ?? [];
      found.set(key, { note, numbers: [...numbers, `#${view.job.number}`] });
    }
  }
  return Array.from(found.values(), ({ note, numbers }) =>
    numbers.length === views.length ? note : say`${numbers.join(', ')}: ${note}`,
  );
}

/** One line of a list. */
export function presentRow(view: JobView, showing: Showing): Text {
  const { job } = view;
  const state = isDeleted(view.clip) ? 'deleted' : job.state.kind;
  const row = showing.words.answers.listRow(job.number, state, job.admittedAtMs, showing.nowMs);
  return joinTexts([row, promptLine(view, showing, promptCharsInRow)], ' · ');
}

function headlineOf({ job, clip }: JobView, showing: Showing): string {
  const { status } = showing.words;
  if (isDeleted(clip)) return status.deleted(job.number);
  return status.headline(job.number, job.state, engineLabel(job.engine, showing));
}

export function promptLine({ request, job }: JobView, { words }: Showing, charsMax: number): Text {
  if (request.prompt === null) return partsOf(words.status.noPrompt());
  return [untrusted(shorten(job.spec.prompt, charsMax))];
}

/** What auto chose has its price with it, which is not told twice. */
function priceLines(view: JobView, showing: Showing): Text[] {
  const { job, allowance } = view;
  const chosen = engineLine(view, showing);
  const isTold = chosen.length > 0 && !job.playMoney;
  return [chosen, isTold ? partsOf(showing.words.status.left(allowance)) : moneyLine(view, showing)];
}

/** What auto chose and why, with its price and time; empty where nothing was chosen. */
function engineLine({ job, usualMs }: JobView, showing: Showing): Text {
  const { route } = job.spec;
  if (!route || !isChosen(job) || hasEnded(job.state)) return [];
  const label = engineLabel(job.engine, showing);
  return partsOf(showing.words.choosing.chosen(label, route.because, route.priceMicroUsd, usualMs));
}

/** What it costs, what it took, and what is left after it. */
function moneyLine(view: JobView, { words, nowMs }: Showing): Text {
  const { job, chargedMicroUsd, allowance, copiedFrom } = view;
  const left = words.status.left(allowance);
  if (copiedFrom) return joinTexts([words.status.copied(copiedFrom.number, copiedFrom.madeAtMs, nowMs), left], ' ');
  const timeMs = tookMs(job);
  return joinTexts(
    [words.status.price(job, chargedMicroUsd), timeMs === null ? '' : words.status.took(timeMs), left],
    ' · ',
  );
}

/** From the moment that the engine was asked to the file; null for what has none, or what no engine was asked for. */
function tookMs({ state, submittedAtMs, endedAtMs }: Job): number | null {
  if (state.kind !== 'ready' || submittedAtMs === null || endedAtMs === null) return null;
  return Math.max(0, endedAtMs - submittedAtMs);
}

function endedWithoutVideo({ state }: Job): boolean {
  return hasEnded(state) && state.kind !== 'ready';
}

function progressOf(state: JobState): number | null {
  switch (state.kind) {
    case 'rendering':
      return state.progress;
    case 'fetching':
      return 1;
    case 'awaiting_approval':
    case 'preparing':
    case 'queued':
    case 'submitting':
    case 'unknown':
    case 'ready':
    case 'failed':
    case 'refused':
    case 'cancelled':
      return null;
  }
}

/** What every headline of a job says of it. */
function isProgressInHeadline(state: JobState): boolean {
  return state.kind === 'rendering' && state.phase !== 'waiting' && state.progress !== null;
}

function toneOf({ job, clip }: JobView): Tone {
  if (isDeleted(clip)) return 'note';
  switch (job.state.kind) {
    case 'awaiting_approval':
    case 'unknown':
    case 'cancelled':
      return 'note';
    case 'preparing':
    case 'queued':
    case 'submitting':
    case 'rendering':
    case 'fetching':
      return job.overdueAtMs === null ? 'busy' : 'note';
    case 'ready':
      return 'good';
    case 'failed':
    case 'refused':
      return 'bad';
  }
}

function toneOfBatch(views: readonly JobView[]): Tone {
  const tones = views.map(toneOf);
  return (['busy', 'note', 'bad'] as const).find((tone) => tones.includes(tone)) ?? 'good';
}
