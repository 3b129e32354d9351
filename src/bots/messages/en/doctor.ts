import { counted, number } from './amounts.ts';

/** What `npm run reelay -- doctor discord` and `register` find, and what to do about it. */
export const discordUnset =
  'DISCORD_TOKEN is not set. Make an application at https://discord.com/developers/applications, open its Bot page, press Reset Token, and put the token into .env as DISCORD_TOKEN=…';

export function discordUnreachable(apiUrl: string, why: string): string {
  return `Discord cannot be reached at ${apiUrl} (${why}). Is this machine online, and is DISCORD_API_URL right?`;
}

export const discordTokenRefused =
  'Discord refuses this token. Press Reset Token on the Bot page of the application, and put the new one into DISCORD_TOKEN.';

export function discordToken(application: string): string {
  return `The token is good. It belongs to the application ${application}.`;
}

export function discordOther(expectedId: string, foundId: string): string {
  return `DISCORD_APPLICATION_ID is ${expectedId}, but the token belongs to ${foundId}. Take the one that is right, and change or remove the other.`;
}

export function discordEndpoint(url: string): string {
  return `Discord sends commands to ${url} and not to Reelay. Clear Interactions Endpoint URL on the General Information page of the application.`;
}

export const discordGateway = 'Commands come to Reelay: no Interactions Endpoint URL is in the way.';

export const discordCodeGrant =
  'Nobody can invite the bot: switch off Requires OAuth2 Code Grant on the Bot page of the application.';

export const discordCommands = 'The commands are registered as this version has them.';

export const discordCommandsOld =
  'The commands of this version are not registered yet. npm start does that; npm run reelay -- register does it now.';

export const discordIntents = 'It asks for the intent Guilds alone, which needs no approval.';

export function discordSessions(left: number, total: number): string {
  return `Discord lets it connect ${counted(left, 'more time', 'more times')} today, of ${number(total)}.`;
}

export const discordNoSessions =
  'Discord lets it connect no more today. Something restarts it again and again: look at its log. It works again within 24 hours.';

export function discordServers(servers: number): string {
  if (servers === 0) return 'It is in no server yet.';
  return `It is in ${counted(servers, 'server', 'servers')}.`;
}

export const discordInvite = 'To add it to a server that you manage, open this link and choose the server:';

export const discordWell = 'Discord is set up.';

export const discordTrouble = 'Discord is not set up yet.';

export const registered =
  'The commands are registered. People see them within a minute; restart Discord to see them now.';

export const unchanged = 'The commands were registered already. Nothing was changed.';
