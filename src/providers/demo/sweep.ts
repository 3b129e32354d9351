import { randomUUID } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY, HOUR } from '../../core/time.ts';
import { hasCode } from './durable-files.ts';
import type { TaskFiles } from './task-files.ts';

const fetchedKeptMs = 48 * HOUR;
/** Nothing that a service switched off for a week still has to fetch is removed under it. */
const endedKeptMs = 14 * DAY;
/** A process writes its temp file within moments; one this old was left by a crash. */
const tempKeptMs = HOUR;

/**
 * Removes what nobody will ask for: clips some time after they were read out, ended and void
 * attempts after two weeks, and what a crash left half written. Safe beside other processes.
 */
export async function sweep(files: TaskFiles): Promise<number> {
  const nowMs = await fileSystemNowMs(files.path('tmp'));
  let removed = 0;
  for (const id of await files.ids('verdicts')) {
    const fetchedAtMs = await files.writtenAtMs('fetched', id);
    const endedAtMs = await files.writtenAtMs('verdicts', id);
    if (isOlder(fetchedAtMs, nowMs - fetchedKeptMs) || isOlder(endedAtMs, nowMs - endedKeptMs)) {
      await files.remove(id);
      removed += 1;
    }
  }
  for (const id of await files.ids('tasks')) {
    if (!isOlder(await files.writtenAtMs('tasks', id), nowMs - endedKeptMs)) continue;
    if ((await files.record(id))?.kind !== 'void') continue;
    await files.remove(id);
    removed += 1;
  }
  return removed + (await sweepTemp(files.path('tmp'), nowMs - tempKeptMs));
}

async function sweepTemp(dir: string, beforeMs: number): Promise<number> {
  let removed = 0;
  for (const name of await readdir(dir)) {
    const path = join(dir, name);
    try {
      if ((await stat(path)).mtimeMs >= beforeMs) continue;
      await rm(path, { force: true });
      removed += 1;
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
  return removed;
}

/** Ages are told by the clock that stamped the files, which need not be ours. */
async function fileSystemNowMs(dir: string): Promise<number> {
  const path = join(dir, `${randomUUID()}.tmp`);
  await writeFile(path, '');
  const { mtimeMs } = await stat(path);
  await rm(path, { force: true });
  return mtimeMs;
}

function isOlder(atMs: number | null, beforeMs: number): boolean {
  return atMs !== null && atMs < beforeMs;
}
