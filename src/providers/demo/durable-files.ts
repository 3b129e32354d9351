import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';

/**
 * Creates `path` with `content`, whole and on disk, unless it exists. Of any number of processes
 * that try at once exactly one gets 'created', and a crash leaves the file whole or absent.
 */
export async function createOnce(tempDir: string, path: string, content: string): Promise<'created' | 'exists'> {
  const temp = await writeTemp(tempDir, content);
  try {
    await link(temp, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return 'exists';
    throw error;
  } finally {
    await removeQuietly(temp);
  }
  await syncDir(dirname(path));
  return 'created';
}

/** Replaces `path` as a whole. Readers see the old or the new content. Not synced: for what may be lost. */
export async function replaceFile(tempDir: string, path: string, content: string): Promise<void> {
  const temp = await writeTemp(tempDir, content, false);
  await renameOrRemove(temp, path);
}

/** Writes `bytes` to `temp`, brings them to the disk, then shows them as `path`. */
export async function publishFile(temp: string, path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeSynced(temp, bytes);
  } catch (error) {
    await removeQuietly(temp);
    throw error;
  }
  await renameOrRemove(temp, path);
  await syncDir(dirname(path));
}

/** Reads a JSON file; null when there is none. Throws when it holds anything but `schema`. */
export async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  return schema.parse(JSON.parse(text));
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function writeTemp(tempDir: string, content: string, synced = true): Promise<string> {
  const temp = join(tempDir, `${randomUUID()}.tmp`);
  try {
    await writeSynced(temp, content, synced);
  } catch (error) {
    await removeQuietly(temp);
    throw error;
  }
  return temp;
}

async function writeSynced(path: string, content: string | Uint8Array, synced = true): Promise<void> {
  await using file = await open(path, 'w');
  await file.writeFile(content);
  if (synced) await file.sync();
}

async function renameOrRemove(temp: string, path: string): Promise<void> {
  try {
    await rename(temp, path);
  } catch (error) {
    await removeQuietly(temp);
    throw error;
  }
}

async function syncDir(dir: string): Promise<void> {
  await using handle = await open(dir, 'r');
  await handle.sync();
}

/** A temp file that stays behind is swept later; its removal must not hide the outcome of the write. */
async function removeQuietly(temp: string): Promise<void> {
  await rm(temp, { force: true }).catch(() => undefined);
}
