import { describe } from 'vitest';

import { createFrameTaker } from '../../src/media/last-frame.ts';
import { lastFrameContract, mediaInputsContract } from '../contracts/media-inputs.ts';
import { createMemoryMedia, fakeClip } from '../doubles/memory-media.ts';
import { openDiskWorld } from './disk-world.ts';
import { ffmpegPath } from './ffmpeg.ts';
import { encodeMp4, sampleFps, sampleSize } from './sample-clips.ts';
import { textBytes, tinyPng } from './sample-images.ts';

const clip = { bytes: await encodeMp4(2), seconds: 2, size: sampleSize, fps: sampleFps };
const image = { bytes: tinyPng(64, 48), size: sampleSize };

async function openDisk() {
  const takeFrame = ffmpegPath === null ? null : createFrameTaker(ffmpegPath);
  const world = await openDiskWorld({ takeFrame });
  return {
    media: world.media,
    clip,
    brokenClip: textBytes('<!doctype html><title>502 Bad Gateway</title>'),
    image,
    setDiskFull: (full: boolean) => world.fail(full ? 'write' : null, 'ENOSPC'),
    storedKeys: () => world.storedKeys(),
    halfFiles: async () => (await world.halfFileNames()).length,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

async function openMemory() {
  const media = createMemoryMedia();
  return {
    media,
    clip: { ...clip, bytes: fakeClip({ ...sampleSize, seconds: 2, fps: 24, bytes: 3_000 }) },
    brokenClip: textBytes('<html>not found</html>'),
    image,
    setDiskFull: (full: boolean) => media.setDiskFull(full),
    storedKeys: async () => media.keys(),
    halfFiles: async () => 0,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

mediaInputsContract('disk', openDisk);
mediaInputsContract('memory', openMemory);
lastFrameContract('memory', openMemory);
describe.skipIf(ffmpegPath === null)('with ffmpeg (skipped where there is none)', () => {
  lastFrameContract('disk', openDisk);
});
