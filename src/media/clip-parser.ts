import { CustomSource, EncodedPacketSink, Input, Logging, LogLevel, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';
import type { InputFormat, InputVideoTrack } from 'mediabunny';

import type { ClipMime, VideoFacts } from '../core/clip.ts';
import type { ClipVerdict } from './clip-verdict.ts';
import { readShape } from './container-shape.ts';
import type { ReadAt } from './container-shape.ts';

/** Codecs that browsers and chat clients play. */
const playableCodecs: ReadonlySet<string> = new Set(['avc', 'hevc', 'vp8', 'vp9', 'av1']);
/** Largest piece that the parser may load at once: an index, a key frame, a Matroska cluster. */
const pieceBytesMax = 64 * 1_024 * 1_024;
/** Frames looked at to find the frame rate. */
const framesScannedMax = 1_000;

/**
 * Parses a clip and says whether it plays. Crafted files can make the parser run out of memory, which no
 * catch can hold, or run for ever: only for a process of its own. Rejects only when reading fails.
 */
export async function inspectClip(readAt: ReadAt, sizeBytes: number): Promise<ClipVerdict> {
  Logging.level = LogLevel.Silent;
  const shape = await readShape(readAt, sizeBytes);
  switch (shape.kind) {
    case 'cut_off':
      return shape;
    case 'foreign':
      return { kind: 'unplayable', reason: shape.reason };
    case 'whole':
      return parse(readAt, sizeBytes);
  }
}

async function parse(readAt: ReadAt, sizeBytes: number): Promise<ClipVerdict> {
  const readFailures: Error[] = [];
  const source = new CustomSource({
    getSize: () => sizeBytes,
    read: async (start, end) => {
      if (end - start > pieceBytesMax) {
        throw new RangeError(`expected pieces of at most ${pieceBytesMax} bytes, got one of ${end - start}`);
      }
      try {
        return await readAt(start, end - start);
      } catch (error) {
        readFailures.push(new Error('expected to read the clip, the disk failed', { cause: error }));
        throw error;
      }
    },
    prefetchProfile: 'fileSystem',
    // A failed read ahead of need; when the bytes are needed, the read fails again where it counts.
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ source, formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) return { kind: 'unplayable', reason: 'expected a video track, got none' };
    const hasAudio = (await input.getPrimaryAudioTrack()) !== null;
    return await judge(track, mimeOf(await input.getFormat()), hasAudio);
  } catch (error) {
    if (readFailures[0] !== undefined) throw readFailures[0];
    return { kind: 'unplayable', reason: `expected a readable container, got: ${printable(error)}` };
  } finally {
    input.dispose();
  }
}

async function judge(track: InputVideoTrack, mime: ClipMime, hasAudio: boolean): Promise<ClipVerdict> {
  const codec = await track.getCodec();
  if (codec === null || !playableCodecs.has(codec)) {
    const expected = [...playableCodecs].join(', ');
    return { kind: 'unplayable', reason: `expected a codec of ${expected}, got ${codec ?? 'an unknown one'}` };
  }
  const sink = new EncodedPacketSink(track);
  const firstFrame = await sink.getFirstPacket();
  const lastFrame = await sink.getPacket(Infinity);
  if (firstFrame === null || lastFrame === null) {
    const frames = await sink.getFirstPacket({ metadataOnly: true });
    return frames === null
      ? { kind: 'unplayable', reason: 'expected frames, got an empty video track' }
      : { kind: 'cut_off', reason: 'expected all frames inside the file, got an index that points behind its end' };
  }
  if (firstFrame.byteLength === 0) return { kind: 'unplayable', reason: 'expected a first frame, got an empty one' };
  const frameType = (await track.determinePacketType(firstFrame)) ?? firstFrame.type;
  if (frameType !== 'key') {
    return { kind: 'unplayable', reason: 'expected a key frame first, got one that builds on others' };
  }
  const firstSeconds = Math.max(0, firstFrame.timestamp);
  const { bestGuessFrameRate } = await track.computeFrameRateMetrics({ targetPacketCount: framesScannedMax });
  const facts: VideoFacts = {
    mime,
    size: { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() },
    durationMs: Math.round(((await track.computeDuration()) - firstSeconds) * 1_000),
    fps: Math.round(bestGuessFrameRate * 1_000) / 1_000,
    codec,
    hasAudio,
  };
  return Object.values({ ...facts.size, durationMs: facts.durationMs, fps: facts.fps }).every(Number.isFinite)
    ? { kind: 'plays', facts }
    : { kind: 'unplayable', reason: 'expected a size, a length and a frame rate, got numbers that are none' };
}

/** Matroska counts as WebM, its subset: with codecs that browsers know they play it under that name. */
function mimeOf(format: InputFormat): ClipMime {
  if (format === MP4) return 'video/mp4';
  return format === QTFF ? 'video/quicktime' : 'video/webm';
}

/** Parser messages can quote the file. */
function printable(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
