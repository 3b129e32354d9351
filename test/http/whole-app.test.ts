import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { lineLog } from '../doubles/line-log.ts';
import { manualClock } from '../doubles/world.ts';

const origin = 'http://127.0.0.1:8787';
const adminToken = 'the-token-of-the-operator';

/** Everything as it is put together for a service with nothing set but its token. */
async function openApp() {
  const dir = await mkdtemp(path.join(tmpdir(), 'reelay-app-'));
  const settings = readConfig({ DATA_DIR: dir, ADMIN_TOKEN: adminToken }, dir);
  const app = await createApp(settings, { providers: [], clock: manualClock(), log: lineLog().log });
  const http = app.http(new AbortController().signal);
  const incoming = { socket: { remoteAddress: '127.0.0.1', remotePort: 50_000, remoteFamily: 'IPv4' } };
  return {
    ask: async (to: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) => {
      const headers = { Host: '127.0.0.1:8787', Origin: origin, ...init.headers };
      return http.fetch(new Request(`${origin}${to}`, { redirect: 'manual', ...init, headers }), { incoming });
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await rm(dir, { recursive: true });
    },
  };
}

test('a token that is set is asked for, also while nothing real is', async () => {
  await using app = await openApp();
  const page = await app.ask('/');
  expect([page.status, page.headers.get('Location')]).toEqual([303, '/sign-in']);
});

test('the tries for the token are counted together, so that no second door makes it quicker to guess', async () => {
  await using app = await openApp();
  for (let tries = 0; tries < 5; tries += 1) {
    const read = await app.ask('/metrics', { headers: { Authorization: 'Bearer guess' } });
    const entered = await app.ask('/sign-in', { method: 'POST', body: new URLSearchParams({ token: 'guess' }) });
    expect([read.status, entered.status]).toEqual([401, 403]);
  }
  const read = await app.ask('/metrics', { headers: { Authorization: `Bearer ${adminToken}` } });
  const entered = await app.ask('/sign-in', { method: 'POST', body: new URLSearchParams({ token: adminToken }) });
  expect([read.status, entered.status]).toEqual([429, 429]);
});
