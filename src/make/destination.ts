import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const slugCharsMax = 40;
const numbersMax = 10_000;

/**
 * A new file named after the prompt in the folder that the person stands in. It is made at once, empty, so that no other
 * clip takes the same name.
 */
export async function reserveFile(prompt: string, workingDir: string): Promise<string> {
  const words = prompt
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Mark}\p{Number}]+/gu, '-');
  const slug = Array.from(words)
    .slice(0, slugCharsMax)
    .join('')
    .replaceAll(/^-+|-+$/gu, '');
  for (let number = 1; number < numbersMax; number += 1) {
    const file = path.join(workingDir, `${slug || 'clip'}${number === 1 ? '' : `-${number}`}.mp4`);
    if (await isNew(file)) return file;
  }
  throw new Error(
    `expected a free name for ${slug} in ${workingDir}, found none in ${numbersMax}; name one with --out`,
  );
}

/** Takes a reserved name back when no clip came for it. A file that holds anything is left alone. */
export async function releaseFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isFile() && found.size === 0) await rm(file, { force: true });
}

async function isNew(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
