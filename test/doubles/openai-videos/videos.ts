import { encodeMp4 } from '../../media/sample-clips.ts';
import { ApiError } from './api-error.ts';

/** A video job as the API shows it; every field that is published is there. */
export type VideoObject = {
  readonly id: string;
  readonly object: 'video';
  readonly model: string;
  readonly status: string;
  readonly progress: number;
  readonly created_at: number;
  readonly completed_at: number | null;
  readonly expires_at: number | null;
  readonly prompt: string;
  readonly size: string;
  readonly seconds: string;
  readonly remixed_from_video_id: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};

export type NewVideo = Pick<VideoObject, 'model' | 'prompt' | 'size' | 'seconds'> & {
  readonly remixedFrom?: string;
  readonly callbackUrl?: string;
};

/** One job, moved on by the test alone. */
export interface VideoTask {
  readonly id: string;
  readonly callbackUrl: string | null;
  show(): VideoObject;
  start(): void;
  progress(percent: number): void;
  /** With a clip of its length, unless it is said which. */
  succeed(clip?: Uint8Array): Promise<void>;
  fail(code: string, message?: string): void;
  /** A word for its state that is not published, as some servers have. */
  say(status: string): void;
  /** Its files are deleted. */
  expire(): void;
  /** Completed, but its file is not there yet; until told otherwise. */
  hold(): void;
  release(): void;
  content(): Uint8Array;
}

const clips = new Map<number, Promise<Uint8Array>>();

/** Encoded once for each length. */
export function sampleClip(seconds: number): Promise<Uint8Array> {
  const made = clips.get(seconds) ?? encodeMp4(seconds);
  clips.set(seconds, made);
  return made;
}

const lifetimeSeconds = 24 * 3_600;

export function createTask(
  id: string,
  { remixedFrom, callbackUrl, ...asked }: NewVideo,
  nowMs: () => number,
  changed: (task: VideoTask) => void,
): VideoTask {
  let clip: Uint8Array | null = null;
  let held = false;
  let shown: VideoObject = {
    id,
    object: 'video',
    status: 'queued',
    progress: 0,
    created_at: seconds(),
    completed_at: null,
    expires_at: null,
    remixed_from_video_id: remixedFrom ?? null,
    error: null,
    ...asked,
  };

  function seconds(): number {
    return Math.floor(nowMs() / 1_000);
  }

  function change(changes: Partial<VideoObject>): void {
    shown = { ...shown, ...changes };
    changed(task);
  }

  const task: VideoTask = {
    id,
    callbackUrl: callbackUrl ?? null,
    show: () => shown,
    start: () => change({ status: 'in_progress' }),
    progress: (percent) => change({ status: 'in_progress', progress: percent }),
    async succeed(given) {
      clip = given ?? (await sampleClip(Number(shown.seconds)));
      const completedAt = seconds();
      change({
        status: 'completed',
        progress: 100,
        completed_at: completedAt,
        expires_at: completedAt + lifetimeSeconds,
      });
    },
    fail: (code, message = 'The video could not be made.') =>
      change({ status: 'failed', completed_at: seconds(), error: { code, message } }),
    say: (status) => change({ status }),
    expire() {
      clip = null;
      change({ expires_at: seconds() - 1 });
    },
    hold() {
      held = true;
    },
    release() {
      held = false;
    },
    content() {
      if (clip !== null && !held) return clip;
      throw new ApiError(404, `Video '${id}' has no content, use GET /v1/videos/${id} to check its status.`);
    },
  };
  return task;
}
