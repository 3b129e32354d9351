import { WebClient } from '@slack/web-api';
import type { Clock, Log, Random } from '../../../core/ports/world.ts';
import { SECOND } from '../../../core/time.ts';
import { bad, type Finding, good, next } from '../../finding.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { problemOf } from '../outgoing/api-error.ts';
import { createSlackApi } from '../outgoing/api.ts';
import { createTokenStanding } from '../../token-standing.ts';
import { sdkLog } from '../sdk-log.ts';
import { slackPaths } from './addresses.ts';
import { clockMsMax, timeAt } from './clock-check.ts';
import { createExchange } from './exchange.ts';
import { probeRequestUrl } from './request-url.ts';
import { compareScopes } from './scopes.ts';
import { checkToken } from './token-check.ts';

export type CheckUp = {
  readonly findings: readonly Finding[];
  /** Where workspaces install us; null where there is one, by its token. */
  readonly install: string | null;
};

export type DoctorSettings = {
  readonly apiUrl: string;
  readonly publicUrl: string | null;
  readonly botToken: string | null;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  readonly client: { readonly id: string; readonly secret: string } | null;
  /** As our database has them. */
  readonly installations: { readonly all: number; readonly unreadable: number };
};

type Deps = {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What time it is at Slack. */
  readonly slackTime?: typeof timeAt;
};
type Words = Catalogue['doctor'];

const askMsMax = 15 * SECOND;

/** Looks at everything that has to be right before people in Slack can type `/video`. Changes nothing. */
export async function checkUp(
  settings: DoctorSettings,
  { doctor }: Pick<Catalogue, 'doctor'>,
  deps: Deps,
  signal: AbortSignal,
): Promise<CheckUp> {
  const { apiUrl, publicUrl, client } = settings;
  const found = await Promise.all(
    [
      aboutToken(settings, doctor, deps, signal),
      aboutSocket(settings, doctor, deps),
      aboutRequestUrl(settings, doctor, deps, signal),
      aboutClock(settings, doctor, deps, signal),
      aboutClient(settings, doctor, deps),
    ].map((asked) => asked.catch(onlyUnreachable)),
  );
  // Whoever asked, it is one and the same trouble.
  const away = found.find((one) => one instanceof SlackUnreachable);
  const findings = [
    ...(away ? [bad(doctor.slackUnreachable(apiUrl, away.message))] : []),
    ...found.flatMap((one) => (one instanceof SlackUnreachable ? [] : one)),
    ...aboutInstallations(settings, doctor),
  ];
  return { findings, install: client && publicUrl !== null ? `${publicUrl}${slackPaths.install}` : null };
}

/** Slack did not answer; the message says why. */
class SlackUnreachable extends Error {
  override readonly name = 'SlackUnreachable';
}

function onlyUnreachable(error: unknown): SlackUnreachable {
  if (error instanceof SlackUnreachable) return error;
  throw error;
}

async function aboutToken(
  { apiUrl, botToken }: DoctorSettings,
  doctor: Words,
  { clock, log }: Deps,
  signal: AbortSignal,
): Promise<Finding[]> {
  if (botToken === null) return [];
  const standing = createTokenStanding();
  const verdict = await checkToken(
    createSlackApi({ settings: { apiUrl }, token: botToken, clock, log, standing }),
    signal,
  );
  if (verdict.kind === 'refused') return [bad(doctor.slackTokenRefused(verdict.code))];
  if (verdict.kind === 'unheard') throw new SlackUnreachable(verdict.detail);
  const { teamId, teamName, isOrgWide, scopes } = verdict.self;
  if (isOrgWide) return [bad(doctor.slackOrgWide)];
  return [good(doctor.slackToken(`${teamName} (${teamId})`)), ...(scopes === null ? [] : aboutScopes(scopes, doctor))];
}

function aboutScopes(granted: readonly string[], doctor: Words): Finding[] {
  const { missing, missingOptional, superfluous } = compareScopes(granted);
  if (missing.length > 0) return [bad(doctor.slackScopesMissing(missing))];
  if (missingOptional.length > 0) return [next(doctor.slackGroupsMissing(missingOptional))];
  return superfluous.length > 0 ? [next(doctor.slackScopesSuperfluous(superfluous))] : [good(doctor.slackScopes)];
}

async function aboutSocket({ apiUrl, appToken }: DoctorSettings, doctor: Words, { log }: Deps): Promise<Finding[]> {
  if (appToken === null) return [];
  const client = new WebClient(appToken, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: askMsMax,
    logger: sdkLog(log),
  });
  try {
    await client.apps.connections.open();
    return [good(doctor.slackSocket)];
  } catch (error) {
    const { code, detail, kind } = problemOf(error);
    if (code === null || kind === 'slow') throw new SlackUnreachable(detail);
    return [bad(doctor.slackSocketRefused(code))];
  }
}

async function aboutRequestUrl(
  { apiUrl, publicUrl, signingSecret, appToken }: DoctorSettings,
  doctor: Words,
  { clock, random }: Deps,
  signal: AbortSignal,
): Promise<Finding[]> {
  if (signingSecret === null) return [good(doctor.slackSocketOnly)];
  if (publicUrl === null) return [appToken === null ? bad(doctor.slackNoAddress) : next(doctor.slackNoAddressYet)];
  // A server that stands in for Slack may be on this machine, as we are.
  if (apiUrl.startsWith('https:') && !publicUrl.startsWith('https:')) return [bad(doctor.slackNotHttps(publicUrl))];
  const url = `${publicUrl}${slackPaths.events}`;
  const probe = await probeRequestUrl(url, signingSecret, { clock, random }, signal);
  switch (probe.kind) {
    case 'good':
      return [good(doctor.slackRequestUrl(url))];
    case 'foreign':
      return [bad(doctor.slackRequestUrlForeign(url))];
    case 'wrong':
      return [bad(doctor.slackRequestUrlWrong(url, probe.status))];
    case 'unreachable':
      return [bad(doctor.slackRequestUrlUnreachable(url, probe.why))];
  }
}

/** The service and we may share a clock that is wrong: then they agree, and Slack does not. */
async function aboutClock(
  { apiUrl, signingSecret }: DoctorSettings,
  doctor: Words,
  { clock, slackTime = timeAt }: Deps,
  signal: AbortSignal,
): Promise<Finding[]> {
  if (signingSecret === null) return [];
  const atMs = await slackTime(apiUrl, signal);
  if (atMs === null) return [];
  const aheadMs = clock.nowMs() - atMs;
  return Math.abs(aheadMs) > clockMsMax ? [bad(doctor.slackClock(aheadMs))] : [];
}

async function aboutClient(
  { apiUrl, publicUrl, client }: DoctorSettings,
  doctor: Words,
  { log }: Deps,
): Promise<Finding[]> {
  if (!client || publicUrl === null) return [];
  const redirectUrl = `${publicUrl}${slackPaths.redirect}`;
  const exchange = createExchange({ apiUrl, clientId: client.id, clientSecret: client.secret, redirectUrl }, log);
  // A code that is none: Slack says so only to who it knows.
  const asked = await exchange('0');
  if (asked.kind === 'code_refused') return [good(doctor.slackClient)];
  const why = 'why' in asked ? asked.why : asked.kind;
  if (asked.kind !== 'misconfigured') throw new SlackUnreachable(why);
  return [bad(doctor.slackClientRefused(why))];
}

function aboutInstallations({ client, installations: { all, unreadable } }: DoctorSettings, doctor: Words): Finding[] {
  if (!client && all === 0) return [];
  return [
    good(doctor.slackInstallations(all)),
    ...(unreadable > 0 ? [bad(doctor.slackInstallationsUnreadable(unreadable))] : []),
  ];
}
