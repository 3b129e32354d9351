import type { Output } from '../../core/ports/provider.ts';
import { openDownload } from '../download.ts';
import { type Answer, describeFailure } from './api.ts';
import { readTask } from './task-report.ts';

/** Statuses of an address that has expired, or is not there yet. */
const staleStatuses: ReadonlySet<number> = new Set([401, 403, 404, 410]);

type Deps = {
  /** Asks for the task, whose answer names fresh addresses each time. */
  readonly getTask: () => Promise<Answer>;
  readonly mayBeLoopback: boolean;
};

/** Addresses live for a day or two, and differ each time that the task is asked for. */
export async function openOutput({ getTask, mayBeLoopback }: Deps, signal: AbortSignal): Promise<Output> {
  const first = outputOf(await getTask());
  if (first.kind !== 'address') return first;
  const download = await openDownload(first.url, { mayBeLoopback, signal });
  if (download.kind === 'stream') return download;
  if (!staleStatuses.has(download.status)) return { kind: 'not_ready', retryAfterMs: download.retryAfterMs };
  const second = outputOf(await getTask());
  if (second.kind !== 'address') return second;
  const again = await openDownload(second.url, { mayBeLoopback, signal });
  return again.kind === 'stream' ? again : { kind: 'not_ready', retryAfterMs: again.retryAfterMs };
}

type Found = { readonly kind: 'address'; readonly url: string } | Exclude<Output, { kind: 'stream' }>;

function outputOf(answer: Answer): Found {
  const task = readTask(answer);
  if (!task) {
    if (answer.kind === 'refused' && answer.status === 404 && answer.error !== null)
      return gone('the task was deleted');
    const why = answer.kind === 'ok' ? 'an answer without a status' : describeFailure(answer);
    throw new Error(`expected a finished task, got ${why}`);
  }
  switch (task.status) {
    case 'SUCCEEDED': {
      const url = task.output?.[0];
      return url === undefined ? gone('it succeeded without an output') : { kind: 'address', url };
    }
    case 'FAILED':
    case 'CANCELLED':
      return gone(`the task is ${task.status}`);
    default:
      return { kind: 'not_ready', retryAfterMs: null };
  }
}

function gone(detail: string): Output & { readonly kind: 'gone' } {
  return { kind: 'gone', detail };
}
