import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../../../core/ports/world.ts';
import { SECOND } from '../../../core/time.ts';
import { problemOf } from '../outgoing/api-error.ts';
import { isTeamId, isUserId } from '../places.ts';
import { sdkLog } from '../sdk-log.ts';
import { compareScopes } from './scopes.ts';

/** What a workspace has given us. */
export type Grant = {
  readonly teamId: string;
  readonly teamName: string;
  readonly botToken: string;
  readonly botUserId: string;
  readonly installerId: string;
};

export type Exchanged =
  | { readonly kind: 'granted'; readonly grant: Grant }
  | { readonly kind: 'scopes'; readonly missing: readonly string[] }
  /** Of the kinds below, `why` is for the log: Slack's own word, or what went wrong on the way. */
  | { readonly kind: 'org_wide' | 'rotating' | 'code_refused' | 'misconfigured' | 'slow'; readonly why: string }
  /** It may have been granted: the answer did not come, or could not be read. */
  | { readonly kind: 'unheard'; readonly why: string };

export type ExchangeSettings = {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUrl: string;
};

const exchangeMsMax = 15 * SECOND;

/** docs.slack.dev/reference/methods/oauth.v2.access */
const grantSchema = z.object({
  access_token: z.string().min(1).optional(),
  scope: z.string().default(''),
  bot_user_id: z.string().refine(isUserId).optional(),
  team: z.object({ id: z.string().refine(isTeamId), name: z.string().default('') }).nullish(),
  is_enterprise_install: z.boolean().default(false),
  authed_user: z.object({ id: z.string().refine(isUserId) }),
  refresh_token: z.string().optional(),
  expires_in: z.number().optional(),
});

const kindByError = new Map<string, 'code_refused' | 'misconfigured'>([
  ['invalid_code', 'code_refused'],
  ['code_already_used', 'code_refused'],
  ['code_expired', 'code_refused'],
  ['invalid_client_id', 'misconfigured'],
  ['bad_client_secret', 'misconfigured'],
  ['bad_redirect_uri', 'misconfigured'],
  ['oauth_authorization_url_mismatch', 'misconfigured'],
  ['no_scopes', 'misconfigured'],
  ['invalid_scope', 'misconfigured'],
]);

/** Gives the code back to Slack for a token. Asked once: a code is good once. Never throws. */
export function createExchange({ apiUrl, clientId, clientSecret, redirectUrl }: ExchangeSettings, log: Log) {
  const client = new WebClient(undefined, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: exchangeMsMax,
    logger: sdkLog(log),
  });

  return async function exchange(code: string): Promise<Exchanged> {
    const ask = { client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUrl, code };
    try {
      return readGrant(await client.oauth.v2.access(ask));
    } catch (error) {
      const { kind, detail, code: said } = problemOf(error);
      if (kind === 'slow') return { kind: 'slow', why: detail };
      const known = said === null ? undefined : kindByError.get(said);
      return { kind: known ?? 'unheard', why: said ?? detail };
    }
  };
}

function readGrant(answer: unknown): Exchanged {
  const read = grantSchema.safeParse(answer);
  if (!read.success) return { kind: 'unheard', why: 'the answer of Slack could not be read' };
  const { access_token: token, bot_user_id: botUserId, team, authed_user: installer, ...rest } = read.data;
  if (rest.is_enterprise_install || !team) return { kind: 'org_wide', why: 'installed for a whole organization' };
  if (rest.refresh_token !== undefined || rest.expires_in !== undefined) {
    return { kind: 'rotating', why: 'token rotation is on' };
  }
  const { missing } = compareScopes(rest.scope.split(',').filter(Boolean));
  if (missing.length > 0) return { kind: 'scopes', missing };
  if (token === undefined || botUserId === undefined) return { kind: 'misconfigured', why: 'there is no bot' };
  return {
    kind: 'granted',
    grant: { teamId: team.id, teamName: team.name, botToken: token, botUserId, installerId: installer.id },
  };
}
