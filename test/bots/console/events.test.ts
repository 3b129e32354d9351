import { idOf } from '../../core/samples.ts';
import { expect, test } from 'vitest';
import { general } from '../../../src/bots/console/channels.ts';
import { SECOND } from '../../../src/core/time.ts';
import type { Messages } from '../../../src/core/ports/messages.ts';
import { readEvents } from './event-reader.ts';
import { asCall, consoleView, type ConsoleWorld, home, openConsole } from './world.ts';
import { firstTry } from '../../contracts/chat-asks.ts';

const asStream = { Accept: 'text/event-stream' };

function post(world: ConsoleWorld, key: string, onlyFor: Parameters<Messages['put']>[0]['onlyFor'] = null) {
  const body = JSON.stringify({ kind: 'command', by: { name: 'Ada' }, typed: `/video ${key}`, hasImage: false });
  return world.messages.put({ ...general, key, onlyFor, author: null, body }, world.clock.nowMs());
}

async function listen(world: ConsoleWorld, path = '/events', headers: Record<string, string> = {}) {
  const visitor = world.visit();
  await visitor.open();
  const response = await visitor.request(path, { headers: { ...asStream, ...headers } });
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'text/event-stream']);
  return readEvents(response);
}

test('what came after a version is told again, each message as it is now, so that a break loses nothing', async () => {
  await using world = await openConsole();
  const first = await post(world, 'one');
  await post(world, 'two');
  const third = await post(world, 'three');
  const events = await listen(world, `/events?after=${first.version}`);
  expect(await events.next()).toMatchObject({ event: 'message', data: expect.stringContaining('/video two') });
  expect(await events.next()).toMatchObject({
    id: String(third.version),
    data: expect.stringContaining('/video three'),
  });
  await events.close();
});

test('a page goes on where it was drawn, so that nothing on it is told again', async () => {
  await using world = await openConsole();
  await post(world, 'one');
  const visitor = world.visit();
  const version = /data-version="(\d+)"/.exec(await visitor.open())?.[1];
  const events = readEvents(await visitor.request(`/events?after=${version ?? ''}`, { headers: asStream }));
  await visitor.send('/commands', { text: '/video two' });
  expect((await events.next())?.data).toContain('/video two');
  await events.close();
});

test('the last event that a browser saw counts more than the address that it was given first', async () => {
  await using world = await openConsole();
  await post(world, 'one');
  const second = await post(world, 'two');
  await post(world, 'three');
  const events = await listen(world, '/events?after=0', { 'Last-Event-ID': String(second.version) });
  expect((await events.next())?.data).toContain('/video three');
  await events.close();
});

test('a change in this process is told at once, without a look at the clock', async () => {
  await using world = await openConsole();
  const events = await listen(world);
  const visitor = world.visit();
  await visitor.open();
  await visitor.send('/commands', { text: '/video a kite' });
  expect((await events.next())?.data).toContain('/video a kite');
  await events.close();
});

test('a result and its removal are told at once as well, so that nobody waits for the next look', async () => {
  await using world = await openConsole();
  const events = await listen(world);
  const { chat } = world.console;
  const [deliveryId, live] = [idOf('delivery'), new AbortController().signal];
  const openClip = () => Promise.reject(new Error('expected nobody to read the clip'));
  await chat.deliver({ deliveryId, destination: home, view: consoleView(), ...firstTry, openClip }, live);
  const told = await events.next();
  expect(told?.data).toContain('#1 is ready');
  await chat.retract({ deliveryId, destination: home, status: null, message: null, upload: null }, live);
  expect((await events.next())?.data).toContain('data-removed');
  await events.close();
});

test('a change of another process is seen within two seconds, by one look for all pages', async () => {
  await using world = await openConsole();
  let looks = 0;
  const messages: Messages = {
    ...world.messages,
    version: (of) => {
      looks += 1;
      return world.messages.version(of);
    },
  };
  await using watched = await openConsole({ ...world.deps, messages });
  const streams = await Promise.all(Array.from({ length: 20 }, () => listen(watched)));
  await watched.clock.advance(0);
  looks = 0;
  await post(world, 'elsewhere');
  await world.clock.advance(2 * SECOND);
  const told = await Promise.all(streams.map((events) => events.next()));
  expect(told.map((event) => event?.data.includes('/video elsewhere'))).toEqual(streams.map(() => true));
  expect(looks).toBe(1);
  await Promise.all(streams.map((events) => events.close()));
});

test('fifty pages that look at the same are answered with one query and one drawing', async () => {
  await using world = await openConsole();
  let queries = 0;
  const messages: Messages = {
    ...world.messages,
    changes: (of) => {
      queries += 1;
      return world.messages.changes(of);
    },
  };
  await using watched = await openConsole({ ...world.deps, messages });
  const streams = await Promise.all(Array.from({ length: 50 }, () => listen(watched)));
  await watched.clock.advance(0);
  queries = 0;
  const visitor = watched.visit();
  await visitor.open();
  await visitor.send('/commands', { text: '/video a kite' });
  const told = await Promise.all(streams.map((events) => events.next()));
  expect(new Set(told.map((event) => event?.data)).size).toBe(1);
  expect(queries).toBe(1);
  await Promise.all(streams.map((events) => events.close()));
});

test('a message for somebody else is not told, one that was removed is taken from the page', async () => {
  await using world = await openConsole();
  const shown = await post(world, 'shown');
  await post(world, 'secret', await world.userOf('bo'));
  await world.messages.remove('shown', 1);
  await post(world, 'last');
  const events = await listen(world);
  const removed = await events.next();
  expect(removed?.data).toMatch(new RegExp(`id="m${shown.position}"[^]*data-removed`));
  expect(removed?.data).not.toContain('/video');
  expect((await events.next())?.data).toContain('/video last');
  await events.close();
});

test('whoever missed too much, or saw what is not there, is told to load the page again', async () => {
  await using world = await openConsole();
  const last = await post(world, 'one');
  const future = await listen(world, `/events?after=${last.version + 5}`);
  expect(await future.next()).toMatchObject({ event: 'reload', id: null });
  expect(await future.next()).toBeNull();
  for (let n = 0; n < 200; n += 1) await post(world, `many ${n}`);
  const late = await listen(world);
  expect((await late.next())?.event).toBe('reload');
});

test('a quiet stream says every quarter of a minute that it is there', async () => {
  await using world = await openConsole();
  const events = await listen(world);
  expect(await events.block()).toBe('retry: 1000');
  await world.clock.advance(15 * SECOND);
  expect(await events.block()).toBe(': here');
  await events.close();
});

test('a stream ends with the service, and with the session that opened it', async () => {
  await using world = await openConsole();
  const first = await listen(world);
  world.console.close();
  expect(await first.next()).toBeNull();

  await using other = await openConsole();
  const visitor = other.visit();
  await visitor.open();
  const second = readEvents(await visitor.request('/events', { headers: asStream }));
  await visitor.send('/act-as', { who: 'bo' });
  await other.clock.advance(15 * SECOND);
  expect(await second.next()).toBeNull();
});

test('asking for the head of the stream opens none, so that nobody can use all streams up', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const statuses = new Set<number>();
  for (let asked = 0; asked <= 500; asked += 1) {
    statuses.add((await visitor.request('/events', { method: 'HEAD', headers: asStream })).status);
  }
  const response = await visitor.request('/events', { headers: asStream });
  expect([...statuses, response.status]).toEqual([200, 200]);
  await response.body?.cancel();
});

test('a stream is kept by nobody between the service and the page', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  await visitor.open();
  const response = await visitor.request('/events', { headers: asStream });
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  await response.body?.cancel();
});

test('a page of somebody whom another tab no longer acts as is told to load again, and shown nothing of the other', async () => {
  await using world = await openConsole();
  const visitor = world.visit();
  const reader = readerOf(await visitor.open());
  await post(world, 'for bo alone', await world.userOf('bo'));
  const own = readEvents(await visitor.request(`/events?after=0&reader=${reader}`, { headers: asStream }));
  await visitor.send('/act-as', { who: 'bo' });
  await own.close();

  const stale = readEvents(await visitor.request(`/events?after=0&reader=${reader}`, { headers: asStream }));
  expect(await stale.next()).toMatchObject({ event: 'reload', id: null });
  expect(await stale.next()).toBeNull();
  const earlier = await visitor.request(`/messages?before=99&reader=${reader}`, { headers: asCall });
  expect([earlier.status, await earlier.text()]).toEqual([409, expect.stringContaining('Load the page again')]);

  const now = readerOf(await visitor.open());
  const fresh = readEvents(await visitor.request(`/events?after=0&reader=${now}`, { headers: asStream }));
  expect((await fresh.next())?.data).toContain('/video for bo alone');
  await fresh.close();
});

function readerOf(html: string): string {
  const reader = /data-reader="([\w-]{16})"/.exec(html)?.[1];
  if (reader === undefined) throw new Error('expected the page to name its reader');
  return reader;
}
