import { access, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isId, type AttemptId } from '../../core/ids.ts';
import { createOnce, hasCode, publishFile, readJson, replaceFile } from './durable-files.ts';
import { attemptRecord, progressRecord, startsRecord, verdictRecord } from './task-record.ts';
import type { AttemptRecord, Progress, TaskRecord, Verdict } from './task-record.ts';

const folders = ['tasks', 'verdicts', 'clips', 'fetched', 'starts', 'tmp'] as const;
type Folder = (typeof folders)[number];

/**
 * The demo engine's memory: one folder that any number of processes share. An attempt is decided
 * by the creation of `tasks/<attempt>.json`, its end by the creation of `verdicts/<attempt>.json`;
 * neither file is ever changed. Attempt ids come parsed, so a path never leaves the folder.
 */
export class TaskFiles {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  async prepare(): Promise<void> {
    for (const folder of folders) await mkdir(join(this.dir, folder), { recursive: true });
  }

  get lockPath(): string {
    return join(this.dir, 'renderer.lock');
  }

  clipPath(id: AttemptId): string {
    return join(this.dir, 'clips', `${id}.mp4`);
  }

  record(id: AttemptId): Promise<AttemptRecord | null> {
    return readJson(this.path('tasks', id), attemptRecord);
  }

  /** Decides the attempt, unless it is decided. */
  claim(id: AttemptId, record: AttemptRecord): Promise<'created' | 'exists'> {
    return createOnce(this.path('tmp'), this.path('tasks', id), JSON.stringify(record));
  }

  /** True when the attempt is certainly undecided; false also when the disk cannot tell. */
  async isUndecided(id: AttemptId): Promise<boolean> {
    try {
      await access(this.path('tasks', id));
      return false;
    } catch (error) {
      return hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR');
    }
  }

  verdict(id: AttemptId): Promise<Verdict | null> {
    return readJson(this.path('verdicts', id), verdictRecord);
  }

  /** Ends the task, unless it has ended. */
  end(id: AttemptId, verdict: Verdict): Promise<'created' | 'exists'> {
    return createOnce(this.path('tmp'), this.path('verdicts', id), JSON.stringify(verdict));
  }

  async hasVerdict(id: AttemptId): Promise<boolean> {
    return (await sizeOf(this.path('verdicts', id))) !== null;
  }

  storeClip(id: AttemptId, bytes: Uint8Array): Promise<void> {
    return publishFile(join(this.path('tmp'), `${id}.mp4`), this.clipPath(id), bytes);
  }

  clipBytes(id: AttemptId): Promise<number | null> {
    return sizeOf(this.clipPath(id));
  }

  /** Notes that the clip was read to its end. */
  async markFetched(id: AttemptId): Promise<void> {
    await using file = await open(this.path('fetched', id), 'w');
    await file.sync();
  }

  progress(): Promise<Progress | null> {
    return readJson(join(this.dir, 'progress.json'), progressRecord);
  }

  reportProgress(progress: Progress): Promise<void> {
    return replaceFile(this.path('tmp'), join(this.dir, 'progress.json'), JSON.stringify(progress));
  }

  async starts(id: AttemptId): Promise<number> {
    return (await readJson(this.path('starts', id), startsRecord))?.starts ?? 0;
  }

  setStarts(id: AttemptId, starts: number): Promise<void> {
    return replaceFile(this.path('tmp'), this.path('starts', id), JSON.stringify({ starts }));
  }

  /** The oldest task without a verdict; ids sort by age. `settled` remembers across calls what can be skipped. */
  async oldestPending(settled: Set<AttemptId>): Promise<{ id: AttemptId; task: TaskRecord } | null> {
    for (const id of await this.ids('verdicts')) settled.add(id);
    for (const id of await this.ids('tasks')) {
      if (settled.has(id)) continue;
      const record = await this.record(id);
      if (record?.kind === 'task') return { id, task: record };
      settled.add(id);
    }
    return null;
  }

  /** Attempts with a file in `folder`, oldest first. */
  async ids(folder: Exclude<Folder, 'tmp'>): Promise<AttemptId[]> {
    const names = await readdir(this.path(folder));
    return names
      .map((name) => name.replace(/\.\w+$/, ''))
      .filter((name) => isId('attempt', name))
      .toSorted();
  }

  /** When a file of the attempt was written, in milliseconds of the file system's time; null when there is none. */
  async writtenAtMs(folder: Exclude<Folder, 'tmp'>, id: AttemptId): Promise<number | null> {
    return (await statOrNull(this.path(folder, id)))?.mtimeMs ?? null;
  }

  /** Forgets an ended attempt. Its record goes first: without the verdict it would be rendered again. */
  async remove(id: AttemptId): Promise<void> {
    for (const folder of ['tasks', 'clips', 'starts', 'fetched', 'verdicts'] as const) {
      await rm(this.path(folder, id), { force: true });
    }
  }

  path(folder: Folder, id?: AttemptId): string {
    if (id === undefined) return join(this.dir, folder);
    return folder === 'clips' ? this.clipPath(id) : join(this.dir, folder, `${id}.json`);
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return (await statOrNull(path))?.size ?? null;
}

async function statOrNull(path: string): Promise<{ size: number; mtimeMs: number } | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
