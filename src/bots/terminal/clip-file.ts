import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Writes the clip beside its destination and renames it there, so that the destination holds nothing or the whole
 * clip. Doing it twice leaves one file, also at the same time.
 */
export async function writeClipFile(
  destination: string,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const draft = draftBeside(destination);
  // A stream that breaks off before its file is open would still make it, after it was taken away.
  const handle = await open(draft, 'wx');
  try {
    await pipeline(bytes, handle.createWriteStream({ flush: true }), { signal });
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

/** Short, so that it fits wherever the destination's own name does. */
function draftBeside(destination: string): string {
  return path.join(path.dirname(destination), `.reelay-${randomUUID()}.part`);
}

/** Why a clip cannot be written to this path, as a sentence; null when it can. Tried with a draft, before anything is paid for. */
export async function unwritable(destination: string): Promise<string | null> {
  const folder = path.dirname(destination);
  try {
    if (!(await stat(folder)).isDirectory())
      return `Can't write to ${folder}: it is a file. Name another one with --out.`;
    const found = await lstatIfThere(destination);
    if (found?.isDirectory()) return `${destination} is a folder. Name a file in it with --out.`;
    if (found && !found.isFile()) return `${destination} is not an ordinary file. Name another one with --out.`;
    const draft = draftBeside(destination);
    await (await open(draft, 'wx')).close();
    await rm(draft);
    return null;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return `There is no folder ${folder}. Make it first, or name another file with --out.`;
    return `Can't write to ${destination} (${String(code)}). Name another file with --out.`;
  }
}

async function lstatIfThere(file: string): Promise<Stats | null> {
  try {
    return await lstat(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
