import { access } from 'node:fs/promises';
import path from 'node:path';

const slugCharsMax = 40;

/** Where the clip goes: as said, else a new file named after the prompt in the folder that the person stands in. */
export async function chooseFile(out: string | null, prompt: string, workingDir: string): Promise<string> {
  if (out !== null) return path.resolve(workingDir, out);
  const slug = prompt
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .slice(0, slugCharsMax)
    .replaceAll(/^-+|-+$/gu, '');
  for (let number = 1; ; number += 1) {
    const name = `${slug || 'clip'}${number === 1 ? '' : `-${number}`}.mp4`;
    const file = path.join(workingDir, name);
    if (!(await exists(file))) return file;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
