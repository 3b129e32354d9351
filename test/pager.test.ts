import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainStyle, renderText } from '../src/bots/messages/text.ts';
import type { ConnectedChat } from '../src/bots/connected-chat.ts';
import type { Alert } from '../src/core/alert.ts';
import { createPager } from '../src/pager.ts';
import { aChat, collectLog } from './core/samples.ts';

const alert: Alert = {
  kind: 'engine_retired',
  engine: 'acme/reel',
  label: 'Acme Reel',
  sinceMs: 1,
  replacedBy: null,
};
const live = new AbortController().signal;
const got: unknown[] = [];
let status = 204;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    got.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(status).end();
  });
});
let url: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected to listen on a port');
  url = `http://127.0.0.1:${address.port}/hooks/secret-1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('posts what incoming webhooks of Slack and of Discord both read, and calls nobody there', async () => {
  await createPager({ kind: 'webhook', url }, [], collectLog())(alert, live);
  const sentence = expect.stringContaining('Acme Reel (acme/reel) is no longer served by its maker');
  expect(got).toEqual([{ text: sentence, content: sentence, allowed_mentions: { parse: [] }, alert }]);
});

it('rejects where it was not taken, without the address, which is a secret', async () => {
  status = 404;
  const log = collectLog();
  await expect(createPager({ kind: 'webhook', url }, [], log)(alert, live)).rejects.toThrow(
    /^(?!.*secret-1).*status 404/u,
  );
  const nobody = { kind: 'webhook', url: 'http://127.0.0.1:1/secret-1' } as const;
  await expect(createPager(nobody, [], log)(alert, live)).rejects.toThrow(/^(?!.*secret-1).*expected the address/u);
});

it('posts into the channel of a chat that is set up, and rejects where that is not', async () => {
  const posted: [string, string][] = [];
  const chat: ConnectedChat = {
    chat: { ...aChat(), platform: 'slack' },
    run: () => Promise.resolve(),
    trouble: () => null,
    tellOperator: async (channel, { title }) => void posted.push([channel, renderText(title, plainStyle)]),
  };
  const to = { kind: 'channel', platform: 'slack', channel: 'C0123456789' } as const;
  await createPager(to, [chat], collectLog())(alert, live);
  expect(posted).toEqual([['C0123456789', expect.stringContaining('Acme Reel')]]);
  await expect(createPager(to, [], collectLog())(alert, live)).rejects.toThrow('expected slack to be set up');
});
