import {
  ApplicationCommandOptionType as Option,
  ApplicationCommandType,
  InteractionContextType,
  Routes,
  type ChatInputCommandInteraction,
  type Interaction,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { restOf, startBot } from './bot.ts';
import { startDiscord, type Discord, type DiscordOptions } from './discord.ts';

/** One of each kind. */
export const commands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    name: 'video',
    description: 'Make a video',
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    options: [
      { type: Option.String, name: 'prompt', description: 'What it shows', required: true },
      { type: Option.Attachment, name: 'image', description: 'How it begins', file_types: ['image'] },
      { type: Option.String, name: 'engine', description: 'Who makes it', autocomplete: true },
      { type: Option.Integer, name: 'seconds', description: 'How long', min_value: 1, max_value: 60 },
    ],
  },
  {
    name: 'videos',
    description: 'Your videos',
    options: [
      {
        type: Option.Subcommand,
        name: 'show',
        description: 'One of them',
        options: [{ type: Option.Integer, name: 'number', description: 'Which one', autocomplete: true }],
      },
    ],
  },
  {
    name: 'video-admin',
    description: 'For moderators',
    default_member_permissions: '32',
    contexts: [InteractionContextType.Guild],
  },
  { name: 'Make a video from this', type: ApplicationCommandType.Message },
];

/** A server with a channel, two people and a bot that answers commands, all on the double. */
export async function withBot(
  onCommand: (interaction: ChatInputCommandInteraction) => Promise<unknown>,
  options: DiscordOptions & { readonly other?: (interaction: Interaction) => Promise<unknown> } = {},
) {
  const discord = await startDiscord(options);
  discord.register(commands);
  const guild = discord.addGuild();
  const channel = discord.addChannel(guild);
  const ada = discord.addUser({ name: 'Ada' });
  const bob = discord.addUser({ name: 'Bob' });
  const bot = await startBot(discord, async (interaction) => {
    if (interaction.isChatInputCommand()) await onCommand(interaction);
    else await options.other?.(interaction);
  });
  return {
    discord,
    guild,
    channel,
    ada,
    bob,
    async [Symbol.asyncDispose](): Promise<void> {
      await bot[Symbol.asyncDispose]();
      await discord[Symbol.asyncDispose]();
    },
  };
}

/** What is done with the token of an interaction, by hand. */
export function byToken(discord: Discord, of: { readonly id: string; readonly token: string }) {
  const rest = restOf(discord);
  const hook = Routes.webhook(discord.applicationId, of.token);
  return {
    acknowledge: (body: unknown, query = '') =>
      rest.post(Routes.interactionCallback(of.id, of.token), { body, query: new URLSearchParams(query), auth: false }),
    edit: (body: unknown, message = '@original') =>
      rest.patch(Routes.webhookMessage(discord.applicationId, of.token, message), { body, auth: false }),
    read: () => rest.get(Routes.webhookMessage(discord.applicationId, of.token), { auth: false }),
    remove: () => rest.delete(Routes.webhookMessage(discord.applicationId, of.token), { auth: false }),
    followUp: (body: unknown) => rest.post(hook, { body, auth: false }),
  };
}
