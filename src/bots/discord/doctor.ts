import { DiscordAPIError, HTTPError, REST, Routes } from 'discord.js';
import { z } from 'zod';
import { bad, type Finding, good, next } from '../finding.ts';
import { type Catalogue, languages } from '../messages/catalogue.ts';
import { type Application, inviteLink, readApplication } from './application.ts';
import { commandDefinitions } from './commands/definitions.ts';
import { areRegistered, registerCommands } from './commands/register.ts';
import { lookAtChannels, type Written } from './look-at-channels.ts';
import { type RestSettings, restOptions } from './rest-settings.ts';

export type CheckUp = {
  readonly findings: readonly Finding[];
  /** Where the bot is invited to a server; null while it is not known who it is. */
  readonly invite: string | null;
};

type Settings = RestSettings & { readonly applicationId: string | null };

const gatewaySchema = z.object({ session_start_limit: z.object({ total: z.number(), remaining: z.number() }) });

/**
 * Looks at everything that has to be right at Discord before people can type `/video`, and at the channels in which we write on
 * our own account (`written`). Changes nothing.
 */
export async function checkUp(
  settings: Settings,
  words: Pick<Catalogue, 'doctor' | 'discord'>,
  signal: AbortSignal,
  written: readonly Written[] = [],
): Promise<CheckUp> {
  const { doctor } = words;
  const rest = new REST(restOptions(settings)).setToken(settings.token);
  try {
    const application = await readApplication(rest, signal);
    const commandsAreThese = await areRegistered(rest, application.id, commandDefinitions(languages), signal);
    const { session_start_limit: sessions } = gatewaySchema.parse(await rest.get(Routes.gatewayBot(), { signal }));
    const findings = [
      good(doctor.discordToken(`${application.name} (${application.id})`)),
      ...settingsOf(application, settings, doctor),
      commandsAreThese ? good(doctor.discordCommands) : next(doctor.discordCommandsOld),
      good(doctor.discordIntents),
      sessions.remaining > 0
        ? good(doctor.discordSessions(sessions.remaining, sessions.total))
        : bad(doctor.discordNoSessions),
      good(doctor.discordServers(application.approximate_guild_count ?? 0)),
      ...(await lookAtChannels(written, { rest, signal }, words)),
    ];
    return { findings, invite: inviteLink(application.id) };
  } catch (error) {
    return { findings: [bad(whatNow(error, settings, doctor))], invite: null };
  }
}

/** Registers the commands of this version, unless they are registered already. */
export async function register(
  settings: Settings,
  { doctor }: Pick<Catalogue, 'doctor'>,
  signal: AbortSignal,
): Promise<{ readonly done: 'registered' | 'unchanged' | null; readonly words: string }> {
  const rest = new REST(restOptions(settings)).setToken(settings.token);
  try {
    const { id } = await readApplication(rest, signal);
    const done = await registerCommands(rest, id, commandDefinitions(languages), signal);
    return { done, words: doctor[done] };
  } catch (error) {
    return { done: null, words: whatNow(error, settings, doctor) };
  }
}

function settingsOf(application: Application, { applicationId }: Settings, doctor: Catalogue['doctor']): Finding[] {
  const { id, interactions_endpoint_url: endpoint, bot_require_code_grant: needsCode } = application;
  return [
    ...(applicationId === null || applicationId === id ? [] : [bad(doctor.discordOther(applicationId, id))]),
    endpoint === null ? good(doctor.discordGateway) : bad(doctor.discordEndpoint(endpoint)),
    ...(needsCode === true ? [bad(doctor.discordCodeGrant)] : []),
  ];
}

/** In a sentence, why Discord could not be asked. */
function whatNow(error: unknown, { apiUrl }: Pick<Settings, 'apiUrl'>, doctor: Catalogue['doctor']): string {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    return error.status === 401
      ? doctor.discordTokenRefused
      : doctor.discordUnreachable(apiUrl, `HTTP ${error.status}`);
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return doctor.discordUnreachable(apiUrl, cause instanceof Error ? cause.message : String(cause));
}
