import { z } from 'zod';
import { messageBlocks } from '../blocks/message.ts';
import { editMessage, postMessage, removeMessage } from '../messages.ts';
import { responseUrlMs, responseUrlUsesMax, textCharsMax } from '../rules.ts';
import type { Interaction, Message, ResponseUrl } from '../things.ts';
import type { World } from '../world.ts';
import { parseArgs, timestamp } from './args.ts';
import { invalid, Refusal } from './refusal.ts';
import { text, type Endpoint, type Received, type Reply } from './server.ts';

const body = z.strictObject({
  text: z.string().optional(),
  blocks: messageBlocks.optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: timestamp.optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
  mrkdwn: z.boolean().optional(),
  parse: z.enum(['none', 'full']).optional(),
});

export type Response = z.output<typeof body>;

/** The address that an answer may go to: five times in thirty minutes, with no token and no membership. */
export function responseUrlEndpoint(world: World, { http, url, bytes }: Received): Endpoint {
  const interaction = world.responseUrls.get(url.pathname);
  let args: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) args = { ...parsed };
  } catch {
    // It is refused below.
  }

  function run(): Reply {
    const to = interaction?.responseUrl;
    if (!interaction || !to) return text('no_service', 404);
    if (http.method !== 'POST') throw new Refusal('invalid_post_type', { status: 405 });
    if (to.workspace.token?.state !== 'good') return text('no_service', 404);
    if (world.clock.nowMs() > to.atMs + responseUrlMs) throw new Refusal('expired_url', { status: 404 });
    if (to.uses >= responseUrlUsesMax) throw new Refusal('used_url', { status: 404 });
    if (http.headers['content-type']?.startsWith('application/json') !== true) {
      throw new Refusal('invalid_json', { status: 400 });
    }
    to.uses += 1;
    try {
      respond(world, interaction, to, parseArgs(body, args));
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal(error.code, { more: { ...error.more }, status: 400 });
      throw error;
    }
    return text('ok');
  }

  return { method: 'response_url', workspaceId: interaction?.workspace.id ?? null, args, run };
}

function respond(world: World, interaction: Interaction, to: ResponseUrl, args: Response): void {
  if (to.channel.archived) throw new Refusal('channel_is_archived', { status: 410 });
  const { source } = interaction;
  if (args.delete_original === true) {
    if (args.replace_original === true) throw invalid('invalid_arguments', ['replace_original and delete_original']);
    if (source && !source.deleted) removeMessage(source);
    // Of a command there is nothing to delete: its own words are not the app's.
    else if (!source) world.problems.push({ where: 'response_url', message: 'delete_original, and no message' });
    if (args.text === undefined && args.blocks === undefined) return;
  }
  if (source && replaces(world, source, args)) {
    checkContent(args);
    if (source.deleted) throw new Refusal('message_not_found');
    editMessage(world, source, { text: args.text ?? '', blocks: args.blocks ?? [] });
    return;
  }
  answer(world, interaction, to, args);
}

/** A message that answers an interaction, by its response_url or its acknowledgement. */
export function answer(
  world: World,
  interaction: Interaction,
  to: Pick<ResponseUrl, 'channel' | 'person'>,
  args: Response,
): Message {
  checkContent(args);
  return postMessage(world, {
    channel: to.channel,
    author: { kind: 'bot' },
    text: args.text ?? '',
    blocks: args.blocks ?? [],
    threadTs: args.thread_ts ?? null,
    ephemeralFor: args.response_type === 'in_channel' ? null : to.person,
    interaction,
    unfurls: args.unfurl_links !== false || args.unfurl_media !== false,
  });
}

export function readResponse(raw: unknown): Response {
  return parseArgs(body, raw);
}

function checkContent(args: Response): void {
  const words = args.text ?? '';
  if (words.length > textCharsMax) throw new Refusal('msg_too_long');
  if (words.trim() === '' && (args.blocks ?? []).length === 0) throw new Refusal('no_text');
}

/** What happens when it is not said is told in two ways, so it has to be said. */
function replaces(world: World, source: Message, args: Response): boolean {
  if (args.replace_original !== undefined) return args.replace_original;
  if (args.delete_original !== true) {
    world.problems.push({ where: 'response_url', message: 'Say replace_original: true or false' });
  }
  return args.delete_original !== true && source.ephemeralFor !== null;
}
