import type { APIMessageTopLevelComponent } from 'discord.js';
import { invalidField, refuse } from './api-error.ts';
import { mentionsIn, type Context } from './mentions.ts';
import { fileBytesMax } from './rules.ts';
import type { MessageFields } from './schema/message.ts';
import {
  nobody,
  type Attachment,
  type Channel,
  type Interaction,
  type Mentions,
  type Message,
  type Person,
  type World,
} from './world.ts';

/** Making, changing and removing messages of the bot, whoever asks for it: the bot's token or an interaction's. */

export interface UploadedFile {
  /** The n of `files[n]`. */
  readonly index: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface NewMessage {
  readonly channel: Channel;
  readonly fields: MessageFields;
  readonly files: readonly UploadedFile[];
  readonly context: Context;
  readonly interaction: Interaction | null;
  readonly ephemeralFor: Person | null;
  readonly reply?: { readonly to: Message } | null;
  readonly nonce?: string | number | null;
}

export function postMessage(world: World, made: NewMessage): Message {
  const { channel, fields } = made;
  const content = (fields.content ?? '').trim();
  checkWords(world, channel, content);
  const attachments = newAttachments(world, channel, made.files, fields.attachments);
  const components = componentsOf(fields);
  if (content === '' && attachments.length === 0 && components.length === 0) throw refuse('empty_message');
  const mentions = mentionsIn(content, fields.allowed_mentions, made.context);
  const pinged = made.reply?.to.author;
  const replyPings = pinged?.kind === 'person' && (fields.allowed_mentions?.replied_user ?? !fields.allowed_mentions);
  const people = replyPings ? [...new Set([...mentions.people, pinged.person.id])] : mentions.people;
  // Nobody else sees an ephemeral message, so nobody else is told.
  const pings: Mentions = made.ephemeralFor ? nobody : { ...mentions, people };
  return add(world, made, { content, attachments, components, pings, mentions, loading: false });
}

/** "Reelay is thinking…" */
export function postPlaceholder(world: World, interaction: Interaction, ephemeral: boolean): Message {
  const made: NewMessage = {
    channel: interaction.channel,
    fields: {},
    files: [],
    context: 'interaction',
    interaction,
    ephemeralFor: ephemeral ? interaction.person : null,
  };
  return add(world, made, {
    content: '',
    attachments: [],
    components: [],
    pings: nobody,
    mentions: nobody,
    loading: true,
  });
}

function add(
  world: World,
  made: NewMessage,
  what: Pick<Message, 'content' | 'attachments' | 'components' | 'pings' | 'mentions' | 'loading'>,
): Message {
  const message: Message = {
    id: world.snowflakes.next(),
    channel: made.channel,
    author: { kind: 'bot' },
    createdAtMs: world.clock.nowMs(),
    interaction: made.interaction,
    ephemeralFor: made.ephemeralFor,
    replyTo: made.reply?.to.id ?? null,
    nonce: made.nonce ?? null,
    contents: what.loading ? [] : [what.content],
    flags: shownFlags(made.fields.flags ?? 0),
    editedAtMs: null,
    lateEditsAtMs: [],
    deleted: false,
    ...what,
  };
  made.channel.messages.set(message.id, message);
  return message;
}

/** What is not named stays. Attachments that are listed stay, new ones come after them, all others go. */
export function editMessage(
  world: World,
  message: Message,
  fields: MessageFields,
  files: readonly UploadedFile[],
  context: Context,
): void {
  const { content: newContent } = fields;
  const content = newContent === undefined ? message.content : (newContent ?? '').trim();
  if (newContent !== undefined) checkWords(world, message.channel, content);
  const attachments = editedAttachments(world, message, files, fields.attachments);
  const components = fields.components === undefined ? message.components : componentsOf(fields);
  if (content === '' && attachments.length === 0 && components.length === 0) throw refuse('empty_message');
  if (newContent !== undefined) message.mentions = mentionsIn(content, fields.allowed_mentions, context);
  if (message.content !== content || message.loading) message.contents.push(content);
  message.content = content;
  message.attachments = attachments;
  message.components = components;
  if (typeof fields.flags === 'number') message.flags = shownFlags(fields.flags);
  // The first text of a placeholder does not count as an edit of it.
  if (!message.loading) message.editedAtMs = world.clock.nowMs();
  message.loading = false;
}

export function removeMessage(message: Message): void {
  message.deleted = true;
  message.channel.messages.delete(message.id);
}

function checkWords(world: World, channel: Channel, content: string): void {
  if (channel.guild && world.blockedWords.some((word) => word.test(content))) throw refuse('automod');
}

function newAttachments(
  world: World,
  channel: Channel,
  files: readonly UploadedFile[],
  listed: MessageFields['attachments'],
): Attachment[] {
  checkSizes(channel, files);
  for (const [at, one] of (listed ?? []).entries()) {
    if (!files.some((file) => file.index === one.id)) {
      throw invalidField(['attachments', at, 'id'], `No file files[${one.id}] came with it.`);
    }
  }
  return files.map((file) => {
    const entry = listed?.find((one) => one.id === file.index);
    if (listed && !entry) throw invalidField(['attachments'], `files[${file.index}] is not listed.`);
    return newAttachment(world, file, entry);
  });
}

function editedAttachments(
  world: World,
  message: Message,
  files: readonly UploadedFile[],
  listed: MessageFields['attachments'],
): Attachment[] {
  checkSizes(message.channel, files);
  if (listed === undefined) return [...message.attachments, ...files.map((file) => newAttachment(world, file))];
  return (listed ?? []).map((one, at) => {
    const kept = message.attachments.find((attachment) => attachment.id === one.id);
    if (kept) {
      if (one.description !== undefined) kept.description = one.description;
      return kept;
    }
    const file = files.find((candidate) => candidate.index === one.id);
    if (!file)
      throw invalidField(['attachments', at, 'id'], `Neither an attachment of the message nor files[${one.id}].`);
    return newAttachment(world, file, one);
  });
}

function newAttachment(
  world: World,
  file: UploadedFile,
  entry?: { readonly filename?: string | null | undefined; readonly description?: string | null | undefined },
): Attachment {
  const attachment: Attachment = {
    id: world.snowflakes.next(),
    filename: (entry?.filename ?? file.filename).replaceAll(/[^\w.-]/g, '_'),
    contentType: file.contentType,
    bytes: file.bytes,
    description: entry?.description ?? null,
  };
  world.files.set(attachment.id, attachment);
  return attachment;
}

function checkSizes(channel: Channel, files: readonly UploadedFile[]): void {
  const bytesMax = channel.guild?.uploadBytesMax ?? fileBytesMax;
  if (files.some((file) => file.bytes.length > bytesMax)) throw refuse('too_large');
}

function componentsOf(fields: MessageFields): APIMessageTopLevelComponent[] {
  // The schema is as strict as Discord's; its optional fields are merely typed wider.
  return (fields.components ?? []) as APIMessageTopLevelComponent[];
}

/** EPHEMERAL is no flag of a message that changes: it is who sees it. */
function shownFlags(flags: number): number {
  return flags & ~64;
}
