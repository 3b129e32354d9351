import { confirmDefaults } from '../core/defaults.ts';
import type { FailureCode, RefusedReason } from '../core/failure.ts';
import type { JobId } from '../core/ids.ts';
import { hasEnded, type Job, type JobState } from '../core/job.ts';
import { CREDIT_MICRO_USD, creditsOf } from '../core/money.ts';
import { newTakeMicroUsd } from '../core/new-take.ts';
import type { JobView } from '../core/request.ts';
import type { PressAction, PressButton, Showing } from './view.ts';

/**
 * The buttons of a request's status. Cancel while anything can be stopped. A video that was posted has its buttons at
 * its result; one that ended otherwise has them here, in a batch those that tell the videos apart.
 */
export function statusButtons(views: readonly [JobView, ...JobView[]], showing: Showing): PressButton[] {
  const { buttons } = showing.words;
  const [only, ...others] = views;
  const cancel = cancelButton(
    views.map(({ job }) => job),
    others.length === 0 ? buttons.cancel : buttons.cancelAll,
  );
  if (others.length === 0) return isAtItsResult(only) ? cancel : [...cancel, ...resultButtons(only, showing)];
  const repeatable = views.filter((view) => !isAtItsResult(view) && mayRepeat(view));
  return [...cancel, ...repeatable.map(({ job }) => press('again', buttons.againOf(job.number), 'plain', job.id))];
}

/** The buttons of one video wherever it stands, for the person who looks at it alone. */
export function jobButtons(view: JobView, showing: Showing): PressButton[] {
  return [...cancelButton([view.job], showing.words.buttons.cancel), ...resultButtons(view, showing)];
}

/** The buttons of one video that has ended, only those that apply; none before. */
export function resultButtons(view: JobView, showing: Showing): PressButton[] {
  const { job, clip } = view;
  const { offers } = showing;
  const { buttons } = showing.words;
  // What was taken away is not offered again to everybody who reads along.
  if (!hasEnded(job.state) || (clip !== null && clip.deletedAtMs !== null)) return [];
  const isKept = job.state.kind === 'ready' && clip !== null;
  const isKnown = view.request.prompt !== null;
  const offered = isKept && isKnown ? offers?.(view) : undefined;
  return [
    ...(mayRepeat(view) ? [againButton(job, showing)] : []),
    ...(isKnown ? [press('edit', buttons.edit, 'plain', job.id)] : []),
    ...(offered?.hd ? [priced('hd', buttons.hd, offered.hd.quoteMicroUsd, job.id)] : []),
    ...(offered?.continue ? [priced('continue', buttons.goOn, offered.continue.quoteMicroUsd, job.id)] : []),
    ...(isKept ? [press('delete', buttons.remove, 'danger', job.id)] : []),
  ];
}

/** With its price where that is news: beside a copy, which was free, and where so much is asked about before it starts. */
function againButton(job: Job, { words: { buttons }, engines }: Showing): PressButton {
  const priceMicroUsd = engines ? newTakeMicroUsd(job, engines) : null;
  if (job.copyOf !== null) return priced('again', buttons.newTake, priceMicroUsd, job.id);
  const isDear = priceMicroUsd !== null && priceMicroUsd > confirmDefaults.aboveMicroUsd;
  return isDear
    ? priced('again', buttons.againAt, priceMicroUsd, job.id)
    : press('again', buttons.again, 'plain', job.id);
}

/** Goes back with the price that it tells: what has become dearer by then is asked about. */
export function priced<Price extends number | null>(
  action: PressAction,
  labelAt: (priceMicroUsd: Price) => string,
  priceMicroUsd: Price,
  jobId: JobId,
): PressButton {
  const button = press(action, labelAt(priceMicroUsd), 'plain', jobId);
  return priceMicroUsd === null ? button : { ...button, agreedMicroUsd: toldMicroUsd(priceMicroUsd) };
}

/** What people agree to: whole credits, which is all that they are told. */
export function toldMicroUsd(priceMicroUsd: number): number {
  return creditsOf(priceMicroUsd) * CREDIT_MICRO_USD;
}

/** One Cancel for all that can be stopped: the engine has not finished, and nobody asked yet. */
function cancelButton(jobs: readonly Job[], label: string): PressButton[] {
  const [first, ...others] = jobs.filter(isCancellable).map(({ id }) => id);
  return first === undefined ? [] : [press('cancel', label, 'danger', first, ...others)];
}

function isCancellable(job: Job): boolean {
  return !hasEnded(job.state) && job.state.kind !== 'fetching' && job.cancelRequestedAtMs === null;
}

/** Posted, or about to be. */
function isAtItsResult({ job, clip, deliveries }: JobView): boolean {
  const last = deliveries.at(-1);
  return (
    job.state.kind === 'ready' &&
    last !== undefined &&
    last.state.kind !== 'undeliverable' &&
    clip?.deletedAtMs === null
  );
}

function mayRepeat({ job, request }: JobView): boolean {
  return hasEnded(job.state) && request.prompt !== null && !endsTheSame(job.state);
}

/** The very same once more would end the same way: there only Edit helps. */
const finalFailures: readonly FailureCode[] = ['moderation', 'invalid', 'model_retired'];
const finalRefusals: readonly RefusedReason[] = ['moderation', 'input_unusable', 'input_too_long'];

function endsTheSame(state: JobState): boolean {
  if (state.kind === 'failed') return finalFailures.includes(state.code);
  return state.kind === 'refused' && finalRefusals.includes(state.reason);
}

export function press(
  action: PressAction,
  label: string,
  style: PressButton['style'],
  ...jobs: readonly [JobId, ...JobId[]]
): PressButton {
  return { action, label, style, jobs };
}
