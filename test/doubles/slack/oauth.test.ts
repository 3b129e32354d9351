import { expect, test } from 'vitest';
import { manualClock } from '../world.ts';
import { clientOf, refusalOf, withSlack } from './trial.ts';

const redirect = 'https://video.test/slack/oauth_redirect';

test('a person allows the app, and the code is good once, for ten minutes, with the same redirect and secret', async () => {
  const clock = manualClock();
  await using world = await withSlack({ clock });
  const { slack } = world;
  const beta = slack.addWorkspace({ name: 'Beta' });
  const eve = slack.addUser(beta, { name: 'Eve' });
  const client = clientOf(slack);
  const query = new URLSearchParams({
    client_id: slack.clientId,
    scope: 'commands,chat:write',
    redirect_uri: redirect,
    state: 's1',
  });
  const page = `${slack.origin}/oauth/v2/authorize?${query.toString()}`;
  const code = (): string => new URL(slack.consent(page, eve)).searchParams.get('code') ?? '';
  const own = { client_id: slack.clientId, client_secret: slack.clientSecret, redirect_uri: redirect };

  expect(await (await fetch(page)).text()).toContain('Allow');
  expect(slack.consent(page, eve)).toMatch(/^https:\/\/video\.test\/slack\/oauth_redirect\?state=s1&code=\S+$/);
  expect(slack.consent(page, eve, { deny: true })).toBe(`${redirect}?state=s1&error=access_denied`);
  const first = code();
  const installed = await client.oauth.v2.access({ ...own, code: first });
  expect(installed).toMatchObject({
    team: { id: beta.id, name: 'Beta' },
    authed_user: { id: eve.id },
    bot_user_id: beta.botUserId,
    scope: 'commands,chat:write',
    token_type: 'bot',
    is_enterprise_install: false,
  });
  expect(await clientOf(slack, installed.access_token).auth.test()).toMatchObject({ team_id: beta.id });
  const old = code();
  expect([
    await refusalOf(client.oauth.v2.access({ ...own, code: first })),
    await refusalOf(client.oauth.v2.access({ ...own, code: 'other' })),
    await refusalOf(client.oauth.v2.access({ ...own, code: code(), redirect_uri: `${redirect}/x` })),
    await refusalOf(client.oauth.v2.access({ ...own, code: code(), client_secret: 'other' })),
  ]).toEqual(['invalid_code', 'invalid_code', 'bad_redirect_uri', 'bad_client_secret']);
  await clock.advance(10 * 60_000 + 1);
  expect(await refusalOf(client.oauth.v2.access({ ...own, code: old }))).toBe('invalid_code');
});

test('scopes add up, an organization has no team, and rotation shows', async () => {
  await using world = await withSlack();
  const { slack, ada, acme, client } = world;
  const page = (scope: string): string => {
    const query = new URLSearchParams({ client_id: slack.clientId, scope, redirect_uri: redirect });
    return `/oauth/v2/authorize?${query.toString()}`;
  };
  const access = (how: Parameters<typeof slack.consent>[2]) =>
    clientOf(slack).oauth.v2.access({
      client_id: slack.clientId,
      client_secret: slack.clientSecret,
      code: new URL(slack.consent(page('users:read.email'), ada, how)).searchParams.get('code') ?? '',
      redirect_uri: redirect,
    });

  expect((await access({})).access_token).toBe(acme.token?.value);
  expect((await client.auth.test()).response_metadata?.scopes).toEqual(
    expect.arrayContaining(['users:read.email', 'commands']),
  );
  expect(await access({ orgWide: true })).toMatchObject({ team: null, is_enterprise_install: true });
  expect(await access({ rotating: true })).toMatchObject({ expires_in: 43_200, refresh_token: expect.any(String) });
  slack.setRedirectUrls(['https://elsewhere.test/']);
  expect(() => slack.consent(page('commands'), ada)).toThrow('bad_redirect_uri');
  expect(() => slack.consent(page(''), ada)).toThrow('no scopes');
});
