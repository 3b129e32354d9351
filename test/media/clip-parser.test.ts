import { beforeAll, describe, expect, test } from 'vitest';

import type { ClipMime } from '../../src/core/clip.ts';
import { inspectClip } from '../../src/media/clip-parser.ts';
import type { ClipVerdict } from '../../src/media/clip-verdict.ts';
import {
  type Container,
  contentOf,
  encodeMp4,
  otherContainers,
  patchBox,
  renameBox,
  repack,
  sampleFps,
  sampleSize,
  webmLike,
} from './sample-clips.ts';

// In this process, which only files that are known to be harmless may enter.
let mp4: Uint8Array;

beforeAll(async () => {
  mp4 = await encodeMp4(1);
});

async function inspect(bytes: Uint8Array): Promise<ClipVerdict> {
  return inspectClip(readerOf(bytes), bytes.length);
}

function readerOf(bytes: Uint8Array) {
  return async (position: number, length: number) => Buffer.from(bytes.subarray(position, position + length));
}

const facts = { mime: 'video/mp4', size: sampleSize, durationMs: 1_000, fps: sampleFps, codec: 'avc', hasAudio: false };

const mimes: Readonly<Record<Container, ClipMime>> = {
  'mp4 with its index in front': 'video/mp4',
  'fragmented mp4': 'video/mp4',
  mov: 'video/quicktime',
  matroska: 'video/webm',
  'live matroska': 'video/webm',
};

describe('what plays', () => {
  for (const container of otherContainers) {
    test(`${container} gives the same facts as the clip it was made from`, async () => {
      expect(await inspect(await repack(mp4, container))).toEqual({
        kind: 'plays',
        facts: { ...facts, mime: mimes[container] },
      });
    });
  }

  test('webm', async () => {
    const verdict = await inspect(await webmLike(1));
    expect(verdict).toEqual({ kind: 'plays', facts: { ...facts, mime: 'video/webm', codec: 'vp8' } });
  });

  test('sound is noticed', async () => {
    const verdict = await inspect(await webmLike(1, { sound: true }));
    expect(verdict).toEqual({ kind: 'plays', facts: { ...facts, mime: 'video/webm', codec: 'vp8', hasAudio: true } });
  });

  test('a clip whose time begins later is as long as what it shows', async () => {
    const late = await inspect(await repack(mp4, 'matroska', 3));
    expect(late).toEqual({ kind: 'plays', facts: { ...facts, mime: 'video/webm' } });
  });

  test('frames up to the end of the file, without a length, are whole', async () => {
    const inFront = Buffer.from(await repack(mp4, 'mp4 with its index in front'));
    inFront.writeUInt32BE(0, contentOf(inFront, 'mdat') - 8);
    expect(await inspect(inFront)).toEqual({ kind: 'plays', facts });
  });

  test('frames with a length of 64 bits are whole, and known to be cut off', async () => {
    const frames = contentOf(mp4, 'mdat');
    const large = Buffer.from(mp4);
    const bytes = large.readUInt32BE(frames - 8);
    large.writeUInt32BE(large.readUInt32BE(24) - 8, 24);
    large.write('\0\0\0\u0001mdat', frames - 16, 'latin1');
    large.writeBigUInt64BE(BigInt(bytes + 8), frames - 8);
    expect(await inspect(large)).toEqual({ kind: 'plays', facts });
    expect(await inspect(large.subarray(0, frames + 100))).toMatchObject({ kind: 'cut_off' });
  });

  test('a live segment without a length, written wide, is whole', async () => {
    const live = Buffer.from(await repack(mp4, 'live matroska'));
    const segment = live.indexOf(Buffer.from('18538067ff', 'hex'));
    const unknown = Buffer.from('1853806701ffffffffffffff', 'hex');
    const wide = Buffer.concat([live.subarray(0, segment), unknown, live.subarray(segment + 5)]);
    expect(await inspect(wide)).toEqual({ kind: 'plays', facts: { ...facts, mime: 'video/webm' } });
  });

  test('junk behind the end does no harm', async () => {
    expect(await inspect(Buffer.concat([mp4, Buffer.from('trailing words')]))).toEqual({ kind: 'plays', facts });
  });
});

describe('what was cut off', () => {
  test('a clip cut anywhere before the end of its frames and index never passes, wherever the index is', async () => {
    const inFront = await repack(mp4, 'mp4 with its index in front');
    const matroska = await repack(mp4, 'matroska');
    const vitalBytes = new Map([
      [mp4, endOf(mp4, 'moov')],
      [inFront, inFront.length],
      [matroska, matroska.length],
    ]);
    for (const [whole, bytesMax] of vitalBytes) {
      for (let bytes = bytesMax - 1; bytes > 0; bytes -= 13) {
        const { kind } = await inspect(whole.subarray(0, bytes));
        // Of less than eight bytes, nobody can tell what they were going to be.
        const expected = bytes < 8 ? ['cut_off', 'unplayable'] : ['cut_off'];
        expect(expected, `${bytes} of ${bytesMax} bytes`).toContain(kind);
      }
    }
  });

  test('a fragmented clip that lost its end passes only as the shorter clip that it now is', async () => {
    const whole = await repack(await encodeMp4(4), 'fragmented mp4');
    const [, , ...fragments] = Buffer.from(whole).toString('latin1').split('moof');
    const cut = whole.subarray(0, whole.length - (fragments.at(-1)?.length ?? 0) - 8);
    const verdict = await inspect(cut);
    expect(verdict.kind === 'plays' && verdict.facts.durationMs < 4_000).toBe(true);
    expect(await inspect(cut.subarray(0, -5))).toMatchObject({ kind: 'cut_off' });
  });

  test('a file that ends exactly where its index should begin has lost it', async () => {
    const unindexed = mp4.subarray(0, contentOf(mp4, 'moov') - 8);
    expect(await inspect(unindexed)).toEqual({
      kind: 'cut_off',
      reason: 'expected an index (moov), got a file without one',
    });
  });

  test('a matroska header without a clip has lost it', async () => {
    expect(await inspect(Buffer.from('1a45dfa380', 'hex'))).toMatchObject({ kind: 'cut_off' });
  });

  test('a last frame that reaches behind the end is a file cut off', async () => {
    const frames = Buffer.from(mp4).readUInt32BE(contentOf(mp4, 'stsz') + 8);
    const reaching = patchBox(mp4, 'stsz', { [12 + 4 * (frames - 1)]: 1_000_000 });
    expect(await inspect(reaching)).toMatchObject({
      kind: 'cut_off',
      reason: expect.stringContaining('behind its end'),
    });
  });

  test('an index that points behind the end is a file cut off, even when its headers agree with its length', async () => {
    const chunkOffsets = contentOf(mp4, 'stco');
    expect(Buffer.from(mp4).readUInt32BE(chunkOffsets + 4)).toBeGreaterThan(0);
    const pointing = patchBox(mp4, 'stco', { 8: mp4.length - 10 });
    expect(await inspect(pointing)).toMatchObject({
      kind: 'cut_off',
      reason: expect.stringContaining('behind its end'),
    });
  });
});

describe('what does not play', () => {
  const cases: Record<string, [() => Promise<Uint8Array> | Uint8Array, RegExp]> = {
    'an index without a video track': [() => renameBox(mp4, 'trak', 'free'), /expected a video track, got none/],
    'a codec that nobody knows': [
      () => renameBox(mp4, 'avc1', 'zzzz'),
      /expected a codec of avc, .* got an unknown one/,
    ],
    'a codec of studios': [() => renameBox(mp4, 'avc1', 'apch'), /got prores/],
    'a clock that stands still': [() => patchBox(mp4, 'mdhd', { 12: 0 }), /numbers that are none|readable/],
    'an empty first frame': [() => webmLike(1, { firstFrame: 'empty' }), /expected a first frame, got an empty one/],
    'frames of nothing but zeros': [() => zeroed(mp4), /expected a key frame first/],
    'a clip that starts in the middle of a scene': [
      () => webmLike(1, { firstFrame: 'delta' }),
      /expected a key frame first/,
    ],
    'an empty file': [() => new Uint8Array(), /got something else/],
    text: [() => Buffer.from('{"error":"expired"}\n'), /got text/],
    'an archive': [() => Buffer.from('PK\u0003\u0004\u0000\u0000\u0000\u0000'), /got something else/],
  };
  for (const [what, [make, reason]] of Object.entries(cases)) {
    test(`${what} is not taken`, async () => {
      expect(await inspect(await make())).toMatchObject({
        kind: 'unplayable',
        reason: expect.stringMatching(reason),
      });
    });
  }

  test('an index of a gigabyte is refused before it is loaded', async () => {
    const giantBytes = 2 ** 30;
    const header = Buffer.from('....ftypisom....isom....moov', 'latin1');
    header.writeUInt32BE(20, 0);
    header.writeUInt32BE(giantBytes - 20, 20);
    const asked: number[] = [];
    const readAt = async (position: number, length: number) => {
      asked.push(length);
      const piece = Buffer.alloc(length);
      header.copy(piece, 0, Math.min(position, header.length));
      return piece;
    };
    expect(await inspectClip(readAt, giantBytes)).toMatchObject({
      kind: 'unplayable',
      reason: expect.stringContaining('expected pieces of at most 67108864 bytes'),
    });
    expect(Math.max(...asked)).toBeLessThan(1_000_000);
  });

  test('a disk that fails is no verdict on the clip, so a paid one is not given up for it', async () => {
    const broken = new Error('EIO');
    const whole = readerOf(mp4);
    const outermostHeaderBytes = 64;
    const readAt = async (position: number, length: number) => {
      if (length > outermostHeaderBytes) throw broken;
      return whole(position, length);
    };
    await expect(inspectClip(readAt, mp4.length)).rejects.toMatchObject({ cause: broken });
  });

  test('a clip in very many pieces is refused before all are walked', async () => {
    const box = Buffer.from('\0\0\0\u0008free', 'latin1');
    const pieces = Buffer.concat([mp4.subarray(0, 24), ...Array.from({ length: 10_000 }, () => box)]);
    expect(await inspect(pieces)).toMatchObject({
      kind: 'unplayable',
      reason: expect.stringContaining('at most 10000 parts'),
    });
  });
});

/** Where a box ends. */
function endOf(clip: Uint8Array, type: string): number {
  const start = contentOf(clip, type) - 8;
  return start + Buffer.from(clip).readUInt32BE(start);
}

/** The same file with every frame blanked. */
function zeroed(clip: Uint8Array): Uint8Array {
  return clip.slice().fill(0, contentOf(clip, 'mdat'), endOf(clip, 'mdat'));
}
