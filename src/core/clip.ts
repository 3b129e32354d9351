import type { Size } from './engine.ts';
import type { ClipId, JobId, TenantId, UserId } from './ids.ts';

/** The containers that clips come in, as players are told. */
export const clipMimes = ['video/mp4', 'video/webm', 'video/quicktime'] as const;
export type ClipMime = (typeof clipMimes)[number];

/** What a container parser found in a video file that passed verification. */
export type VideoFacts = {
  readonly mime: ClipMime;
  readonly size: Size;
  readonly durationMs: number;
  readonly fps: number;
  readonly codec: string;
  readonly hasAudio: boolean;
};

/** A file in the media store that is whole and verified. */
export type StoredFile = {
  readonly key: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
};

/** Clip: a stored video with an owner. A deleted clip keeps this row as its tombstone, without the file. */
export type Clip = {
  readonly id: ClipId;
  readonly jobId: JobId;
  readonly tenantId: TenantId;
  readonly ownerId: UserId;
  readonly file: StoredFile;
  readonly facts: VideoFacts;
  readonly storedAtMs: number;
  readonly deletedAtMs: number | null;
};
