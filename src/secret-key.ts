import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from './config.ts';
import type { Random } from './core/ports/world.ts';

const keyBytes = 32;

/**
 * The root of all keys: from the settings, else from `secret.key` in the data folder, made on first start and
 * readable by its owner alone. The folder must be there. Two processes starting at once end up with the same key.
 */
export async function secretKeyOf(dataDir: string, given: string | null, random: Random): Promise<string> {
  if (given !== null) return given;
  const file = path.join(dataDir, 'secret.key');
  const known = await readKey(file);
  if (known !== null) return known;
  const draft = `${file}.${random.secretHex(8)}`;
  await writeFile(draft, `${random.secretHex(keyBytes)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  await chmod(draft, 0o600);
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  const made = await readKey(file);
  if (made === null) throw new Error(`expected a key in ${file}, found none`);
  return made;
}

async function readKey(file: string): Promise<string | null> {
  try {
    const key = (await readFile(file, 'utf8')).trim();
    if (key.length < 2 * keyBytes) {
      throw new ConfigError([
        `expected ${2 * keyBytes} characters in ${file}, got ${key.length}; restore it from a backup, or remove it to have a new one made`,
      ]);
    }
    return key;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
