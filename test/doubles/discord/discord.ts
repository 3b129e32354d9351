import type { APIApplicationCommand, RESTPutAPIApplicationCommandsJSONBody } from 'discord.js';
import type { Clock } from '../../../src/core/ports/world.ts';
import { systemClock } from '../../../src/system.ts';
import { overwriteCommands } from './commands.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import {
  chooseAnyway,
  chooseFrom,
  pressAnyway,
  pressButton,
  submitForm,
  type FormValues,
  type SeenMenu,
} from './people/components.ts';
import { completeOption, typeCommand, useMenu, type Completing, type CommandUse } from './people/commands.ts';
import { deliver } from './people/dispatch.ts';
import type { GivenFile } from './people/files.ts';
import type { Values } from './people/options.ts';
import { say } from './people/say.ts';
import { seen, type SeenMessage } from './people/sight.ts';
import { sentOf, type Sent } from './people/sent.ts';
import * as places from './places.ts';
import { createLimits } from './rest/limits.ts';
import { createRestServer, type RequestLog } from './rest/server.ts';
import { commands } from './schema/commands.ts';
import { createSnowflakes } from './snowflakes.ts';
import { createWatch } from '../watch.ts';
import {
  createWorld,
  tokenFor,
  type Channel,
  type Choice,
  type Guild,
  type Interaction,
  type Message,
  type Person,
  type Problem,
  type Role,
} from './world.ts';

export interface DiscordOptions {
  /** For the three seconds, the life of tokens, ids and times. Default: the system's. */
  readonly clock?: Clock;
  /** `real`: five requests in five seconds per route and channel, fifty a second in all. Default `wide`: never full. */
  readonly rateLimits?: 'real' | 'wide';
  /** How many shards Discord asks for. */
  readonly shards?: number;
  readonly maxConcurrency?: number;
  readonly heartbeatIntervalMs?: number;
  /** How long `until` waits, in real time. */
  readonly patienceMs?: number;
}

export type Discord = Awaited<ReturnType<typeof startDiscord>>;

/** Starts Discord on 127.0.0.1. See README.md beside this file. */
export async function startDiscord(options: DiscordOptions = {}) {
  const clock = options.clock ?? systemClock;
  const world = createWorld(clock, createSnowflakes(clock));
  const faults: Faults = createFaults();
  let port = 0;
  let tokens = 1;
  const gatewayUrl = (): string => `ws://127.0.0.1:${port}`;
  const rest = createRestServer(world, {
    faults,
    limits: createLimits(options.rateLimits ?? 'wide'),
    more: [
      {
        name: 'gateway.bot',
        method: 'GET',
        path: '/gateway/bot',
        proof: 'bot',
        run: () => ({ status: 200, body: gateway.info() }),
      },
      {
        name: 'gateway.url',
        method: 'GET',
        path: '/gateway',
        proof: 'token',
        run: () => ({ status: 200, body: { url: gatewayUrl() } }),
      },
    ],
  });
  const gateway = createGateway(world, rest.http, gatewayUrl, {
    shards: options.shards ?? 1,
    maxConcurrency: options.maxConcurrency ?? 1,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
  });
  const watch = createWatch(options.patienceMs ?? 5000, () => summary(rest.requests, world.problems));
  world.dispatch = (guildId, event, data) => {
    gateway.dispatch(guildId, event, data);
    watch.changed();
  };
  world.changed = watch.changed;
  port = await rest.listen();
  world.cdnUrl = `http://127.0.0.1:${port}`;
  const sent = (interaction: Interaction): Sent => sentOf(world, watch, interaction);

  /** A message by what was seen of it. */
  function messageOf(message: SeenMessage): Message {
    const found = world.channels.get(message.channelId)?.messages.get(message.id);
    if (!found) throw new Error(`The message ${message.id} is gone: "${message.content}"`);
    return found;
  }

  function interactionOf(of: Sent): Interaction {
    const found = world.interactions.get(of.id);
    if (!found) throw new Error(`There is no interaction ${of.id}`);
    return found;
  }

  function visible(channel: Channel, to: Person | null): SeenMessage[] {
    return [...channel.messages.values()]
      .filter((message) => message.ephemeralFor === null || message.ephemeralFor === to)
      .map(seen);
  }

  return {
    /** For `new Client({ rest: { api } })`. */
    apiUrl: `http://127.0.0.1:${port}/api`,
    cdnUrl: world.cdnUrl,
    applicationId: world.applicationId,
    get token(): string {
      return world.botToken ?? 'revoked';
    },
    /** What a correct app never does: wrong bodies, unknown routes, breaches of the gateway's protocol. */
    problems: world.problems satisfies Problem[],
    /** Every request, in the order in which they came. */
    requests: rest.requests satisfies RequestLog[],
    /** Answers of 401, 403 and 429: ten thousand in ten minutes get an address banned. */
    invalidRequests: (): number => rest.requests.filter((one) => [401, 403, 429].includes(one.status ?? 0)).length,
    faults,
    gateway: gateway.controls satisfies Gateway,
    until: <T>(look: () => T | null | undefined | false, what = 'that'): Promise<T> => watch.until(look, what),

    addGuild: (input: places.GuildInput = {}): Guild => places.addGuild(world, input),
    addChannel: (guild: Guild, input: places.ChannelInput = {}): Channel => places.addChannel(world, guild, input),
    addRole: (guild: Guild, input: Parameters<typeof places.addRole>[2]): Role => places.addRole(world, guild, input),
    addUser: (input: places.PersonInput): Person => places.addPerson(world, input),
    /** Joins, or takes other roles. Who types in a server without having joined it joins it as an ordinary member. */
    join(person: Person, guild: Guild, joining: places.Joining = {}): void {
      places.join(world, person, guild, joining);
    },
    leave(person: Person, guild: Guild): void {
      guild.members.delete(person.id);
    },
    setDirectMessages(person: Person, how: 'open' | 'closed'): void {
      person.directMessages = how;
    },
    changeChannel(channel: Channel, change: places.ChannelChange): void {
      places.changeChannel(world, channel, change);
    },
    deleteChannel(channel: Channel): void {
      places.deleteChannel(world, channel);
    },
    setBotPermissions(guild: Guild, permissions: bigint): void {
      places.setBotPermissions(world, guild, permissions);
    },
    /** The bot is removed from it. */
    removeGuild(guild: Guild): void {
      places.removeGuild(world, guild);
    },
    /** An outage: the bot is still in it. */
    makeGuildUnavailable(guild: Guild): void {
      places.makeGuildUnavailable(world, guild);
    },
    /** The end of an outage, or the bot is invited anew. */
    bringGuildBack(guild: Guild): void {
      places.bringGuildBack(world, guild);
    },
    /** The channel of direct messages between the bot and a person. */
    dmChannel: (person: Person): Channel => places.openDirectChannel(world, person),
    /** The servers' moderation blocks messages of the bot that match. */
    blockWords(words: RegExp): void {
      world.blockedWords.push(words);
    },
    deleteMessage(message: SeenMessage): void {
      const found = messageOf(message);
      found.deleted = true;
      found.channel.messages.delete(found.id);
      watch.changed();
    },

    /** Registers commands as the bot would by PUT, with the same checks. */
    register(all: RESTPutAPIApplicationCommandsJSONBody): readonly APIApplicationCommand[] {
      return overwriteCommands(world, commands.parse(JSON.parse(JSON.stringify(all))), null);
    },
    commands: (): readonly APIApplicationCommand[] => world.commands,

    /** A person writes a message. */
    say: (person: Person, channel: Channel, content: string, files: readonly GivenFile[] = []): SeenMessage =>
      seen(say(world, person, channel, content, files)),
    /** Types a command, such as `video` or `video-admin quota set`. */
    type: (person: Person, channel: Channel, line: string, values: Values = {}, use: CommandUse = {}): Sent =>
      sent(typeCommand(world, person, channel, line, values, use)),
    /** Presses a button, by its custom id, its label, or how one of them begins. */
    press: (person: Person, message: SeenMessage, name: string): Sent =>
      sent(pressButton(world, person, messageOf(message), name)),
    /** Presses a button that is not there, or not any more. */
    pressAnyway: (person: Person, message: SeenMessage, customId: string): Sent =>
      sent(pressAnyway(world, person, messageOf(message), customId)),
    /** Chooses from a menu, by its custom id or how that begins: values of texts, or ids of channels. */
    select: (person: Person, message: SeenMessage, name: string, values: readonly string[]): Sent =>
      sent(chooseFrom(world, person, messageOf(message), name, values)),
    /** Chooses from a menu that is not there, or what cannot be chosen in it, or not any more. */
    selectAnyway: (
      person: Person,
      message: SeenMessage,
      menu: Pick<SeenMenu, 'customId' | 'kind'>,
      values: readonly string[],
    ): Sent => sent(chooseAnyway(world, person, messageOf(message), menu, values)),
    /** Fills in and sends the form that an interaction opened; fields by custom id or label. */
    async submit(opener: Sent, values: FormValues = {}): Promise<Sent> {
      const form = await opener.form();
      return sent(submitForm(world, interactionOf(opener), form, values));
    },
    /** Types into an option that completes, and waits for the choices. */
    complete: (
      person: Person,
      channel: Channel,
      line: string,
      typing: Completing,
      use: CommandUse = {},
    ): Promise<readonly Choice[] | null> => sent(completeOption(world, person, channel, line, typing, use)).choices(),
    /** Chooses from the menu of a message. */
    menu: (person: Person, message: SeenMessage, name: string, use: CommandUse = {}): Sent =>
      sent(useMenu(world, person, messageOf(message), name, use)),
    /** The same interaction reaches the bot once more. */
    deliverAgain(of: Sent): void {
      deliver(world, interactionOf(of));
    },

    /** What everybody sees, oldest first. */
    seen: (channel: Channel): SeenMessage[] => visible(channel, null),
    /** What one person sees: their ephemeral messages too. */
    seenBy: (person: Person, channel: Channel): SeenMessage[] => visible(channel, person),
    dms(person: Person): SeenMessage[] {
      const channel = world.directChannels.get(person.id);
      return channel ? visible(channel, person) : [];
    },

    /** The operator resets the token, or Discord does: REST answers 401, the gateway closes with 4004. */
    revokeToken(): void {
      world.botToken = null;
      gateway.controls.disconnect(4004);
    },
    /** A new token after a revocation, which is then `token`. */
    issueToken(): string {
      tokens += 1;
      world.botToken = tokenFor(world.applicationId, tokens);
      return world.botToken;
    },
    /** With an address for interactions, the gateway gets none. */
    setInteractionsEndpoint(url: string | null): void {
      world.interactionsEndpointUrl = url;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      gateway.close();
      await rest.close();
    },
  };
}

/** What an impatient test wants to know. */
function summary(requests: readonly RequestLog[], problems: readonly Problem[]): string {
  const last = requests
    .slice(-8)
    .map((one) => `  ${one.method} ${one.path} -> ${one.status ?? 'nothing'} ${one.code ?? ''}`);
  return ['The last requests:', ...last, 'Problems:', ...problems.map((one) => `  ${one.where}: ${one.message}`)].join(
    '\n',
  );
}
