import type { StatsFs, Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/**
 * The calls of `node:fs/promises` that the store makes. A parameter because no ordinary user can fill a
 * disk, fail a flush or break a rename on demand, and what happens then must be tried.
 */
export interface FileSystem {
  /** Another name for the same file. */
  link(existing: string, added: string): Promise<void>;
  lstat(path: string): Promise<Stats>;
  mkdir(path: string, options: { readonly recursive: true; readonly mode: number }): Promise<string | undefined>;
  open(path: string, flags: string | number, mode?: number): Promise<FileHandle>;
  readdir(path: string): Promise<string[]>;
  realpath(path: string): Promise<string>;
  rename(from: string, to: string): Promise<void>;
  statfs(path: string): Promise<StatsFs>;
  unlink(path: string): Promise<void>;
}

export function errorCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Runs a call whose target may be gone: null then, instead of an error. */
export async function ifThere<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Makes the names in a folder survive a power cut, as a flush does for a file's bytes. */
export async function flushFolder(fileSystem: FileSystem, path: string): Promise<void> {
  const folder = await fileSystem.open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
