import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { runService, type ServiceApp } from '../src/run-service.ts';
import { manualClock } from './doubles/world.ts';

const { config } = readConfig({ PORT: '0' }, '/srv/reelay');
const inUse = { chats: ['browser console'], engines: ['Demo'], costsMoney: false, usableKeys: [] };

/** A service whose worker is in the hands of the test, and whose page is a stream of events. */
function someService() {
  const story: string[] = [];
  const worker = Promise.withResolvers<void>();
  const clock = manualClock();
  const app: ServiceApp = {
    clock,
    signInLink: () => null,
    http(stopping) {
      stopping.addEventListener('abort', () => story.push('stopped admitting'));
      const http = new Hono();
      http.get('/events', (c) =>
        streamSSE(c, async (stream) => {
          await stream.writeSSE({ data: 'hello' });
          await new Promise((resolve) => {
            stopping.addEventListener('abort', resolve);
          });
        }),
      );
      return http;
    },
    tend: () => Promise.resolve(),
    async connect(signal) {
      signal.addEventListener('abort', () => story.push('left the chats'));
    },
    async work(_only, signal) {
      signal.addEventListener('abort', () => story.push('worker asked to end'));
      await worker.promise;
      story.push('worker ended');
    },
  };
  const stop = new AbortController();
  const lines: string[] = [];
  const listening = Promise.withResolvers<number>();
  const options = {
    config,
    inUse,
    hasAdminToken: false,
    print: (line: string) => lines.push(line),
    onListening: listening.resolve,
  };
  const done = runService(app, options, stop.signal);
  return { story, worker, stop, lines, listening: listening.promise, done, clock };
}

describe('the service', () => {
  it('tells where it is once it can be reached there', async () => {
    const { listening, lines, stop, worker, done } = someService();
    const port = await listening;
    expect(lines[0]).toBe(`Reelay is running: http://127.0.0.1:${port}`);
    expect((await fetch(`http://127.0.0.1:${port}/nothing`)).status).toBe(404);
    worker.resolve();
    stop.abort();
    await done;
  });

  it('stops admitting, ends its event streams, waits for its worker, and says what it waits for', async () => {
    const { story, listening, lines, stop, worker, done } = someService();
    const response = await fetch(`http://127.0.0.1:${await listening}/events`);
    stop.abort();
    expect(await response.text()).toBe('data: hello\n\n');
    expect(story).toEqual(['stopped admitting', 'left the chats', 'worker asked to end']);
    expect(lines.at(-1)).toContain('waiting for steps under way and 1 open request ');
    expect(lines.at(-1)).toContain('Ctrl+C again stops at once');
    worker.resolve();
    await done;
    expect(story.at(-1)).toBe('worker ended');
  });

  it('ends with the error of a worker that died, and leaves no listener behind', async () => {
    const { listening, worker, done } = someService();
    const port = await listening;
    worker.reject(new Error('the worker died'));
    await expect(done).rejects.toThrow('the worker died');
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
  });
});
