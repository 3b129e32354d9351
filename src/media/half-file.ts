import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Clock, Log } from '../core/ports/world.ts';
import { HOUR } from '../core/time.ts';
import type { FileSystem } from './file-system.ts';
import { errorCodeOf, ifThere } from './file-system.ts';

/**
 * A half file this long without a write belongs to nobody: every download ends or is aborted well within
 * it. Younger ones may be another process's, so they stay.
 */
const halfFileAgeMs = HOUR;
/** No media key can name a file in here: keys have shards of two characters, and no dots. */
const folderName = 'incoming';
const suffix = '.part';

export type WrittenFile = { readonly bytes: number; readonly sha256: string };

/** The path of a half file: on the same file system as the finished one, and no two writers' alike. */
export function halfFilePath(dir: string, name: string, randomHex: string): string {
  return join(dir, folderName, `${name}.${randomHex}${suffix}`);
}

/** A path that another program may write a half file to. */
export async function newHalfFilePath(
  fileSystem: FileSystem,
  dir: string,
  name: string,
  randomHex: string,
): Promise<string> {
  const path = halfFilePath(dir, name, randomHex);
  await fileSystem.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}

/** Makes an empty half file. Fails when there is one already: it is another writer's. */
export async function openHalfFile(fileSystem: FileSystem, path: string): Promise<FileHandle> {
  await fileSystem.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return fileSystem.open(path, 'wx', 0o600);
}

/** What file systems say that give no file two names, or not this one another. */
const noLinkCodes: ReadonlySet<string | null> = new Set([
  'EXDEV',
  'EPERM',
  'EMLINK',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
]);

/** Makes a half file out of a file that is whole, by giving it this name as well. False where that cannot be. */
export async function linkHalfFile(fileSystem: FileSystem, whole: string, path: string): Promise<boolean> {
  await fileSystem.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await fileSystem.link(whole, path);
    return true;
  } catch (error) {
    if (noLinkCodes.has(errorCodeOf(error))) return false;
    throw error;
  }
}

/** Writes chunks as they come, one in memory at a time, flushes them to the disk and closes the file. */
export async function fillHalfFile(file: FileHandle, chunks: AsyncIterable<Uint8Array>): Promise<WrittenFile> {
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of chunks) {
      hash.update(chunk);
      await file.writeFile(chunk);
      bytes += chunk.byteLength;
    }
    await file.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** Removes a half file after a failure. A failure of its own is logged, not thrown: the first one matters, and the sweep comes back. */
export async function discardHalfFile(fileSystem: FileSystem, path: string, log: Log): Promise<void> {
  try {
    await ifThere(fileSystem.unlink(path));
  } catch (error) {
    log.error('a half file stays until the next sweep', error, { path });
  }
}

/** Removes the half files of processes that are gone. Returns how many. */
export async function sweepHalfFiles(fileSystem: FileSystem, dir: string, clock: Clock): Promise<number> {
  const folder = join(dir, folderName);
  const names = (await ifThere(fileSystem.readdir(folder))) ?? [];
  let removed = 0;
  for (const name of names.filter((entry) => entry.endsWith(suffix))) {
    const path = join(folder, name);
    const found = await ifThere(fileSystem.lstat(path));
    if (found === null || !found.isFile() || clock.nowMs() - found.mtimeMs < halfFileAgeMs) continue;
    const gone = await ifThere(fileSystem.unlink(path).then(() => true));
    if (gone === true) removed++;
  }
  return removed;
}
