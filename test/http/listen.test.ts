import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { listen, type ListenTimeouts, listenTimeouts } from '../../src/http/listen.ts';
import { ListenError, listenErrorOf } from '../../src/http/listen-error.ts';
import { manualClock } from '../doubles/world.ts';
import { rawConnection } from './sockets.ts';
import { openWeb, type WebOptions } from './web.ts';

const here = { host: '127.0.0.1', port: 0 };
const headOf = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

async function serve(app: Pick<Hono, 'fetch'>, timeouts: ListenTimeouts = listenTimeouts) {
  const clock = manualClock();
  const listening = await listen(app, here, clock, timeouts);
  return {
    ...listening,
    clock,
    url: (path: string) => `http://127.0.0.1:${listening.port}${path}`,
    connect: () => rawConnection(listening.port),
    [Symbol.asyncDispose]: () => listening.close(0),
  };
}

async function serveWeb(options: WebOptions = {}) {
  const web = await openWeb(options);
  const served = await serve(web.app);
  return {
    ...web,
    ...served,
    async [Symbol.asyncDispose]() {
      await served.close(0);
      await web[Symbol.asyncDispose]();
    },
  };
}

describe('an address that cannot be had', () => {
  it('because its port is taken is told in a sentence with what to type', async () => {
    await using first = await serve(new Hono());
    const second = listen(new Hono(), { host: '127.0.0.1', port: first.port }, manualClock());
    const error: unknown = await second.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ListenError);
    expect(error).toMatchObject({
      message: `Port ${first.port} on 127.0.0.1 is taken by another program. Stop that one, or use another port: PORT=${first.port + 1} npm start`,
    });
  });

  it('because it is not one of this machine is told by the name of its setting', async () => {
    const listening = listen(new Hono(), { host: '203.0.113.1', port: 0 }, manualClock());
    await expect(listening).rejects.toThrow('HOST is "203.0.113.1", which is no address of this machine.');
  });

  it('is told apart by what the system says; anything else is left as it is', () => {
    const messageOf = (code: string, port = 80) =>
      listenErrorOf(Object.assign(new Error(code), { code }), { host: 'nowhere', port })?.message;
    expect(messageOf('EACCES')).toContain('Reelay may not listen on port 80');
    expect(messageOf('ENOTFOUND')).toContain('HOST is "nowhere"');
    expect(messageOf('EADDRINUSE', 65_535)).toContain('PORT=8787 npm start');
    expect(messageOf('EMFILE')).toBeUndefined();
    expect(listenErrorOf('odd', { host: 'nowhere', port: 80 })).toBeNull();
  });
});

describe('clips over a real connection', () => {
  it('come whole, in pieces, and as a head with their length', async () => {
    await using web = await serveWeb();
    const { bytes, link } = await web.clipOf(300_000);
    const whole = await fetch(web.url(link));
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
    const piece = await fetch(web.url(link), { headers: { Range: 'bytes=100000-100009' } });
    expect(piece.status).toBe(206);
    expect(Buffer.from(await piece.arrayBuffer())).toEqual(bytes.subarray(100_000, 100_010));
    const head = await fetch(web.url(link), { method: 'HEAD' });
    expect(head.headers.get('Content-Length')).toBe('300000');
    expect(web.disk.openHandles()).toBe(0);
  });

  it('that a reader breaks off close their file, so that people who look away do not use it up', async () => {
    const closed = Promise.withResolvers<void>();
    await using web = await serveWeb({ onFileClosed: closed.resolve });
    const { link } = await web.clipOf(16_000_000);
    using reader = await web.connect();
    reader.send(headOf(link));
    await reader.until(/\r\n\r\n[^]/);
    reader.socket.pause();
    expect(web.disk.openHandles()).toBe(1);
    reader.socket.destroy();
    await closed.promise;
    expect(web.disk.openHandles()).toBe(0);
    expect(web.logged).toEqual([]);
  });

  it('are found by no path that climbs, however it is written on the wire', async () => {
    await using web = await serveWeb();
    for (const path of [
      '/media/../../../etc/passwd',
      '/media/..%2f..%2fetc%2fpasswd',
      '/media/%2e%2e/x',
      '//etc/passwd',
    ]) {
      using client = await web.connect();
      client.send(headOf(path, 'Connection: close\r\n'));
      expect(await client.ended()).toMatch(/^HTTP\/1\.1 40[34] /);
    }
  });
});

describe('requests that are not well-behaved', () => {
  it('with a body that never says how long it is are bounded all the same', async () => {
    await using web = await serveWeb();
    using client = await web.connect();
    client.send('POST /webhooks/acme HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n');
    const piece = 'x'.repeat(64 * 1_024);
    for (let sent = 0; sent < 5; sent += 1) client.send(`10000\r\n${piece}\r\n`);
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that break off in the middle fill no log', async () => {
    const measured = Promise.withResolvers<void>();
    await using web = await serveWeb({ onMeasured: measured.resolve });
    using client = await web.connect();
    client.send('POST /webhooks/acme HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc');
    client.socket.end();
    await measured.promise;
    expect(web.logged).toEqual([]);
    expect(web.counted).toHaveLength(1);
  });

  it('without a Host, or with a foreign one, get nothing', async () => {
    await using web = await serveWeb();
    for (const [request, status] of [
      ['GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 421],
      ['GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 421],
      ['GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\nConnection: close\r\n\r\n', 421],
    ] as const) {
      using client = await web.connect();
      client.send(request);
      expect(await client.ended()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    }
  });

  const hurried: ListenTimeouts = { headersMs: 60, requestMs: 120, keepAliveMs: 1_000, checkEveryMs: 20 };

  it('whose head never ends are cut off, so that a few slow ones cannot hold every connection', async () => {
    await using served = await serve(new Hono(), { ...hurried, requestMs: MINUTE });
    using client = await served.connect();
    client.send('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    expect(await client.ended()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('whose body never ends are cut off as well', async () => {
    const app = new Hono();
    app.post('/', async (c) => c.text(await c.req.text()));
    await using served = await serve(app, hurried);
    using client = await served.connect();
    client.send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc');
    expect(await client.ended()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('are timed by default', () => {
    expect(listenTimeouts.headersMs).toBeLessThanOrEqual(10 * SECOND);
    expect(listenTimeouts.requestMs).toBeLessThanOrEqual(2 * MINUTE);
  });
});

describe('closing', () => {
  /** No connection ends by itself in time. */
  const patient: ListenTimeouts = { ...listenTimeouts, keepAliveMs: 10 * MINUTE };

  /** Answers when it is told to, and says when it was asked. */
  function heldApp() {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    const app = new Hono();
    app.get('/quick', (c) => c.text('quick'));
    app.get('/held', async (c) => {
      asked.resolve();
      return c.text(await answer.promise);
    });
    return { app, asked: asked.promise, answer: answer.resolve };
  }

  it('ends connections that are only kept alive at once, and takes no new ones', async () => {
    const { app } = heldApp();
    await using served = await serve(app, patient);
    using idle = await served.connect();
    idle.send(headOf('/quick'));
    await idle.until(/quick$/);
    await served.close(MINUTE);
    await idle.ended();
    await expect(fetch(served.url('/quick'))).rejects.toThrow('fetch failed');
  });

  it.each([
    ['was never used', ''],
    ['never sent a whole head', 'GET /quick HTTP/1.1\r\nX-Slow: '],
    ['has begun its next head', `${headOf('/quick')}GET /quick HTTP/1.1\r\nX-Slow: `],
  ])('does not wait for a connection that %s', async (_, sent) => {
    const { app, asked, answer } = heldApp();
    await using served = await serve(app, patient);
    using unused = await served.connect();
    if (sent !== '') unused.send(sent);
    if (sent.startsWith(headOf('/quick'))) await unused.until(/quick$/);
    // Connections are taken in turn: it is there by now.
    using client = await served.connect();
    client.send(headOf('/held'));
    await asked;
    const closed = served.close(MINUTE);
    await unused.ended();
    answer('at last');
    expect(await client.ended()).toContain('at last');
    await closed;
    expect(served.clock.sleepers()).toBe(0);
  });

  it('waits for a request that is under way, answers it whole, and then ends its connection', async () => {
    const { app, asked, answer } = heldApp();
    await using served = await serve(app, patient);
    using client = await served.connect();
    client.send(headOf('/held'));
    await asked;
    expect(served.openRequests()).toBe(1);
    const closed = served.close(MINUTE);
    answer('at last');
    expect(await client.ended()).toContain('at last');
    await closed;
    expect(served.openRequests()).toBe(0);
    expect(served.clock.sleepers()).toBe(0);
  });

  it('ends the connection of an answer that had begun before, once it is whole', async () => {
    const rest = Promise.withResolvers<void>();
    const app = new Hono();
    app.get('/', (c) =>
      stream(c, async (out) => {
        await out.write('first ');
        await rest.promise;
        await out.write('last');
      }),
    );
    await using served = await serve(app, patient);
    using client = await served.connect();
    client.send(headOf('/'));
    await client.until(/first /);
    const closed = served.close(MINUTE);
    rest.resolve();
    expect(await client.ended()).toContain('last');
    await closed;
  });

  it('drops what is still under way when its patience ends', async () => {
    const { app, asked, answer } = heldApp();
    await using served = await serve(app, patient);
    using client = await served.connect();
    client.send(headOf('/held'));
    await asked;
    const closed = served.close(5 * SECOND);
    await served.clock.advance(5 * SECOND);
    await closed;
    expect(await client.ended()).toBe('');
    answer('nobody hears this');
  });
});
