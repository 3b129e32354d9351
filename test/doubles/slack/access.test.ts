import { expect, test } from 'vitest';
import { clientOf, refusalOf, withSlack, postTo } from './trial.ts';

test('each token says what is wrong with it, and one that is good says what it may', async () => {
  await using world = await withSlack();
  const { slack, acme, client, general } = world;
  const good = (token?: string): Promise<string> => refusalOf(clientOf(slack, token).auth.test());

  expect(await client.auth.test()).toMatchObject({
    team_id: acme.id,
    user_id: acme.botUserId,
    response_metadata: { scopes: expect.arrayContaining(['chat:write', 'files:read']) },
  });
  expect([await good(), await good('xoxb-1'), await good(slack.appToken)]).toEqual([
    'not_authed',
    'invalid_auth',
    'not_allowed_token_type',
  ]);
  slack.revokeToken(acme, { silent: true });
  expect(await refusalOf(client.auth.test())).toBe('token_revoked');
  const next = slack.install(acme, { scopes: ['commands'] });
  expect(await good(next)).toBe('ok');
  const poor = clientOf(slack, next);
  await expect(postTo(poor, { channel: general.id, text: 'x' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'chat:write', provided: 'commands' },
  });
  slack.uninstall(acme, { silent: true });
  expect([await refusalOf(poor.auth.test()), general.botIsMember]).toEqual(['account_inactive', false]);
});

test('arguments are checked strictly in forms and in JSON, and what is wrong is a problem', async () => {
  await using world = await withSlack();
  const { slack, general, client, token } = world;
  const json = async (method: string, body: unknown): Promise<unknown> => {
    const response = await fetch(slack.apiUrl + method, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { ok: boolean; error?: string };
    return answer.ok ? 'ok' : answer.error;
  };
  const channel = general.id;

  expect([
    await json('chat.postMessage', { channel, text: 'x', unfurl_links: false, blocks: [{ type: 'divider' }] }),
    await json('chat.postMessage', { channel, text: 5 }),
    await json('chat.postMessage', { channel, text: 'x', colour: 'red' }),
    await json('users.info', { user: 'U0000000001' }),
    await refusalOf(client.apiCall('chat.postMessage', { channel, text: 'x', blocks: '[{' })),
    await refusalOf(client.apiCall('chat.postMessage', { channel, text: 'x', blocks: [{ type: 'button' }] })),
    await refusalOf(client.apiCall('chat.shout', { channel })),
    await refusalOf(client.apiCall('chat.postMessage', { text: 'x' })),
  ]).toEqual([
    'ok',
    'invalid_arguments',
    'invalid_arguments',
    'invalid_arguments',
    'invalid_blocks_format',
    'invalid_blocks',
    'unknown_method',
    'invalid_arguments',
  ]);
  expect(slack.problems).toHaveLength(7);
  expect(slack.requests.map((one) => one.error)).toContain('unknown_method');
});

test('real limits count per method, workspace and channel, and say how long to wait', async () => {
  await using world = await withSlack({ rateLimits: 'real' });
  const { slack, acme, general, client } = world;
  const random = slack.addChannel(acme, { name: 'random', botIsMember: true });
  const post = (channel: string): Promise<string> => refusalOf(postTo(client, { channel, text: 'x' }));

  expect([await post(general.id), await post(general.id), await post(random.id)]).toEqual([
    'ok',
    'retry after 1',
    'ok',
  ]);
  expect(await refusalOf(client.auth.test())).toBe('ok');
  expect(slack.requests.at(1)).toMatchObject({ status: 429, error: 'ratelimited' });
});
