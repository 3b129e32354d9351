import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, constants, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Writes the clip beside its destination and renames it there, so that the destination holds nothing or the whole
 * clip. Doing it twice leaves one file, also at the same time.
 */
export async function writeClipFile(
  destination: string,
  deliveryId: string,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const draft = path.join(
    path.dirname(destination),
    `.${path.basename(destination)}.${deliveryId}.${randomUUID()}.part`,
  );
  try {
    await pipeline(bytes, createWriteStream(draft, { flush: true }), { signal });
    await rename(draft, destination);
    await syncFolder(path.dirname(destination));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Why a clip cannot be written to this path, as a sentence; null when it can. */
export async function unwritable(destination: string): Promise<string | null> {
  const folder = path.dirname(destination);
  try {
    if (!(await stat(folder)).isDirectory())
      return `Can't write to ${folder}: it is a file. Name another one with --out.`;
    await access(folder, constants.W_OK);
    const found = await stat(destination).catch(() => null);
    return found?.isDirectory() === true ? `${destination} is a folder. Name a file in it with --out.` : null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return `There is no folder ${folder}. Make it first, or name another file with --out.`;
    return `Can't write to ${folder} (${String(code)}). Name another file with --out.`;
  }
}
