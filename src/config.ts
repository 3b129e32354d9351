import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { serviceDefaults } from './core/defaults.ts';
import { parseTenantId, type TenantId } from './core/ids.ts';
import { DOLLAR_MICRO_USD } from './core/money.ts';
import { type LogLevel, logLevels } from './log.ts';

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
  readonly budgetMonthlyMicroUsd: number;
  readonly allowedTenants: readonly TenantId[];
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
  readonly secretKey: string | null;
  /** Signs the operator in, and lets Prometheus read metrics. */
  readonly adminToken: string | null;
  readonly discordToken: string | null;
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

const blankIsUnset = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

function setting<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z.preprocess(blankIsUnset, schema);
}

const settings = z.object({
  DATA_DIR: setting(z.string().default('./data')),
  DATABASE_URL: setting(
    z
      .string()
      .refine((value) => !/^[a-z]+:\/\//i.test(value) || value.startsWith('sqlite://'), {
        error: 'expected the path of a SQLite file (PostgreSQL is not supported yet)',
      })
      .optional(),
  ),
  HOST: setting(
    z
      .string()
      .transform((value) => value.trim().replace(/^\[(.*)\]$/, '$1'))
      .refine((value) => isIP(value) !== 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value), {
        error: 'expected an address or name of this machine, such as 127.0.0.1 or 0.0.0.0',
      })
      .default('127.0.0.1'),
  ),
  PORT: setting(
    z.coerce
      .number({ error: 'expected a port from 1 to 65535, or 0 for any free one' })
      .int({ error: 'expected a port from 1 to 65535, or 0 for any free one' })
      .min(0, { error: 'expected a port from 1 to 65535, or 0 for any free one' })
      .max(65_535, { error: 'expected a port from 1 to 65535, or 0 for any free one' })
      .default(8_787),
  ),
  ADMIN_TOKEN: setting(
    z
      .string()
      .trim()
      .min(16, { error: 'expected at least 16 characters (make one with: openssl rand -hex 16)' })
      .regex(/^[\w.~+/=-]*$/, { error: 'expected letters, digits and . _ ~ + / = - alone, as a Bearer token has' })
      .optional(),
  ),
  PUBLIC_URL: setting(
    z
      .url({ protocol: /^https?$/, error: 'expected an address such as https://reelay.example.org' })
      .transform(parseOrigin)
      .optional(),
  ),
  SECRET_KEY: setting(
    z.string().min(32, { error: 'expected at least 32 characters (make one with: openssl rand -hex 32)' }).optional(),
  ),
  BUDGET_MONTHLY_USD: setting(
    z.coerce
      .number({ error: 'expected a number of dollars, such as 100' })
      .min(0, { error: 'expected a number of dollars from 0' })
      .max(1_000_000, { error: 'expected at most 1000000 dollars' })
      .default(serviceDefaults.perMonthMicroUsd / DOLLAR_MICRO_USD),
  ),
  ALLOWED_TENANTS: setting(z.string().default('').transform(parseTenants)),
  DISCORD_TOKEN: setting(
    z
      .string()
      .trim()
      .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, {
        error:
          'expected the token of a bot as the Bot page of the Discord developer portal shows it: three parts with dots between them',
      })
      .optional(),
  ),
  DISCORD_APPLICATION_ID: setting(
    z
      .string()
      .trim()
      .regex(/^\d{17,20}$/, { error: 'expected the Application ID of the General Information page, 17 to 20 digits' })
      .optional(),
  ),
  DISCORD_API_URL: setting(
    z
      .url({ protocol: /^https?$/, error: 'expected an address such as https://discord.com/api' })
      .refine((address) => address.startsWith('https:') || isLoopback(new URL(address).hostname), {
        error: 'expected an address that starts with https://, since the token is sent there',
      })
      .transform((address) => address.replace(/\/+$/, ''))
      .default('https://discord.com/api'),
  ),
  LOG_LEVEL: setting(z.enum(logLevels, { error: `expected one of ${logLevels.join(', ')}` }).optional()),
});

const secretNames: ReadonlySet<string> = new Set(['SECRET_KEY', 'ADMIN_TOKEN', 'DISCORD_TOKEN']);

/** Keys of chats and engines. Any of them makes this a service that costs money, or that strangers reach. */
const keyNames = [
  'DISCORD_TOKEN',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  'RUNWAYML_API_SECRET',
  'OPENAI_API_KEY',
  'OPENROUTER_API_KEY',
  'FAL_KEY',
] as const;

/** Callbacks, links and the Origin that is taken for ours are all made of it, at the root of its host. */
function parseOrigin(address: string, context: z.RefinementCtx): string {
  const { origin, username, password, pathname, search, hash } = new URL(address);
  const parts = {
    'a user': username,
    'a password': password,
    'a path': pathname === '/' ? '' : pathname,
    'a query': search,
    'a fragment (#…)': hash,
  };
  const surplus = Object.entries(parts).flatMap(([name, part]) => (part === '' ? [] : [name]));
  if (surplus.length > 0) {
    context.addIssue({
      code: 'custom',
      message: `expected scheme, host and port alone, such as https://reelay.example.org, got one with ${surplus.join(', ')}`,
    });
  }
  return origin;
}

function parseTenants(list: string, context: z.RefinementCtx): TenantId[] {
  const names = list.split(',').map((name) => name.trim());
  return names.filter(Boolean).flatMap((name) => {
    try {
      return [parseTenantId(name)];
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return [];
    }
  });
}

/** Reads the settings, with their defaults. Throws `ConfigError` naming every problem at once, never a secret's value. */
export function readConfig(
  environment: Environment,
  currentDir: string,
): { readonly config: Config; readonly secrets: Secrets } {
  const parsed = settings.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => describe(String(issue.path[0]), issue.message, environment)),
    );
  }
  const values = parsed.data;
  const dataDir = path.resolve(currentDir, values.DATA_DIR);
  const configuredKeys = keyNames.filter((name) => blankIsUnset(environment[name]) !== undefined);
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
      budgetMonthlyMicroUsd: Math.round(values.BUDGET_MONTHLY_USD * DOLLAR_MICRO_USD),
      allowedTenants: values.ALLOWED_TENANTS,
      logLevel: values.LOG_LEVEL ?? null,
      workingDir: environment['INIT_CWD'] ?? currentDir,
      ssh: sshLoginOf(environment),
    },
    secrets: {
      secretKey: values.SECRET_KEY ?? null,
      adminToken: values.ADMIN_TOKEN ?? null,
      discordToken: values.DISCORD_TOKEN ?? null,
    },
  };
}

/** Whether a name or address means this machine and nothing else. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
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

/** The environment of this process, with what a `.env` file in the working folder adds. */
export function readEnvironment(): { readonly config: Config; readonly secrets: Secrets } {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return readConfig(process.env, process.cwd());
}
