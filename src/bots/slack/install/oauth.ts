import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { getSignedCookie, setSignedCookie } from 'hono/cookie';
import { deriveKey } from '../../../core/derived-key.ts';
import { StoreUnavailable } from '../../../core/ports/store.ts';
import type { EndedSessions } from '../../../core/ports/sessions.ts';
import type { Clock, Log, Random } from '../../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../../core/time.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import type { InstallProblem } from '../../messages/en/slack-install.ts';
import { isTeamId } from '../places.ts';
import { authorizeUrl, slackPaths } from './addresses.ts';
import { createExchange, type Exchanged, type Grant } from './exchange.ts';
import { drawPage, type Page, pageHeaders } from './page.ts';
import { botScopes } from './scopes.ts';
import { createInstallStates } from './state.ts';

export type OauthSettings = {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** SLACK_STATE_SECRET, or the root of our own keys. */
  readonly stateSecret: string;
  readonly publicUrl: string;
};

type Deps = {
  readonly settings: OauthSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly endedSessions: EndedSessions;
  /** Keeps what a workspace has given us. */
  readonly takeIn: (grant: Grant) => Promise<void>;
  /** A workspace as we know it. */
  readonly teamOf: (teamId: string) => Promise<{ readonly name: string | null; readonly isAllowed: boolean }>;
  readonly words: Pick<Catalogue, 'slackInstall'>;
};

/** How long the page that follows can be loaded again. */
const shownMs = 10 * MINUTE;
/** Codes and states are shorter. */
const charsMax = 2_000;
/** Exchanges under way at the same time: each is a call to Slack that a stranger can set off. */
const exchangesMax = 20;

/** Where workspaces install us themselves: `/install` and the way back from Slack, to be mounted at `/slack`. */
export function createOauth(deps: Deps): Hono {
  const { settings, log, words } = deps;
  const { slackInstall } = words;
  const { publicUrl, clientId } = settings;
  const isHttps = publicUrl.startsWith('https:');
  const key = deriveKey(settings.stateSecret, 'slack-install');
  // Cookies know no ports: two services on one machine keep theirs apart.
  const mark = Buffer.from(deriveKey(settings.stateSecret, 'slack-cookie')).toString('hex').slice(0, 8);
  const cookieName = (what: string): string => `${isHttps ? '__Host-' : ''}reelay-slack-${what}-${mark}`;
  const states = createInstallStates({ ...deps, key, isHttps, cookieName: cookieName('install') });
  const shownKey = new Uint8Array(deriveKey(settings.stateSecret, 'slack-installed'));
  const redirectUrl = `${publicUrl}${slackPaths.redirect}`;
  const exchange = createExchange({ ...settings, redirectUrl }, log);
  let exchanging = 0;

  function show(c: Context, page: Page, status: 200 | 400 | 403 | 429 | 502 | 503): Response | Promise<Response> {
    return c.html(drawPage(page), status);
  }

  function refuse(c: Context, problem: InstallProblem, more: readonly string[] = []): Response | Promise<Response> {
    const action = isForGood(problem) ? null : { label: slackInstall.startAgain, href: slackPaths.install };
    const title = [{ kind: 'words', text: slackInstall.problemTitle(problem) } as const];
    const paragraphs = [slackInstall.problems[problem], ...more];
    return show(c, { title, paragraphs, action, isProblem: true }, statuses[problem]);
  }

  function refuseExchanged(c: Context, exchanged: Exclude<Exchanged, { kind: 'granted' }>) {
    if (exchanged.kind === 'scopes') {
      const missing = exchanged.missing.join(' ');
      log.warn('a workspace could not be installed', { why: 'scopes', missing });
      return refuse(c, 'scopes', [slackInstall.scopesMissing(exchanged.missing)]);
    }
    log.warn('a workspace could not be installed', { why: exchanged.why });
    return refuse(c, exchanged.kind);
  }

  async function comeBack(c: Context): Promise<Response> {
    const { code, state, error } = c.req.query();
    if (state === undefined || (code === undefined && error === undefined)) return refuse(c, 'incomplete');
    if (state.length > charsMax || (code ?? '').length > charsMax) return refuse(c, 'incomplete');
    const verdict = await states.take(c, state);
    if (verdict !== 'good') return refuse(c, verdict);
    // Whatever else Slack may say, the person is asked to try once more.
    if (code === undefined) return refuse(c, error === 'access_denied' ? 'cancelled' : 'code_refused');
    if (exchanging >= exchangesMax) return refuse(c, 'busy');
    exchanging += 1;
    try {
      const exchanged = await exchange(code);
      if (exchanged.kind !== 'granted') return await refuseExchanged(c, exchanged);
      await deps.takeIn(exchanged.grant);
      await setSignedCookie(c, cookieName('installed'), exchanged.grant.teamId, shownKey, {
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        secure: isHttps,
        maxAge: shownMs / SECOND,
      });
      // The address of this page has the code in it, and would not work again.
      return c.redirect(slackPaths.installed, 303);
    } finally {
      exchanging -= 1;
    }
  }

  async function showInstalled(c: Context): Promise<Response> {
    const teamId = await getSignedCookie(c, shownKey, cookieName('installed'));
    if (typeof teamId !== 'string' || !isTeamId(teamId)) return c.redirect(slackPaths.install, 303);
    const { name, isAllowed } = await deps.teamOf(teamId);
    const { first } = slackInstall;
    return show(
      c,
      {
        title: slackInstall.installed(name),
        paragraphs: [first.type, first.invite(), first.moderate(), ...(isAllowed ? [] : [first.demoOnly])],
        command: first.command,
        action: { label: slackInstall.openSlack, href: `https://app.slack.com/client/${teamId}` },
        isProblem: false,
      },
      200,
    );
  }

  const app = new Hono();
  app.onError(async (error, c) => {
    if (!(error instanceof StoreUnavailable)) throw error;
    log.warn('an installation could not reach the store', { why: error.message });
    return refuse(c, 'store');
  });
  app.get('/install', strictHeaders, (c) => {
    const url = authorizeUrl(settings.apiUrl);
    url.searchParams.set('client_id', clientId);
    url.searchParams.set('scope', botScopes.join(','));
    url.searchParams.set('redirect_uri', redirectUrl);
    url.searchParams.set('state', states.begin(c));
    return c.redirect(url.href, 303);
  });
  app.get('/oauth_redirect', strictHeaders, (c) => comeBack(c));
  app.get('/installed', strictHeaders, (c) => showInstalled(c));
  return app;
}

/** What stays as it is, however often somebody begins anew: first an operator or an admin has to change something. */
function isForGood(problem: InstallProblem): boolean {
  return problem === 'misconfigured' || problem === 'rotating' || problem === 'org_wide';
}

const strictHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value);
};

const statuses = {
  cancelled: 400,
  incomplete: 400,
  foreign: 403,
  old: 400,
  used: 400,
  code_refused: 400,
  misconfigured: 502,
  slow: 503,
  unheard: 502,
  org_wide: 400,
  rotating: 400,
  scopes: 400,
  store: 503,
  busy: 429,
} as const satisfies Record<InstallProblem, number>;
