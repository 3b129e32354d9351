import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSources, root } from './repository/files.ts';

const read = (name: string): Promise<string> => readFile(join(root, name), 'utf8');
const dockerfile = (await read('Dockerfile')).replaceAll('\\\n', '');
const manifest = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(await read('package.json')));

const instructions = (name: string): string[] =>
  Array.from(dockerfile.matchAll(new RegExp(`^${name}\\s+(.*)$`, 'gm')), ([, rest = '']) => rest.trim());

/** What the image takes from this folder. */
const copied = instructions('COPY')
  .filter((line) => !line.startsWith('--from='))
  .flatMap((line) => line.split(' ').slice(0, -1));

describe('the image', () => {
  it('has everything that the service runs, and the build is sent nothing else', async () => {
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'drizzle', 'src']));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const letIn = (await read('.dockerignore')).split('\n').filter(Boolean);
    expect(new Set(letIn)).toEqual(new Set(['*', ...copied.map((path) => `!${path}`)]));
  });

  it('has every package that the sources name, since those for development are left out', async () => {
    const sources = await readSources(['src'], /\.(?:ts|mjs)$/);
    const named = sources.flatMap(({ text }) =>
      Array.from(text.matchAll(/from '([^'.][^']*)'/g), ([, name = '']) => packageOf(name)),
    );
    const missing = new Set(named.filter((name) => !name.startsWith('node:') && !(name in manifest.dependencies)));
    expect([...missing]).toEqual([]);
    expect(new Set(named).size).toBeGreaterThan(10);
  });

  it('runs on the Node that the program needs, as a user without rights, with its data in a volume', () => {
    expect(instructions('FROM').every((from) => from.startsWith('node:24-slim'))).toBe(true);
    expect(instructions('USER')).toEqual(['node']);
    expect(instructions('VOLUME')).toEqual(['/data']);
    expect(dockerfile).toContain('DATA_DIR=/data');
    expect(instructions('RUN').some((command) => command.includes('npm ci --omit=dev'))).toBe(true);
  });

  it('asks the address that tells of its health', () => {
    expect(instructions('HEALTHCHECK').join('')).toContain('/health/live');
  });
});

/** `@scope/name` or `name`, without the file in it. */
function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
