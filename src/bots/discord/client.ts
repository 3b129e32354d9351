import { Client, GatewayIntentBits, Options } from 'discord.js';
import { SECOND } from '../../core/time.ts';
import { answerRestOptions, type RestSettings } from './rest-settings.ts';

/** What commands and buttons need, and the names, channels and rights of servers; nothing that people write. */
const intents = [GatewayIntentBits.Guilds];

/** Commands are held back until all servers have been told of, or this has passed. */
const waitGuildTimeoutMs = 2 * SECOND;

/** discord.js, keeping of Discord what decides our rights in channels and nothing else. */
export function createClient(settings: RestSettings): Client {
  return new Client({
    intents,
    shards: 'auto',
    rest: answerRestOptions(settings),
    allowedMentions: { parse: [] },
    waitGuildTimeout: waitGuildTimeoutMs,
    makeCache: Options.cacheWithLimits({
      MessageManager: 0,
      ReactionManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user?.id },
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });
}
