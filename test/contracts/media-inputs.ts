import { describe, expect, test } from 'vitest';

import type { StoredFile } from '../../src/core/clip.ts';
import type { Media } from '../../src/core/ports/media.ts';
import { bytesOf, type MediaWorld, sourceOf } from './media.ts';

const bytesMax = 10_000_000;
const never = new AbortController().signal;

/** A whole and a shortened video, beside what every media store is tried with. */
type InputWorld = Pick<
  MediaWorld,
  'media' | 'clip' | 'brokenClip' | 'image' | 'storedKeys' | 'halfFiles' | 'setDiskFull'
> &
  AsyncDisposable;

/** Registers the tests that every media store must pass in what jobs start from: videos, and pictures out of clips. */
export function mediaInputsContract(title: string, openWorld: () => Promise<InputWorld>): void {
  describe(`${title} as a store of what videos start from`, () => {
    test('a video comes back byte for byte, with its facts, so that its length is known before it is paid for', async () => {
      await using world = await openWorld();
      const { media, clip } = world;
      const limits = { bytesMax, secondsMax: 60 };
      const { file, facts } = await media.storeVideo('job_1_input', sourceOf(clip.bytes), limits, never);
      expect(facts).toMatchObject({ size: clip.size, durationMs: clip.seconds * 1_000 });
      expect(await bytesOf(media, file.key)).toEqual(Buffer.from(clip.bytes));
    });

    test('a video that does not play, is too long or too large is refused, and leaves nothing', async () => {
      await using world = await openWorld();
      const { media, clip, brokenClip, image } = world;
      const limits = { bytesMax, secondsMax: 60 };
      const store = (bytes: Uint8Array, more: Partial<typeof limits> = {}): Promise<unknown> =>
        media.storeVideo('job_1_input', sourceOf(bytes), { ...limits, ...more }, never);
      await expect(store(brokenClip)).rejects.toMatchObject({ code: 'unplayable' });
      await expect(store(image.bytes)).rejects.toMatchObject({ code: 'unplayable' });
      await expect(store(clip.bytes, { secondsMax: clip.seconds - 1 })).rejects.toMatchObject({
        code: 'implausible',
        message: expect.stringContaining(`expected a video of at most ${clip.seconds - 1} s, got ${clip.seconds} s`),
      });
      await expect(store(clip.bytes, { bytesMax: clip.bytes.length - 1 })).rejects.toMatchObject({ code: 'too_large' });
      expect(await world.storedKeys()).toEqual([]);
      expect(await world.halfFiles()).toBe(0);
    });

    test('a clip that was made from a video may have any length, since that decided it', async () => {
      await using world = await openWorld();
      const { media, clip } = world;
      const stored = media.storeClip('att_1', sourceOf(clip.bytes), { seconds: null, bytesMax }, never);
      await expect(stored).resolves.toMatchObject({ facts: { durationMs: clip.seconds * 1_000 } });
    });
  });
}

/** Registers the tests that every media store must pass that takes pictures out of clips. */
export function lastFrameContract(title: string, openWorld: () => Promise<InputWorld>): void {
  describe(`${title} where pictures can be taken out of clips`, () => {
    test('the last picture is an image of the size of the clip under the name that was given, and once if taken twice', async () => {
      await using world = await openWorld();
      const { media, clip } = world;
      const stored = await storedClip(world);
      const taken = await lastFrameOf(media, stored);
      expect(taken?.size).toEqual(clip.size);
      expect(taken?.file.key).toContain('job_1_input');
      expect(await lastFrameOf(media, stored)).toEqual(taken);
      expect(await world.storedKeys()).toHaveLength(2);
      expect(await world.halfFiles()).toBe(0);
      const bytes = taken && (await bytesOf(media, taken.file.key));
      expect(bytes?.length).toBe(taken?.file.bytes);
    });

    test('it stays when the clip goes, so that a job under way does not lose what it starts from', async () => {
      await using world = await openWorld();
      const { media } = world;
      const stored = await storedClip(world);
      const taken = await lastFrameOf(media, stored);
      await media.remove(stored.key);
      expect(taken && (await media.open(taken.file.key))).not.toBeNull();
    });

    test('there is none of a clip that is gone', async () => {
      await using world = await openWorld();
      const { media } = world;
      const stored = await storedClip(world);
      await media.remove(stored.key);
      expect(await lastFrameOf(media, stored)).toBeNull();
      expect(await world.storedKeys()).toEqual([]);
    });

    test('none is taken for somebody who has stopped waiting, and a full disk is said', async () => {
      await using world = await openWorld();
      const { media } = world;
      const stored = await storedClip(world);
      const stopped = AbortSignal.abort(new Error('stopping'));
      await expect(media.lastFrame?.(stored, 'job_1_input', stopped)).rejects.toThrow('stopping');
      world.setDiskFull(true);
      await expect(lastFrameOf(media, stored)).rejects.toMatchObject({ code: 'disk_full' });
      world.setDiskFull(false);
      expect(await world.storedKeys()).toEqual([stored.key]);
      expect(await world.halfFiles()).toBe(0);
    });
  });
}

async function storedClip({ media, clip }: InputWorld): Promise<StoredFile> {
  const expectation = { seconds: clip.seconds, bytesMax };
  return (await media.storeClip('att_1', sourceOf(clip.bytes), expectation, never)).file;
}

function lastFrameOf(media: Media, clip: StoredFile) {
  if (!media.lastFrame) throw new Error('expected a store that takes pictures out of clips');
  return media.lastFrame(clip, 'job_1_input', never);
}
