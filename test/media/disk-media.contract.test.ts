import { mediaCopyContract } from '../contracts/media-copies.ts';
import { mediaContract, type MediaWorld } from '../contracts/media.ts';
import { openDiskWorld } from './disk-world.ts';
import { encodeMp4, sampleFps, sampleSize } from './sample-clips.ts';
import { textBytes, tinyPng } from './sample-images.ts';

const [clip, otherClip, wrongLengthClip] = await Promise.all([encodeMp4(2), encodeMp4(2, 90), encodeMp4(7)]);

const openWorld = async (): Promise<MediaWorld> => {
  const world = await openDiskWorld();
  return {
    media: world.media,
    clip: { bytes: clip, seconds: 2, size: sampleSize, fps: sampleFps },
    otherClip,
    brokenClip: textBytes('<!doctype html><title>502 Bad Gateway</title>'),
    wrongLengthClip,
    image: { bytes: tinyPng(64, 48), size: { width: 64, height: 48 } },
    notAnImage: textBytes('just words, whatever the file is called'),
    setDiskFull: (full) => world.fail(full ? 'write' : null, 'ENOSPC'),
    storedKeys: () => world.storedKeys(),
    halfFiles: async () => (await world.halfFileNames()).length,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
};

mediaContract('disk', openWorld);
mediaCopyContract('disk', openWorld);
