import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { en } from '../../../src/bots/messages/en.ts';

const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
const check = (...paths: string[]) => run(process.execPath, [join(root, 'scripts/gallery.ts'), '--check', ...paths]);

function pathsOf(path: string, node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [path];
  return Object.entries(node).flatMap(([name, child]) => pathsOf(`${path}.${name}`, child));
}

it('docs/messages.md shows the present words', async () => {
  await expect(check()).resolves.toBeDefined();
});

it('a page that shows other words fails the check and says how to renew it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reelay-gallery-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'messages.md');
  await writeFile(path, '# Messages\n');
  await expect(check(path)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('node scripts/gallery.ts'),
  });
});

it('every entry of the catalogue is in the gallery, so that no sentence goes unseen', async () => {
  const page = await readFile(join(root, 'docs/messages.md'), 'utf8');
  const paths = Object.entries(en).flatMap(([name, node]) => pathsOf(name, node));
  expect(paths.length).toBeGreaterThan(60);
  expect(paths.filter((path) => !page.includes(`| \`${path}\` |`))).toEqual([]);
});
