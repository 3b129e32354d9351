import { PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { invalidField, rateLimited, refuse } from '../api-error.ts';
import { editMessage, postMessage, removeMessage } from '../messages.ts';
import { messageOf } from '../payload/message.ts';
import { botMay } from '../permissions.ts';
import { nonceMs, oldMessageEditsMax, oldMessageMs } from '../rules.ts';
import { channelMessage, channelMessageEdit } from '../schema/message.ts';
import { isOlder } from '../snowflakes.ts';
import type { Channel, Message, World } from '../world.ts';
import { channelFor, messageFor, needActive, needPermission, needPosting } from './access.ts';
import { param, parseBody, parseQuery, type Answer, type Call, type Route } from './route.ts';

export const messageRoutes: readonly Route[] = [
  { name: 'message.create', method: 'POST', path: '/channels/:channel/messages', proof: 'bot', run: create },
  { name: 'message.list', method: 'GET', path: '/channels/:channel/messages', proof: 'bot', run: list },
  { name: 'message.read', method: 'GET', path: '/channels/:channel/messages/:message', proof: 'bot', run: read },
  { name: 'message.edit', method: 'PATCH', path: '/channels/:channel/messages/:message', proof: 'bot', run: edit },
  { name: 'message.delete', method: 'DELETE', path: '/channels/:channel/messages/:message', proof: 'bot', run: remove },
];

function create(call: Call): Answer {
  const { world, files } = call;
  const channel = channelFor(world, param(call, 'channel'));
  const body = parseBody(channelMessage, call);
  needPosting(world, channel, files.length);
  const nonce = body.nonce ?? null;
  const key = `${typeof nonce} ${nonce ?? ''}`;
  if (body.enforce_nonce && nonce !== null && nonce !== '') {
    const earlier = world.nonces.get(key);
    if (earlier && world.clock.nowMs() - earlier.atMs < nonceMs) return posted(world, earlier.message);
  }
  const message = postMessage(world, {
    channel,
    fields: body,
    files,
    context: 'channel',
    interaction: null,
    ephemeralFor: null,
    reply: replyOf(world, channel, body.message_reference),
    nonce,
  });
  if (nonce !== null && nonce !== '') world.nonces.set(key, { message, atMs: world.clock.nowMs() });
  return posted(world, message);
}

/** Only who posts is told the nonce, and this once. */
function posted(world: World, message: Message): Answer {
  const nonce = message.nonce === null ? {} : { nonce: message.nonce };
  return { status: 200, body: { ...messageOf(world, message), ...nonce } };
}

function replyOf(
  world: World,
  channel: Channel,
  reference: z.output<typeof channelMessage>['message_reference'],
): { readonly to: Message } | null {
  if (!reference) return null;
  if (!botMay(world, channel, PermissionFlagsBits.ReadMessageHistory) && channel.guild)
    throw refuse('reply_needs_history');
  const to = channel.messages.get(reference.message_id);
  const elsewhere = typeof reference.channel_id === 'string' && reference.channel_id !== channel.id;
  if (to && !to.ephemeralFor && !elsewhere) return { to };
  if (reference.fail_if_not_exists === false && !elsewhere) return null;
  throw invalidField(['message_reference'], 'Unknown message');
}

/** Any number will do as a place in time, also one that is no id. */
const place = z.string().regex(/^\d{1,20}$/, 'Value is not snowflake.');

const listQuery = z
  .strictObject({
    around: place.optional(),
    before: place.optional(),
    after: place.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .refine(
    ({ around, before, after }) => [around, before, after].filter((one) => one !== undefined).length <= 1,
    'around, before and after are mutually exclusive.',
  );

/** Newest first. Without the right to read the history there is nothing to see. */
function list(call: Call): Answer {
  const { world } = call;
  const channel = channelFor(world, param(call, 'channel'));
  const { around, before, after, limit } = parseQuery(listQuery, call);
  if (channel.kind === 'forum') throw refuse('not_a_text_channel');
  if (channel.guild && !botMay(world, channel, PermissionFlagsBits.ReadMessageHistory))
    return { status: 200, body: [] };
  const oldestFirst = [...channel.messages.values()].filter((message) => !message.ephemeralFor);
  let chosen = oldestFirst.slice(-limit);
  if (before !== undefined) chosen = oldestFirst.filter((one) => isOlder(one.id, before)).slice(-limit);
  if (after !== undefined) chosen = oldestFirst.filter((one) => isOlder(after, one.id)).slice(0, limit);
  if (around !== undefined) {
    const older = oldestFirst.filter((one) => isOlder(one.id, around)).slice(-Math.floor(limit / 2));
    const newer = oldestFirst.filter((one) => !isOlder(one.id, around)).slice(0, limit - older.length);
    chosen = [...older, ...newer];
  }
  return { status: 200, body: chosen.toReversed().map((message) => messageOf(world, message)) };
}

function read(call: Call): Answer {
  const { world } = call;
  const channel = channelFor(world, param(call, 'channel'));
  if (channel.guild) needPermission(world, channel, PermissionFlagsBits.ReadMessageHistory);
  return { status: 200, body: messageOf(world, messageFor(channel, param(call, 'message'))) };
}

function edit(call: Call): Answer {
  const { world, files } = call;
  const channel = channelFor(world, param(call, 'channel'));
  const message = messageFor(channel, param(call, 'message'));
  const body = parseBody(channelMessageEdit, call);
  if (message.author.kind !== 'bot') throw refuse('foreign_message');
  needActive(world, channel);
  if (files.length > 0 && channel.guild) needPermission(world, channel, PermissionFlagsBits.AttachFiles);
  countLateEdit(world, message);
  editMessage(world, message, body, files, 'channel');
  return { status: 200, body: messageOf(world, message) };
}

function countLateEdit(world: World, message: Message): void {
  const nowMs = world.clock.nowMs();
  if (nowMs - message.createdAtMs < oldMessageMs) return;
  const recent = message.lateEditsAtMs.filter((atMs) => nowMs - atMs < oldMessageMs);
  const [first] = recent;
  if (first !== undefined && recent.length >= oldMessageEditsMax) {
    throw rateLimited({ retryAfterMs: first + oldMessageMs - nowMs, scope: 'shared', code: 30046 });
  }
  message.lateEditsAtMs.push(nowMs);
}

function remove(call: Call): Answer {
  const { world } = call;
  const channel = channelFor(world, param(call, 'channel'));
  const message = messageFor(channel, param(call, 'message'));
  if (message.author.kind !== 'bot') {
    if (!channel.guild) throw refuse('missing_permissions');
    needPermission(world, channel, PermissionFlagsBits.ManageMessages);
  }
  if (channel.locked || channel.archived) needActive(world, channel);
  removeMessage(message);
  return { status: 204 };
}
