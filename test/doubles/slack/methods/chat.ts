import { z } from 'zod';
import { messageBlocks } from '../blocks/message.ts';
import { editMessage, postMessage, removeMessage } from '../messages.ts';
import { messageFields } from '../payload.ts';
import { openBotDm } from '../places.ts';
import { metadataBytesMax, textCharsMax } from '../rules.ts';
import { conversationId, flag, json, timestamp, userId } from '../web/args.ts';
import { knownChannel, method, openChannel, type Call, type Method } from '../web/method.ts';
import { refuse } from '../web/refusal.ts';
import type { Channel, Message } from '../things.ts';

const metadata = json(
  z.strictObject({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) }),
).optional();

const content = {
  text: z.string().optional(),
  blocks: json(messageBlocks).optional(),
  attachments: json(z.array(z.unknown()).max(0, 'the double knows no attachments')).optional(),
  parse: z.enum(['none', 'full']).optional(),
  link_names: flag.optional(),
  metadata,
};

const posting = {
  ...content,
  channel: conversationId,
  mrkdwn: flag.optional(),
  thread_ts: timestamp.optional(),
};

interface Content {
  readonly text?: string | undefined;
  readonly blocks?: z.output<typeof messageBlocks> | undefined;
  readonly metadata?: unknown;
}

function checkContent(args: Content): void {
  const text = args.text ?? '';
  if (text.length > textCharsMax) throw refuse('msg_too_long');
  if (text.trim() === '' && (args.blocks ?? []).length === 0) throw refuse('no_text');
  if (args.metadata !== undefined && JSON.stringify(args.metadata).length > metadataBytesMax) {
    throw refuse('metadata_too_large');
  }
}

/** Where it is to be posted: an id of a user stands for the direct messages with them. */
function target(call: Call, id: string): Channel {
  const person = call.workspace.people.get(id);
  const channel = person ? openBotDm(call.world, call.workspace, person) : call.workspace.channels.get(id);
  if (channel?.kind === 'dm' && channel.botIsMember && !call.world.messagesTab) throw refuse('messages_tab_disabled');
  const unseen = channel?.kind === 'public' && !channel.botIsMember && call.token.scopes.has('chat:write.public');
  if (channel && unseen) {
    if (channel.archived) throw refuse('is_archived');
    return channel;
  }
  return openChannel(call, channel?.id ?? id);
}

/** Answers stand below the first message of a thread, never below another answer. */
export function checkThread(channel: Channel, threadTs: string | undefined): void {
  if (threadTs === undefined) return;
  const parent = channel.messages.get(threadTs);
  const hasReplies = [...channel.messages.values()].some((one) => one.threadTs === threadTs);
  if (parent ? parent.threadTs !== null || parent.ephemeralFor !== null : !hasReplies) {
    throw refuse('cannot_reply_to_message');
  }
}

function ownMessage(channel: Channel, ts: string, refusal: string): Message {
  const message = channel.messages.get(ts);
  if (!message || message.ephemeralFor) throw refuse('message_not_found');
  if (message.author.kind !== 'bot') throw refuse(refusal);
  return message;
}

export const chatMethods: readonly Method[] = [
  method({
    name: 'chat.postMessage',
    scope: 'chat:write',
    tier: 'special',
    json: true,
    args: z.strictObject({
      ...posting,
      reply_broadcast: flag.optional(),
      unfurl_links: flag.optional(),
      unfurl_media: flag.optional(),
    }),
    run(call, args) {
      checkContent(args);
      const channel = target(call, args.channel);
      checkThread(channel, args.thread_ts);
      const message = postMessage(call.world, {
        channel,
        author: { kind: 'bot' },
        text: args.text ?? '',
        blocks: args.blocks ?? [],
        threadTs: args.thread_ts ?? null,
        metadata: args.metadata,
        unfurls: args.unfurl_links !== false || args.unfurl_media !== false,
      });
      return { channel: channel.id, ts: message.ts, message: messageFields(call.world, message) };
    },
  }),
  method({
    name: 'chat.update',
    scope: 'chat:write',
    tier: 'tier3',
    json: true,
    args: z.strictObject({ ...content, channel: conversationId, ts: timestamp, reply_broadcast: flag.optional() }),
    run(call, args) {
      checkContent(args);
      const channel = knownChannel(call, args.channel);
      const message = ownMessage(channel, args.ts, 'cant_update_message');
      if (channel.archived) throw refuse('is_inactive');
      if (!channel.botIsMember && !call.token.scopes.has('chat:write.public')) throw refuse('channel_not_found');
      editMessage(call.world, message, {
        text: args.text ?? '',
        blocks: args.blocks ?? [],
        metadata: args.metadata,
      });
      return {
        channel: channel.id,
        ts: message.ts,
        text: message.text,
        message: messageFields(call.world, message),
      };
    },
  }),
  method({
    name: 'chat.delete',
    scope: 'chat:write',
    tier: 'tier3',
    json: true,
    args: z.strictObject({ channel: conversationId, ts: timestamp }),
    run(call, args) {
      const channel = knownChannel(call, args.channel);
      const message = ownMessage(channel, args.ts, 'cant_delete_message');
      if (channel.archived) throw refuse('cant_delete_message');
      removeMessage(message);
      return { channel: channel.id, ts: message.ts };
    },
  }),
  method({
    name: 'chat.postEphemeral',
    scope: 'chat:write',
    tier: 'tier4',
    json: true,
    args: z.strictObject({ ...posting, user: userId }),
    run(call, args) {
      checkContent(args);
      const channel = openChannel(call, args.channel);
      const person = call.workspace.people.get(args.user);
      if (!person || !channel.members.has(person)) throw refuse('user_not_in_channel');
      checkThread(channel, args.thread_ts);
      const message = postMessage(call.world, {
        channel,
        author: { kind: 'bot' },
        text: args.text ?? '',
        blocks: args.blocks ?? [],
        threadTs: args.thread_ts ?? null,
        ephemeralFor: person,
      });
      return { message_ts: message.ts };
    },
  }),
];
