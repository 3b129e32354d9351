import { constants, setPriority } from 'node:os';
import { rendererExit } from './renderer-exit.ts';
import { tryRendererLock } from './renderer-lock.ts';
import { renderQueue } from './render-queue.ts';
import { TaskFiles } from './task-files.ts';

/**
 * Entry of the child process that renders a folder's queue until it is empty. It ends at the next
 * frame when told to, or when its parent is gone; what it was rendering stays queued.
 */
async function main(dir: string | undefined): Promise<number> {
  if (dir === undefined) throw new Error('expected the demo folder as the only argument, got none');
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

  const stop = new AbortController();
  for (const event of ['disconnect', 'SIGTERM', 'SIGINT'] as const) process.once(event, () => stop.abort());
  if (!process.connected) stop.abort();

  const files = new TaskFiles(dir);
  using lock = tryRendererLock(files.lockPath);
  if (lock === null) return rendererExit.busy;
  return rendererExit[await renderQueue(files, stop.signal)];
}

process.exitCode = await main(process.argv[2]);
if (process.connected) process.disconnect();
