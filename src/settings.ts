import { isIP } from 'node:net';
import { z } from 'zod';
import { alertTo } from './alert-to.ts';
import { serviceDefaults } from './core/defaults.ts';
import { parseTenantId, type TenantId } from './core/ids.ts';
import { isLoopback } from './core/loopback.ts';
import { DOLLAR_MICRO_USD } from './core/money.ts';
import { logLevels } from './log.ts';
import { providerBudgets } from './provider-budgets.ts';
import { setting } from './setting.ts';
import { slackSettings } from './slack-settings.ts';

/** The environment as people write it, each name with what it takes and its default. */
export const settings = z.object({
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
  PROVIDER_BUDGETS_MONTHLY_USD: setting(providerBudgets),
  ALLOWED_TENANTS: setting(z.string().default('').transform(parseTenants)),
  ENGINES_FILE: setting(z.string().optional()),
  FFMPEG_PATH: setting(z.string().optional()),
  ALERT_TO: setting(alertTo.optional()),
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
  OPENAI_MODERATION_KEY: setting(z.string().trim().min(1).optional()),
  OPENAI_MODERATION_URL: setting(
    z
      .url({ protocol: /^https?$/, error: 'expected an address such as https://api.openai.com/v1' })
      .refine((address) => address.startsWith('https:') || isLoopback(new URL(address).hostname), {
        error: 'expected an address that starts with https://, since the key and prompts are sent there',
      })
      .transform((address) => address.replace(/\/+$/, ''))
      .default('https://api.openai.com/v1'),
  ),
  ...slackSettings,
  LOG_LEVEL: setting(z.enum(logLevels, { error: `expected one of ${logLevels.join(', ')}` }).optional()),
});

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
