import { expect, test } from 'vitest';
import { cookieName } from '../../../src/bots/console/session.ts';
import { listen } from '../../../src/http/listen.ts';
import { rawConnection } from '../../http/sockets.ts';
import { lineLog } from '../../doubles/line-log.ts';
import { asCall, openConsole, origin, secretKey } from './world.ts';

const name = cookieName(secretKey, false);
const posts = ['/commands', '/buttons', '/edit', '/theme', '/act-as', '/try/kill-engine', '/sign-out'];

test('a page that only looks at the head of ours gets what it would have got, and no more is let in', async () => {
  await using world = await openConsole();
  const head = await world.visit().request('/', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect((await world.visit().request('/', { method: 'HEAD', headers: asCall })).status).toBe(401);
});

test('a link that is followed from elsewhere changes nothing, and who one acts as stays', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  await visitor.send('/act-as', { who: 'mo' });
  await visitor.open();
  const session = visitor.cookies.get(name);
  for (const path of ['/', ...posts, '/inputs', '/sign-in']) {
    const query = new URLSearchParams({ csrf: visitor.field('csrf'), who: 'bo', text: '/video a', theme: 'dark' });
    const response = await visitor.request(`${path}?${query.toString()}`, {
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    });
    expect([path, response.status, response.headers.getSetCookie()]).toEqual([path, path === '/' ? 200 : 404, []]);
  }
  expect(visitor.cookies.get(name)).toBe(session);
  expect(await world.page('mo')).toEqual([]);
});

test('who somebody acts as no longer counts once they act as another, also after a restart', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const asAda = visitor.cookies.get(name) ?? '';
  await visitor.send('/act-as', { who: 'mo' });
  const other = world.visit();
  other.cookies.set(name, asAda);
  expect((await other.request('/messages', { headers: asCall })).status).toBe(401);
});

test('behind PUBLIC_URL a page counts as ours by its whole origin; the same host without https is another', async () => {
  await using world = await openConsole({ publicUrl: 'https://reelay.example.org' });
  const visitor = world.visit();
  await visitor.open();
  const statusFrom = async (from: string, host: string) =>
    (await visitor.send('/edit', { text: 'a' }, { Origin: from, Host: host })).status;
  expect(await statusFrom('https://reelay.example.org', 'reelay.example.org')).not.toBe(403);
  expect(await statusFrom('http://reelay.example.org', 'reelay.example.org')).toBe(403);
  expect(await statusFrom('http://reelay.example.org:443', 'reelay.example.org:443')).toBe(403);
});

test('a body that is no form, whatever it says of itself, is refused in a sentence and is no failure of ours', async () => {
  const { log, lines } = lineLog();
  await using play = await openConsole({ log });
  await using real = await openConsole({ log, signIn: { needed: true, adminToken: 'the admin token' } });
  const visitor = play.visit();
  await visitor.open();
  const bodies = [
    { 'Content-Type': 'multipart/form-data' },
    { 'Content-Type': 'multipart/form-data; boundary=x' },
    { 'Content-Type': 'multipart/form-data; boundary=' },
  ];
  for (const headers of bodies) {
    const init = { method: 'POST', body: '--y\r\nnonsense', headers: { Origin: origin, ...headers } };
    for (const response of [await visitor.request('/commands', init), await real.visit().request('/sign-in', init)]) {
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('not a form')]);
    }
  }
  expect(lines).toEqual([]);
});

test('a body that breaks off in the middle fills no log', async () => {
  const { log, lines } = lineLog();
  await using world = await openConsole({ log });
  const visitor = world.visit();
  await visitor.open();
  const answered = Promise.withResolvers<number>();
  const fetch: typeof world.console.app.fetch = async (request, env) => {
    const response = await world.console.app.fetch(request, env);
    answered.resolve(response.status);
    return response;
  };
  const listening = await listen({ fetch }, { host: '127.0.0.1', port: 0 }, world.clock);
  const cookie = visitor.cookies.get(name) ?? '';
  const host = `127.0.0.1:${listening.port}`;
  using client = await rawConnection(listening.port);
  client.send(
    `POST /commands HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nCookie: ${name}=${cookie}\r\n` +
      'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n',
  );
  client.socket.end();
  expect(await answered.promise).toBe(400);
  await listening.close(0);
  expect(lines).toEqual([]);
});
