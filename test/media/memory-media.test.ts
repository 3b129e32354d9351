import { describe, expect, test } from 'vitest';

import { mediaCopyContract } from '../contracts/media-copies.ts';
import { mediaContract, type MediaWorld, sourceOf } from '../contracts/media.ts';
import { createMemoryMedia, fakeClip } from '../doubles/memory-media.ts';
import { textBytes, tinyPng } from './sample-images.ts';

const size = { width: 64, height: 48 };

const openWorld = async (): Promise<MediaWorld> => {
  const media = createMemoryMedia();
  return {
    media,
    clip: { bytes: fakeClip({ ...size, seconds: 2, fps: 24, bytes: 3_000 }), seconds: 2, size, fps: 24 },
    otherClip: fakeClip({ ...size, seconds: 2, fps: 30 }),
    brokenClip: textBytes('<html>not found</html>'),
    wrongLengthClip: fakeClip({ ...size, seconds: 20, fps: 24 }),
    image: { bytes: tinyPng(3, 2), size: { width: 3, height: 2 } },
    notAnImage: textBytes('just words'),
    setDiskFull: (full) => media.setDiskFull(full),
    storedKeys: async () => media.keys(),
    halfFiles: async () => 0,
    [Symbol.asyncDispose]: async () => undefined,
  };
};

mediaContract('memory', openWorld);
mediaCopyContract('memory', openWorld);

describe('fake clips', () => {
  test('one that was cut is told from one that never was a clip, as with real files', async () => {
    const media = createMemoryMedia();
    const cut = fakeClip({ ...size, seconds: 2, fps: 24 }).subarray(0, 1_000);
    const stored = media.storeClip(
      'att_1',
      sourceOf(cut),
      { seconds: 2, bytesMax: 9_999 },
      new AbortController().signal,
    );
    await expect(stored).rejects.toMatchObject({ code: 'truncated' });
  });

  test('a full disk reports no free room, so admission can stop', async () => {
    const media = createMemoryMedia();
    media.setDiskFull(true);
    expect(await media.freeBytes()).toBe(0);
  });
});
