import * as nodeFs from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import type { StoredFile } from '../core/clip.ts';
import type { Size } from '../core/engine.ts';
import type { Media, MediaSource } from '../core/ports/media.ts';
import { MediaError } from '../core/ports/media.ts';
import type { Clock, Log, Random } from '../core/ports/world.ts';
import type { ClipCheck } from './clip-check.ts';
import { createClipCheck } from './clip-check.ts';
import { checkKey, keyOf } from './file-keys.ts';
import type { FileSystem } from './file-system.ts';
import { errorCodeOf, flushFolder, ifThere } from './file-system.ts';
import { discardHalfFile, fillHalfFile, halfFilePath, openHalfFile, sweepHalfFiles } from './half-file.ts';
import { imageHeadBytesMax, sizeOfImage } from './image-head.ts';
import { takeIn } from './intake.ts';
import { checkPlausible } from './plausibility.ts';
import { openStoredFile } from './stored-file.ts';

export type DiskMedia = Media & {
  /** The path of a stored file, for programs on this machine that read it by themselves; null when there is none. */
  localPath(key: string): Promise<string | null>;
};

export type DiskMediaDeps = {
  /** The media folder. Made when absent. */
  readonly dir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly clipCheck?: ClipCheck;
  readonly fileSystem?: FileSystem;
};

/** What systems say when a file may not grow: no room, no quota, over the size limit. */
const noRoomCodes: ReadonlySet<string | null> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Media on a local disk. Bytes go to a half file, are flushed and verified there, and are then renamed to
 * their key, so a crash at any moment leaves either the whole file or a half file that the sweep removes.
 * An aborted store rejects with the signal's reason. Several processes may share one folder.
 */
export function createDiskMedia(deps: DiskMediaDeps): DiskMedia {
  const { clock, random, log, clipCheck = createClipCheck(), fileSystem = nodeFs } = deps;
  const dir = resolve(deps.dir);

  async function store<T>(
    name: string,
    chunks: AsyncIterable<Uint8Array>,
    verify: (path: string) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ file: StoredFile; found: T }> {
    const key = keyOf(name);
    try {
      return await storeAt(key, chunks, verify, signal);
    } catch (error) {
      throw noRoomCodes.has(errorCodeOf(error)) ? diskFull(name, error) : error;
    }
  }

  async function storeAt<T>(
    key: string,
    chunks: AsyncIterable<Uint8Array>,
    verify: (path: string) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ file: StoredFile; found: T }> {
    const path = halfFilePath(dir, basename(key), random.secretHex(8));
    const halfFile = await openHalfFile(fileSystem, path);
    try {
      const written = await fillHalfFile(halfFile, chunks);
      const found = await verify(path);
      signal.throwIfAborted();
      await publish(path, key);
      return { file: { key, ...written }, found };
    } catch (error) {
      await discardHalfFile(fileSystem, path, log);
      throw error;
    }
  }

  /** A failed flush after the rename leaves the file: it is whole, and the repeat that must follow replaces it. */
  async function publish(path: string, key: string): Promise<void> {
    const made = await fileSystem.mkdir(join(dir, dirname(key)), { recursive: true, mode: 0o700 });
    const target = await pathOf(key);
    if (target === null) throw new Error(`expected the folder of ${key} just made in ${dir}, got none`);
    await fileSystem.rename(path, target);
    await flushFolder(fileSystem, dirname(target));
    if (made !== undefined) await flushFolder(fileSystem, dir);
  }

  /** Where a key's file belongs; null when its folder is not there. Refuses folders that lead elsewhere. */
  async function pathOf(key: string): Promise<string | null> {
    const folder = await ifThere(fileSystem.realpath(join(dir, dirname(checkKey(key)))));
    if (folder === null) return null;
    if (folder !== join(await fileSystem.realpath(dir), dirname(key))) {
      throw new Error(`expected the folder of ${key} inside ${dir}, it leads to ${folder}; remove the link`);
    }
    return join(folder, basename(key));
  }

  async function imageSizeAt(path: string): Promise<Size> {
    const file = await fileSystem.open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(imageHeadBytesMax), 0, imageHeadBytesMax, 0);
      return sizeOfImage(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  }

  return {
    async storeClip(name, source, expect, signal) {
      const verify = async (path: string) => {
        const facts = await clipCheck(path, signal);
        checkPlausible(facts, expect);
        return facts;
      };
      const { file, found } = await store(name, takeIn(source, expect.bytesMax, signal), verify, signal);
      return { file, facts: found };
    },

    async storeImage(name, source, bytesMax, signal) {
      const { file, found } = await store(name, takeIn(source, bytesMax, signal), imageSizeAt, signal);
      return { file, size: found };
    },

    async open(key, range): Promise<MediaSource | null> {
      const path = await pathOf(key);
      return path === null ? null : openStoredFile(fileSystem, path, range);
    },

    async localPath(key) {
      const path = await pathOf(key);
      return path !== null && (await ifThere(fileSystem.lstat(path)))?.isFile() === true ? path : null;
    },

    async remove(key) {
      const path = await pathOf(key);
      if (path === null) return;
      const gone = await ifThere(fileSystem.unlink(path).then(() => true));
      if (gone === true) await flushFolder(fileSystem, dirname(path));
    },

    async sweep() {
      const removed = await sweepHalfFiles(fileSystem, dir, clock);
      if (removed > 0) log.info('removed half files of an earlier run', { removed });
      return removed;
    },

    async freeBytes() {
      await fileSystem.mkdir(dir, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = await fileSystem.statfs(dir);
      return bavail * bsize;
    },
  };
}

function diskFull(name: string, cause: unknown): MediaError {
  const code = errorCodeOf(cause) ?? 'no code';
  return new MediaError(
    'disk_full',
    `expected room for ${name}, the disk has none (${code}); free some and try again`,
    {
      cause,
    },
  );
}
