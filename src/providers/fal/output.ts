import type { Output, TaskRef } from '../../core/ports/provider.ts';
import type { Clock } from '../../core/ports/world.ts';
import { openDownload } from '../download.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { QueueApi } from './queue-api.ts';
import { readResult, readStatus } from './result.ts';
import type { Tasks } from './tasks.ts';

type Deps = {
  readonly tasks: Tasks;
  readonly api: QueueApi;
  readonly clock: Clock;
  readonly mayBeLoopback: boolean;
};

/** Opens the clip of a task, wherever its result says that it is. */
export async function openOutput(
  task: TaskRef,
  { tasks, api, clock, mayBeLoopback }: Deps,
  signal: AbortSignal,
): Promise<Output> {
  signal.throwIfAborted();
  const { app, answer } = await tasks.status(task, signal);
  const nowMs = clock.nowMs();
  const status = readStatus(answer);
  if (status?.word !== 'COMPLETED') return { kind: 'not_ready', retryAfterMs: retryAfterMs(answer.header, nowMs) };
  const result = readResult(await api.result(app, task.taskId, signal), status.saysError, nowMs);
  switch (result.kind) {
    case 'video':
      return download(result.url, mayBeLoopback, signal);
    case 'failed':
      return { kind: 'gone', detail: result.detail };
    case 'cancelled':
      return { kind: 'gone', detail: 'the task was cancelled' };
    case 'unfinished':
      return { kind: 'not_ready', retryAfterMs: null };
    case 'unreadable':
      return { kind: 'not_ready', retryAfterMs: result.retryAfterMs };
  }
}

/** Files of fal are open to whoever knows their address: our key is not for them. */
async function download(url: string, mayBeLoopback: boolean, signal: AbortSignal): Promise<Output> {
  const opened = await openDownload(url, { mayBeLoopback, signal });
  if (opened.kind === 'stream') return opened;
  const { status, retryAfterMs: afterMs } = opened;
  if (status === 403 || status === 404 || status === 410) return { kind: 'gone', detail: `the file answers ${status}` };
  return { kind: 'not_ready', retryAfterMs: afterMs };
}
