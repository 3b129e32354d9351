import * as nodeFs from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import type { StoredFile } from '../core/clip.ts';
import type { Size } from '../core/engine.ts';
import type { Media, MediaSource, StoredImage } from '../core/ports/media.ts';
import { MediaError } from '../core/ports/media.ts';
import type { Clock, Log, Random } from '../core/ports/world.ts';
import type { ClipCheck } from './clip-check.ts';
import { createClipCheck } from './clip-check.ts';
import { checkKey, keyOf } from './file-keys.ts';
import type { FileSystem } from './file-system.ts';
import { errorCodeOf, flushFolder, ifThere } from './file-system.ts';
import {
  discardHalfFile,
  fillHalfFile,
  halfFilePath,
  linkHalfFile,
  newHalfFilePath,
  openHalfFile,
  sweepHalfFiles,
  type WrittenFile,
} from './half-file.ts';
import { imageHeadBytesMax, sizeOfImage } from './image-head.ts';
import { takeIn } from './intake.ts';
import type { FrameTaker } from './last-frame.ts';
import { checkInputVideo, checkPlausible } from './plausibility.ts';
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
  /** Null where nothing on this machine takes pictures out of clips. */
  readonly takeFrame?: FrameTaker | null;
};

/** More than any picture that is taken out of a clip has. */
const frameBytesMax = 20 * 1_024 ** 2;

/** What systems say when a file may not grow: no room, no quota, over the size limit. */
const noRoomCodes: ReadonlySet<string | null> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Media on a local disk. Bytes go to a half file, are flushed and verified there, and are then renamed to
 * their key, so a crash at any moment leaves either the whole file or a half file that the sweep removes.
 * An aborted store rejects with the signal's reason. Several processes may share one folder.
 */
export function createDiskMedia(deps: DiskMediaDeps): DiskMedia {
  const { clock, random, log, clipCheck = createClipCheck(), fileSystem = nodeFs, takeFrame = null } = deps;
  const dir = resolve(deps.dir);

  async function store<T>(
    name: string,
    chunks: AsyncIterable<Uint8Array>,
    verify: (path: string, written: WrittenFile) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ file: StoredFile; found: T }> {
    const key = keyOf(name);
    return tellingRoom(name, storeAt(key, chunks, verify, signal));
  }

  async function storeAt<T>(
    key: string,
    chunks: AsyncIterable<Uint8Array>,
    verify: (path: string, written: WrittenFile) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ file: StoredFile; found: T }> {
    const path = halfFilePath(dir, basename(key), random.secretHex(8));
    const halfFile = await openHalfFile(fileSystem, path);
    try {
      const written = await fillHalfFile(halfFile, chunks);
      const found = await verify(path, written);
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

  /** Costs no room and no time. False where the file system gives no file two names. */
  async function linked(source: string, key: string): Promise<boolean> {
    const path = halfFilePath(dir, basename(key), random.secretHex(8));
    if (!(await linkHalfFile(fileSystem, source, path))) return false;
    try {
      await publish(path, key);
    } finally {
      // It is still there when the key was another name of the same file already: renaming does nothing then.
      await discardHalfFile(fileSystem, path, log);
    }
    return true;
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

  async function storeImage(
    ...[name, source, bytesMax, signal]: Parameters<Media['storeImage']>
  ): Promise<StoredImage> {
    const { file, found } = await store(name, takeIn(source, bytesMax, signal), imageSizeAt, signal);
    return { file, size: found };
  }

  /** The picture is a half file until it is taken in: whatever happens, the sweep finds it. */
  function lastFrameBy(take: FrameTaker): NonNullable<Media['lastFrame']> {
    return async (clip, name, signal) => {
      const clipPath = await pathOf(clip.key);
      if (clipPath === null || (await ifThere(fileSystem.lstat(clipPath))) === null) return null;
      const picturePath = await newHalfFilePath(fileSystem, dir, basename(keyOf(name)), random.secretHex(8));
      try {
        await take(clipPath, picturePath, signal);
        const picture = await openStoredFile(fileSystem, picturePath);
        if (picture === null) throw new Error(`expected a picture at ${picturePath}, got none`);
        return await storeImage(name, picture, frameBytesMax, signal);
      } finally {
        await discardHalfFile(fileSystem, picturePath, log);
      }
    };
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

    storeImage,

    async storeVideo(name, source, limits, signal) {
      const verify = async (path: string) => {
        const facts = await clipCheck(path, signal);
        checkInputVideo(facts, limits);
        return facts;
      };
      const { file, found } = await store(name, takeIn(source, limits.bytesMax, signal), verify, signal);
      return { file, facts: found };
    },

    lastFrame: takeFrame && lastFrameBy(takeFrame),

    async copy(file, name, signal) {
      const path = await pathOf(file.key);
      const source = path === null ? null : await openStoredFile(fileSystem, path);
      if (path === null || source === null) return null;
      signal.throwIfAborted();
      const key = keyOf(name);
      if (await tellingRoom(name, linked(path, key))) return { ...file, key };
      const isSame = async (_: string, { sha256 }: WrittenFile): Promise<void> => {
        if (sha256 !== file.sha256)
          throw new MediaError('truncated', `expected a copy of ${file.key}, got other bytes`);
      };
      return (await store(name, takeIn(source, file.bytes, signal), isSame, signal)).file;
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

async function tellingRoom<T>(name: string, storing: Promise<T>): Promise<T> {
  try {
    return await storing;
  } catch (error) {
    throw noRoomCodes.has(errorCodeOf(error)) ? diskFull(name, error) : error;
  }
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
