import { Routes, type APIMessage } from 'discord.js';
import { expect, test } from 'vitest';
import { refusalOf, restOf } from './bot.ts';
import { startDiscord, type DiscordOptions } from './discord.ts';

async function withChannel(options: DiscordOptions = {}) {
  const discord = await startDiscord(options);
  const channel = discord.addChannel(discord.addGuild());
  const rest = restOf(discord);
  return {
    discord,
    channel,
    rest,
    post: (content = 'x') =>
      rest.post(Routes.channelMessages(channel.id), { body: { content } }) as Promise<APIMessage>,
    [Symbol.asyncDispose]: () => discord[Symbol.asyncDispose](),
  };
}

test('a dropped answer leaves the work done, a dropped request leaves it undone, and the next one passes', async () => {
  await using world = await withChannel();
  const { discord, channel, post } = world;

  discord.faults.next({ route: 'message.create' }, 'drop_answer');
  await expect(post('done')).rejects.toThrow(/other side closed|fetch failed|terminated/);
  discord.faults.next({ method: 'POST', path: /\/messages$/ }, 'drop_request');
  await expect(post('undone')).rejects.toThrow(/other side closed|fetch failed|terminated/);
  await post('passed');

  expect(discord.seen(channel).map((message) => message.content)).toEqual(['done', 'passed']);
  expect(discord.requests.map((request) => request.status)).toEqual([null, null, 200]);
});

test("an answer of one's own comes instead of the work, or after it, as often as it is wanted", async () => {
  await using world = await withChannel();
  const { discord, channel, post } = world;
  const body = { message: 'Bad Gateway', code: 0 };

  const plan = discord.faults.next({ route: 'message.create' }, { status: 400, body }, 2);
  expect([await refusalOf(post('a')), await refusalOf(post('b')), plan.left()]).toEqual(['400/0', '400/0', 0]);
  discord.faults.next({ route: 'message.create' }, { status: 400, body, afterWork: true });
  expect(await refusalOf(post('c'))).toBe('400/0');

  expect(discord.seen(channel).map((message) => message.content)).toEqual(['c']);
});

test('a request can be held before its work, and an answer after it', async () => {
  await using world = await withChannel();
  const { discord, channel, post } = world;
  const gate = Promise.withResolvers<void>();

  const before = discord.faults.next({ route: 'message.create' }, { delayUntil: gate.promise });
  const first = post('first');
  await before.hit;
  const after = discord.faults.next({ route: 'message.create' }, { answerAfter: gate.promise });
  // Its own client: one client asks for one thing after the other in a channel.
  const second = restOf(discord).post(Routes.channelMessages(channel.id), { body: { content: 'second' } });
  await after.hit;
  await discord.until(() => discord.seen(channel).length === 1);
  expect(discord.seen(channel)[0]?.content).toBe('second');
  gate.resolve();

  expect(await Promise.all([first, second])).toMatchObject([{ content: 'first' }, { content: 'second' }]);
});

test('discord.js waits out a 429 and asks again; the answer has the documented headers', async () => {
  await using world = await withChannel();
  const { discord, post } = world;
  discord.faults.next({ route: 'message.create' }, { rateLimited: { retryAfterMs: 20 } });

  await post();

  expect(discord.requests.map((request) => request.status)).toEqual([429, 200]);
  expect(discord.invalidRequests()).toBe(1);
});

test('with real limits the sixth request in five seconds is told to wait', async () => {
  await using world = await withChannel({ rateLimits: 'real' });
  const { discord, channel } = world;
  const statuses: number[] = [];
  let last: Response | null = null;
  for (let count = 0; count < 6; count += 1) {
    last = await fetch(`${discord.apiUrl}/v10${Routes.channelMessages(channel.id)}`, {
      headers: { authorization: `Bot ${discord.token}`, 'user-agent': 'DiscordBot (a, 1)' },
    });
    statuses.push(last.status);
  }

  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  expect(last?.headers.get('x-ratelimit-scope')).toBe('user');
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('a revoked token is refused everywhere; a new one is good', async () => {
  await using world = await withChannel();
  const { discord, rest, post } = world;
  discord.revokeToken();

  expect(await refusalOf(post())).toBe('401/0');
  await expect(post()).rejects.toThrow('Expected token to be set');
  rest.setToken(discord.issueToken());
  expect(await refusalOf(post())).toBe('ok');
  expect(discord.invalidRequests()).toBe(1);
});

test('an unknown route, a body that is no JSON and a stranger of a client are problems', async () => {
  await using world = await withChannel();
  const { discord, channel } = world;
  const call = (
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ): Promise<Response> =>
    fetch(`${discord.apiUrl}/v10${path}`, {
      ...init,
      headers: { authorization: `Bot ${discord.token}`, 'user-agent': 'DiscordBot (a, 1)', ...init.headers },
    });
  const json = { 'content-type': 'application/json' };

  expect((await call('/nothing')).status).toBe(404);
  expect((await call(Routes.channelMessages(channel.id), { method: 'POST', body: '{', headers: json })).status).toBe(
    400,
  );
  expect((await call(Routes.channelMessages(channel.id), { method: 'POST', body: 'a=b' })).status).toBe(400);
  expect((await call('/users/@me', { headers: { 'user-agent': 'curl' } })).status).toBe(200);
  expect((await fetch(`${discord.apiUrl}/v9/users/@me`)).status).toBe(404);

  expect(discord.problems.map((problem) => problem.where)).toEqual([
    'GET /nothing',
    `POST ${Routes.channelMessages(channel.id)}`,
    `POST ${Routes.channelMessages(channel.id)}`,
    'GET /users/@me',
    'GET /api/v9/users/@me',
    'GET /api/v9/users/@me',
  ]);
});
