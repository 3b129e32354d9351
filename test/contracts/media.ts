import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import type { Size } from '../../src/core/engine.ts';
import type { ByteRange, Media, MediaErrorCode, MediaSource } from '../../src/core/ports/media.ts';
import { MediaError } from '../../src/core/ports/media.ts';

/** One implementation with files that it must take and files that it must refuse. */
export type MediaWorld = AsyncDisposable & {
  readonly media: Media;
  readonly clip: { readonly bytes: Uint8Array; readonly seconds: number; readonly size: Size; readonly fps: number };
  readonly otherClip: Uint8Array;
  readonly brokenClip: Uint8Array;
  /** Plays, but no request for `clip.seconds` can have meant it. */
  readonly wrongLengthClip: Uint8Array;
  readonly image: { readonly bytes: Uint8Array; readonly size: Size };
  readonly notAnImage: Uint8Array;
  setDiskFull(full: boolean): void;
  storedKeys(): Promise<readonly string[]>;
  halfFiles(): Promise<number>;
};

const bytesMax = 1_000_000;
const never = new AbortController().signal;
const badKeys = [
  '',
  '.',
  '..',
  '../secret',
  '../..',
  '_./.',
  '/etc/passwd',
  'ab/../../etc/passwd',
  'ab/',
  'ab/x.part',
  'ab\\x',
  'incoming/a',
];
const badNames = ['', '..', '../x', 'a/b', 'a.mp4', 'A', 'a b', 'a\u0000', 'é', 'x'.repeat(81)];

/** A source of small chunks, with its length announced unless told otherwise. */
export function sourceOf(bytes: Uint8Array, announced: number | null = bytes.byteLength): MediaSource {
  async function* body() {
    for (let at = 0; at < bytes.byteLength; at += 1_000) yield bytes.subarray(at, at + 1_000);
  }
  return { body: body(), bytes: announced };
}

export async function bytesOf(media: Media, key: string, range?: ByteRange): Promise<Buffer | null> {
  const source = await media.open(key, range);
  if (source === null) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Registers the tests that every media store must pass. */
export function mediaContract(title: string, openWorld: () => Promise<MediaWorld>): void {
  describe(`${title} as a media store`, () => {
    test('a stored clip comes back byte for byte, with its facts, length and checksum', async () => {
      await using world = await openWorld();
      const { media, clip } = world;
      const stored = await media.storeClip('att_1a', sourceOf(clip.bytes), { seconds: clip.seconds, bytesMax }, never);
      expect(stored.facts).toEqual({
        mime: 'video/mp4',
        size: clip.size,
        durationMs: clip.seconds * 1_000,
        fps: clip.fps,
        codec: 'avc',
        hasAudio: false,
      });
      expect(stored.file).toEqual({
        key: stored.file.key,
        bytes: clip.bytes.byteLength,
        sha256: createHash('sha256').update(clip.bytes).digest('hex'),
      });
      expect((await media.open(stored.file.key))?.bytes).toBe(clip.bytes.byteLength);
      expect(await bytesOf(media, stored.file.key)).toEqual(Buffer.from(clip.bytes));
      expect(await world.halfFiles()).toBe(0);
    });

    test('a stored image comes back byte for byte, with its size, also when no length was announced', async () => {
      await using world = await openWorld();
      const { media, image } = world;
      const stored = await media.storeImage('img_1', sourceOf(image.bytes, null), bytesMax, never);
      expect(stored.size).toEqual(image.size);
      expect(await bytesOf(media, stored.file.key)).toEqual(Buffer.from(image.bytes));
    });

    test('storing a name again replaces its file, so a repeat after a crash leaves one', async () => {
      await using world = await openWorld();
      const { media, clip, otherClip } = world;
      const expectation = { seconds: clip.seconds, bytesMax };
      const first = await media.storeClip('att_1', sourceOf(clip.bytes), expectation, never);
      const second = await media.storeClip('att_1', sourceOf(otherClip), expectation, never);
      expect(second.file.key).toBe(first.file.key);
      expect(second.file.sha256).not.toBe(first.file.sha256);
      expect(await world.storedKeys()).toEqual([first.file.key]);
      expect(await bytesOf(media, first.file.key)).toEqual(Buffer.from(otherClip));
    });

    test('two stores of one name at once both succeed and leave one whole file', async () => {
      await using world = await openWorld();
      const { media, clip, otherClip } = world;
      const expectation = { seconds: clip.seconds, bytesMax };
      const [one, other] = await Promise.all([
        media.storeClip('att_1', sourceOf(clip.bytes), expectation, never),
        media.storeClip('att_1', sourceOf(otherClip), expectation, never),
      ]);
      expect(one.file.key).toBe(other.file.key);
      expect([Buffer.from(clip.bytes), Buffer.from(otherClip)]).toContainEqual(await bytesOf(media, one.file.key));
      expect(await world.halfFiles()).toBe(0);
    });

    type Refusal = { store: (world: MediaWorld) => Promise<unknown>; code: MediaErrorCode; message: RegExp };
    const refusals: Record<string, Refusal> = {
      'a clip that does not play': {
        store: ({ media, clip, brokenClip }) =>
          media.storeClip('img_1', sourceOf(brokenClip), { seconds: clip.seconds, bytesMax }, never),
        code: 'unplayable',
        message: /expected .* got/,
      },
      'a clip of the wrong length': {
        store: ({ media, clip, wrongLengthClip }) =>
          media.storeClip('img_1', sourceOf(wrongLengthClip), { seconds: clip.seconds, bytesMax }, never),
        code: 'implausible',
        message: /expected a clip of about \d+ s .* got [\d.]+ s/,
      },
      'a clip larger than allowed': {
        store: ({ media, clip }) =>
          media.storeClip('img_1', sourceOf(clip.bytes, null), { seconds: clip.seconds, bytesMax: 1_000 }, never),
        code: 'too_large',
        message: /expected at most 1000 bytes/,
      },
      'a file that is no image': {
        store: ({ media, notAnImage }) => media.storeImage('img_1', sourceOf(notAnImage), bytesMax, never),
        code: 'unplayable',
        message: /expected a PNG, JPEG, WebP or GIF image/,
      },
      'an announcement above the limit': {
        store: ({ media, image }) => media.storeImage('img_1', sourceOf(image.bytes, 5_000), 4_000, never),
        code: 'too_large',
        message: /expected at most 4000 bytes, got an announcement of 5000/,
      },
      'fewer bytes than announced': {
        store: ({ media, image }) => media.storeImage('img_1', sourceOf(image.bytes, 5_000), bytesMax, never),
        code: 'truncated',
        message: /expected 5000 bytes as announced, got \d+/,
      },
      'more bytes than announced': {
        store: ({ media, image }) => media.storeImage('img_1', sourceOf(image.bytes, 20), bytesMax, never),
        code: 'truncated',
        message: /expected 20 bytes as announced, got more/,
      },
      'an empty file': {
        store: ({ media }) => media.storeImage('img_1', sourceOf(new Uint8Array()), bytesMax, never),
        code: 'truncated',
        message: /expected a file, got no bytes/,
      },
    };
    for (const [what, { store, code, message }] of Object.entries(refusals)) {
      test(`${what} is refused as ${code}, leaves nothing behind and harms no earlier file`, async () => {
        await using world = await openWorld();
        const { media, image } = world;
        const error = await failureOf(store(world));
        expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
        expect(await world.storedKeys()).toEqual([]);
        const { file } = await media.storeImage('img_1', sourceOf(image.bytes), bytesMax, never);
        await failureOf(store(world));
        expect(await bytesOf(media, file.key)).toEqual(Buffer.from(image.bytes));
        expect(await world.halfFiles()).toBe(0);
      });
    }

    test('a source that breaks off is truncated and keeps its cause, so the fetch is tried again', async () => {
      await using world = await openWorld();
      const cause = new Error('socket hang up');
      const body = (async function* () {
        yield world.image.bytes.subarray(0, 20);
        throw cause;
      })();
      const error = await failureOf(world.media.storeImage('img_1', { body, bytes: null }, bytesMax, never));
      expect(error).toMatchObject({ code: 'truncated', cause, message: expect.stringContaining('after 20 bytes') });
      expect(await world.storedKeys()).toEqual([]);
      expect(await world.halfFiles()).toBe(0);
    });

    test('a source that gives a verdict of its own keeps it', async () => {
      await using world = await openWorld();
      const verdict = new MediaError('too_large', 'expected a small file, got a large one');
      const body = (async function* () {
        yield world.image.bytes;
        throw verdict;
      })();
      const stored = world.media.storeImage('img_1', { body, bytes: null }, bytesMax, never);
      await expect(stored).rejects.toBe(verdict);
    });

    test('an endless source is stopped at the limit and told so', async () => {
      await using world = await openWorld();
      let given = 0;
      const told = Promise.withResolvers<void>();
      const body = (async function* () {
        try {
          for (;;) {
            given += 1_000;
            yield new Uint8Array(1_000);
          }
        } finally {
          told.resolve();
        }
      })();
      const error = await failureOf(world.media.storeImage('img_1', { body, bytes: null }, 10_000, never));
      expect(error.code).toBe('too_large');
      expect(given).toBe(11_000);
      await told.promise;
      expect(await world.halfFiles()).toBe(0);
    });

    test('an abort ends a store whose source never answers, with the reason of the signal and nothing left', async () => {
      await using world = await openWorld();
      const controller = new AbortController();
      const reason = new Error('deadline');
      const body = (async function* () {
        yield world.clip.bytes.subarray(0, 100);
        controller.abort(reason);
        await new Promise(() => undefined);
      })();
      const expectation = { seconds: world.clip.seconds, bytesMax };
      const stored = world.media.storeClip('att_1', { body, bytes: null }, expectation, controller.signal);
      await expect(stored).rejects.toBe(reason);
      expect(await world.storedKeys()).toEqual([]);
      expect(await world.halfFiles()).toBe(0);
    });

    test('a store that was aborted before it began reads nothing', async () => {
      await using world = await openWorld();
      let asked = false;
      const body = (async function* () {
        asked = true;
        yield world.image.bytes;
      })();
      const aborted = AbortSignal.abort(new Error('cancelled'));
      await expect(world.media.storeImage('img_1', { body, bytes: null }, bytesMax, aborted)).rejects.toThrow(
        'cancelled',
      );
      expect(asked).toBe(false);
    });

    test('a full disk is said, leaves nothing behind, and the same store succeeds when there is room', async () => {
      await using world = await openWorld();
      const { media, clip } = world;
      const expectation = { seconds: clip.seconds, bytesMax };
      world.setDiskFull(true);
      const error = await failureOf(media.storeClip('att_1', sourceOf(clip.bytes), expectation, never));
      expect(error).toMatchObject({ code: 'disk_full', message: expect.stringContaining('expected room for att_1') });
      expect(await world.storedKeys()).toEqual([]);
      expect(await world.halfFiles()).toBe(0);
      world.setDiskFull(false);
      const { file } = await media.storeClip('att_1', sourceOf(clip.bytes), expectation, never);
      expect(await bytesOf(media, file.key)).toEqual(Buffer.from(clip.bytes));
    });

    test('a removed file is gone, and removing it again is no error', async () => {
      await using world = await openWorld();
      const { media, image } = world;
      const { file } = await media.storeImage('img_1', sourceOf(image.bytes), bytesMax, never);
      await media.remove(file.key);
      await media.remove(file.key);
      expect(await media.open(file.key)).toBeNull();
      expect(await world.storedKeys()).toEqual([]);
    });

    test('a stored file can be read twice at once, and one reader that stops early does not disturb the other', async () => {
      await using world = await openWorld();
      const { media, image } = world;
      const { file } = await media.storeImage('img_1', sourceOf(image.bytes), bytesMax, never);
      const source = await media.open(file.key);
      if (source === null) throw new Error('expected a stored file, got none');
      const stopped = source.body[Symbol.asyncIterator]();
      await stopped.next();
      await stopped.return?.();
      expect(await bytesOf(media, file.key)).toEqual(Buffer.from(image.bytes));
    });

    test('a piece of a file is its bytes from the first to the last, so a player can jump', async () => {
      await using world = await openWorld();
      const { media, clip } = world;
      const stored = await media.storeClip('att_1', sourceOf(clip.bytes), { seconds: clip.seconds, bytesMax }, never);
      const lastByte = clip.bytes.length - 1;
      for (const [fromByte, toByte] of [
        [0, 0],
        [0, lastByte],
        [10, 20],
        [lastByte, lastByte],
      ] as const) {
        const piece = Buffer.from(clip.bytes.subarray(fromByte, toByte + 1));
        expect((await media.open(stored.file.key, { fromByte, toByte }))?.bytes).toBe(piece.length);
        expect(await bytesOf(media, stored.file.key, { fromByte, toByte })).toEqual(piece);
      }
    });

    test('a piece that is not inside the file is refused, so no reader waits for bytes that never come', async () => {
      await using world = await openWorld();
      const { media, image } = world;
      const { file } = await media.storeImage('img_1', sourceOf(image.bytes), bytesMax, never);
      for (const [fromByte, toByte] of [
        [0, file.bytes],
        [-1, 1],
        [5, 3],
        [0.5, 2],
        [0, Number.NaN],
      ] as const) {
        await expect(media.open(file.key, { fromByte, toByte })).rejects.toThrow(RangeError);
      }
    });

    test('names and keys that are not ours are refused, so nothing outside the store is read, written or removed', async () => {
      await using world = await openWorld();
      const { media, image } = world;
      for (const name of badNames) {
        await expect(media.storeImage(name, sourceOf(image.bytes), bytesMax, never)).rejects.toThrow(TypeError);
      }
      for (const key of badKeys) {
        await expect(media.open(key)).rejects.toThrow(TypeError);
        await expect(media.remove(key)).rejects.toThrow(TypeError);
      }
      expect(await world.storedKeys()).toEqual([]);
    });

    test('a sweep takes no finished file', async () => {
      await using world = await openWorld();
      const { media, image } = world;
      const { file } = await media.storeImage('img_1', sourceOf(image.bytes), bytesMax, never);
      expect(await media.sweep()).toBe(0);
      expect(await world.storedKeys()).toEqual([file.key]);
    });

    test('free room is known before anything is stored', async () => {
      await using world = await openWorld();
      expect(await world.media.freeBytes()).toBeGreaterThan(0);
    });
  });
}

async function failureOf(stored: Promise<unknown>): Promise<MediaError> {
  const error: unknown = await stored.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof MediaError) return error;
  throw new Error('expected a MediaError, got another outcome', { cause: error });
}
