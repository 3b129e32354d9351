import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { findFfmpeg } from '../../src/media/find-ffmpeg.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'find-ffmpeg-'));
  for (const [folder, mode] of [
    ['first', 0o600],
    ['second', 0o700],
    ['third', 0o700],
  ] as const) {
    await mkdir(join(dir, folder));
    await writeFile(join(dir, folder, 'ffmpeg'), '');
    await chmod(join(dir, folder, 'ffmpeg'), mode);
  }
  await mkdir(join(dir, 'fourth', 'ffmpeg'), { recursive: true });
});
afterAll(() => rm(dir, { recursive: true }));

const find = (named: string | null, ...folders: readonly string[]) =>
  findFfmpeg({ named, searchPath: folders.map((each) => join(dir, each)).join(':'), currentDir: dir });

it('is the first on the path that can be run', async () => {
  expect(await find(null, 'none', 'fourth', 'second', 'third')).toBe(join(dir, 'second', 'ffmpeg'));
  expect(await find(null, 'none', 'fourth')).toBeNull();
  expect(await findFfmpeg({ named: null, searchPath: '', currentDir: join(dir, 'second') })).toBeNull();
});

it('is the one that is named, by itself or by its folder, and no other in its place', async () => {
  expect(await find('third/ffmpeg', 'second')).toBe(join(dir, 'third', 'ffmpeg'));
  expect(await find(join(dir, 'third'), 'second')).toBe(join(dir, 'third', 'ffmpeg'));
  expect(await find('none/ffmpeg', 'second')).toBeNull();
});

it.skipIf(process.getuid?.() === 0)('is none that we may not run (skipped for root, who may)', async () => {
  expect(await find(null, 'first')).toBeNull();
});
