import { both, counted, duration, number } from './amounts.ts';

/** What `npm run reelay -- doctor discord` or `slack`, and `register`, find, and what to do about it. */
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

/** Which of the channels that moderators choose. */
const chosen = { approvals: 'in which moderators are asked', log: 'in which decisions are noted' } as const;

export function discordChannels(channels: number): string {
  return `It may write in ${counted(channels, 'channel', 'channels')} in which moderators are asked or decisions are noted.`;
}

export function discordChannelGone(what: keyof typeof chosen, channel: string, server: string): string {
  return `The channel ${channel} of server ${server}, ${chosen[what]}, is not there any more. Its moderators choose another one with /video-admin setup.`;
}

export function discordCannotWrite(
  what: keyof typeof chosen,
  channel: string,
  server: string,
  rights: readonly string[],
): string {
  return `It lacks ${both(rights)} in channel ${channel} of server ${server}, ${chosen[what]}. Whoever manages that server gives it that in the channel’s settings, under Permissions.`;
}

export function discordChannelsLeft(channels: number): string {
  return `${counted(channels, 'more channel was', 'more channels were')} not looked at.`;
}

export const discordInvite = 'To add it to a server that you manage, open this link and choose the server:';

export const discordWell = 'Discord is set up.';

export const discordTrouble = 'Discord is not set up yet.';

export const registered =
  'The commands are registered. People see them within a minute; restart Discord to see them now.';

export const unchanged = 'The commands were registered already. Nothing was changed.';

export const slackUnset =
  'No key of Slack is set. npm run reelay -- manifest slack prints the app to make at https://api.slack.com/apps (Create New App, From a manifest); docs/slack.md says which of its keys go into .env.';

export function slackUnreachable(apiUrl: string, why: string): string {
  return `Slack cannot be reached at ${apiUrl} (${why}). Is this machine online, and is SLACK_API_URL right?`;
}

export function slackToken(workspace: string): string {
  return `SLACK_BOT_TOKEN is good. It belongs to the workspace ${workspace}.`;
}

/** `why` is Slack's own word. */
export function slackTokenRefused(why: string): string {
  return `Slack refuses SLACK_BOT_TOKEN (${why}). Copy the Bot User OAuth Token once more from the OAuth & Permissions page of the app; where there is none, or it is refused again, reinstall the app there first.`;
}

export const slackOrgWide =
  'SLACK_BOT_TOKEN belongs to a whole organization, and Reelay works in single workspaces. Remove the app from the organization, and install it in one workspace.';

export const slackScopes = 'It may do what a video needs, and nothing more.';

export function slackScopesMissing(scopes: readonly string[]): string {
  return `It lacks ${both(scopes)}. Put the manifest of this version into the app (App Manifest page; npm run reelay -- manifest slack prints it), then reinstall the app on the OAuth & Permissions page.`;
}

/** Scopes that only limits of user groups need. */
export function slackGroupsMissing(scopes: readonly string[]): string {
  return `It lacks ${both(scopes)}, so limits for user groups do not hold; all else works. To use groups, put the manifest of this version into the app (npm run reelay -- manifest slack prints it), then reinstall it. Workspaces that installed it by its link install it once more.`;
}

export function slackScopesSuperfluous(scopes: readonly string[]): string {
  return `It may do more than it needs: ${both(scopes)}. They can be taken away on the OAuth & Permissions page.`;
}

export const slackSocket = 'SLACK_APP_TOKEN is good: Slack lets it open Socket Mode.';

export function slackSocketRefused(why: string): string {
  return `Slack refuses SLACK_APP_TOKEN (${why}). Make one on the Basic Information page, under App-Level Tokens, with the scope connections:write, and switch Socket Mode on.`;
}

export const slackSocketOnly =
  'There is no SLACK_SIGNING_SECRET: what people type comes over Socket Mode alone, and /slack/events takes nothing.';

export const slackNoAddress =
  'PUBLIC_URL is not set, so Slack cannot send anything here. Set it to where this service is reached from outside, or set SLACK_APP_TOKEN to try it over Socket Mode.';

export const slackNoAddressYet =
  'PUBLIC_URL is not set: what people type comes over Socket Mode. For more than trying it, set PUBLIC_URL and use a request URL.';

export function slackNotHttps(publicUrl: string): string {
  return `PUBLIC_URL is ${publicUrl}, and Slack sends to addresses with https:// alone. Put a reverse proxy with a certificate before Reelay.`;
}

export function slackRequestUrl(url: string): string {
  return `${url} answers, and takes what is signed with SLACK_SIGNING_SECRET.`;
}

export function slackRequestUrlUnreachable(url: string, why: string): string {
  return `${url} cannot be reached (${why}). Start the service with npm start, let the reverse proxy lead to it, and ask again.`;
}

export function slackRequestUrlForeign(url: string): string {
  return `${url} answers, but refuses what is signed with SLACK_SIGNING_SECRET. The service there has another one: start it again with this .env. If that is done, its clock is more than 5 minutes wrong.`;
}

export function slackRequestUrlWrong(url: string, status: number): string {
  return `${url} answers with status ${status}, and not as Slack needs it. Does PUBLIC_URL lead to this service?`;
}

export function slackClock(aheadMs: number): string {
  const off = `${duration(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
  return `The clock of this machine is ${off} Slack's. From 5 minutes on, what Slack sends is refused: set the clock, and let it be kept right (NTP).`;
}

export const slackClient = 'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together: workspaces can install it.';

export function slackClientRefused(why: string): string {
  return `Slack refuses SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (${why}). Copy both from the Basic Information page, and put the manifest of this version into the app, so that it knows where workspaces come back to.`;
}

export function slackInstallations(workspaces: number): string {
  if (workspaces === 0) return 'No workspace has installed it by the link yet.';
  return `${counted(workspaces, 'workspace has', 'workspaces have')} installed it by the link.`;
}

export function slackInstallationsUnreadable(workspaces: number): string {
  return `The tokens of ${counted(workspaces, 'workspace', 'workspaces')} were sealed with another SECRET_KEY. Set the one from before again, or let each workspace install it anew.`;
}

export const slackInstall = 'To add it to a workspace, open this link:';

export const slackWell = 'Slack is set up.';

export const slackNext = 'Next: npm start, then type /video in a public channel.';

export const slackTrouble = 'Slack is not set up yet.';

export function ffmpegFound(path: string): string {
  return `Continue can start from the last picture of any video: ffmpeg is at ${path}.`;
}

export const ffmpegMissing =
  'ffmpeg was not found, so Continue is offered only where an engine makes videos longer by itself. Install ffmpeg, or put where it is into FFMPEG_PATH.';
