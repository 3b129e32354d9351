import { REST } from 'discord.js';
import { MINUTE } from '../../core/time.ts';
import { noteAnswer } from '../../core/usecases/note-answer.ts';
import type { ConnectedChat, ConnectedChatDeps } from '../connected-chat.ts';
import { languages } from '../messages/catalogue.ts';
import { inviteLink } from './application.ts';
import { drawSaid } from './draw/draft.ts';
import { messageBody } from './outgoing/message-body.ts';
import { createDiscordApi } from './outgoing/api.ts';
import { createDiscordChat } from './outgoing/chat.ts';
import { commandDefinitions } from './commands/definitions.ts';
import { registerCommands } from './commands/register.ts';
import { createGateway } from './gateway.ts';
import { createIncoming } from './incoming/create-incoming.ts';
import { discordLimits } from './outgoing/limits.ts';
import { createOpenAnswers } from './open-answers.ts';
import { createPersistence } from '../persistence.ts';
import { type RestSettings, restOptions } from './rest-settings.ts';
import { createServers } from './servers.ts';
import { createTokenStanding } from '../token-standing.ts';
import { troubleOf } from './trouble.ts';

const registerMs = MINUTE;

export type DiscordDeps = ConnectedChatDeps & {
  readonly settings: RestSettings & {
    /** The application that the token must belong to; null to take the token's word. */
    readonly applicationId: string | null;
  };
};

/** Discord: what people type and press comes in through the gateway, everything that we say goes out over REST. */
export function createDiscord(deps: DiscordDeps): ConnectedChat {
  const { settings, clock, log } = deps;
  const standing = createTokenStanding();
  const api = createDiscordApi({ settings, clock, log, standing });
  const openAnswers = createOpenAnswers({ clock });
  const { statusEveryMs } = discordLimits;
  const onInteraction = createIncoming({
    ...deps,
    api,
    openAnswers,
    noteAnswer: (requestId, message) => noteAnswer({ requestId, message, statusEveryMs }, deps),
  });
  const servers = createServers(deps);

  let unregistered: string | null = null;
  const keepTrying = createPersistence(deps);

  async function register(applicationId: string, signal: AbortSignal): Promise<void> {
    const rest = new REST(restOptions(settings)).setToken(settings.token);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(registerMs)]);
    try {
      const done = await registerCommands(rest, applicationId, commandDefinitions(languages), limit);
      unregistered = null;
      if (done === 'registered') log.info('the commands of this version were registered at Discord');
    } catch (error) {
      unregistered = 'the commands could not be registered at Discord; it is tried again';
      throw error;
    }
  }

  const gateway = createGateway({
    ...deps,
    onInteraction,
    async onConnected(applicationId, guilds, signal) {
      log.info('the bot is invited to a server by this link', { invite: inviteLink(applicationId) });
      await Promise.all([
        keepTrying('taking note of the servers that we are in', () => servers.areIn(guilds), signal),
        keepTrying('registering the commands', () => register(applicationId, signal), signal),
      ]);
    },
    onGuild: (guild, signal) => keepTrying('taking note of a server', () => servers.isIn(guild), signal),
    onRemoved: (guildId, signal) => keepTrying('leaving a server', () => servers.isOut(guildId), signal),
  });

  return {
    chat: createDiscordChat({ ...deps, api, openAnswers, mayReadBack: (channelId) => gateway.mayReadBack(channelId) }),
    run: (signal) => gateway.run(signal),
    async tellOperator(channel, view, signal) {
      const posted = await api.postMessage(channel, messageBody(drawSaid(view)), signal);
      if (posted.kind !== 'done') throw new Error(posted.detail);
    },
    trouble: () => troubleOf(gateway.state(), standing, clock.nowMs()) ?? unregistered,
  };
}
