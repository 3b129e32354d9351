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
  /** Where engines and people reach us from outside; null when they cannot. */
  readonly publicUrl: string | null;
  readonly budgetMonthlyMicroUsd: number;
  readonly allowedTenants: readonly TenantId[];
  readonly logLevel: LogLevel | null;
  /** The folder that the person stood in when they typed the command. */
  readonly workingDir: string;
};

/** Kept apart from `Config` so that it cannot be logged with it. */
export type Secrets = { readonly secretKey: string | null };

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
  PUBLIC_URL: setting(
    z.url({ protocol: /^https?$/, error: 'expected an address such as https://reelay.example.org' }).optional(),
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
  LOG_LEVEL: setting(z.enum(logLevels, { error: `expected one of ${logLevels.join(', ')}` }).optional()),
});

const secretNames: ReadonlySet<string> = new Set(['SECRET_KEY']);

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
  const file = values.DATABASE_URL?.replace(/^sqlite:\/\//, '');
  return {
    config: {
      dataDir,
      databaseFile: file === undefined ? path.join(dataDir, 'reelay.db') : path.resolve(currentDir, file),
      publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
      budgetMonthlyMicroUsd: Math.round(values.BUDGET_MONTHLY_USD * DOLLAR_MICRO_USD),
      allowedTenants: values.ALLOWED_TENANTS,
      logLevel: values.LOG_LEVEL ?? null,
      workingDir: environment['INIT_CWD'] ?? currentDir,
    },
    secrets: { secretKey: values.SECRET_KEY ?? null },
  };
}

function describe(name: string, message: string, environment: Environment): string {
  const saysWhatCame = secretNames.has(name) || message.includes(', got ');
  const value = withoutPassword(environment[name] ?? '');
  return saysWhatCame ? `${name}: ${message}` : `${name}: ${message}; got ${JSON.stringify(value.slice(0, 80))}`;
}

/** Addresses may carry a name and a password before their host. */
function withoutPassword(value: string): string {
  return value.replace(/:\/\/[^/]*@/u, '://…@');
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
