import { z } from 'zod';
import type { NamedModerator } from './bots/slack/install/moderators.ts';
import { isLoopback } from './core/loopback.ts';
import { setting } from './setting.ts';

/** How Slack is reached, and how it reaches us. Holds no secret. */
export type SlackConfig = {
  /** Where its API is: https://slack.com/api/, or a server that stands in for it. Ends in a slash. */
  readonly apiUrl: string;
  /** With it workspaces install us themselves; null where there is one, by its token. */
  readonly clientId: string | null;
  readonly moderators: readonly NamedModerator[];
};

export type SlackSecrets = {
  /** The one workspace that is there without an installation. */
  readonly botToken: string | null;
  /** Proves what comes over HTTP; without it nothing does. */
  readonly signingSecret: string | null;
  /** Opens Socket Mode. */
  readonly appToken: string | null;
  readonly clientSecret: string | null;
  /** Signs the state of an installation under way; null for a key of our own. */
  readonly stateSecret: string | null;
};

/** The names of Slack's settings, as people write them. */
export const slackSettings = {
  SLACK_BOT_TOKEN: setting(
    z
      .string()
      .trim()
      .regex(/^xoxb-[\w-]+$/, {
        error: ({ input }) =>
          String(input).startsWith('xoxe.')
            ? 'token rotation is on for this app, which Reelay cannot use, and which cannot be switched off again; make the app anew from npm run reelay -- manifest slack'
            : 'expected the Bot User OAuth Token of the OAuth & Permissions page, which starts with xoxb-',
      })
      .optional(),
  ),
  SLACK_SIGNING_SECRET: setting(
    z
      .string()
      .trim()
      .regex(/^[\da-f]{16,64}$/i, {
        error: 'expected the Signing Secret of the Basic Information page, letters a to f and digits',
      })
      .optional(),
  ),
  SLACK_APP_TOKEN: setting(
    z
      .string()
      .trim()
      .regex(/^xapp-[\w-]+$/, {
        error: 'expected an App-Level Token of the Basic Information page, which starts with xapp-',
      })
      .optional(),
  ),
  SLACK_CLIENT_ID: setting(
    z
      .string()
      .trim()
      .regex(/^\d+\.\d+$/, {
        error: 'expected the Client ID of the Basic Information page, two numbers with a dot between them',
      })
      .optional(),
  ),
  SLACK_CLIENT_SECRET: setting(
    z
      .string()
      .trim()
      .regex(/^[\da-f]{16,64}$/i, {
        error: 'expected the Client Secret of the Basic Information page, letters a to f and digits',
      })
      .optional(),
  ),
  SLACK_STATE_SECRET: setting(
    z.string().min(32, { error: 'expected at least 32 characters (make one with: openssl rand -hex 32)' }).optional(),
  ),
  SLACK_MODERATORS: setting(z.string().default('').transform(parseModerators)),
  SLACK_API_URL: setting(
    z
      .url({ protocol: /^https?$/, error: 'expected an address such as https://slack.com/api/' })
      .refine((address) => address.startsWith('https:') || isLoopback(new URL(address).hostname), {
        error: 'expected an address that starts with https://, since the token is sent there',
      })
      .transform((address) => `${address.replace(/\/+$/, '')}/`)
      .default('https://slack.com/api/'),
  ),
};

type Set = ReadonlySet<string>;

/** Settings that each need another one: what is missing, by the name of what is to be set. `isSet` holds the names that are. */
export function missingForSlack(
  isSet: Set,
  moderators: readonly NamedModerator[],
): readonly (readonly [name: string, message: string])[] {
  const has = (name: string): boolean => isSet.has(name);
  const keys = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'];
  if (!keys.some(has)) return [];
  const missing: (readonly [string, string])[] = [];
  if (has('SLACK_CLIENT_ID') !== has('SLACK_CLIENT_SECRET')) {
    const [name, other] = has('SLACK_CLIENT_ID')
      ? (['SLACK_CLIENT_SECRET', 'SLACK_CLIENT_ID'] as const)
      : (['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'] as const);
    missing.push([name, `expected as well, since ${other} is set`]);
  } else if (!has('SLACK_BOT_TOKEN') && !has('SLACK_CLIENT_ID')) {
    missing.push([
      'SLACK_BOT_TOKEN',
      'expected for one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many, since another key of Slack is set',
    ]);
  }
  if (!has('SLACK_SIGNING_SECRET') && !has('SLACK_APP_TOKEN')) {
    missing.push([
      'SLACK_SIGNING_SECRET',
      'expected for a request URL, or SLACK_APP_TOKEN for Socket Mode, since nothing that people type would reach us',
    ]);
  }
  if (has('SLACK_CLIENT_ID') && !has('PUBLIC_URL')) {
    missing.push(['PUBLIC_URL', 'expected, since workspaces that install the app are sent back there']);
  }
  const ofNoWorkspace = moderators.find(({ teamId }) => teamId === null);
  if (ofNoWorkspace && has('SLACK_CLIENT_ID') && !has('SLACK_BOT_TOKEN')) {
    missing.push([
      'SLACK_MODERATORS',
      `expected the workspace before each, such as T0123ABCD:${ofNoWorkspace.userId}, since there is no SLACK_BOT_TOKEN whose workspace is meant without`,
    ]);
  }
  return missing;
}

const moderator = /^(?:(?<teamId>T[A-Z0-9]{2,20})[:/])?(?<userId>[UW][A-Z0-9]{2,20})$/;

function parseModerators(list: string, context: z.RefinementCtx): NamedModerator[] {
  const names = list.split(',').map((name) => name.trim());
  return names.filter(Boolean).flatMap((name) => {
    const found = moderator.exec(name)?.groups;
    if (found?.['userId'] !== undefined) return [{ teamId: found['teamId'] ?? null, userId: found['userId'] }];
    context.addIssue({
      code: 'custom',
      message: `expected member IDs such as U024BE7LH, with T0123ABCD: before them where there are several workspaces, got ${JSON.stringify(name.slice(0, 40))}`,
    });
    return [];
  });
}
