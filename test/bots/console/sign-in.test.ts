import { expect, test } from 'vitest';
import { HOUR, MINUTE, DAY } from '../../../src/core/time.ts';
import { createConsole } from '../../../src/bots/console/console.ts';
import { cookieName } from '../../../src/bots/console/session.ts';
import { lineLog } from '../../doubles/line-log.ts';
import { asCall, createVisitor, openConsole, origin, secretKey } from './world.ts';

const name = cookieName(secretKey, false);
const adminToken = 'the admin token';
const withToken = { signIn: { needed: true, adminToken } } as const;
const withLink = { signIn: { needed: true, adminToken: null } } as const;

async function signedIn(world: Awaited<ReturnType<typeof openConsole>>) {
  const visitor = world.visit();
  await visitor.send('/sign-in', { token: adminToken });
  await visitor.open();
  return visitor;
}

test('without sign-in nothing is shown and nothing is done', async () => {
  await using world = await openConsole(withToken);
  const visitor = world.visit();
  for (const path of ['/', '/messages?before=9', '/?before=9']) {
    const response = await visitor.request(path);
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/sign-in']);
  }
  const calls = [
    visitor.request('/events', { headers: { Accept: 'text/event-stream' } }),
    visitor.request('/messages', { headers: asCall }),
    visitor.send('/commands', { text: '/video a' }, asCall),
    visitor.send('/buttons', { press: 'again job_1' }, asCall),
    visitor.request('/inputs', { method: 'POST', body: 'x', headers: { Origin: origin, ...asCall } }),
  ];
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  expect((await visitor.send('/commands', { text: '/video a' })).status).toBe(303);
  expect(await world.page('operator')).toEqual([]);
});

test('the admin token opens a session; its cookie is for this site and no script', async () => {
  await using world = await openConsole(withToken);
  const visitor = world.visit();
  const response = await visitor.send('/sign-in', { token: adminToken });
  expect([response.status, response.headers.get('Location')]).toEqual([303, '/']);
  expect(response.headers.getSetCookie()).toContainEqual(
    expect.stringMatching(/^reelay-[\w-]{8}=\S+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/),
  );
  expect(await visitor.open()).toContain('Sign out');
});

test('behind https the cookie goes over https alone', async () => {
  await using world = await openConsole({ ...withToken, publicUrl: 'https://reelay.example.org' });
  const response = await world.visit().send('/sign-in', { token: adminToken });
  for (const cookie of response.headers.getSetCookie()) expect(cookie).toMatch(/^__Host-reelay-[\w-]{8}.*; Secure/);
});

test('ten wrong tokens a minute are judged; after that the right one has to wait as well, and is told how long', async () => {
  await using world = await openConsole(withToken);
  const visitor = world.visit();
  const statuses = [];
  for (let tries = 0; tries < 10; tries += 1)
    statuses.push((await visitor.send('/sign-in', { token: 'guess' })).status);
  expect(new Set(statuses)).toEqual(new Set([403]));
  const response = await visitor.send('/sign-in', { token: adminToken });
  expect([response.status, response.headers.get('Retry-After')]).toEqual([429, '60']);
  expect(await response.text()).toContain('Wait a minute');
  await world.clock.advance(MINUTE);
  expect((await visitor.send('/sign-in', { token: adminToken })).status).toBe(303);
});

test('a stranger who guesses locks out nobody else: neither another address nor a browser that was in before', async () => {
  await using world = await openConsole(withToken);
  const before = await signedIn(world);
  await before.send('/sign-out');
  const stranger = world.visit();
  for (let tries = 0; tries < 500; tries += 1) await stranger.send('/sign-in', { token: 'guess' });

  expect((await world.visit('192.0.2.7').send('/sign-in', { token: adminToken })).status).toBe(303);
  expect((await before.send('/sign-in', { token: adminToken })).status).toBe(303);
  const known = Array.from(before.cookies.keys()).find((each) => each.endsWith('-known')) ?? '';
  stranger.cookies.set(known, `${'0'.repeat(32)}.made-up`);
  expect((await stranger.send('/sign-in', { token: adminToken })).status).toBe(429);
});

test('having been in before opens nothing, and gives no more tries than anybody has', async () => {
  await using world = await openConsole(withToken);
  const before = await signedIn(world);
  await before.send('/sign-out');
  expect((await before.request('/')).status).toBe(303);
  for (let tries = 0; tries < 10; tries += 1) await before.send('/sign-in', { token: 'guess' });
  expect((await before.send('/sign-in', { token: adminToken })).status).toBe(429);
});

test.each([withToken, withLink])(
  'what is refused at the door is told in the log, without what was sent: %o',
  async (way) => {
    const { log, lines } = lineLog();
    await using world = await openConsole({ ...way, log });
    const visitor = world.visit('192.0.2.7');
    await visitor.send('/sign-in', { token: 'guess', code: 'guess' });
    expect(lines).toEqual([expect.stringMatching(/was refused.*192\.0\.2\.7/)]);
    for (let tries = 0; tries < 100; tries += 1) await visitor.send('/sign-in', { token: 'guess', code: 'guess' });
    expect(lines).toHaveLength(10);
    expect(lines.join()).not.toContain('guess');
  },
);

test('guesses of the link keep its holder out for no moment: it cannot be guessed', async () => {
  await using world = await openConsole(withLink);
  const code = world.console.signInLink(origin)?.split('=')[1] ?? '';
  const visitor = world.visit();
  for (let tries = 0; tries < 100; tries += 1) await visitor.send('/sign-in', { code: 'guess' });
  expect((await visitor.send('/sign-in', { code })).status).toBe(303);
});

test('whoever knocks cannot make the service read more than a form', async () => {
  await using world = await openConsole(withToken);
  const response = await world.visit().send('/sign-in', { token: 'x'.repeat(20_000) });
  expect(response.status).toBe(413);
});

test('a session that was forged, has expired, is of another secret or of another token lets nobody in', async () => {
  await using world = await openConsole(withToken);
  const visitor = await signedIn(world);
  const cookie = visitor.cookies.get(name) ?? '';
  const statusWith = async (value: string, app = world.console.app, as = name) => {
    const other = createVisitor(app);
    other.cookies.set(as, value);
    return (await other.request('/')).status;
  };
  expect(await statusWith(cookie)).toBe(200);

  const [payload = '', proof = ''] = cookie.split('.');
  const forged = Buffer.from(JSON.stringify({ id: 'x', who: 'operator', untilMs: 9e15 })).toString('base64url');
  expect(await statusWith(`${forged}.${proof}`)).toBe(303);
  expect(await statusWith(`${payload}.`)).toBe(303);
  expect(await statusWith('')).toBe(303);
  const otherKey = `${secretKey} but another`;
  await using otherSecret = await openConsole({ ...withToken, secretKey: otherKey });
  expect(await statusWith(cookie, otherSecret.console.app, cookieName(otherKey, false))).toBe(303);
  await using otherToken = await openConsole({ signIn: { needed: true, adminToken: 'changed' } });
  expect(await statusWith(cookie, otherToken.console.app)).toBe(303);
  await world.clock.advance(7 * DAY);
  expect(await statusWith(cookie)).toBe(303);
});

test('a session from the time when nothing was configured is not one of the operator', async () => {
  await using play = await openConsole();
  const visitor = play.visit();
  await visitor.open();
  await using world = await openConsole(withLink);
  const other = createVisitor(world.console.app);
  other.cookies.set(name, visitor.cookies.get(name) ?? '');
  expect((await other.request('/')).status).toBe(303);
});

test('signing out ends the session, also for whoever kept its cookie', async () => {
  await using world = await openConsole(withToken);
  const visitor = await signedIn(world);
  const kept = visitor.cookies.get(name) ?? '';
  expect((await visitor.send('/sign-out')).headers.get('Location')).toBe('/sign-in');
  expect(visitor.cookies.has(name)).toBe(false);
  visitor.cookies.set(name, kept);
  expect((await visitor.request('/')).status).toBe(303);

  const restarted = createVisitor(createConsole(world.deps).app);
  restarted.cookies.set(name, kept);
  expect((await restarted.request('/')).status).toBe(303);
});

test('the link lets one in once: a preview of it burns nothing, a second use is refused', async () => {
  await using world = await openConsole(withLink);
  const link = world.console.signInLink(origin) ?? '';
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8787\/sign-in\?code=[0-9a-f]{64}$/);
  const path = link.slice(origin.length);
  const code = path.split('=')[1] ?? '';
  const preview = await world.visit().request(path);
  expect(await preview.text()).toContain('name="code"');

  const first = world.visit();
  expect((await first.send('/sign-in', { code })).status).toBe(303);
  expect(await first.open()).toContain('Sign out');
  expect((await world.visit().send('/sign-in', { code })).status).toBe(403);
  expect(world.console.signInLink(origin)).toBeNull();
});

test('the link is of no use after an hour, nor is a wrong or an empty one', async () => {
  await using world = await openConsole(withLink);
  const code = world.console.signInLink(origin)?.split('=')[1] ?? '';
  for (const wrong of ['', '0'.repeat(64)])
    expect((await world.visit().send('/sign-in', { code: wrong })).status).toBe(403);
  await world.clock.advance(HOUR);
  expect((await world.visit().send('/sign-in', { code })).status).toBe(403);
  expect(world.console.signInLink(origin)).toBeNull();
});

test('with an admin token there is no link, and nothing that the token field of another way opens', async () => {
  await using world = await openConsole(withToken);
  expect(world.console.signInLink(origin)).toBeNull();
  expect((await world.visit().send('/sign-in', { code: adminToken })).status).toBe(403);
});

test('nobody can act as somebody else once sign-in is needed', async () => {
  await using world = await openConsole(withToken);
  const visitor = await signedIn(world);
  expect((await visitor.send('/act-as', { who: 'mo' })).status).toBe(404);
  expect((await visitor.send('/try/kill-engine')).status).toBe(404);
  expect(await visitor.open()).not.toContain('Act as');
});

test('whoever acts as another goes on where they chose, not in the box', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  const page = await visitor.open();
  expect(page).toMatch(/<select id="who" [^]*<button class="quiet">Switch<\/button>/);
  expect((await visitor.send('/act-as', { who: 'bo' })).headers.get('Location')).toBe('/#who');
});
