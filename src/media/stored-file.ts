import { constants } from 'node:fs';

import type { ByteRange, MediaSource } from '../core/ports/media.ts';
import type { FileSystem } from './file-system.ts';
import { ifThere } from './file-system.ts';

const chunkBytes = 64 * 1_024;

/**
 * A file, or a piece of it, as a source that can be read more than once. It is opened when reading starts and
 * closed when reading ends or stops early, so a source that nobody reads holds nothing open.
 */
export async function openStoredFile(
  fileSystem: FileSystem,
  path: string,
  range?: ByteRange,
): Promise<MediaSource | null> {
  const found = await ifThere(fileSystem.lstat(path));
  if (found === null) return null;
  if (!found.isFile()) throw new Error(`expected a file of the media store at ${path}, got a link or a folder`);
  const { fromByte, toByte } = checkRange(range ?? { fromByte: 0, toByte: found.size - 1 }, found.size);
  const bytes = toByte - fromByte + 1;
  return { bytes, body: { [Symbol.asyncIterator]: () => readChunks(fileSystem, path, found.size, fromByte, bytes) } };
}

/** Throws `RangeError` when there is no such piece in a file of this size. */
export function checkRange(range: ByteRange, sizeBytes: number): ByteRange {
  const { fromByte, toByte } = range;
  const isInside = fromByte >= 0 && fromByte <= toByte + 1 && toByte < sizeBytes;
  if (!isInside || !Number.isInteger(fromByte) || !Number.isInteger(toByte)) {
    throw new RangeError(`expected a piece of ${sizeBytes} bytes, got ${fromByte} to ${toByte}`);
  }
  return range;
}

async function* readChunks(
  fileSystem: FileSystem,
  path: string,
  sizeBytes: number,
  fromByte: number,
  bytes: number,
): AsyncGenerator<Uint8Array, void, void> {
  const file = await fileSystem.open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    if (size !== sizeBytes) throw new Error(`expected ${sizeBytes} bytes at ${path}, got ${size}; open it again`);
    let read = 0;
    while (read < bytes) {
      const length = Math.min(chunkBytes, bytes - read);
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, fromByte + read);
      if (bytesRead === 0) throw new Error(`expected ${bytes} bytes from ${fromByte} of ${path}, got ${read}`);
      read += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
