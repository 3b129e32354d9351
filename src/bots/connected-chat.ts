import type { Chat } from '../core/ports/chat.ts';

/** A chat that people reach us in through a connection of our own making. */
export type ConnectedChat = {
  readonly chat: Chat;
  /**
   * Takes what people type and press until `signal` aborts, then leaves and waits for what was taken by then. Never
   * rejects: a connection that is lost is made again.
   */
  run(signal: AbortSignal): Promise<void>;
  /** Null when all is well, else what is wrong and what the operator can do about it. */
  trouble(): string | null;
};
