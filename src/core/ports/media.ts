import type { StoredFile, VideoFacts } from '../clip.ts';
import type { Size } from '../engine.ts';

/** What a clip is held against before it counts. */
export type ClipExpectation = {
  /** Null where what it was made from decides. */
  readonly seconds: number | null;
  readonly bytesMax: number;
};

/** What a video that somebody brings may be. */
export type VideoLimits = { readonly bytesMax: number; readonly secondsMax: number };

/** A picture in the media store. */
export type StoredImage = { readonly file: StoredFile; readonly size: Size };

export type MediaErrorCode =
  /** No room on the disk. Nothing was kept; trying again later is right. */
  | 'disk_full'
  /** More bytes than allowed. */
  | 'too_large'
  /** The source broke off or gave fewer bytes than it said. Trying again is right. */
  | 'truncated'
  /** The file holds no playable video track, or no image, that we can read. */
  | 'unplayable'
  /** It plays, but its length or size cannot be what was asked for. */
  | 'implausible';

/** The only error that a media store throws on purpose; anything else is a bug or a broken machine. */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly code: MediaErrorCode;
  constructor(code: MediaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type MediaSource = {
  readonly body: AsyncIterable<Uint8Array>;
  /** How many bytes come, when that is known: as the sender announced it, or as the file has it. */
  readonly bytes: number | null;
};

/** A piece of a file: from its first to its last byte, both included. */
export type ByteRange = { readonly fromByte: number; readonly toByte: number };

/**
 * Where clip and input files live. A name is ours and fixed before the first byte (`att_…`), so
 * storing again replaces the same file: after a crash nothing is stored twice and nothing leaks.
 * A file under its key is always whole and verified; half files are invisible and swept at start.
 */
export interface Media {
  /** Streams a clip in, verifies that it plays and is plausible, then makes it visible. Throws `MediaError`. */
  storeClip(
    name: string,
    source: MediaSource,
    expect: ClipExpectation,
    signal: AbortSignal,
  ): Promise<{ file: StoredFile; facts: VideoFacts }>;
  /** Streams an input image in and verifies that it is one (PNG, JPEG, WebP or GIF, at most 8192 px a side). Throws `MediaError`. */
  storeImage(name: string, source: MediaSource, bytesMax: number, signal: AbortSignal): Promise<StoredImage>;
  /** Streams an input video in and verifies that it plays. Throws `MediaError`, `implausible` for one that is too long. */
  storeVideo(
    name: string,
    source: MediaSource,
    limits: VideoLimits,
    signal: AbortSignal,
  ): Promise<{ file: StoredFile; facts: VideoFacts }>;
  /**
   * Keeps the picture that a stored clip ends with, as an image; null when there is no such file any more. Throws
   * `MediaError`. Null itself where no pictures can be taken out of clips.
   */
  readonly lastFrame: ((file: StoredFile, name: string, signal: AbortSignal) => Promise<StoredImage | null>) | null;
  /**
   * Keeps the same bytes under another name as well; null when there is no such file any more. The two are removed apart
   * from each other. Throws `MediaError`.
   */
  copy(file: StoredFile, name: string, signal: AbortSignal): Promise<StoredFile | null>;
  /**
   * Reads a stored file, or a piece of it; null when there is none under this key. `RangeError` for a piece that
   * is not inside the file. Nothing is held open before reading begins, nor after it ends or stops early.
   */
  open(key: string, range?: ByteRange): Promise<MediaSource | null>;
  /** Removes a file. Removing what is not there is not an error. */
  remove(key: string): Promise<void>;
  /** Removes what a crash left half done. Returns the number of files removed. Safe beside other processes. */
  sweep(): Promise<number>;
  /** Free bytes where files go. */
  freeBytes(): Promise<number>;
}
