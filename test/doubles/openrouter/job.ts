import type { VideoRequest } from './request.ts';

type Status = 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'expired';

/** A video job there, moved on by tests alone. */
export class VideoJob {
  readonly id: string;
  readonly request: VideoRequest;
  /** Any other word can be set too: the API's list of them grows. */
  status: Status | (string & {}) = 'pending';
  error: unknown = undefined;
  usage: { cost: number | null; is_byok: boolean } | undefined = undefined;
  clip: Uint8Array<ArrayBuffer> | null = null;
  /** What the content endpoint answers instead of the clip; null while it serves it. */
  contentStatus: number | null = null;
  /** Whether the clip is also at a signed address elsewhere, and where the job says that it is. */
  signedPath: string | null = null;
  readonly callbackAnswers: number[] = [];
  readonly #changed: () => void;

  constructor(id: string, request: VideoRequest, changed: () => void) {
    this.id = id;
    this.request = request;
    this.#changed = changed;
  }

  get isOpen(): boolean {
    return this.status === 'pending' || this.status === 'in_progress';
  }

  start(): void {
    this.status = 'in_progress';
    this.#changed();
  }

  succeed(clip: Uint8Array<ArrayBuffer>, costUsd: number | null, isByok = false): void {
    this.clip = clip;
    this.usage = { cost: costUsd, is_byok: isByok };
    this.status = 'completed';
    this.#changed();
  }

  fail(error: unknown, costUsd: number | null = null): void {
    this.error = error;
    if (costUsd !== null) this.usage = { cost: costUsd, is_byok: false };
    this.status = 'failed';
    this.#changed();
  }

  /** Ended by somebody or something over there. */
  end(status: 'cancelled' | 'expired'): void {
    this.status = status;
    this.#changed();
  }
}
