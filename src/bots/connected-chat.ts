import type { ClipId } from '../core/ids.ts';
import type { Chat } from '../core/ports/chat.ts';
import type { Media } from '../core/ports/media.ts';
import type { RequestDeps } from '../core/usecases/request.ts';
import type { Answerer } from './answer.ts';
import type { Presser } from './press.ts';
import type { createQuotes } from './quotes.ts';
import type { Showing, View } from './view.ts';

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
  /** Posts something to the operator into a channel of the platform's. Rejects where it cannot be posted. */
  tellOperator(channel: string, view: View, signal: AbortSignal): Promise<void>;
};

/** What each of them works on. */
export type ConnectedChatDeps = Pick<
  RequestDeps,
  'store' | 'engines' | 'clock' | 'random' | 'ids' | 'log' | 'rules'
> & {
  readonly answer: Answerer['answer'];
  readonly press: Presser['press'];
  readonly decide: Presser['decide'];
  /** What else a video can be made as, at which price. */
  readonly offers: NonNullable<Showing['offers']>;
  readonly engineNames: () => readonly string[];
  readonly quoteOf: ReturnType<typeof createQuotes>;
  /** Tells the workers that something may be due. */
  readonly wake: () => void;
  readonly media: Pick<Media, 'open'>;
  /** The whole address under which anybody can watch a clip; null where nobody outside can reach us. */
  readonly clipUrl: (clipId: ClipId) => string | null;
};
