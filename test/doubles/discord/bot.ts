import {
  Client,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  REST,
  type ClientOptions,
  type Interaction,
} from 'discord.js';
import type { Discord } from './discord.ts';

/** A bot of a few lines on the real discord.js, to try the double with. */
export interface Bot extends AsyncDisposable {
  readonly client: Client<true>;
}

/** Resolves when the client is ready: it has the servers that the gateway told of. */
export async function startBot(
  discord: Discord,
  onInteraction: (interaction: Interaction) => Promise<unknown> = () => Promise.resolve(),
  options: Partial<ClientOptions> = {},
): Promise<Bot> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    ...options,
    rest: { api: discord.apiUrl, retries: 0 },
  });
  client.on(Events.Error, () => undefined);
  client.on(Events.InteractionCreate, (interaction) => {
    onInteraction(interaction).catch((error: unknown) => {
      discord.problems.push({ where: 'bot', message: String(error) });
    });
  });
  const ready = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  await client.login(discord.token);
  return { client: await ready, [Symbol.asyncDispose]: () => client.destroy() };
}

/** The REST client of discord.js alone. */
export function restOf(discord: Discord): REST {
  return new REST({ api: discord.apiUrl, version: '10', retries: 0 }).setToken(discord.token);
}

/** `403/50013`, as a call was refused; `ok` if it was not. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (error instanceof DiscordAPIError) return `${error.status}/${error.code}`;
    throw error;
  }
}
