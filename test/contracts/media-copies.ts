import { describe, expect, test } from 'vitest';

import { bytesOf, type MediaWorld, sourceOf } from './media.ts';

const bytesMax = 1_000_000;
const never = new AbortController().signal;

/** Registers the tests that every media store must pass when it copies what it has. */
export function mediaCopyContract(title: string, openWorld: () => Promise<MediaWorld>): void {
  describe(`${title} as a media store that copies`, () => {
    test('a copy has the same bytes under its own name, and neither goes with the other', async () => {
      await using world = await openWorld();
      const { media, clip } = world;
      const expectation = { seconds: clip.seconds, bytesMax };
      const { file } = await media.storeClip('att_1', sourceOf(clip.bytes), expectation, never);
      const copy = await media.copy(file, 'job_2', never);
      if (!copy) throw new Error('expected a copy');
      expect(copy).toEqual({ ...file, key: copy.key });
      await media.remove(file.key);
      expect(await world.storedKeys()).toEqual([copy.key]);
      expect(await bytesOf(media, copy.key)).toEqual(Buffer.from(clip.bytes));
      const back = await media.copy(copy, 'att_1', never);
      await media.remove(copy.key);
      expect(await bytesOf(media, back?.key ?? '')).toEqual(Buffer.from(clip.bytes));
    });

    test('copying again, also at once, leaves one file and nothing half, so a repeat after a crash is safe', async () => {
      await using world = await openWorld();
      const { media, clip } = world;
      const expectation = { seconds: clip.seconds, bytesMax };
      const { file } = await media.storeClip('att_1', sourceOf(clip.bytes), expectation, never);
      const first = await media.copy(file, 'job_2', never);
      const again = await Promise.all([media.copy(file, 'job_2', never), media.copy(file, 'job_2', never)]);
      expect(again).toEqual([first, first]);
      expect(new Set(await world.storedKeys())).toEqual(new Set([file.key, first?.key]));
      expect(await world.halfFiles()).toBe(0);
      expect(await bytesOf(media, first?.key ?? '')).toEqual(Buffer.from(clip.bytes));
    });

    test('a file that is stored anew under its name leaves its copies as they are', async () => {
      await using world = await openWorld();
      const { media, clip, otherClip } = world;
      const expectation = { seconds: clip.seconds, bytesMax };
      const { file } = await media.storeClip('att_1', sourceOf(clip.bytes), expectation, never);
      const copy = await media.copy(file, 'job_2', never);
      await media.storeClip('att_1', sourceOf(otherClip), expectation, never);
      expect(await bytesOf(media, copy?.key ?? '')).toEqual(Buffer.from(clip.bytes));
    });

    test('a file that is gone is not copied, nor anything after an abort', async () => {
      await using world = await openWorld();
      const { media, clip } = world;
      const expectation = { seconds: clip.seconds, bytesMax };
      const { file } = await media.storeClip('att_1', sourceOf(clip.bytes), expectation, never);
      const reason = new Error('stopped');
      await expect(media.copy(file, 'job_2', AbortSignal.abort(reason))).rejects.toBe(reason);
      await media.remove(file.key);
      expect(await media.copy(file, 'job_2', never)).toBeNull();
      expect(await world.storedKeys()).toEqual([]);
    });
  });
}
