import { MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import { type ApiDeps, type ApiResult, createApiCaller } from './api-call.ts';
import type { MessageBody, MessageFile } from './message-body.ts';
import type { OpenAnswer } from '../open-answers.ts';
import type { MessageAt } from '../places.ts';

const named = z.object({ id: z.string() });

const nested = z.object({ custom_id: z.string().optional() });

/** A message, as much of it as we look at. */
const seenMessage = z.object({
  id: z.string(),
  author: named,
  content: z.string(),
  attachments: z.array(z.object({ id: z.string(), filename: z.string() })).default([]),
  components: z.array(z.object({ components: z.array(nested).default([]) })).default([]),
  interaction_metadata: named.nullish(),
});

export type SeenMessage = z.infer<typeof seenMessage>;

/** Somebody in a server. */
const seenMember = z.object({ roles: z.array(z.string()), joined_at: z.iso.datetime({ offset: true }).nullish() });

export type SeenMember = z.infer<typeof seenMember>;

const refreshed = z.object({ refreshed_urls: z.array(z.object({ refreshed: z.string().nullish() })) });

type Asked<T> = Promise<ApiResult<T>>;

/** What we ask of Discord on our own account. Nothing throws, and nothing is asked twice: that is for the caller to decide. */
export type DiscordApi = {
  postMessage(channelId: string, body: MessageBody, signal: AbortSignal, file?: MessageFile): Asked<SeenMessage>;
  editMessage(at: MessageAt, body: Partial<MessageBody>, signal: AbortSignal, file?: MessageFile): Asked<SeenMessage>;
  /** Edits a message that answers a command, with the right that its token gives. */
  editAnswer(answer: OpenAnswer, messageId: string, body: MessageBody, signal: AbortSignal): Asked<SeenMessage>;
  /** Says more to whoever is being answered, to them alone. */
  tellAsker(answer: OpenAnswer, body: MessageBody, signal: AbortSignal): Asked<SeenMessage>;
  deleteMessage(at: MessageAt, signal: AbortSignal): Asked<null>;
  /** Up to 100, those next after `afterId`. Without the right to read a channel's history there are none, and no error. */
  messagesAfter(channelId: string, afterId: string, signal: AbortSignal): Asked<readonly SeenMessage[]>;
  /** Without the right to read a channel's history: not allowed. */
  message(at: MessageAt, signal: AbortSignal): Asked<SeenMessage>;
  /** The channel of our direct messages with somebody. There is one also where they take none. */
  openDm(userId: string, signal: AbortSignal): Asked<string>;
  unarchive(threadId: string, signal: AbortSignal): Asked<null>;
  /** Our own id as a user. */
  selfId(signal: AbortSignal): Asked<string>;
  /** A fresh address for an attachment whose address has ended. */
  refreshAddress(url: string, signal: AbortSignal): Asked<string>;
  /** Null for who is no member. */
  member(guildId: string, userId: string, signal: AbortSignal): Asked<SeenMember | null>;
};

export const pageMax = 100;

export function createDiscordApi(deps: ApiDeps): DiscordApi {
  const call = createApiCaller(deps);
  let self: string | null = null;

  return {
    postMessage: (channelId, body, signal, file) => {
      const route = Routes.channelMessages(channelId);
      return call({ what: 'post a message', method: 'POST', route, body, file }, seenMessage, signal);
    },
    editMessage: ({ channelId, messageId }, body, signal, file) => {
      const route = Routes.channelMessage(channelId, messageId);
      return call({ what: 'edit a message', method: 'PATCH', route, body, file }, seenMessage, signal);
    },
    editAnswer: ({ applicationId, token }, messageId, body, signal) => {
      const route = Routes.webhookMessage(applicationId, token, messageId);
      return call({ what: 'edit an answer', method: 'PATCH', route, body, asAnswer: true }, seenMessage, signal);
    },
    tellAsker: ({ applicationId, token }, body, signal) => {
      const route = Routes.webhook(applicationId, token);
      const alone: MessageBody = { ...body, flags: MessageFlags.Ephemeral };
      return call({ what: 'tell the asker', method: 'POST', route, body: alone, asAnswer: true }, seenMessage, signal);
    },
    deleteMessage: async ({ channelId, messageId }, signal) => {
      const route = Routes.channelMessage(channelId, messageId);
      return mapped(await call({ what: 'delete a message', method: 'DELETE', route }, z.unknown(), signal), () => null);
    },
    messagesAfter: (channelId, afterId, signal) => {
      const query = { after: afterId, limit: String(pageMax) };
      const route = Routes.channelMessages(channelId);
      return call({ what: 'read messages', method: 'GET', route, query }, z.array(seenMessage), signal);
    },
    message: ({ channelId, messageId }, signal) => {
      const route = Routes.channelMessage(channelId, messageId);
      return call({ what: 'read a message', method: 'GET', route }, seenMessage, signal);
    },
    openDm: async (userId, signal) => {
      const body = { recipient_id: userId };
      const ask = { what: 'open direct messages', method: 'POST', route: Routes.userChannels(), body } as const;
      return mapped(await call(ask, named, signal), ({ id }) => id);
    },
    unarchive: async (threadId, signal) => {
      const body = { archived: false };
      const ask = { what: 'unarchive a thread', method: 'PATCH', route: Routes.channel(threadId), body } as const;
      return mapped(await call(ask, named, signal), () => null);
    },
    selfId: async (signal) => {
      if (self !== null) return { kind: 'done', value: self };
      const answer = await call({ what: 'ask who we are', method: 'GET', route: Routes.user() }, named, signal);
      if (answer.kind === 'done') self = answer.value.id;
      return mapped(answer, ({ id }) => id);
    },
    refreshAddress: async (url, signal) => {
      const body = { attachment_urls: [url] };
      const ask = { what: 'refresh an address', method: 'POST', route: '/attachments/refresh-urls', body } as const;
      const answer = await call(ask, refreshed, signal);
      if (answer.kind !== 'done') return answer;
      const value = answer.value.refreshed_urls[0]?.refreshed;
      return typeof value === 'string'
        ? { kind: 'done', value }
        : { kind: 'gone', detail: 'Discord no longer keeps this attachment' };
    },
    member: async (guildId, userId, signal) => {
      const route = Routes.guildMember(guildId, userId);
      const answer = await call({ what: 'look for a member', method: 'GET', route }, seenMember, signal);
      const isStranger = answer.kind === 'gone' || answer.kind === 'not_allowed';
      return isStranger ? { kind: 'done', value: null } : answer;
    },
  };
}

function mapped<T, U>(answer: ApiResult<T>, change: (value: T) => U): ApiResult<U> {
  return answer.kind === 'done' ? { kind: 'done', value: change(answer.value) } : answer;
}
