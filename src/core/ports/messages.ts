import type { MessageRef } from '../destination.ts';
import type { TenantId, UserId } from '../ids.ts';

export type Channel = { readonly tenantId: TenantId; readonly channel: string };

export type NewMessage = Channel & {
  /** Names the message for ever: putting the same key again edits it. */
  readonly key: MessageRef;
  /** Who alone may see it; null for everybody in the channel. */
  readonly onlyFor: UserId | null;
  /** Whose words it holds; null for nobody's. What a person is no longer known to have said is removed, and not posted. */
  readonly author: UserId | null;
  /** The chat's own form. Whoever reads it parses it. */
  readonly body: string;
};

export type Message = NewMessage & {
  /** Its place in the channel: later messages have larger ones. Never changes. */
  readonly position: number;
  /** Larger than that of every earlier change in any channel. */
  readonly version: number;
  readonly postedAtMs: number;
  /** Null while it is there. A removed message has an empty body. */
  readonly removedAtMs: number | null;
};

/**
 * Messages of the chat that is our own, the console: no platform behind it keeps them. Every method is one whole
 * transaction and rejects with `StoreUnavailable` when that cannot be had. `test/contracts/messages.ts` holds every
 * implementation to this.
 */
export interface Messages {
  /** Posts, or edits in place where the key is known. The same body again changes nothing; a removed message stays removed. */
  put(message: NewMessage, nowMs: number): Promise<Message>;
  /** Removes a message from sight. Removing what is not there is not an error. */
  remove(key: MessageRef, nowMs: number): Promise<void>;
  /** The newest messages before a position, without removed ones and those for somebody else; oldest first. */
  page(
    of: Channel & { readonly viewer: UserId; readonly beforePosition: number | null; readonly limit: number },
  ): Promise<readonly Message[]>;
  /** What was posted, edited or removed after a version, in that order: what a reader has to catch up with. */
  changes(
    of: Channel & { readonly viewer: UserId; readonly afterVersion: number; readonly limit: number },
  ): Promise<readonly Message[]>;
  /** The newest version in the channel; 0 for an empty one. */
  version(of: Channel): Promise<number>;
}
