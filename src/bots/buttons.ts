import { hasEnded, type Job } from '../core/job.ts';
import type { JobView } from '../core/request.ts';
import type { Button, Showing } from './view.ts';

/** Only what applies: Cancel until the engine has finished, Again once it is over and the prompt is still known. */
export function buttonsOf(views: readonly JobView[], { words }: Showing): Button[] {
  const cancellable = views.filter(({ job }) => isCancellable(job)).map(({ job }) => job.id);
  const [only, ...others] = views;
  if (cancellable.length > 0) {
    const label = others.length === 0 ? words.buttons.cancel : words.buttons.cancelAll;
    return [{ action: 'cancel', label, style: 'danger', jobs: cancellable }];
  }
  if (!only || others.length > 0 || !hasEnded(only.job.state) || only.request.prompt === null) return [];
  return [{ action: 'again', label: words.buttons.again, style: 'plain', jobs: [only.job.id] }];
}

function isCancellable(job: Job): boolean {
  return !hasEnded(job.state) && job.state.kind !== 'fetching' && job.cancelRequestedAtMs === null;
}
