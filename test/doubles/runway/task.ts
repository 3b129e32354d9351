import { encodeMp4 } from '../../media/sample-clips.ts';

/** What was asked for, as it came. */
export type Asked = {
  readonly endpoint: string;
  readonly model: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** A task at the double, led by hand. Credits are what is charged in the end; the estimate where they are not said. */
export interface RunwayTask extends Asked {
  readonly id: string;
  /** Its present word, such as `RUNNING`. */
  readonly status: string;
  start(): void;
  progress(fraction: number): void;
  throttle(): void;
  /** Finishes it with a real MP4 as long as was asked for, or with other bytes; `[]` is a success without an output. */
  succeed(how?: { readonly credits?: number; readonly clip?: Uint8Array | readonly [] }): Promise<void>;
  fail(code: string | null, how?: { readonly credits?: number; readonly failure?: string }): void;
  /** Any status, also one that nobody knows. */
  become(status: string): void;
  /** How many addresses of its clip were given out. */
  readonly addresses: number;
  /** All addresses that were given out stop to work. */
  expireAddresses(): void;
}

type End = { readonly credits: number; readonly failureCode?: string; readonly failure?: string };

export type StoredTask = RunwayTask & {
  /** What a GET says. Each makes a new address. */
  answer(origin: string): Record<string, unknown>;
  /** The clip for whoever has an address that still works; null otherwise. */
  open(token: string | null): Uint8Array | null;
};

export type TaskParts = Asked & {
  readonly id: string;
  readonly createdAtMs: number;
  readonly estimate: number;
  readonly isThrottled: boolean;
  readonly changed: () => void;
};

export function createTask({ id, createdAtMs, estimate, isThrottled, changed, ...asked }: TaskParts): StoredTask {
  let status = isThrottled ? 'THROTTLED' : 'PENDING';
  let progress = 0;
  let end: End = { credits: estimate };
  let clip: Uint8Array | null = null;
  let addresses = 0;
  let expired = 0;
  const become = (next: string): void => {
    status = next;
    changed();
  };
  const isOver = (): boolean => ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status);
  return {
    id,
    ...asked,
    get status() {
      return status;
    },
    get addresses() {
      return addresses;
    },
    become,
    start: () => become('RUNNING'),
    progress(fraction) {
      progress = fraction;
      become('RUNNING');
    },
    throttle: () => become('THROTTLED'),
    async succeed({ credits = estimate, clip: given } = {}) {
      const seconds = Number(asked.body['duration'] ?? 2);
      if (given === undefined) clip = await encodeMp4(seconds);
      else clip = given instanceof Uint8Array ? given : null;
      end = { credits };
      become('SUCCEEDED');
    },
    fail(code, { credits = 0, failure = 'An unexpected error occurred.' } = {}) {
      end = { credits, failure, ...(code === null ? {} : { failureCode: code }) };
      become('FAILED');
    },
    expireAddresses() {
      expired = addresses;
    },
    answer(origin) {
      const common = { id, createdAt: new Date(createdAtMs).toISOString(), status };
      if (!isOver()) {
        const running = status === 'RUNNING' ? { progress } : {};
        return { ...common, ...running, estimatedCost: { credits: estimate } };
      }
      const { credits, ...failure } = end;
      if (status !== 'SUCCEEDED') return { ...common, ...failure, cost: { credits } };
      addresses += 1;
      const output = clip === null ? [] : [`${origin}/files/${id}.mp4?_jwt=${addresses}`];
      return { ...common, cost: { credits }, output };
    },
    open: (token) => (Number(token) > expired && Number(token) <= addresses ? clip : null),
  };
}
