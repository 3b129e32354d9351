import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretKeyOf } from '../src/secret-key.ts';
import { systemRandom } from '../src/system.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'reelay-key-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('the secret key', () => {
  it('is made once, for its owner alone, and is the same at the next start', async () => {
    const made = await secretKeyOf(dir, null, systemRandom);
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect((await stat(path.join(dir, 'secret.key'))).mode & 0o777).toBe(0o600);
    expect(await secretKeyOf(dir, null, systemRandom)).toBe(made);
  });

  it('is the same for processes that start at once, and leaves no drafts', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => secretKeyOf(dir, null, systemRandom)));
    expect(new Set(made).size).toBe(1);
    expect(await readdir(dir)).toEqual(['secret.key']);
  });

  it('from the settings wins, and no file is made', async () => {
    expect(await secretKeyOf(dir, 'given', systemRandom)).toBe('given');
    expect(await readdir(dir)).toEqual([]);
  });

  it('that was cut short is refused, so that links and callbacks are not signed with half a key', async () => {
    await writeFile(path.join(dir, 'secret.key'), 'abc\n');
    await expect(secretKeyOf(dir, null, systemRandom)).rejects.toThrow(/expected 64 characters .* got 3/);
  });
});
