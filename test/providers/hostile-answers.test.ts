import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EngineId } from '../../src/core/engine.ts';
import type { SubmitAsk } from '../../src/core/ports/provider.ts';
import { knownProviders } from '../../src/providers/registry.ts';
import type { RunningProvider } from '../../src/providers/provider-module.ts';
import { live, refOf } from '../contracts/provider-calls.ts';
import { idOf, spec } from '../core/samples.ts';
import { openKnown } from './opened.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What every request meets, at every provider's API. */
let answering: Answering;
let seen: IncomingMessage[] = [];
const server = createServer((request, response) => {
  seen.push(request);
  request.resume();
  answering(request, response);
});
let url = '';
beforeAll(async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  url = `http://127.0.0.1:${address.port}`;
});
beforeEach(() => {
  seen = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const key = 'a-key-that-nobody-else-may-see';
const names = knownProviders.map(({ name }) => name).filter((name) => name !== 'demo');
/** An engine of each that makes a clip from words. */
const engines: Readonly<Record<string, EngineId>> = {
  runway: 'runway/gen4.5',
  'openai-videos': 'openai-videos/sora-2',
  openrouter: 'openrouter/google/veo-3.1-lite',
  fal: 'fal/veo3.1-lite',
};

async function open(name: string): Promise<RunningProvider> {
  const found = knownProviders.find((known) => known.name === name);
  if (!found) throw new Error(`expected a provider called ${name}`);
  return openKnown(found, {
    RUNWAYML_API_SECRET: key,
    RUNWAYML_BASE_URL: url,
    OPENAI_API_KEY: key,
    OPENAI_BASE_URL: url,
    OPENROUTER_API_KEY: key,
    OPENROUTER_BASE_URL: url,
    FAL_KEY: key,
    FAL_QUEUE_URL: url,
  });
}

function askOf(name: string): SubmitAsk {
  const engine = engines[name];
  if (engine === undefined) throw new Error(`expected an engine of ${name} to try here`);
  const size = { width: 1280, height: 720 };
  const ofClip = { ...spec, size, seconds: 4, audio: false };
  return { attemptId: idOf('attempt', 1), engine, spec: ofClip, credential: 'main', callbackUrl: null };
}

/** Begins an answer, and leaves it there. */
const halfOf =
  (status: number): Answering =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.write('{"id":"task-1","request_id":"task-1","status":"');
  };

/** As long as somebody reads. */
function endless(sent: { bytes: number }): Answering {
  const chunk = `"${'x'.repeat(64 * 1024)}",`;
  function* body(): Generator<string> {
    yield '[';
    while (sent.bytes < 64 * 1024 ** 2) {
      sent.bytes += chunk.length;
      yield chunk;
    }
  }
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    pipeline(Readable.from(body()), response, () => undefined);
  };
}

describe.each(names)('%s and an API that means no good', (name) => {
  const task = { ...refOf(askOf(name)), taskId: 'task-1' };

  test.each([200, 400, 503])(
    'an answer of %i that stops in its middle holds nobody up past the signal, and rejects no create that may have been taken',
    async (status) => {
      const { provider, check } = await open(name);
      const giveUp = new AbortController();
      const { promise: begun, resolve } = Promise.withResolvers<void>();
      answering = (request, response) => {
        halfOf(status)(request, response);
        if (seen.length === 3) resolve();
      };
      const submitted = provider.submit(askOf(name), giveUp.signal);
      const polled = provider.poll(task, giveUp.signal);
      const checked = check?.(giveUp.signal);
      await begun;
      giveUp.abort(new Error('the lease is over'));
      const [create, ...others] = await Promise.allSettled([submitted, polled, checked]);
      expect(create).toMatchObject({ status: 'fulfilled', value: { kind: 'unknown' } });
      expect(others[0]?.status).toBe('rejected');
      expect(seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
    },
  );

  test('an answer without end is left behind after some megabytes, and is no verdict', async () => {
    const { provider } = await open(name);
    const sent = { bytes: 0 };
    answering = endless(sent);
    expect((await provider.submit(askOf(name), live())).kind).toBe('unknown');
    expect((await provider.poll(task, live())).kind).toBe('unreadable');
    expect(sent.bytes).toBeLessThan(24 * 1024 ** 2);
  });

  test('an answer that is nested without end is no verdict either', async () => {
    const { provider } = await open(name);
    const deep = `{"error":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    answering = (_, response) => response.setHeader('content-type', 'application/json').end(deep);
    expect((await provider.submit(askOf(name), live())).kind).toBe('unknown');
    expect((await provider.poll(task, live())).kind).toBe('unreadable');
  });

  test('words of nearly a megabyte are looked through in no time', async () => {
    const { provider } = await open(name);
    const text = 'model policy not '.repeat(25_000);
    const body = JSON.stringify({ error: { message: text, code: 400 }, detail: text });
    answering = (_, response) => response.writeHead(400, { 'content-type': 'application/json' }).end(body);
    expect((await provider.submit(askOf(name), live())).kind).toBe('rejected');
  });

  test('a redirect takes neither the create nor the key anywhere', async () => {
    const { provider } = await open(name);
    answering = (_, response) => response.writeHead(307, { location: `${url}/elsewhere` }).end();
    expect((await provider.submit(askOf(name), live())).kind).toBe('unknown');
    expect((await provider.poll(task, live())).kind).toBe('unreadable');
    expect(seen.map(({ url: path }) => path)).not.toContain('/elsewhere');
    expect(seen.map(({ url: path }) => path).join(' ')).not.toContain(key);
  });
});
