import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { openDownload } from '../../src/providers/download.ts';
import { UnsafeAddress } from '../../src/providers/outside.ts';

const live = new AbortController().signal;
const closing: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('the download of an output', () => {
  test('streams the file with its length', async () => {
    const url = await serve((_, response) => response.setHeader('content-length', 5).end('clip!'));
    const opened = await openDownload(`${url}/a.mp4`, { mayBeLoopback: true, signal: live });
    if (opened.kind !== 'stream') throw new Error(`expected a stream, got ${opened.status}`);
    expect(opened.bytes).toBe(5);
    expect(await textOf(opened.body)).toBe('clip!');
  });

  test('says with which status it was refused and how long to wait, so that what is not ready yet is not lost', async () => {
    const url = await serve((_, response) => response.writeHead(425, { 'retry-after': '7' }).end('{}'));
    expect(await openDownload(url, { mayBeLoopback: true, signal: live })).toEqual({
      kind: 'refused',
      status: 425,
      retryAfterMs: 7_000,
    });
  });

  test('takes our key along to its own host only, so that a redirect cannot carry it away', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('clip');
    });
    const own = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { location: `${elsewhere}/b.mp4` }).end();
    });
    const headers = { authorization: 'Bearer key-1' };
    const opened = await openDownload(own, { headers, mayBeLoopback: true, signal: live });
    expect(opened.kind).toBe('stream');
    expect(seen).toEqual(['Bearer key-1', undefined]);
  });

  test('asks nothing of this machine or its network, however the address is written, so that an engine cannot make us look inside', async () => {
    let asked = 0;
    const inside = await serve((_, response) => {
      asked += 1;
      response.end('secret');
    });
    const { port } = new URL(inside);
    const addresses = [
      `http://127.0.0.1:${port}/`,
      `https://127.0.0.1:${port}/`,
      `https://localhost:${port}/`,
      `https://2130706433:${port}/`,
      `https://[::ffff:127.0.0.1]:${port}/`,
      'https://[::1]/',
      'https://10.0.0.1/',
      'https://169.254.169.254/latest/meta-data',
      'https://[fe80::1]/',
      'https://0.0.0.0/',
      'http://example.com/a.mp4',
      'file:///etc/passwd',
      'https://user:word@example.com/a.mp4',
      'not an address',
    ];
    for (const address of addresses) {
      await expect(openDownload(address, { mayBeLoopback: false, signal: live })).rejects.toThrow(
        /not allowed|expected an/u,
      );
    }
    expect(asked).toBe(0);
  });

  test('stays away from private addresses after a redirect too, and does not follow for ever', async () => {
    const inwards = await serve((_, response) => response.writeHead(302, { location: 'https://10.0.0.1/' }).end());
    await expect(openDownload(inwards, { mayBeLoopback: true, signal: live })).rejects.toThrow(/not allowed/u);
    const round = await serve((_, response) => response.writeHead(302, { location: '/again' }).end());
    await expect(openDownload(round, { mayBeLoopback: true, signal: live })).rejects.toThrow(UnsafeAddress);
  });

  test('stops when it is told to, before and while the file comes', async () => {
    const url = await serve((_, response) => response.write('begun'));
    const stop = new AbortController();
    const opened = await openDownload(url, { mayBeLoopback: true, signal: stop.signal });
    if (opened.kind !== 'stream') throw new Error('expected a stream');
    stop.abort(new Error('enough'));
    await expect(textOf(opened.body)).rejects.toThrow(/abort/u);
    await expect(openDownload(url, { mayBeLoopback: true, signal: stop.signal })).rejects.toThrow('enough');
  });
});
