import type { Id, IdKind } from '../ids.ts';

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
