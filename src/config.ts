import { isIP } from 'node:net';
import path from 'node:path';
import type { TenantId } from './core/ids.ts';
import { isLoopback } from './core/loopback.ts';
import type { FfmpegPlaces } from './media/find-ffmpeg.ts';
import { DOLLAR_MICRO_USD } from './core/money.ts';
import type { LogLevel } from './log.ts';
import { knownProviders } from './providers/registry.ts';
import type { OpenProvider } from './providers/provider-module.ts';
import type { AlertTo } from './alert-to.ts';
import { blankIsUnset } from './setting.ts';
import { settings } from './settings.ts';
import { missingForSlack, type SlackConfig, type SlackSecrets } from './slack-settings.ts';

/** What the service is told to do. Holds no secret, so it may be logged. */
export type Config = {
  readonly dataDir: string;
  readonly databaseFile: string;
  /** What to listen on; port 0 takes any free one. */
  readonly host: string;
  readonly port: number;
  /** Where engines and people reach us from outside; null when they cannot. */
  readonly publicUrl: string | null;
  /** Names of the chat and engine keys that are set. */
  readonly configuredKeys: readonly string[];
  /** Whether strangers could come, anything real could be used, or there is a token to sign in with: then people must. */
  readonly signInNeeded: boolean;
  /** Null without a token of a bot. */
  readonly discord: DiscordConfig | null;
  /** Null without any key of Slack. */
  readonly slack: SlackConfig | null;
  /** Where what judges prompts is, see `Secrets.moderationKey`. */
  readonly moderationUrl: string;
  readonly budgetMonthlyMicroUsd: number;
  /** What may be spent in a month with the key of each provider; who is not named has no cap of its own. */
  readonly providerBudgetsMicroUsd: ReadonlyMap<string, number>;
  readonly allowedTenants: readonly TenantId[];
  /** Engines as the operator wants them, before what comes along; null without such a file. */
  readonly enginesFile: string | null;
  /** Where ffmpeg is looked for. */
  readonly ffmpeg: FfmpegPlaces;
  readonly logLevel: LogLevel | null;
  /** The folder that the person stood in when they typed the command. */
  readonly workingDir: string;
  /** How the person reached this machine, when over SSH: a browser there needs a tunnel to us. */
  readonly ssh: SshLogin | null;
};

export type DiscordConfig = {
  /** Where its API is: https://discord.com/api, or a server that stands in for it. */
  readonly apiUrl: string;
  /** The application that the token must belong to; null to take the token's word. */
  readonly applicationId: string | null;
};

export type SshLogin = { readonly user: string; readonly host: string; readonly port: number };

/** Kept apart from `Config` so that it cannot be logged with it. */
export type Secrets = {
  /** Opens each provider that is configured, with its key. */
  readonly providers: readonly OpenProvider[];
  /** Where the operator is told what has to be known; null for the log alone. Whoever has its address can post there. */
  readonly alertTo: AlertTo | null;
  readonly secretKey: string | null;
  /** Signs the operator in, and lets Prometheus read metrics. */
  readonly adminToken: string | null;
  readonly discordToken: string | null;
  /** Null where nothing judges prompts. */
  readonly moderationKey: string | null;
  readonly slack: SlackSecrets;
};

/** Settings that cannot be used, all of them. The message is for people. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Reelay can't start with these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const secretNames: ReadonlySet<string> = new Set([
  ...knownProviders.flatMap((provider) => provider.secretNames),
  'SECRET_KEY',
  'ADMIN_TOKEN',
  'ALERT_TO',
  'DISCORD_TOKEN',
  'OPENAI_MODERATION_KEY',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
]);

/** Keys of chats and engines. Any of them makes this a service that costs money, or that strangers reach. */
const keyNames = [
  'DISCORD_TOKEN',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  ...knownProviders.flatMap(({ keyName }) => (keyName === null ? [] : [keyName])),
];

/** Reads the settings, with their defaults. Throws `ConfigError` naming every problem at once, never a secret's value. */
export function readConfig(
  environment: Environment,
  currentDir: string,
): { readonly config: Config; readonly secrets: Secrets } {
  const isSet = new Set(Object.keys(environment).filter((name) => blankIsUnset(environment[name]) !== undefined));
  const parsed = settings.safeParse(environment);
  const providers = knownProviders.map((provider) => provider.read(environment));
  const problems = [
    ...(parsed.error?.issues.map((issue) => describe(String(issue.path[0]), issue.message, environment)) ?? []),
    ...missingForSlack(isSet, parsed.data?.SLACK_MODERATORS ?? []).map(([name, message]) => `${name}: ${message}`),
    ...providers.flatMap((read) =>
      'problems' in read ? read.problems.map(([name, message]) => describe(name, message, environment)) : [],
    ),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const values = parsed.data;
  const dataDir = path.resolve(currentDir, values.DATA_DIR);
  const configuredKeys = keyNames.filter((name) => isSet.has(name));
  const publicHost = values.PUBLIC_URL === undefined ? null : new URL(values.PUBLIC_URL).hostname;
  const isPrivate = isLoopback(values.HOST) && (publicHost === null || isLoopback(publicHost));
  const file = values.DATABASE_URL?.replace(/^sqlite:\/\//, '');
  return {
    config: {
      dataDir,
      databaseFile: file === undefined ? path.join(dataDir, 'reelay.db') : path.resolve(currentDir, file),
      host: values.HOST,
      port: values.PORT,
      configuredKeys,
      signInNeeded: !isPrivate || configuredKeys.length > 0 || values.ADMIN_TOKEN !== undefined,
      publicUrl: values.PUBLIC_URL ?? null,
      discord:
        values.DISCORD_TOKEN === undefined
          ? null
          : { apiUrl: values.DISCORD_API_URL, applicationId: values.DISCORD_APPLICATION_ID ?? null },
      // What else a key of Slack needs is there, or it was a problem.
      slack: configuredKeys.some((name) => name.startsWith('SLACK_'))
        ? {
            apiUrl: values.SLACK_API_URL,
            clientId: values.SLACK_CLIENT_ID ?? null,
            moderators: values.SLACK_MODERATORS,
          }
        : null,
      moderationUrl: values.OPENAI_MODERATION_URL,
      budgetMonthlyMicroUsd: Math.round(values.BUDGET_MONTHLY_USD * DOLLAR_MICRO_USD),
      providerBudgetsMicroUsd: values.PROVIDER_BUDGETS_MONTHLY_USD,
      allowedTenants: values.ALLOWED_TENANTS,
      enginesFile: values.ENGINES_FILE === undefined ? null : path.resolve(currentDir, values.ENGINES_FILE),
      ffmpeg: { named: values.FFMPEG_PATH ?? null, searchPath: environment['PATH'] ?? '', currentDir },
      logLevel: values.LOG_LEVEL ?? null,
      workingDir: environment['INIT_CWD'] ?? currentDir,
      ssh: sshLoginOf(environment),
    },
    secrets: {
      providers: providers.flatMap((read) => ('open' in read && read.open !== null ? [read.open] : [])),
      alertTo: values.ALERT_TO ?? null,
      secretKey: values.SECRET_KEY ?? null,
      adminToken: values.ADMIN_TOKEN ?? null,
      discordToken: values.DISCORD_TOKEN ?? null,
      moderationKey: values.OPENAI_MODERATION_KEY ?? null,
      slack: {
        botToken: values.SLACK_BOT_TOKEN ?? null,
        signingSecret: values.SLACK_SIGNING_SECRET ?? null,
        appToken: values.SLACK_APP_TOKEN ?? null,
        clientSecret: values.SLACK_CLIENT_SECRET ?? null,
        stateSecret: values.SLACK_STATE_SECRET ?? null,
      },
    },
  };
}

/** `SSH_CONNECTION` holds the addresses and ports of both ends: theirs, then ours. */
function sshLoginOf(environment: Environment): SshLogin | null {
  const [, , host, port] = environment['SSH_CONNECTION']?.split(' ') ?? [];
  if (host === undefined || isIP(host) === 0) return null;
  return { user: environment['USER'] ?? environment['LOGNAME'] ?? 'user', host, port: Number(port) || 22 };
}

function describe(name: string, message: string, environment: Environment): string {
  const saysWhatCame = secretNames.has(name) || message.includes(', got ');
  const value = withoutPassword(environment[name] ?? '');
  return saysWhatCame ? `${name}: ${message}` : `${name}: ${message}; got ${JSON.stringify(value.slice(0, 80))}`;
}

/** Addresses may carry a name and a password before their host. */
function withoutPassword(value: string): string {
  return value.replace(/:\/\/.*@/su, '://…@');
}

/** PUBLIC_URL alone, whatever else is set or missing. Throws `ConfigError`. */
export function readPublicUrl(environment: Environment): string | null {
  const name = 'PUBLIC_URL';
  const parsed = settings.pick({ [name]: true }).safeParse(environment);
  if (parsed.success) return parsed.data.PUBLIC_URL ?? null;
  throw new ConfigError(parsed.error.issues.map(({ message }) => describe(name, message, environment)));
}

/** The environment of this process, with what a `.env` file in the working folder adds. */
export function readEnvironment(): { readonly config: Config; readonly secrets: Secrets } {
  return readConfig(environmentWithFile(), process.cwd());
}

/** What is set, here or in that file; nothing of it is judged yet. */
export function environmentWithFile(): Environment {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return process.env;
}
