import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createFrameTaker, frameLimits } from '../../src/media/last-frame.ts';
import { sizeOfImage } from '../../src/media/image-head.ts';
import { ffmpegPath } from './ffmpeg.ts';
import { encodeFlash, otherContainers, repack, sampleSize } from './sample-clips.ts';

let dir = '';
let made = 0;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'frames-'));
});
afterAll(() => rm(dir, { recursive: true }));

const never = new AbortController().signal;
/** Black, but for its very last picture. */
const second = await encodeFlash(1);

async function fileOf(bytes: Uint8Array | string): Promise<string> {
  made += 1;
  const path = join(dir, `clip${made}`);
  await writeFile(path, bytes);
  return path;
}

/** A program in the place of ffmpeg. */
async function scriptOf(lines: string): Promise<string> {
  const path = await fileOf(`#!/bin/sh\n${lines}\n`);
  await chmod(path, 0o700);
  return path;
}

async function shadeOf(path: string): Promise<number> {
  const image = await loadImage(path);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(5, 5, 1, 1).data[0] ?? -1;
}

describe.skipIf(ffmpegPath === null)('the last picture by ffmpeg (skipped where there is none)', () => {
  const take = createFrameTaker(ffmpegPath ?? '');

  it('is the last one and no other: the next clip goes on where this one ended', async () => {
    const path = await fileOf(second);
    await take(path, `${path}.part`, never);
    expect(await shadeOf(`${path}.part`)).toBeGreaterThan(200);
    expect(sizeOfImage(await readFile(`${path}.part`))).toEqual(sampleSize);
  });

  it.each(otherContainers)('is taken out of %s as well', async (container) => {
    const path = await fileOf(await repack(second, container));
    await take(path, `${path}.part`, never);
    expect(await shadeOf(`${path}.part`)).toBeGreaterThan(200);
  });

  it('is made smaller where it is larger than engines take, in the same shape', async () => {
    const path = await fileOf(second);
    await createFrameTaker(ffmpegPath ?? '', { ...frameLimits, sideMax: 32 })(path, `${path}.part`, never);
    expect(sizeOfImage(await readFile(`${path}.part`))).toEqual({ width: 32, height: 24 });
  });

  it.each([
    ['a playlist that names a file of this machine', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'],
    ['a list of files', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['text', 'no clip at all'],
    ['a clip that was cut off', second.subarray(0, 900)],
  ])('of %s is refused, and nothing is written', async (_, bytes) => {
    const path = await fileOf(bytes);
    await expect(take(path, `${path}.part`, never)).rejects.toMatchObject({ code: 'unplayable' });
    await expect(stat(`${path}.part`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a program that misbehaves in its place', () => {
  it('and never ends is stopped, and the clip counts as one without a picture', async () => {
    const take = createFrameTaker(await scriptOf('exec sleep 60'), { ...frameLimits, timeoutMs: 50 });
    await expect(take('/clip', join(dir, 'none'), never)).rejects.toMatchObject({
      code: 'unplayable',
      message: expect.stringContaining('no picture in time'),
    });
  });

  it('and never ends is stopped when nobody waits any more, with the reason of that', async () => {
    const stopping = new AbortController();
    const take = createFrameTaker(await scriptOf('exec sleep 60'));
    const taken = take('/clip', join(dir, 'none'), stopping.signal);
    stopping.abort(new Error('stopping'));
    await expect(taken).rejects.toThrow('stopping');
  });

  it('and talks without end is stopped', async () => {
    const take = createFrameTaker(await scriptOf('while :; do echo "$0" >&2; done'));
    await expect(take('/clip', join(dir, 'none'), never)).rejects.toMatchObject({ code: 'unplayable' });
  });

  it('and writes nothing is asked for more of the clip, up to all of it, and then there is no picture', async () => {
    const told = join(dir, 'told');
    const take = createFrameTaker(await scriptOf(`echo "$@" >> ${told}`));
    await expect(take('/clip', join(dir, 'none'), never)).rejects.toMatchObject({ code: 'unplayable' });
    const asked = (await readFile(told, 'utf8')).trim().split('\n');
    expect(asked.map((line) => /-sseof (\S+)/.exec(line)?.[1] ?? 'all')).toEqual(['-0.5', '-3', 'all']);
  });

  it('sees none of our environment, which holds secrets', async () => {
    const told = join(dir, 'environment');
    const take = createFrameTaker(await scriptOf(`/usr/bin/env > ${told}; exit 1`));
    await expect(take('/clip', join(dir, 'none'), never)).rejects.toMatchObject({ code: 'unplayable' });
    const names = (await readFile(told, 'utf8')).split('\n').map((line) => line.split('=')[0] ?? '');
    expect(names.filter((name) => !['', '_', 'PWD', 'OLDPWD', 'SHLVL'].includes(name))).toEqual([]);
  });

  it('gives way to everything else that wants the processor', async () => {
    const told = join(dir, 'priority');
    const script = await scriptOf(`until [ "$(/usr/bin/nice)" -gt 0 ]; do :; done; echo low > ${told}; exit 1`);
    const take = createFrameTaker(script, { ...frameLimits, timeoutMs: 5_000 });
    await expect(take('/clip', join(dir, 'none'), never)).rejects.toMatchObject({ code: 'unplayable' });
    expect(await readFile(told, 'utf8')).toBe('low\n');
  });

  it('and is not there is our own trouble: the clip is not judged by it, and the step is tried again', async () => {
    const taken = createFrameTaker(join(dir, 'absent'))('/clip', join(dir, 'none'), never);
    await expect(taken).rejects.toThrow('expected to run ffmpeg, got ENOENT; check FFMPEG_PATH');
    await expect(taken).rejects.not.toHaveProperty('code', 'unplayable');
  });
});
