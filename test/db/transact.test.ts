import Database from 'better-sqlite3';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { StoreUnavailable } from '../../src/core/ports/store.ts';
import { SECOND } from '../../src/core/time.ts';
import { type Connection, openConnection } from '../../src/db/sqlite/connection.ts';
import { patienceWith } from '../../src/db/sqlite/patience.ts';
import { endOfRun } from '../../src/db/sqlite/group-commit.ts';
import { openSharedStore } from '../../src/db/sqlite/store.ts';
import { transactionsOn } from '../../src/db/sqlite/transact.ts';
import { driverOf, noRules, tenantA } from '../contracts/store/driver.ts';
import { expectBooksInOrder } from '../contracts/store/world.ts';
import { memoryOwners } from '../doubles/memory-owners.ts';
import { storedRows } from '../doubles/stored-rows.ts';
import { manualClock, personKey, seededRandom, sequentialIds, silentLog } from '../doubles/world.ts';
import { fileWorld, placesIn, temporaryFile } from './worlds.ts';

function table() {
  const connection = openConnection(':memory:');
  connection.exec('create table things (name text primary key)');
  const clock = manualClock();
  const patience = patienceWith({ clock, random: seededRandom() }, () => true);
  const add = (name: string) => connection.prepare('insert into things values (?)').run(name);
  const names = () => connection.prepare('select name from things').pluck().all();
  return { connection, clock, add, names, ...transactionsOn(connection, patience, endOfRun) };
}

describe('a transaction', () => {
  it('gives what its work gives, and keeps what it wrote', async () => {
    const { add, names, write, read } = table();
    expect(await write(() => add('a').changes)).toBe(1);
    expect(await read(names)).toEqual(['a']);
  });

  it('takes back everything when its work throws', async () => {
    const { add, names, write } = table();
    const work = (): void => {
      add('a');
      throw new RangeError('no');
    };
    await expect(write(work)).rejects.toThrow(new RangeError('no'));
    expect(names()).toEqual([]);
    await write(() => add('b'));
    expect(names()).toEqual(['b']);
  });

  it('does not compile with work that gives a promise, and takes back what such work wrote', async () => {
    const { add, names, write } = table();
    type Work<T> = Parameters<typeof write<T>>[0];
    expectTypeOf<() => number>().toExtend<Work<number>>();
    expectTypeOf<() => Promise<number>>().not.toExtend<Work<Promise<number>>>();
    expectTypeOf<() => number | Promise<number>>().not.toExtend<Work<number | Promise<number>>>();

    const work = (): unknown => {
      add('a');
      return Promise.resolve();
    };
    await expect(write(work)).rejects.toThrow('got a promise');
    expect(names()).toEqual([]);
  });

  it('is refused inside another one', async () => {
    const { connection, add, names, write } = table();
    connection.exec('BEGIN');
    await expect(write(() => add('a'))).rejects.toThrow('within a transaction');
    connection.exec('ROLLBACK');
    expect(names()).toEqual([]);
  });
});

/** Another connection that holds the write lock. */
function lockOn(file: string): Connection {
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  return other;
}

describe('a busy database', () => {
  it('is waited for without blocking, and the work is then done once', async () => {
    await using world = await fileWorld();
    const driver = driverOf(await world.join(), world);
    const userId = await driver.user();
    const other = lockOn(world.file);
    const pending = driver.admit({ userId });
    while (world.clock.sleepers() === 0) await new Promise((resolve) => setImmediate(resolve));
    await world.clock.advance(300);
    expect(world.clock.sleepers()).toBe(1);
    expect(await driver.store.checkLedger()).toMatchObject({ entrySets: 0 });
    other.close();
    expect(await world.clock.runUntil(pending)).toMatchObject({ kind: 'admitted' });
    await expectBooksInOrder(world, driver);
  });

  it('refuses with StoreUnavailable after about 5 s, and nothing was done', async () => {
    await using world = await fileWorld();
    const driver = driverOf(await world.join(), world);
    const userId = await driver.user();
    const startedAtMs = world.clock.nowMs();
    const other = lockOn(world.file);
    const refused = driver.admit({ userId }).catch((error: unknown) => error);
    expect(await world.clock.runUntil(refused)).toBeInstanceOf(StoreUnavailable);
    expect(world.clock.nowMs() - startedAtMs).toBeGreaterThan(4 * SECOND);
    expect(world.clock.nowMs() - startedAtMs).toBeLessThanOrEqual(5 * SECOND);
    other.close();
    expect(await driver.store.checkLedger()).toMatchObject({ entrySets: 0 });
    expect(await driver.admit({ userId })).toMatchObject({ kind: 'admitted' });
  });
});

describe('a full disk', () => {
  it('refuses with StoreUnavailable, leaves nothing half done, and goes on when there is room', async () => {
    await using place = await temporaryFile();
    const connection = openConnection(place.file);
    const parts = { clock: manualClock(), ids: sequentialIds(), random: seededRandom(), log: silentLog, personKey };
    const owner = parts.ids.next('owner');
    const store = await openSharedStore({ ...parts, connection, owner, owners: memoryOwners().join(owner) });
    const world = {
      ...parts,
      places: () => placesIn(connection),
      stored: () => storedRows(connection),
      join: () => Promise.reject(new Error('one is enough')),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const driver = driverOf({ store, owner }, world);
    const userId = await driver.user();
    const pages = Number(connection.pragma('page_count', { simple: true }));
    connection.pragma(`max_page_count = ${pages + 8}`);

    let admitted = 0;
    const fill = async (): Promise<never> => {
      for (;;) {
        await driver.admitted({ userId });
        admitted += 1;
      }
    };
    await expect(fill()).rejects.toThrow(StoreUnavailable);
    expect(admitted).toBeGreaterThan(0);
    expect(connection.inTransaction).toBe(false);
    const all = { tenantId: tenantA, userId: null, states: null, limit: 1_000 };
    expect(await store.list(all, noRules, driver.nowMs())).toHaveLength(admitted);
    expect(await store.checkLedger()).toMatchObject({ entrySets: admitted });
    await expectBooksInOrder(world, driver);

    connection.pragma('max_page_count = 100000');
    expect((await driver.admitted({ userId })).job.number).toBe(admitted + 1);
    connection.close();
  });
});
