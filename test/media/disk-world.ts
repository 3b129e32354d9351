import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Media } from '../../src/core/ports/media.ts';
import type { Clock, Random } from '../../src/core/ports/world.ts';
import type { ClipCheck } from '../../src/media/clip-check.ts';
import { createDiskMedia } from '../../src/media/disk-media.ts';
import type { DiskMedia } from '../../src/media/disk-media.ts';
import type { FrameTaker } from '../../src/media/last-frame.ts';
import { createFaultyFileSystem } from './faulty-file-system.ts';
import type { FaultyFileSystem } from './faulty-file-system.ts';

/** A disk store in a folder of its own, which goes with it. */
export type DiskWorld = FaultyFileSystem &
  AsyncDisposable & {
    readonly media: DiskMedia;
    readonly dir: string;
    /** What the store logged as errors. */
    readonly errors: string[];
    /** A second store on the same folder, as another process would have. */
    another(options?: { readonly nowMs?: number }): Media;
    storedKeys(): Promise<readonly string[]>;
    halfFileNames(): Promise<readonly string[]>;
  };

const random: Random = { fraction: () => 0.5, secretHex: (bytes) => randomBytes(bytes).toString('hex') };

type Options = { readonly clipCheck?: ClipCheck; readonly random?: Random; readonly takeFrame?: FrameTaker | null };

export async function openDiskWorld(options: Options = {}): Promise<DiskWorld> {
  const dir = await mkdtemp(join(tmpdir(), 'media-'));
  const faulty = createFaultyFileSystem();
  const errors: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (message: string) => errors.push(message) };
  const media = createDiskMedia({ dir, clock: clockAt(0), random, log, fileSystem: faulty.fileSystem, ...options });
  return {
    ...faulty,
    media,
    dir,
    errors,
    another: ({ nowMs = 0 } = {}) => createDiskMedia({ dir, clock: clockAt(nowMs), random, log, ...options }),
    storedKeys: async () => (await filesIn(dir)).filter((path) => !path.startsWith('incoming/')),
    halfFileNames: async () => (await filesIn(dir)).filter((path) => path.startsWith('incoming/')),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true }),
  };
}

function clockAt(nowMs: number): Clock {
  return { nowMs: () => nowMs, sleep: async () => undefined };
}

async function filesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted();
}
