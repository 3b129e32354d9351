import { REST, Routes } from 'discord.js';
import { z } from 'zod';
import { createDiscordApi } from '../../../src/bots/discord/outgoing/api.ts';
import { createDiscordChat } from '../../../src/bots/discord/outgoing/chat.ts';
import { createOpenAnswers } from '../../../src/bots/discord/open-answers.ts';
import { destinationOf, inboundKeyOf, messageRefOf, snowflakeAt } from '../../../src/bots/discord/places.ts';
import { restOptions } from '../../../src/bots/discord/rest-settings.ts';
import { createTokenStanding } from '../../../src/bots/token-standing.ts';
import type { Job } from '../../../src/core/job.ts';
import type { DeliverAsk } from '../../../src/core/ports/chat.ts';
import type { JobView, Request } from '../../../src/core/request.ts';
import { createIds } from '../../../src/system.ts';
import { sourceOf } from '../../contracts/media.ts';
import { aClip, aJob, aJobView, aRequest, idOf, spec } from '../../core/samples.ts';
import { startDiscord } from '../../doubles/discord/discord.ts';
import type { Channel, Person } from '../../doubles/discord/world.ts';
import { manualClock, seededRandom } from '../../doubles/world.ts';
import { firstTry } from '../../contracts/chat-asks.ts';
import { keepLog } from '../kept-log.ts';

export const clipBytes = new TextEncoder().encode('a clip '.repeat(1_000));

/** Nobody stops the call. */
export const live = (): AbortSignal => new AbortController().signal;

/** What a test changes about a request and its job. */
export type Asked = {
  readonly prompt?: string;
  readonly channel?: Channel;
  readonly by?: Person | null;
  readonly request?: Partial<Request>;
  readonly job?: Partial<Job>;
};

/** A Discord on loopback with a server, a channel and Ada, and all that we send there. */
export async function openDiscordWorld({ discordAheadMs = 0 } = {}) {
  const clock = manualClock();
  const discordClock = { ...clock, nowMs: () => clock.nowMs() + discordAheadMs };
  const discord = await startDiscord({ clock: discordClock });
  const guild = discord.addGuild({ name: 'Reel club' });
  const channel = discord.addChannel(guild, { name: 'clips' });
  const ada = discord.addUser({ name: 'Ada' });
  discord.join(ada, guild);
  const ids = createIds(clock, seededRandom());
  const log = keepLog();
  const settings = { apiUrl: discord.apiUrl, token: discord.token };

  /** As a process begins: knows nothing of what was before. */
  function start(more: { readonly clipUrl?: () => string; readonly mayReadBack?: () => boolean } = {}) {
    const standing = createTokenStanding();
    const api = createDiscordApi({ settings, clock, log, standing });
    const openAnswers = createOpenAnswers({ clock });
    const clipUrl = more.clipUrl ?? (() => null);
    const mayReadBack = more.mayReadBack ?? (() => null);
    const engines = { all: () => [], find: () => null };
    const parts = {
      api,
      settings,
      openAnswers,
      clock,
      log,
      offers: () => ({ hd: null, continue: null }),
      engines,
      clipUrl,
      mayReadBack,
    };
    const chat = createDiscordChat(parts);
    return { standing, api, openAnswers, chat };
  }

  let number = 411;

  /** A finished video that Ada asked for in the channel. */
  function view(asked: Asked = {}): JobView {
    const { prompt = spec.prompt, channel: at = channel, by = ada } = asked;
    const request = aRequest({
      id: ids.next('request'),
      inboundKey: inboundKeyOf(snowflakeAt(discordClock.nowMs())),
      destination: destinationOf(at.guild?.id ?? null, at.id),
      prompt,
      createdAtMs: clock.nowMs(),
      ...asked.request,
    });
    number += 1;
    const base = aJob(
      { kind: 'ready', attemptId: idOf('attempt'), clipId: idOf('clip') },
      { id: ids.next('job'), requestId: request.id, number, spec: { ...spec, prompt }, ...asked.job },
    );
    const requester = { userId: request.userId, externalId: by?.id ?? null, name: by?.name ?? null };
    const file = { ...aClip().file, bytes: clipBytes.byteLength };
    return aJobView({ job: base, request, requester, clip: aClip({ id: ids.next('clip'), file }) });
  }

  function ask(of: JobView = view(), bytes: Uint8Array = clipBytes): DeliverAsk {
    return {
      deliveryId: ids.next('delivery'),
      destination: of.request.destination,
      view: of,
      ...firstTry,
      openClip: async () => sourceOf(bytes),
    };
  }

  /** The address of a file that Ada attached to a message. */
  async function attach(bytes: Uint8Array): Promise<string> {
    const said = discord.say(ada, channel, '', [{ name: 'ball.png', bytes, contentType: 'image/png' }]);
    const rest = new REST(restOptions(settings)).setToken(settings.token);
    const message = z
      .object({ attachments: z.tuple([z.object({ url: z.string() })]) })
      .parse(await rest.get(Routes.channelMessage(said.channelId, said.id)));
    return message.attachments[0].url;
  }

  return {
    clock,
    discord,
    guild,
    channel,
    ada,
    ids,
    log,
    settings,
    start,
    ...start(),
    view,
    ask,
    attach,
    /** What the bot shows in a channel. */
    posts: (of: Channel = channel) => discord.seen(of).filter(({ author }) => author === 'bot'),
    /** How often Discord was asked this. */
    asked: (route: string) => discord.requests.filter((request) => request.route === route).length,
    [Symbol.asyncDispose]: () => discord[Symbol.asyncDispose](),
  };
}

export type DiscordWorld = Awaited<ReturnType<typeof openDiscordWorld>>;

/** The names of messages, as a chat gives them. */
export function refsOf(messages: readonly { readonly channelId: string; readonly id: string }[]): string[] {
  return messages.map(({ channelId, id }) => messageRefOf(channelId, id));
}
