import { encodeMp4 } from '../../media/sample-clips.ts';

/** What a create asked for, as it came. */
export type Asked = {
  readonly endpoint: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: ReadonlyMap<string, string>;
  readonly callbackUrl: string | null;
};

/** What is left of a task when it is over: the answer to whoever asks for its result. */
export type Result = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A request in the queue, led by hand. */
export interface FalTask extends Asked {
  readonly id: string;
  /** Its present word, such as `IN_PROGRESS`; null once it left the queue. */
  readonly word: string | null;
  readonly result: Result | null;
  start(): void;
  /** Finishes it with a real MP4 as long as was asked for, or with other bytes; null is a success without a video. */
  succeed(clip?: Uint8Array | null): Promise<void>;
  /** Finishes it with what an endpoint leaves behind when it fails. */
  fail(result: Result): void;
  /** Content policy: the model refuses it. */
  refuse(): void;
  /** Any word, also one that nobody knows. */
  become(word: string): void;
  /** It leaves the queue: nobody knows it any more. */
  forget(): void;
  /** The result is no longer kept, while the status still is. */
  expireResult(): void;
  /** The file is no longer kept. */
  expireFile(): void;
}

export type StoredTask = FalTask & { readonly clip: Uint8Array | null };

const clips = new Map<number, Promise<Uint8Array>>();

function clipOf(seconds: number): Promise<Uint8Array> {
  const known = clips.get(seconds) ?? encodeMp4(seconds);
  clips.set(seconds, known);
  return known;
}

export const refusal: Result = {
  status: 422,
  headers: { 'x-fal-retryable': 'false' },
  body: {
    detail: [
      {
        loc: ['body', 'prompt'],
        msg: 'The content could not be processed because it contained material flagged by a content checker.',
        type: 'content_policy_violation',
        url: 'https://docs.fal.ai/errors#content_policy_violation',
        input: 'what the person wrote',
      },
    ],
  },
};

export function createTask(id: string, asked: Asked, origin: string, changed: () => void): StoredTask {
  let word: string | null = 'IN_QUEUE';
  let result: Result | null = null;
  let clip: Uint8Array | null = null;
  const become = (next: string | null): void => {
    word = next;
    changed();
  };
  const finish = (end: Result): void => {
    result = end;
    become('COMPLETED');
  };
  return {
    id,
    ...asked,
    get word() {
      return word;
    },
    get result() {
      return result;
    },
    get clip() {
      return clip;
    },
    become,
    start: () => become('IN_PROGRESS'),
    forget: () => become(null),
    async succeed(given) {
      const { duration = 5 } = asked.body;
      const seconds = typeof duration === 'number' ? duration : Number.parseInt(JSON.stringify(duration).slice(1), 10);
      clip = given === undefined ? await clipOf(seconds) : given;
      const url = `${origin}/files/${id}.mp4`;
      const video = { url, content_type: 'video/mp4', file_name: 'output.mp4', file_size: clip?.length };
      finish({ status: 200, body: clip === null ? { seed: 1 } : { video } });
    },
    fail: finish,
    refuse: () => finish(refusal),
    expireResult() {
      finish({ status: 404, body: { detail: 'Request result not found' } });
    },
    expireFile() {
      clip = null;
    },
  };
}
