import type { APIMessageTopLevelComponent } from 'discord.js';
import { flagsOf } from '../payload/message.ts';
import type { Mentions, Message } from '../world.ts';
import { buttonsOf, menusOf, type SeenButton, type SeenMenu } from './components.ts';

export interface SeenFile {
  readonly filename: string;
  readonly contentType: string;
  readonly description: string | null;
  readonly bytes: Buffer;
}

/** A message as it was seen at that moment. */
export interface SeenMessage {
  readonly id: string;
  readonly channelId: string;
  /** `bot`, or the id of a person. */
  readonly author: string;
  readonly content: string;
  /** Everything that it said so far, the present content last. */
  readonly contents: readonly string[];
  readonly files: readonly SeenFile[];
  readonly buttons: readonly SeenButton[];
  readonly menus: readonly SeenMenu[];
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly flags: number;
  readonly ephemeral: boolean;
  /** "Reelay is thinking…" */
  readonly thinking: boolean;
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly replyTo: string | null;
  readonly nonce: string | number | null;
  /** The interaction that made it. */
  readonly interactionId: string | null;
  /**
   * Whom it notified when it was made, in a server where the bot may mention anybody. Edits notify nobody, the first
   * text of a deferred answer included.
   */
  readonly pings: Mentions;
  /** Whom it mentions now; an edit may change that. */
  readonly mentions: Mentions;
  readonly createdAtMs: number;
}

export function seen(message: Message): SeenMessage {
  return {
    id: message.id,
    channelId: message.channel.id,
    author: message.author.kind === 'bot' ? 'bot' : message.author.person.id,
    content: message.content,
    contents: [...message.contents],
    files: message.attachments.map(({ filename, contentType, description, bytes }) => ({
      filename,
      contentType,
      description,
      bytes,
    })),
    buttons: buttonsOf(message.components),
    menus: menusOf(message.components),
    components: message.components,
    flags: flagsOf(message),
    ephemeral: message.ephemeralFor !== null,
    thinking: message.loading,
    edited: message.editedAtMs !== null,
    deleted: message.deleted,
    replyTo: message.replyTo,
    nonce: message.nonce,
    interactionId: message.interaction?.id ?? null,
    pings: message.pings,
    mentions: message.mentions,
    createdAtMs: message.createdAtMs,
  };
}
