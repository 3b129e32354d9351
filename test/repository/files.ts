import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export type SourceFile = {
  /** From the repository's root, with forward slashes: `src/core/job.ts`. */
  readonly path: string;
  readonly text: string;
};

/** Every file below these folders whose name matches; a folder that is not there has none. */
export async function readSources(folders: readonly string[], name: RegExp): Promise<SourceFile[]> {
  const paths = (await Promise.all(folders.map(filesBelow))).flat().filter((path) => name.test(path));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(noneWhenAbsent);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .toSorted();
}

function noneWhenAbsent(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
