import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/core/ports/store.ts';
import type { Mount } from '../../src/http/create-http.ts';
import { host, openWeb, type WebOptions } from './web.ts';

/** Stands for the console and for a chat platform that calls us. */
function someMounts(): readonly Mount[] {
  const page = new Hono();
  page.get('/', (c) => c.html('<p>page', 200, { 'Content-Security-Policy': "default-src 'self'" }));
  page.all('/say', async (c) => c.text(`said ${await c.req.text()}`));
  page.get('/broken', () => {
    throw new RangeError('a bug');
  });
  page.get('/away', () => {
    throw new StoreUnavailable('the file is locked by /srv/reelay/data');
  });
  const machine = new Hono();
  machine.post('/events', async (c) => c.text(`took ${await c.req.text()}`));
  const bounded = new Hono();
  bounded.post('/events', bodyLimit({ maxSize: 100, onError: (c) => c.text('counted', 413) }), (c) =>
    c.text('took it'),
  );
  return [
    { path: '/', app: page, isMachine: false },
    { path: '/slack', app: machine, isMachine: true, bodyBytesMax: 100 },
    { path: '/bounded', app: bounded, isMachine: true, bodyBytesMax: null },
  ];
}

function open(options: WebOptions = {}) {
  return openWeb({ mounts: someMounts(), ...options });
}

describe('the Host of a request', () => {
  const outside = { publicUrl: 'https://reelay.example.org' };
  const ours: readonly (readonly [name: string, options: WebOptions])[] = [
    ['127.0.0.1:8787', {}],
    ['localhost:8787', {}],
    ['LOCALHOST:8787', {}],
    ['[::1]:8787', {}],
    // As a tunnel or a container maps it.
    ['localhost:9000', {}],
    ['localhost', {}],
    ['192.168.1.5:8787', { host: '192.168.1.5' }],
    ['[fd00::5]:8787', { host: 'fd00::5' }],
    ['reelay.example.org', outside],
    ['reelay.example.org:443', outside],
    ['Reelay.Example.Org', outside],
    ['127.0.0.1:8787', outside],
  ];
  for (const [name, options] of ours) {
    it(`${name} is ours with ${JSON.stringify(options)}`, async () => {
      await using web = await open(options);
      expect((await web.request('/', { headers: { host: name } })).status).toBe(200);
    });
  }

  const foreign = [
    'evil.example',
    'evil.example:8787',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.evil.example',
    'localhost@evil.example',
    'evil.example/localhost',
    'reelay.example.org.evil.example',
    'reelay.example.org:8443',
    '192.168.1.5:8787',
    '',
    'a b',
  ];
  for (const name of foreign) {
    it(`${name || 'that is empty'} is refused, so that a page that renames this machine reads nothing`, async () => {
      await using web = await open(outside);
      for (const path of ['/', '/metrics', '/media/x', '/nowhere']) {
        const response = await web.request(path, { headers: { host: name } });
        expect(response.status).toBe(421);
        expect(await response.text()).toContain('PUBLIC_URL');
      }
      expect((await web.request('/webhooks/demo', { method: 'POST', headers: { host: name } })).status).toBe(421);
    });
  }

  it('matters not to those who watch a container by its own address', async () => {
    await using web = await open();
    for (const path of ['/health/live', '/health/ready']) {
      expect((await web.request(path, { headers: { host: '10.1.2.3:8787' } })).status).toBe(200);
    }
  });
});

describe('what changes something', () => {
  const say = { method: 'POST', body: 'hello' };

  it('is taken from a page of ours, however it was reached', async () => {
    await using web = await open({ publicUrl: 'https://reelay.example.org' });
    const pages: readonly Record<string, string>[] = [
      { Origin: `http://${host}` },
      { host: 'localhost:9000', Origin: 'http://localhost:9000' },
      { host: 'reelay.example.org', Origin: 'https://reelay.example.org' },
      // A proxy that renames hosts.
      { host: '127.0.0.1:8787', Origin: 'https://reelay.example.org' },
      // A form of a page with the policy `no-referrer`.
      { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
    ];
    for (const headers of pages) {
      const response = await web.request('/say', { ...say, headers });
      expect(await response.text()).toBe('said hello');
    }
  });

  it('is refused from everywhere else, whatever the method and the kind of body', async () => {
    await using web = await open({ publicUrl: 'https://reelay.example.org' });
    const pages: readonly Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
      { Origin: 'http://localhost:3000', host: 'localhost:8787' },
      { Origin: 'http://127.0.0.1:8787', host: 'localhost:8787' },
      { Origin: 'https://reelay.example.org.evil.example' },
      // Plain http, which whoever is on the way can write.
      { Origin: 'http://reelay.example.org', host: 'reelay.example.org' },
      { Origin: 'http://reelay.example.org:443', host: 'reelay.example.org:443' },
      { Origin: 'http://reelay.example.org' },
      { Origin: 'null' },
      { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'null', 'Sec-Fetch-Site': 'same-site' },
      { Origin: 'nonsense' },
      { 'Sec-Fetch-Site': 'none' },
      {},
    ];
    for (const headers of pages) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        for (const type of ['application/json', 'text/plain']) {
          const init = { method, body: 'hello', headers: { ...headers, 'Content-Type': type } };
          expect((await web.request('/say', init)).status).toBe(403);
        }
      }
    }
  });

  it('is taken from programs where programs are meant to call, without an Origin', async () => {
    await using web = await open();
    const response = await web.request('/slack/events', { method: 'POST', body: 'event' });
    expect(await response.text()).toBe('took event');
  });

  it('is bounded, with its length said or not', async () => {
    await using web = await open();
    const headers = { Origin: `http://${host}` };
    const large = 'x'.repeat(256 * 1_024 + 1);
    const send = (path: string, body: string, more: Record<string, string> = {}) =>
      web.request(path, { method: 'POST', body, headers: { ...headers, ...more } });
    expect((await send('/say', large)).status).toBe(413);
    expect((await send('/say', large, { 'Content-Length': String(large.length) })).status).toBe(413);
    expect((await send('/slack/events', 'x'.repeat(101))).status).toBe(413);
    expect((await send('/slack/events', 'x'.repeat(100))).status).toBe(200);
  });

  it('is left alone for a mount that bounds it itself, so that it can say and count what it refuses', async () => {
    await using web = await open();
    const send = (path: string, body: string) => web.request(path, { method: 'POST', body });
    expect(await (await send('/bounded/events', 'x'.repeat(256 * 1_024 + 1))).text()).toBe('counted');
    expect((await send('/bounded/events', 'x'.repeat(100))).status).toBe(200);
    expect((await send('/bounded/else', 'x'.repeat(256 * 1_024 + 1))).status).toBe(404);
  });

  it('is refused while the service stops, so that nobody waits for an answer that never comes; reading goes on', async () => {
    await using web = await open();
    web.stop();
    const headers = { Origin: `http://${host}` };
    const response = await web.request('/say', { ...say, headers });
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('10');
    expect((await web.request('/slack/events', say)).status).toBe(503);
    expect((await web.request('/')).status).toBe(200);
  });
});

describe('answers', () => {
  it('forbid everything unless a mounted app says what its pages need', async () => {
    await using web = await open();
    const strict = {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    };
    const policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    for (const path of ['/nowhere', '/broken', '/health/live', '/media/x', '/metrics']) {
      const { headers } = await web.request(path);
      expect(Object.fromEntries(headers)).toMatchObject({ ...strict, 'content-security-policy': policy });
    }
    const { headers } = await web.request('/');
    expect(Object.fromEntries(headers)).toMatchObject({ ...strict, 'content-security-policy': "default-src 'self'" });
  });

  it('bind browsers to https only where the address outside has it', async () => {
    await using plain = await open({ publicUrl: 'http://reelay.example.org' });
    await using secure = await open({ publicUrl: 'https://reelay.example.org' });
    expect((await plain.request('/')).headers.has('Strict-Transport-Security')).toBe(false);
    expect((await secure.request('/')).headers.get('Strict-Transport-Security')).toContain('max-age=');
  });

  it('to what is not there are a sentence, as JSON where that is asked for', async () => {
    await using web = await open();
    const text = await web.request('/nowhere');
    expect(text.status).toBe(404);
    expect(await text.text()).toBe('There is nothing at this address.\n');
    const json = await web.request('/nowhere', { headers: { Accept: 'application/json' } });
    expect(await json.json()).toEqual({ message: 'There is nothing at this address.' });
  });

  it('to a bug are a sentence with where to find it in the log, and nothing of the bug', async () => {
    await using web = await open();
    const response = await web.request('/broken?with=secret', { headers: { 'X-Request-Id': 'made-up' } });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('a bug');
    const id = /log it is ([\w-]+)\./.exec(text)?.[1] ?? 'no id';
    expect(id).not.toBe('made-up');
    expect(web.logged.join()).toContain(id);
    expect(web.logged.join()).toContain('a bug');
    expect(web.logged.join()).not.toContain('with=secret');
  });

  it('without the database say so and when to come back, without a word of how we are built', async () => {
    await using web = await open();
    const response = await web.request('/away');
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('10');
    expect(await response.text()).not.toContain('/srv');
  });

  it('of ours come before those of a mount, also where ours have none', async () => {
    const greedy = new Hono();
    greedy.all('*', (c) => c.text('mine'));
    await using web = await openWeb({ mounts: [{ path: '/', app: greedy, isMachine: true }] });
    for (const path of ['/webhooks', '/webhooks/a/b', '/media', '/health/x', '/metrics/x']) {
      expect((await web.request(path)).status).toBe(404);
    }
    expect(await (await web.request('/else')).text()).toBe('mine');
  });

  it('are measured by the pattern of their route, so that no path and no stranger adds a name', async () => {
    await using web = await open();
    await web.request('/media/clip_x?signature=y');
    await web.request('/nowhere/at/all', { method: 'PROPFIND' });
    await web.request('/');
    const measured = web.counted.filter(([name]) => name === 'httpRequests').map(([, labels]) => labels);
    expect(measured).toEqual([
      { route: '/media/:clipId', method: 'GET', status: '4xx' },
      { route: expect.stringMatching(/^\/\*?$/), method: 'other', status: '4xx' },
      { route: '/', method: 'GET', status: '2xx' },
    ]);
  });
});
