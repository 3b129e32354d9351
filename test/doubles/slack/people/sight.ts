import type { Block } from '../blocks/blocks.ts';
import { readMessage, shownBlocks } from '../markup.ts';
import type { Message, Pings, View } from '../things.ts';
import { buttonsOf, menusOf, type SeenButton, type SeenMenu } from './controls.ts';
import { fieldsOf, type SeenField } from './fields.ts';

export interface SeenFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A message as it was seen at that moment. */
export interface SeenMessage {
  readonly ts: string;
  readonly channelId: string;
  readonly workspaceId: string;
  readonly threadTs: string | null;
  /** `bot`, or the id of a person. */
  readonly author: string;
  /** The argument `text`: what notifications show, and all there is where there are no blocks. */
  readonly text: string;
  /** As people read it: names for mentions, no marks, no escapes; buttons are not in it. */
  readonly shownText: string;
  /** Everything that it said so far, the present text last. */
  readonly shownTexts: readonly string[];
  readonly blocks: readonly Block[];
  readonly buttons: readonly SeenButton[];
  readonly menus: readonly SeenMenu[];
  readonly files: readonly SeenFile[];
  /** "This file was deleted." */
  readonly deletedFiles: number;
  readonly ephemeral: boolean;
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly unfurls: boolean;
  /** Addresses that people can follow, also those that Slack made of what looks like one. */
  readonly links: readonly string[];
  /** Whom it notified when it was made; edits notify nobody. Text and blocks both count. */
  readonly pings: Pings;
  /** Whom it mentions now. */
  readonly mentions: Pings;
  readonly metadata: unknown;
  readonly createdAtMs: number;
}

export function seen(message: Message): SeenMessage {
  const { channel } = message;
  const reading = readMessage(channel.workspace, message.text, message.blocks);
  const files = message.files.filter((file) => file.state !== 'deleted');
  return {
    ts: message.ts,
    channelId: channel.id,
    workspaceId: channel.workspace.id,
    threadTs: message.threadTs,
    author: message.author.kind === 'bot' ? 'bot' : message.author.person.id,
    text: message.text,
    shownText: reading.shown,
    shownTexts: [...message.shownTexts],
    blocks: message.blocks,
    buttons: buttonsOf(message.blocks),
    menus: menusOf(message.blocks),
    files: files.map(({ id, name, title, contentType, bytes }) => ({ id, name, title, contentType, bytes })),
    deletedFiles: message.files.length - files.length,
    ephemeral: message.ephemeralFor !== null,
    edited: message.editedAtMs !== null,
    deleted: message.deleted,
    unfurls: message.unfurls,
    links: reading.links,
    pings: message.pings,
    mentions: { people: reading.people, broadcasts: reading.broadcasts },
    metadata: message.metadata,
    createdAtMs: message.createdAtMs,
  };
}

/** A modal or a Home tab as it was seen at that moment. */
export interface SeenView {
  readonly id: string;
  readonly kind: 'modal' | 'home';
  readonly title: string | null;
  readonly submit: string | null;
  readonly close: string | null;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly shownText: string;
  readonly fields: readonly SeenField[];
  readonly buttons: readonly SeenButton[];
  readonly menus: readonly SeenMenu[];
  /** Under the fields, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  readonly blocks: readonly Block[];
  readonly closed: boolean;
}

export function seenView(view: View): SeenView {
  const { fields } = view;
  const modal = fields.type === 'modal' ? fields : null;
  return {
    id: view.id,
    kind: fields.type,
    title: modal?.title.text ?? null,
    submit: modal?.submit?.text ?? null,
    close: modal?.close?.text ?? null,
    callbackId: fields.callback_id ?? '',
    privateMetadata: fields.private_metadata ?? '',
    shownText: shownBlocks(view.workspace, fields.blocks),
    fields: fieldsOf(fields.blocks, view.channel, view.filled),
    buttons: buttonsOf(fields.blocks),
    menus: menusOf(fields.blocks),
    errors: view.errors,
    blocks: fields.blocks,
    closed: view.closed,
  };
}
