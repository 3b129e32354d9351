import { expect, test } from 'vitest';
import { asCall, openConsole, origin } from './world.ts';

const posts = ['/commands', '/buttons', '/edit', '/theme', '/act-as', '/try/kill-engine'];

test('nothing is done without the token of this session, nor with that of another', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const other = world.visit();
  await other.open();
  const tokens = ['', 'wrong', other.field('csrf')];
  for (const path of posts) {
    for (const csrf of tokens) {
      const response = await visitor.send(path, { csrf, text: '/video a', who: 'mo' });
      expect([path, csrf, response.status]).toEqual([path, csrf, 403]);
    }
  }
  const attached = await visitor.request('/inputs', { method: 'POST', body: 'x', headers: { Origin: origin } });
  expect(attached.status).toBe(403);
  expect(await world.page()).toEqual([]);
});

test('what another site sends is refused, by its Origin or by the browser’s word', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const foreign = [
    { Origin: 'https://evil.example' },
    { Origin: 'http://127.0.0.1:9999' },
    { Origin: 'null' },
    { Origin: origin, 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  ];
  for (const path of posts) {
    for (const headers of foreign) {
      expect([path, headers, (await visitor.send(path, { text: '/video a' }, headers)).status]).toEqual([
        path,
        headers,
        403,
      ]);
    }
  }
  expect(await world.page()).toEqual([]);
  expect((await visitor.send('/edit', { text: 'a' }, { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
});

test('a page may load what is ours and nothing else, and is kept by nobody', async () => {
  await using world = await openConsole();
  const { headers } = await world.visit().request('/');
  expect(headers.get('Content-Security-Policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  expect(headers.get('Cache-Control')).toBe('no-store');
  expect(headers.get('Referrer-Policy')).toBe('same-origin');
});

test('a page carries no inline style or script, which the policy would stop', async () => {
  await using world = await openConsole();
  const html = await world.visit().open();
  expect(html).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script(?![^>]*src=)/);
  expect(html).not.toMatch(/(?:src|href)="https?:/);
});

test('its files are served with their types, and not again to whoever has them', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  const html = await visitor.open();
  const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const response = await visitor.request(file);
    expect([file, response.status]).toEqual([file, 200]);
    expect(response.headers.get('Content-Type')).toMatch(/^(?:text\/css|text\/javascript|image\/svg\+xml)/);
    const headers = { 'If-None-Match': response.headers.get('ETag') ?? '' };
    expect((await visitor.request(file, { headers })).status).toBe(304);
  }
});

test.each(['/assets/..%2fconsole.ts', '/assets/%2e%2e/console.ts', '/assets/tsconfig.json', '/assets/constructor'])(
  '%s is no file of the page',
  async (path) => {
    await using world = await openConsole();
    expect((await world.visit().request(path)).status).toBe(404);
  },
);

test('a database that is away is said to be, and the page may be loaded again', async () => {
  await using world = await openConsole();
  await world.store.close();
  const visitor = world.visit();
  const page = await visitor.request('/');
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('cannot reach its database')]);
  const piece = await visitor.request('/messages', { headers: asCall });
  expect([piece.status, await piece.text()]).toEqual([503, expect.stringMatching(/^Reelay cannot reach its database/)]);
});

test('a press or a setting is read up to 16 KiB, so that nobody keeps the service busy with more', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const padding = 'x'.repeat(17 * 1024);
  for (const path of ['/buttons', '/theme', '/act-as', '/try/kill-engine']) {
    expect([path, (await visitor.send(path, { padding })).status]).toEqual([path, 413]);
  }
  const refused = await visitor.send('/buttons', { padding }, asCall);
  expect(await refused.text()).toBe('That is more than can be sent at once.');
});

test('what fits into the box is taken whole to be edited, in any script, and not more', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const long = await visitor.send('/edit', { text: '語'.repeat(20_000) });
  expect([long.status, await long.text()]).toEqual([200, expect.stringContaining('語'.repeat(20_000))]);
  expect((await visitor.send('/edit', { text: 'x'.repeat(300 * 1024) })).status).toBe(413);
});

test('a form from before somebody acted as another keeps its text, and says who acts now', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  await visitor.send('/act-as', { who: 'bo' });
  const text = '/video a <kite>';
  const page = await visitor.send('/commands', { text });
  const html = await page.text();
  expect(page.status).toBe(403);
  expect(html).toContain('You act as Bo now.');
  expect(html).toContain('\n/video a &lt;kite&gt;</textarea>');
  const piece = await visitor.send('/commands', { text }, asCall);
  expect([piece.status, await piece.text()]).toEqual([
    403,
    'You act as Bo now. This form is out of date. Load the page again and send it once more.',
  ]);
  expect(await world.page()).toEqual([]);
});

test('a form without any session keeps its text too, and its script is told that nobody is signed in', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  visitor.cookies.clear();
  const piece = await visitor.send('/commands', { text: '/video a kite' }, asCall);
  expect([piece.status, await piece.text()]).toEqual([401, 'You are signed out. Load the page again.']);
  const page = await visitor.send('/commands', { text: '/video a kite' });
  expect([page.status, await page.text()]).toEqual([403, expect.stringContaining('\n/video a kite</textarea>')]);
  expect(await world.page()).toEqual([]);
});
