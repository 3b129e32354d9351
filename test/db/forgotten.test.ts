import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { UserId } from '../../src/core/ids.ts';
import { openConnection } from '../../src/db/sqlite/connection.ts';
import { openSharedStore, type SqliteStore } from '../../src/db/sqlite/store.ts';
import { driverOf, spec, tenantA } from '../contracts/store/driver.ts';
import { memoryOwners } from '../doubles/memory-owners.ts';
import { storedRows } from '../doubles/stored-rows.ts';
import { personKey, seededRandom, silentLog } from '../doubles/world.ts';
import { fileWorld, memoryWorld } from './worlds.ts';

const channel = { tenantId: tenantA, channel: 'general' };

async function open() {
  const world = await memoryWorld();
  const { clock, connection, ids } = world;
  const owner = ids.next('owner');
  const parts = { clock, random: seededRandom(), log: silentLog, personKey, connection, owner };
  const store = await openSharedStore({ ...parts, owners: memoryOwners().join(owner) });
  const identify = (externalId: string): Promise<UserId> =>
    store.identify({ platform: 'console', externalId, name: externalId, newId: ids.next('user'), nowMs: 0 });
  async function forget(userId: UserId): Promise<void> {
    await store.forgetPerson({ userId, actor: { kind: 'operator' }, nowMs: 9 });
    while (await store.emptyForgotten({ limit: 1, nowMs: 9 }));
  }
  return {
    store,
    identify,
    forget,
    stored: () => storedRows(connection),
    [Symbol.asyncDispose]: world[Symbol.asyncDispose],
  };
}

function say({ messages }: SqliteStore, author: UserId | null, key: string, body = `the words of ${key}`) {
  return messages.put({ ...channel, key, onlyFor: null, author, body }, 1);
}

it('what was forgotten cannot be read out of the files either, neither at once nor when they are closed', async () => {
  await using world = await fileWorld();
  const { store, owner } = await world.join();
  const driver = driverOf({ store, owner }, world);
  const userId = await driver.user('ada-lovelace');
  const prompt = 'a secret garden '.repeat(400);
  await driver.readyJob({ userId, spec: { ...spec, prompt }, request: { prompt } });
  await store.forgetPerson({ userId, actor: { kind: 'user', userId }, nowMs: driver.nowMs() });
  while (await store.emptyForgotten({ limit: 50, nowMs: driver.nowMs() }));
  const secrets = ['secret garden', 'ada-lovelace'];
  const log = `${world.file}-wal`;
  const held = await readFile(log);
  expect(secrets.some((secret) => held.includes(secret))).toBe(true);
  expect(await store.dropTraces()).toBe(true);
  for (const file of [log, world.file]) {
    const bytes = await readFile(file);
    expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
  }
  await store.close();
  const bytes = await readFile(world.file);
  expect(bytes.includes('clip_')).toBe(true);
  expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
});

it('what was forgotten waits to be taken out of the log while somebody else still reads from it', async () => {
  await using world = await fileWorld();
  const { store, owner } = await world.join();
  const driver = driverOf({ store, owner }, world);
  const reader = openConnection(world.file);
  reader.exec('begin');
  reader.prepare('select count(*) from users').get();
  await driver.user('ada-lovelace');
  expect(await store.dropTraces()).toBe(false);
  reader.exec('commit');
  expect(await store.dropTraces()).toBe(true);
  reader.close();
});

describe('messages of a forgotten person', () => {
  it('are gone with their words and with what their names said, and whoever reads along learns so', async () => {
    await using world = await open();
    const [ada, bo] = [await world.identify('ada-lovelace'), await world.identify('bo')];
    await say(world.store, ada, 'asked:ada-lovelace:1');
    const others = await say(world.store, bo, 'asked:bo:1');
    const ours = await say(world.store, null, 'notice');
    const seen = await world.store.messages.version(channel);
    await world.forget(ada);
    const reader = { ...channel, viewer: bo };
    expect(await world.store.messages.page({ ...reader, beforePosition: null, limit: 9 })).toEqual([others, ours]);
    expect(await world.store.messages.changes({ ...reader, afterVersion: seen, limit: 9 })).toMatchObject([
      { position: 1, body: '', removedAtMs: 9 },
    ]);
    expect(world.stored()).not.toContain('ada-lovelace');
  });

  it('are shown to nobody from the first moment, also before they are taken away, and cannot be changed', async () => {
    await using world = await open();
    const [ada, bo] = [await world.identify('ada-lovelace'), await world.identify('bo')];
    await say(world.store, ada, 'asked:1');
    const others = await say(world.store, bo, 'asked:2');
    await world.store.forgetPerson({ userId: ada, actor: { kind: 'operator' }, nowMs: 9 });
    const reader = { ...channel, viewer: ada };
    expect(await world.store.messages.page({ ...reader, beforePosition: null, limit: 9 })).toEqual([others]);
    expect(await world.store.messages.changes({ ...reader, afterVersion: 0, limit: 9 })).toEqual([others]);
    await world.identify('ada-lovelace');
    await say(world.store, ada, 'asked:1', 'changed');
    const mine = await say(world.store, ada, 'asked:3', 'new');
    expect(await world.store.messages.page({ ...reader, beforePosition: null, limit: 9 })).toEqual([others, mine]);
    expect(world.stored()).not.toContain('changed');
  });

  it('do not come back when they are posted late, or once more', async () => {
    await using world = await open();
    const ada = await world.identify('ada-lovelace');
    await say(world.store, ada, 'asked:ada-lovelace:1');
    await world.forget(ada);
    await say(world.store, ada, 'asked:ada-lovelace:1', 'once more');
    await say(world.store, ada, 'asked:ada-lovelace:2', 'late');
    const reader = { ...channel, viewer: ada, beforePosition: null, limit: 9 };
    expect(await world.store.messages.page(reader)).toEqual([]);
    expect(world.stored()).not.toMatch(/ada-lovelace|once more|late/);
  });

  it('of the time after they came back are theirs like anybody’s', async () => {
    await using world = await open();
    const ada = await world.identify('ada-lovelace');
    await world.forget(ada);
    expect(await world.identify('ada-lovelace')).toBe(ada);
    const said = await say(world.store, ada, 'asked:ada-lovelace:3');
    const reader = { ...channel, viewer: ada, beforePosition: null, limit: 9 };
    expect(await world.store.messages.page(reader)).toEqual([said]);
  });
});
