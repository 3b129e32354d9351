import { constants } from 'node:fs';

import type { MediaSource } from '../core/ports/media.ts';
import type { FileSystem } from './file-system.ts';
import { ifThere } from './file-system.ts';

const chunkBytes = 64 * 1_024;

/**
 * A file as a source that can be read more than once. It is opened when reading starts and closed when
 * reading ends or stops early, so a source that nobody reads holds nothing open.
 */
export async function openStoredFile(fileSystem: FileSystem, path: string): Promise<MediaSource | null> {
  const found = await ifThere(fileSystem.lstat(path));
  if (found === null) return null;
  if (!found.isFile()) throw new Error(`expected a file of the media store at ${path}, got a link or a folder`);
  const bytes = found.size;
  return { bytes, body: { [Symbol.asyncIterator]: () => readChunks(fileSystem, path, bytes) } };
}

async function* readChunks(
  fileSystem: FileSystem,
  path: string,
  bytes: number,
): AsyncGenerator<Uint8Array, void, void> {
  const file = await fileSystem.open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    let position = 0;
    for (;;) {
      const { buffer, bytesRead } = await file.read(new Uint8Array(chunkBytes), 0, chunkBytes, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    if (position !== bytes) throw new Error(`expected ${bytes} bytes at ${path}, got ${position}; open it again`);
  } finally {
    await file.close();
  }
}
