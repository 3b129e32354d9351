import {
  type Client,
  DiscordjsErrorCodes,
  Events,
  type Guild as DiscordGuild,
  type Interaction,
  PermissionFlagsBits,
} from 'discord.js';
import { z } from 'zod';
import { backoffMs } from '../../core/backoff.ts';
import type { Clock, Log, Random } from '../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../core/time.ts';
import { createClient } from './client.ts';
import { closeReason } from './close-reason.ts';
import type { RestSettings } from './rest-settings.ts';

/** How we stand with Discord's gateway, through which everything that people type and press comes. */
export type GatewayState =
  | { readonly kind: 'connecting'; readonly sinceMs: number }
  | { readonly kind: 'connected' }
  /** A person has to do something: Discord does not want this token, or not with what we ask for. */
  | { readonly kind: 'refused'; readonly why: string };

/** The name is null while the server is unavailable. */
export type Guild = { readonly id: string; readonly name: string | null };

/** Each `signal` aborts when the connection is over. */
export type GatewayEvents = {
  /** Never rejects. */
  readonly onInteraction: (interaction: Interaction) => Promise<void>;
  /** Connected, as this application: these are all servers that we are in. */
  readonly onConnected: (applicationId: string, guilds: readonly Guild[], signal: AbortSignal) => Promise<void>;
  /** We were added to a server, it was renamed, or it is available again. */
  readonly onGuild: (guild: Guild, signal: AbortSignal) => Promise<void>;
  /** We were removed from a server; not one that is merely unavailable. */
  readonly onRemoved: (guildId: string, signal: AbortSignal) => Promise<void>;
};

export type Gateway = {
  /** Stays connected until `signal` aborts, then leaves and waits for what was taken by then. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  state(): GatewayState;
  /** Whether we may read back what is in a channel, by what Discord last told of it; null where it told nothing. */
  mayReadBack(channelId: string): boolean | null;
};

type Deps = GatewayEvents & {
  readonly settings: RestSettings & {
    /** The application that the token must belong to; null to take the token's word. */
    readonly applicationId: string | null;
  };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

/**
 * discord.js reconnects for ever, but gets stuck when Discord answers it with an error while it does. Begun anew after this;
 * the first time Discord is given longer, since each shard has to wait for its turn.
 */
const stuckMs = { atFirst: 10 * MINUTE, again: 2 * MINUTE } as const;
const lookEveryMs = 30 * SECOND;
const leaveMs = 10 * SECOND;

/** Only a person can change it, and Discord counts what it refuses. */
const refusedMs = 10 * MINUTE;

const backoff = { firstMs: 2 * SECOND, maxMs: 10 * MINUTE } as const;

/** The life of our connection: discord.js resumes and reconnects by itself, and what it gives up is begun anew. */
export function createGateway(deps: Deps): Gateway {
  const { settings, clock, random, log } = deps;
  const underWay = new Set<Promise<void>>();
  let state: GatewayState = { kind: 'connecting', sinceMs: clock.nowMs() };
  let running: Client<true> | null = null;

  function track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => log.error('something from Discord was not dealt with', error))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }

  function lost(): void {
    if (state.kind !== 'connecting') state = { kind: 'connecting', sinceMs: clock.nowMs() };
  }

  function refused(why: string): void {
    if (state.kind !== 'refused' || state.why !== why) log.error('Discord does not let us in', null, { why });
    state = { kind: 'refused', why };
  }

  /** discord.js connects anew when it is told to leave while it connects, so it is given the time to get there. */
  async function leave(client: Client, loggedIn: Promise<unknown>): Promise<void> {
    const left = new AbortController();
    const late = clock.sleep(leaveMs, left.signal);
    await Promise.race([loggedIn.catch(() => undefined), late]);
    await Promise.race([client.destroy(), late]);
    left.abort();
  }

  /** What was taken is answered, but not waited for without end: the platform forgets a question sooner than that. */
  async function finish(): Promise<void> {
    const finished = new AbortController();
    const late = clock.sleep(leaveMs, finished.signal).then(() => 'late' as const);
    while (underWay.size > 0) {
      if ((await Promise.race([Promise.all(underWay), late])) !== 'late') continue;
      log.warn('not everything from Discord was dealt with before the stop', { left: underWay.size });
      return;
    }
    finished.abort();
  }

  async function endWhenStuck(end: () => void, done: AbortSignal): Promise<void> {
    while (!done.aborted) {
      await clock.sleep(lookEveryMs, done);
      const patienceMs = running === null ? stuckMs.atFirst : stuckMs.again;
      if (done.aborted || state.kind !== 'connecting' || clock.nowMs() - state.sinceMs < patienceMs) continue;
      log.warn('the connection to Discord does not come back by itself; it is begun anew');
      return end();
    }
  }

  /** Resolves when this connection is over for good, and rejects when there was none. */
  async function connect(signal: AbortSignal): Promise<void> {
    const client = createClient(settings);
    const over = Promise.withResolvers<void>();
    const done = new AbortController();
    let isOver = false;
    const end = (): void => {
      isOver = true;
      over.resolve();
    };
    const up = (): void => {
      state = { kind: 'connected' };
    };
    client.on(Events.ClientReady, (ready) => {
      const { id } = ready.application;
      if (settings.applicationId !== null && settings.applicationId !== id) {
        refused(
          `DISCORD_APPLICATION_ID is ${settings.applicationId}, but the token belongs to ${id}: change one of them`,
        );
        return end();
      }
      up();
      running = ready;
      log.info('connected to Discord', { servers: ready.guilds.cache.size, shards: ready.ws.shards.size });
      track(deps.onConnected(id, ready.guilds.cache.map(guildOf), done.signal));
    });
    client.on(Events.ShardResume, up);
    client.on(Events.ShardReady, () => client.isReady() && up());
    client.on(Events.ShardReconnecting, (shard) => {
      // It is said of every close, also of our own.
      if (isOver) return;
      lost();
      log.warn('the connection to Discord is gone; it is made again', { shard });
    });
    client.on(Events.ShardError, (error, shard) =>
      log.warn('the connection to Discord has trouble', { shard, why: error.message }),
    );
    client.on(Events.ShardDisconnect, ({ code }) => {
      refused(closeReason(code));
      end();
    });
    client.on(Events.Invalidated, end);
    client.on(Events.Error, (error) => log.error('discord.js reports an error', error));
    client.on(Events.InteractionCreate, (interaction) => {
      if (!isOver) track(deps.onInteraction(interaction));
    });
    client.on(Events.GuildCreate, (guild) => track(deps.onGuild(guildOf(guild), done.signal)));
    client.on(Events.GuildUpdate, (_, guild) => track(deps.onGuild(guildOf(guild), done.signal)));
    client.on(Events.GuildAvailable, (guild) => {
      // At the start all of them come one by one, and then together.
      if (running !== null) track(deps.onGuild(guildOf(guild), done.signal));
    });
    client.on(Events.GuildDelete, ({ id }) => track(deps.onRemoved(id, done.signal)));
    // A session that is begun anew tells of all servers once more; discord.js keeps those that are no longer among them.
    client.on(Events.Raw, (packet: unknown, shardId: number) => {
      const ready = readyPacket.safeParse(packet);
      if (running === null || !ready.success) return;
      const here = new Set(ready.data.d.guilds.map(({ id }) => id));
      const gone = client.guilds.cache.filter((guild) => guild.shardId === shardId && !here.has(guild.id));
      for (const { id } of gone.values()) {
        client.guilds.cache.delete(id);
        track(deps.onRemoved(id, done.signal));
      }
    });
    signal.addEventListener('abort', end, { once: true });
    const watched = endWhenStuck(end, done.signal);
    const loggedIn = client.login(settings.token);
    try {
      await Promise.race([loggedIn, over.promise]);
      await over.promise;
    } finally {
      running = null;
      done.abort();
      await watched;
      signal.removeEventListener('abort', end);
      await leave(client, loggedIn);
    }
  }

  return {
    state: () => state,
    mayReadBack(channelId) {
      const channel = running?.channels.cache.get(channelId);
      if (!channel || channel.isDMBased()) return null;
      const { me } = channel.guild.members;
      return me && channel.permissionsFor(me).has(PermissionFlagsBits.ReadMessageHistory);
    },
    async run(signal) {
      for (let tries = 0; !signal.aborted; tries += 1) {
        const startedAtMs = clock.nowMs();
        try {
          await connect(signal);
        } catch (error) {
          if (isTokenRefused(error)) refused(closeReason(4004));
          else log.warn('Discord cannot be reached; it is tried again', { why: String(error) });
        }
        if (signal.aborted) break;
        if (clock.nowMs() - startedAtMs > backoff.maxMs) tries = 0;
        if (state.kind === 'connected') lost();
        await clock.sleep(state.kind === 'refused' ? refusedMs : backoffMs(backoff, tries, random), signal);
      }
      await finish();
    },
  };
}

function guildOf({ id, name, available }: DiscordGuild): Guild {
  return { id, name: available ? name : null };
}

const readyPacket = z.object({
  t: z.literal('READY'),
  d: z.object({ guilds: z.array(z.object({ id: z.string() })) }),
});

function isTokenRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DiscordjsErrorCodes.TokenInvalid;
}
