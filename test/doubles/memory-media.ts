import { createHash } from 'node:crypto';

import * as z from 'zod';

import type { StoredFile, VideoFacts } from '../../src/core/clip.ts';
import type { Media } from '../../src/core/ports/media.ts';
import { MediaError } from '../../src/core/ports/media.ts';
import { checkKey, keyOf } from '../../src/media/file-keys.ts';
import { imageHeadBytesMax, sizeOfImage } from '../../src/media/image-head.ts';
import { takeIn } from '../../src/media/intake.ts';
import { checkInputVideo, checkPlausible } from '../../src/media/plausibility.ts';
import { checkRange } from '../../src/media/stored-file.ts';
import { gif } from '../media/gif.ts';

/** Media in memory: no I/O, no timers, the same result on every run. Takes `fakeClip` clips and real images. */
export type MemoryMedia = Media & {
  /** While full, every store fails with `disk_full` at its first byte. */
  setDiskFull(full: boolean): void;
  keys(): readonly string[];
};

const freeBytesWhenEmpty = 1_024 ** 4;
const magic = 'FAKECLIP ';
const headSchema = z.object({
  seconds: z.number(),
  width: z.int(),
  height: z.int(),
  fps: z.number(),
  bytes: z.int(),
});

export type FakeClip = {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Size of the whole file; 1 kB unless told. */
  readonly bytes?: number;
};

/** Bytes that `createMemoryMedia` takes for a clip with these facts. */
export function fakeClip({ bytes = 1_024, ...facts }: FakeClip): Uint8Array {
  const head = Buffer.from(`${magic}${JSON.stringify({ ...facts, bytes })}\n`);
  if (head.length > bytes) throw new RangeError(`expected room for ${head.length} bytes of facts, got ${bytes}`);
  const clip = new Uint8Array(bytes);
  clip.set(head);
  return clip;
}

export function createMemoryMedia({ frames = true }: { readonly frames?: boolean } = {}): MemoryMedia {
  const files = new Map<string, Uint8Array>();
  let diskFull = false;

  async function store<T>(
    name: string,
    chunks: AsyncIterable<Uint8Array>,
    verify: (bytes: Uint8Array) => T,
    signal: AbortSignal,
  ): Promise<{ file: StoredFile; found: T }> {
    const key = keyOf(name);
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) {
      if (diskFull) throw new MediaError('disk_full', `expected room for ${name}, the disk has none; free some`);
      parts.push(chunk.slice());
    }
    const bytes = new Uint8Array(Buffer.concat(parts));
    const found = verify(bytes);
    signal.throwIfAborted();
    files.set(key, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { file: { key, bytes: bytes.byteLength, sha256 }, found };
  }

  /** A real picture of the size of the clip. */
  async function lastFrame(...[clip, name, signal]: Parameters<NonNullable<Media['lastFrame']>>) {
    const bytes = files.get(checkKey(clip.key));
    if (bytes === undefined) return null;
    const { size } = factsOf(bytes);
    const { file } = await store(name, copyOf(gif(size.width, size.height)), () => null, signal);
    return { file, size };
  }

  return {
    async storeClip(name, source, expect, signal) {
      const verify = (bytes: Uint8Array) => {
        const facts = factsOf(bytes);
        checkPlausible(facts, expect);
        return facts;
      };
      const { file, found } = await store(name, takeIn(source, expect.bytesMax, signal), verify, signal);
      return { file, facts: found };
    },
    async storeImage(name, source, bytesMax, signal) {
      const verify = (bytes: Uint8Array) => sizeOfImage(bytes.subarray(0, imageHeadBytesMax));
      const { file, found } = await store(name, takeIn(source, bytesMax, signal), verify, signal);
      return { file, size: found };
    },
    async storeVideo(name, source, limits, signal) {
      const verify = (bytes: Uint8Array) => {
        const facts = factsOf(bytes);
        checkInputVideo(facts, limits);
        return facts;
      };
      const { file, found } = await store(name, takeIn(source, limits.bytesMax, signal), verify, signal);
      return { file, facts: found };
    },
    lastFrame: frames ? lastFrame : null,
    async copy(file, name, signal) {
      const found = files.get(checkKey(file.key));
      if (found === undefined) return null;
      signal.throwIfAborted();
      if (diskFull) throw new MediaError('disk_full', `expected room for ${name}, the disk has none; free some`);
      const key = keyOf(name);
      files.set(key, found.slice());
      return { ...file, key };
    },
    async open(key, range) {
      const file = files.get(checkKey(key));
      if (file === undefined) return null;
      const { fromByte, toByte } = checkRange(range ?? { fromByte: 0, toByte: file.length - 1 }, file.length);
      const bytes = file.subarray(fromByte, toByte + 1);
      return { bytes: bytes.length, body: { [Symbol.asyncIterator]: () => copyOf(bytes) } };
    },
    async remove(key) {
      files.delete(checkKey(key));
    },
    sweep: async () => 0,
    freeBytes: async () => (diskFull ? 0 : freeBytesWhenEmpty),
    setDiskFull(full) {
      diskFull = full;
    },
    keys: () => [...files.keys()],
  };
}

async function* copyOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes.slice();
}

function factsOf(bytes: Uint8Array): VideoFacts {
  const text = Buffer.from(bytes.subarray(0, bytes.indexOf(10))).toString();
  if (!text.startsWith(magic)) throw new MediaError('unplayable', 'expected a fake clip, got something else');
  const head = headSchema.parse(JSON.parse(text.slice(magic.length)));
  if (head.bytes !== bytes.byteLength) {
    throw new MediaError('truncated', `the clip was cut off: expected ${head.bytes} bytes, got ${bytes.byteLength}`);
  }
  return {
    mime: 'video/mp4',
    size: { width: head.width, height: head.height },
    durationMs: Math.round(head.seconds * 1_000),
    fps: head.fps,
    codec: 'avc',
    hasAudio: false,
  };
}
