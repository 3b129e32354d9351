import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { clipCheckLimits, createClipCheck } from '../../src/media/clip-check.ts';
import { contentOf, encodeMp4, patchBox, renameBox, sampleFps, sampleSize } from './sample-clips.ts';

const never = new AbortController().signal;
const check = createClipCheck();
let dir: string;
let mp4: Uint8Array;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clips-'));
  mp4 = await encodeMp4(1);
});
afterAll(() => rm(dir, { recursive: true }));

async function onDisk(bytes: Uint8Array): Promise<string> {
  const path = join(dir, 'clip');
  await writeFile(path, bytes);
  return path;
}

/** An index of a kilobyte that unfolds to four billion entries in a parser's memory. */
function memoryBomb(): Uint8Array {
  return patchBox(renameBox(mp4, 'stsz', 'stz2'), 'stz2', { 4: 0, 8: 0xffff_ffff });
}

/** An index in which each frame's place is the sum of four billion sizes. */
function timeBomb(): Uint8Array {
  return patchBox(mp4, 'stsc', { 12: 0xffff_ffff });
}

describe('the check of a clip on disk', () => {
  test('a clip that plays gives its facts', async () => {
    const facts = await check(await onDisk(mp4), never);
    expect(facts).toEqual({
      mime: 'video/mp4',
      size: sampleSize,
      durationMs: 1_000,
      fps: sampleFps,
      codec: 'avc',
      hasAudio: false,
    });
  });

  test('a clip that was cut off is truncated, so it is fetched again', async () => {
    const checked = check(await onDisk(mp4.subarray(0, -300)), never);
    await expect(checked).rejects.toMatchObject({
      code: 'truncated',
      message: expect.stringMatching(/cut off: expected at least \d+ bytes by its own account, got \d+/),
    });
  });

  test('an error page that was saved as a clip is unplayable', async () => {
    const checked = check(await onDisk(new TextEncoder().encode('<html>403</html>')), never);
    await expect(checked).rejects.toMatchObject({
      code: 'unplayable',
      message: 'the clip does not play: expected an MP4, MOV, WebM or Matroska file, got text',
    });
  });

  test('an index that unfolds to fill all memory is unplayable and does not bring this process down', async () => {
    const small = createClipCheck({ ...clipCheckLimits, heapMbMax: 32 });
    await expect(small(await onDisk(memoryBomb()), never)).rejects.toMatchObject({
      code: 'unplayable',
      message: expect.stringContaining('at most 32 MB'),
    });
  });

  test('an index that takes hours to read is unplayable after its share of computing, even if nobody watches', async () => {
    const frugal = createClipCheck({ ...clipCheckLimits, cpuSecondsMax: 1 });
    await expect(frugal(await onDisk(timeBomb()), never)).rejects.toMatchObject({
      code: 'unplayable',
      message: expect.stringContaining('at most 1 s'),
    });
  });

  test('a check that a busy machine cannot end in time is no verdict on the clip, so it is made again', async () => {
    const hasty = createClipCheck({ ...clipCheckLimits, timeoutMs: 1 });
    const checked = hasty(await onDisk(mp4), never);
    await expect(checked).rejects.toMatchObject({ name: 'Error', message: expect.stringContaining('within 1 ms') });
  });

  test('a check beyond the number that may run at once waits, and can be aborted there', async () => {
    const path = await onDisk(mp4);
    const controller = new AbortController();
    const ended: string[] = [];
    const closed = createClipCheck({ ...clipCheckLimits, atOnceMax: 0 });
    const waiting = closed(path, controller.signal).finally(() => ended.push('waiting'));
    await check(path, never).finally(() => ended.push('later'));
    expect(ended).toEqual(['later']);
    controller.abort(new Error('deadline'));
    await expect(waiting).rejects.toThrow('deadline');
  });

  test('an abort ends a check at once, with its reason', async () => {
    const controller = new AbortController();
    const checked = check(await onDisk(timeBomb()), controller.signal);
    controller.abort(new Error('deadline'));
    await expect(checked).rejects.toThrow('deadline');
  });

  test('a file that cannot be read is no verdict on the clip, so a paid one is not given up for it', async () => {
    const checked = check(join(dir, 'nowhere'), never);
    await expect(checked).rejects.toMatchObject({ name: 'Error', message: expect.stringContaining('ENOENT') });
  });

  test('the checking process gets no environment, where secrets are', async () => {
    vi.stubEnv('NODE_OPTIONS', '--require=/nonexistent/module.cjs');
    try {
      expect(await check(await onDisk(mp4), never)).toMatchObject({ codec: 'avc' });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('a header that claims another length is not believed: frames are counted', async () => {
    const lying = patchBox(patchBox(mp4, 'mvhd', { 16: 9_000_000 }), 'mdhd', { 16: 9_000_000 });
    expect(contentOf(lying, 'mdhd')).toBe(contentOf(mp4, 'mdhd'));
    expect(await check(await onDisk(lying), never)).toMatchObject({ durationMs: 1_000 });
  });
});
