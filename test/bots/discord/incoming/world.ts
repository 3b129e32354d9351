import { ButtonStyle, Client, ComponentType, Events, GatewayIntentBits, Options } from 'discord.js';
import { expect } from 'vitest';
import { createAnswerer } from '../../../../src/bots/answer.ts';
import { createDiscordApi, type DiscordApi } from '../../../../src/bots/discord/outgoing/api.ts';
import { commandDefinitions } from '../../../../src/bots/discord/commands/definitions.ts';
import { createIncoming } from '../../../../src/bots/discord/incoming/create-incoming.ts';
import type { IncomingDeps } from '../../../../src/bots/discord/incoming/deps.ts';
import { messageBody } from '../../../../src/bots/discord/outgoing/message-body.ts';
import { createOpenAnswers } from '../../../../src/bots/discord/open-answers.ts';
import { destinationOf, inboundKeyOf, tenantOf } from '../../../../src/bots/discord/places.ts';
import { answerRestOptions } from '../../../../src/bots/discord/rest-settings.ts';
import { createTokenStanding } from '../../../../src/bots/token-standing.ts';
import { en } from '../../../../src/bots/messages/en.ts';
import { createPresser } from '../../../../src/bots/press.ts';
import { createQuotes } from '../../../../src/bots/quotes.ts';
import { tenantDefaults } from '../../../../src/core/defaults.ts';
import type { Job } from '../../../../src/core/job.ts';
import { createOffers } from '../../../../src/core/offers.ts';
import { noteAnswer } from '../../../../src/core/usecases/note-answer.ts';
import { openService } from '../../../core/service.ts';
import { startDiscord } from '../../../doubles/discord/discord.ts';
import type { Sent } from '../../../doubles/discord/people/sent.ts';
import type { SeenMessage } from '../../../doubles/discord/people/sight.ts';
import type { Acknowledgement, Channel, Person } from '../../../doubles/discord/world.ts';

/** People in a server of the double, the real discord.js, and the real store behind what comes in. */
export async function openWorld(change: (real: IncomingDeps) => Partial<IncomingDeps> = () => ({})) {
  const service = await openService();
  const { clock, store, engines, media, random, deps } = service;
  const lines: string[] = [];
  const log = {
    debug: (message: string) => lines.push(`debug ${message}`),
    info: () => undefined,
    warn: (message: string, fields?: object) => lines.push(`warn ${message} ${JSON.stringify(fields ?? {})}`),
    error: (message: string, error: unknown) => lines.push(`error ${message}: ${String(error)}`),
  };
  const discord = await startDiscord({ clock });
  discord.register(commandDefinitions({ en }));
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild, { name: 'videos' });
  const ada = discord.addUser({ name: 'Ada' });
  const mo = discord.addUser({ name: 'Mo' });
  discord.join(ada, guild);
  discord.join(mo, guild, { manageGuild: true });

  const settings = { apiUrl: discord.apiUrl, token: discord.token };
  const openAnswers = createOpenAnswers({ clock });
  const woken = { times: 0 };
  const real: IncomingDeps & { readonly api: DiscordApi } = {
    store,
    clock,
    random,
    ids: deps.ids,
    log,
    media,
    engines,
    rules: deps.rules,
    answer: createAnswerer({ ...deps, log }).answer,
    ...createPresser({ ...deps, log }),
    offers: createOffers(engines, media),
    engineNames: () => engines.all().map(({ capabilities }) => capabilities.id),
    quoteOf: createQuotes(engines),
    wake: () => {
      woken.times += 1;
    },
    noteAnswer: (requestId, message) => noteAnswer({ requestId, message, statusEveryMs: 5_000 }, { store, clock, log }),
    openAnswers,
    clipUrl: () => null,
    api: createDiscordApi({ settings, clock, log, standing: createTokenStanding() }),
  };

  /** A process that is connected, and answers. */
  async function connect() {
    const incoming = createIncoming({ ...real, ...change(real) });
    const underWay = new Set<Promise<void>>();
    const client = new Client({
      intents: [GatewayIntentBits.Guilds],
      rest: answerRestOptions(settings),
      makeCache: Options.cacheWithLimits({
        MessageManager: 0,
        UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user?.id },
        GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      }),
    });
    client.on(Events.InteractionCreate, (interaction) => {
      const handled = incoming(interaction).finally(() => underWay.delete(handled));
      underWay.add(handled);
    });
    const ready = Promise.withResolvers<unknown>();
    client.once(Events.ClientReady, ready.resolve);
    await client.login(discord.token);
    await ready.promise;
    return {
      /** Until everything that has begun is dealt with. */
      async settled(): Promise<void> {
        while (underWay.size > 0) await Promise.all(underWay);
      },
      [Symbol.asyncDispose]: () => client.destroy(),
    };
  }
  const first = await connect();

  const destination = destinationOf(guild.id, channel.id);
  const personOf = ({ id, name }: Person) => ({ platform: 'discord', externalId: id, name });

  return {
    ...service,
    discord,
    guild,
    channel,
    ada,
    mo,
    lines,
    woken,
    openAnswers,
    destination,
    settled: () => first.settled(),
    /** Until this is answered, and everything that came in is dealt with. */
    async done(sent: Sent): Promise<Acknowledgement | { readonly kind: 'none' }> {
      const how = await sent.acknowledged();
      await first.settled();
      return how;
    },
    /** A second process, as while a new version takes over. */
    another: connect,
    /** The request that an interaction led to. */
    requestOf: async (sent: Sent) => store.requestByKey(inboundKeyOf(sent.id)),
    allowServer: () => store.allowTenant(tenantOf(guild.id), tenantDefaults, { kind: 'operator' }, clock.nowMs()),
    allowDirectMessages: () => store.allowTenant(tenantOf(null), tenantDefaults, { kind: 'operator' }, clock.nowMs()),
    /** Somebody's video in the channel of the server, or somewhere else. */
    videoOf: (person: Person, ask: Parameters<typeof service.admitted>[0] = {}, at = destination): Promise<Job> =>
      service.admitted(ask, { person: personOf(person), destination: at }),
    jobs: (): Promise<readonly Job[]> => allJobs(store, service.clock.nowMs(), deps.rules),
    /** A message of ours, as a worker posts it, with buttons. */
    async post(at: Channel, customIds: Readonly<Record<string, string>>, to: Person | null = null) {
      const components = Object.entries(customIds).map(([label, id]) => ({
        type: ComponentType.Button as const,
        style: ButtonStyle.Secondary as const,
        label,
        custom_id: id,
      }));
      const body = messageBody({
        content: 'a video',
        components: rowsOf(components),
      });
      const where = to ? discord.dmChannel(to) : at;
      const posted = await real.api.postMessage(where.id, body, new AbortController().signal);
      expect(posted.kind).toBe('done');
      const message = (to ? discord.dms(to) : discord.seen(at)).at(-1);
      if (!message) throw new Error('expected the message to be there');
      return message;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await first[Symbol.asyncDispose]();
      await discord[Symbol.asyncDispose]();
      await store.close();
      expect(discord.problems).toEqual([]);
    },
  };
}

async function allJobs(
  store: Awaited<ReturnType<typeof openService>>['store'],
  nowMs: number,
  rules: Parameters<typeof store.list>[1],
): Promise<readonly Job[]> {
  const views = await store.list({ tenantId: null, userId: null, states: null, limit: 100 }, rules, nowMs);
  return views.map(({ job }) => job).toReversed();
}

/** What people read: Discord takes the backslashes away. */
export async function wordsOf(sent: Sent): Promise<string> {
  return asRead((await sent.answered()).content);
}

export function asRead(content: string): string {
  return content.replaceAll('\\', '');
}

/** A message as the service names it. */
export function refOf(message: SeenMessage | undefined): string {
  if (!message) throw new Error('expected a message');
  return `${message.channelId}/${message.id}`;
}

/** Work that waits until a test lets it go on. */
export function holdBack() {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  return {
    /** Resolves when the work has begun to wait. */
    begun: begun.promise,
    release: () => gate.resolve(),
    async wait(): Promise<void> {
      begun.resolve();
      await gate.promise;
    },
    /** The same function, after the wait. */
    around<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
      return async (...args) => {
        begun.resolve();
        await gate.promise;
        return work(...args);
      };
    },
  };
}

const inARow = 5;

function rowsOf<T>(components: readonly T[]) {
  return Array.from({ length: Math.ceil(components.length / inARow) }, (_, row) => ({
    type: ComponentType.ActionRow as const,
    components: components.slice(row * inARow, (row + 1) * inARow),
  }));
}
