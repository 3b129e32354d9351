import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AttemptId } from '../../core/ids.ts';
import { renderClip } from './render-clip.ts';
import type { TaskFiles } from './task-files.ts';
import type { TaskRecord, Verdict } from './task-record.ts';

/** A task during which the renderer died this often is given up. */
const crashesMax = 3;
const reportEveryMs = 250;

/** A write that the disk refused: no fault of the task, which waits until there is room again. */
class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** Renders what waits in the folder, oldest first. Only for the holder of the folder's renderer lock. */
export async function renderQueue(files: TaskFiles, stop: AbortSignal): Promise<'done' | 'paused'> {
  const settled = new Set<AttemptId>();
  while (!stop.aborted) {
    const next = await files.oldestPending(settled);
    if (next === null) return 'done';
    try {
      await renderNext(files, next.id, next.task, stop);
    } catch (error) {
      if (stop.aborted) return 'done';
      if (error instanceof StorageError) {
        process.stderr.write(`${error.message}\n`);
        return 'paused';
      }
      throw error;
    }
  }
  return 'done';
}

/**
 * Brings one task to its verdict. The count of starts outlives the process, so that a task which
 * kills its renderer is told from one that was merely interrupted.
 */
async function renderNext(files: TaskFiles, id: AttemptId, task: TaskRecord, stop: AbortSignal): Promise<void> {
  const starts = await files.starts(id);
  if (starts >= crashesMax) {
    await end(files, id, { kind: 'failed', code: 'transient', detail: `the renderer died ${starts} times over it` });
    return;
  }
  await stored(files.setStarts(id, starts + 1));
  try {
    await end(files, id, await renderToDisk(files, id, task, stop));
  } catch (error) {
    if (stop.aborted || error instanceof StorageError) await files.setStarts(id, starts).catch(() => undefined);
    throw error;
  }
}

async function renderToDisk(files: TaskFiles, id: AttemptId, task: TaskRecord, stop: AbortSignal): Promise<Verdict> {
  const cancelled = new AbortController();
  let reportedAtMs = Number.NEGATIVE_INFINITY;
  const onFrame = async (progress: number): Promise<void> => {
    await setImmediate();
    if (performance.now() - reportedAtMs < reportEveryMs) return;
    reportedAtMs = performance.now();
    if (await files.hasVerdict(id)) cancelled.abort();
    await stored(files.reportProgress({ attemptId: id, progress, pid: process.pid }));
  };
  try {
    const result = await renderClip(task, onFrame, AbortSignal.any([stop, cancelled.signal]));
    if (result.kind === 'failed') return result;
    await stored(files.storeClip(id, result.bytes));
    return { kind: 'succeeded' };
  } catch (error) {
    if (cancelled.signal.aborted) return { kind: 'cancelled' };
    throw error;
  }
}

/** Gives the verdict; when a cancel came first, what was rendered is dropped. */
async function end(files: TaskFiles, id: AttemptId, verdict: Verdict): Promise<void> {
  const outcome = await stored(files.end(id, verdict));
  if (outcome === 'exists' && (await files.verdict(id))?.kind !== 'succeeded') {
    await rm(files.clipPath(id), { force: true });
  }
  await rm(join(files.path('starts'), `${id}.json`), { force: true });
}

async function stored<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError(`the disk refused a write: ${reason}`, { cause: error });
  }
}
