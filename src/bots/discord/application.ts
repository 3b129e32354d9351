import { PermissionFlagsBits, type REST, Routes } from 'discord.js';
import { z } from 'zod';

const applicationSchema = z.object({
  id: z.string(),
  name: z.string(),
  bot_public: z.boolean().optional(),
  bot_require_code_grant: z.boolean().optional(),
  interactions_endpoint_url: z
    .string()
    .nullish()
    .transform((url) => (url === undefined || url === '' ? null : url)),
  approximate_guild_count: z.number().optional(),
});

/** What Discord knows of the application that our token belongs to. */
export type Application = z.infer<typeof applicationSchema>;

/** Source: discord.com/developers/docs/resources/application#get-current-application */
export async function readApplication(rest: Pick<REST, 'get'>, signal: AbortSignal): Promise<Application> {
  return applicationSchema.parse(await rest.get(Routes.currentApplication(), { signal }));
}

/** What Reelay does in a server, and not one right more. */
const invitedRights =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory;

/** Where somebody who manages a server invites the bot to it. */
export function inviteLink(applicationId: string): string {
  const link = new URL('https://discord.com/oauth2/authorize');
  link.searchParams.set('client_id', applicationId);
  link.searchParams.set('scope', 'bot applications.commands');
  link.searchParams.set('permissions', invitedRights.toString());
  return link.href.replaceAll('+', '%20');
}
