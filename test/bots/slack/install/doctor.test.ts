import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { en } from '../../../../src/bots/messages/en.ts';
import { timeAt } from '../../../../src/bots/slack/install/clock-check.ts';
import { checkUp, type DoctorSettings } from '../../../../src/bots/slack/install/doctor.ts';
import { countInstallations } from '../../../../src/bots/slack/install/installations.ts';
import { botScopes } from '../../../../src/bots/slack/install/scopes.ts';
import { createRequestUrl } from '../../../../src/bots/slack/receive/http.ts';
import { MINUTE } from '../../../../src/core/time.ts';
import { silentLog, silentMetrics } from '../../../doubles/world.ts';
import { live, openInstallWorld } from './world.ts';

const { doctor } = en;

let world: Awaited<ReturnType<typeof openInstallWorld>>;
beforeAll(async () => {
  world = await openInstallWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** An address of this machine that answers as it is told. */
async function openAddress(app: Hono): Promise<string> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected an address');
  return `http://127.0.0.1:${address.port}`;
}

/** An address where nobody is. */
async function goneAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await promisify(server.close.bind(server))();
  if (address === null || typeof address === 'string') throw new Error('expected an address');
  return `http://127.0.0.1:${address.port}`;
}

function openService(signingSecret = world.slack.signingSecret): Promise<string> {
  const taker = { take: async () => undefined, idle: async () => undefined };
  const { clock } = world;
  const requests = createRequestUrl({ taker, signingSecret, clock, log: silentLog, metrics: silentMetrics });
  return openAddress(new Hono().route('/slack', requests));
}

/** Everything that can be set, and nothing wrong with it. */
async function wellSet() {
  const { apiUrl, signingSecret, appToken, clientId: id, clientSecret: secret } = world.slack;
  return {
    apiUrl,
    publicUrl: await openService(),
    botToken: world.slack.install(world.slack.addWorkspace({ name: 'Reel club' })),
    signingSecret,
    appToken,
    client: { id, secret },
    installations: { all: 0, unreadable: 0 },
  };
}

const nothing = { publicUrl: null, botToken: null, signingSecret: null, appToken: null, client: null };

/** The clock of this Slack is by the test's, and its answers are dated by the machine's. */
const check = (settings: DoctorSettings, aheadMs = 0) =>
  checkUp(
    settings,
    en,
    { ...world, log: silentLog, slackTime: () => Promise.resolve(world.clock.nowMs() - aheadMs) },
    live,
  );

async function found(settings: DoctorSettings, state: 'ok' | 'next' | 'wrong'): Promise<string[]> {
  return (await check(settings)).findings.filter((one) => one.state === state).map(({ words }) => words);
}

it('finds all well, says of what, and gives the link by which workspaces install it; nothing is changed', async () => {
  const settings = await wellSet();
  const { findings, install } = await check(settings);
  const expected = [
    expect.stringMatching(/^SLACK_BOT_TOKEN is good\. .* Reel club \(T\w+\)\.$/),
    doctor.slackScopes,
    doctor.slackSocket,
    doctor.slackRequestUrl(`${settings.publicUrl}/slack/events`),
    doctor.slackClient,
    doctor.slackInstallations(0),
  ];
  expect(findings).toEqual(expected.map((words) => ({ state: 'ok', words })));
  expect(install).toBe(`${settings.publicUrl}/slack/install`);
});

it('says that the token of a bot is refused, and why', async () => {
  const settings = await wellSet();
  const revoked = world.slack.addWorkspace({ name: 'Revoked' });
  const botToken = world.slack.install(revoked);
  world.slack.revokeToken(revoked);
  expect(await found({ ...settings, botToken }, 'wrong')).toEqual([doctor.slackTokenRefused('token_revoked')]);
});

it('names the scopes that are missing, and those that are not needed', async () => {
  const settings = await wellSet();
  const lacking = world.slack.addWorkspace({ name: 'Lacking' });
  const scopes = botScopes.filter((scope) => scope !== 'im:write');
  const botToken = world.slack.install(lacking, { scopes });
  expect(await found({ ...settings, botToken }, 'wrong')).toEqual([doctor.slackScopesMissing(['im:write'])]);
  const curious = world.slack.addWorkspace({ name: 'Curious' });
  const early = world.slack.addWorkspace({ name: 'Early' });
  const before = { scopes: botScopes.filter((scope) => scope !== 'usergroups:read') };
  const without = { ...settings, botToken: world.slack.install(early, before) };
  expect(await found(without, 'next')).toEqual([doctor.slackGroupsMissing(['usergroups:read'])]);
  expect(await found(without, 'wrong')).toEqual([]);
  const more = { ...settings, botToken: world.slack.install(curious, { scopes: [...botScopes, 'channels:history'] }) };
  expect(await found(more, 'next')).toEqual([doctor.slackScopesSuperfluous(['channels:history'])]);
  expect(await found(more, 'wrong')).toEqual([]);
});

it('says that a token is of a whole organization', async () => {
  const settings = await wellSet();
  const body = { ok: true, team_id: 'T1', team: 'Org', user_id: 'U1', is_enterprise_install: true };
  world.slack.faults.next({ method: 'auth.test' }, { status: 200, body });
  expect(await found(settings, 'wrong')).toEqual([doctor.slackOrgWide]);
});

it('says that an app-level token is refused', async () => {
  const settings = { ...(await wellSet()), appToken: 'xapp-1-nobody' };
  expect(await found(settings, 'wrong')).toEqual([doctor.slackSocketRefused('invalid_auth')]);
});

it('says that Slack cannot be reached, once, where it looked, and why', async () => {
  const settings = { ...(await wellSet()), apiUrl: `${await goneAddress()}/api/` };
  const why = 'no connection to Slack (refused: ECONNREFUSED)';
  expect(await found(settings, 'wrong')).toEqual([doctor.slackUnreachable(settings.apiUrl, why)]);
});

it('tells a request URL that is not there from one with another secret and from one that is something else', async () => {
  const settings = await wellSet();
  const gone = await goneAddress();
  const foreign = await openService('0123456789abcdef');
  const other = await openAddress(new Hono().get('/', (c) => c.text('A shop')));
  const wrongAt = (publicUrl: string) => found({ ...settings, publicUrl }, 'wrong');
  expect(await wrongAt(gone)).toEqual([expect.stringContaining(`${gone}/slack/events cannot be reached`)]);
  expect(await wrongAt(foreign)).toEqual([doctor.slackRequestUrlForeign(`${foreign}/slack/events`)]);
  expect(await wrongAt(other)).toEqual([doctor.slackRequestUrlWrong(`${other}/slack/events`, 404)]);
});

it('says that Slack sends to addresses with https alone', async () => {
  const settings = { ...nothing, apiUrl: 'https://slack.invalid/api/', installations: { all: 0, unreadable: 0 } };
  const publicUrl = 'http://reelay.example.org';
  const { signingSecret } = world.slack;
  expect(await found({ ...settings, publicUrl, signingSecret }, 'wrong')).toEqual([doctor.slackNotHttps(publicUrl)]);
});

it('says what an address is missing for, which is nothing for trying it over Socket Mode', async () => {
  const { apiUrl, appToken, signingSecret } = world.slack;
  const settings = { ...nothing, apiUrl, installations: { all: 0, unreadable: 0 } };
  expect(await found({ ...settings, signingSecret }, 'wrong')).toEqual([doctor.slackNoAddress]);
  expect(await found({ ...settings, signingSecret, appToken }, 'next')).toEqual([doctor.slackNoAddressYet]);
  expect(await found({ ...settings, appToken }, 'ok')).toEqual([doctor.slackSocket, doctor.slackSocketOnly]);
});

it('says by how much our clock is wrong, which a service on the same machine would not notice', async () => {
  const settings = await wellSet();
  for (const aheadMs of [6 * MINUTE, -6 * MINUTE]) {
    const { findings } = await check(settings, aheadMs);
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([
      { state: 'wrong', words: doctor.slackClock(aheadMs) },
    ]);
  }
  const dated = new Hono().post('/api/auth.test', (c) => c.text('', 200, { date: 'Tue, 01 Sep 2026 12:00:00 GMT' }));
  expect(await timeAt(`${await openAddress(dated)}/api/`, live)).toBe(Date.UTC(2026, 8, 1, 12));
  expect(await timeAt(`${await goneAddress()}/api/`, live)).toBeNull();
});

it('says that Client ID and Client Secret do not belong together', async () => {
  const settings = await wellSet();
  const client = { id: world.slack.clientId, secret: '0123456789abcdef' };
  expect(await found({ ...settings, client }, 'wrong')).toEqual([doctor.slackClientRefused('bad_client_secret')]);
});

it('counts the workspaces that installed it, and those whose tokens another SECRET_KEY has sealed', async () => {
  const started = world.start();
  await world.installed(started, world.slack.addWorkspace({ name: 'One' }));
  await world.installed(world.start({ sealingKey: 2 }), world.slack.addWorkspace({ name: 'Two' }));
  const installations = await countInstallations(started.installations, world.store);
  expect(installations).toEqual({ all: 2, unreadable: 1 });
  const settings = { ...(await wellSet()), installations };
  expect(await found(settings, 'wrong')).toEqual([doctor.slackInstallationsUnreadable(1)]);
  expect(await found(settings, 'ok')).toContain(doctor.slackInstallations(2));
});
