import type { Id, IdKind } from '../ids.ts';
import type { StepKind } from './claims.ts';

/** Time, injected so that a test or a simulation owns it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Chance, injected. */
export interface Random {
  /** A number from 0 up to but not including 1. */
  fraction(): number;
  /** Unpredictable bytes for secrets, in lower-case hex, `bytes` of them. */
  secretHex(bytes: number): string;
}

/** Makes ids that sort by the time they were made. */
export interface Ids {
  next<K extends IdKind>(kind: K): Id<K>;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log. Prompts, tokens and URLs with tokens in them never go in. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, error: unknown, fields?: LogFields): void;
}

/** What is counted, with its labels. Every label has few values: a counter is kept for each combination. */
export type Counts = {
  readonly requests: {
    readonly result: 'admitted' | 'repeated' | 'refused' | 'confirm' | 'same_in_flight';
    /** Why it was refused, such as `limit` or `disk_low`; `none` otherwise. */
    readonly refusal: string;
  };
  readonly webhooks: {
    /** `unknown` for a name that is none of ours. */
    readonly provider: string;
    readonly outcome: string;
  };
  readonly statuses: { readonly platform: string; readonly outcome: string };
};

/** What is measured in milliseconds, with its labels. */
export type Timings = {
  readonly steps: { readonly step: StepKind; readonly outcome: string };
  /** Until the answer begins: an event stream lasts much longer. */
  readonly httpRequests: {
    /** The pattern of the path, never the path: those hold tokens. */
    readonly route: string;
    readonly method: string;
    /** `2xx` */
    readonly status: string;
  };
};

/** What the operator's graphs are made of. Never throws. */
export interface Metrics {
  count<N extends keyof Counts>(name: N, labels: Counts[N]): void;
  observe<N extends keyof Timings>(name: N, labels: Timings[N], durationMs: number): void;
}
