import Database from 'better-sqlite3';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { type Connection, openConnection } from '../../src/db/sqlite/connection.ts';
import { migrate } from '../../src/db/sqlite/migrate.ts';
import { openSharedStore, openSqliteStore } from '../../src/db/sqlite/store.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { StoreWorld } from '../contracts/store/world.ts';
import { memoryOwners } from '../doubles/memory-owners.ts';
import { storedRows } from '../doubles/stored-rows.ts';
import { manualClock, personKey, seededRandom, sequentialIds, silentLog } from '../doubles/world.ts';

const slotsSchema = z.array(z.object({ engine: z.string(), credential: z.string(), active: z.number() }));

export function placesIn(connection: Connection): ReadonlyMap<string, number> {
  const rows = slotsSchema.parse(connection.prepare('select engine, credential, active from slots').all());
  return new Map(rows.map(({ engine, credential, active }) => [`${engine} ${credential}`, active]));
}

/** A database file in a folder of its own, gone with it. */
export async function temporaryFile(): Promise<AsyncDisposable & { readonly file: string; readonly folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reelay-db-'));
  return {
    folder,
    file: path.join(folder, 'reelay.db'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export type FileWorld = StoreWorld & { readonly file: string };

let migrated: Buffer | null = null;

/** A migrated database, as the bytes of a file: to migrate anew for each test would take most of its time. */
function emptyDatabase(): Buffer {
  if (migrated) return migrated;
  const connection = openConnection(':memory:');
  migrate(connection);
  migrated = connection.serialize();
  connection.close();
  return migrated;
}

/** Stores on one file, each with a connection of its own. */
export async function fileWorld(): Promise<FileWorld> {
  const place = await temporaryFile();
  await writeFile(place.file, emptyDatabase());
  const world = { clock: manualClock(), ids: sequentialIds(), random: seededRandom(), log: silentLog, personKey };
  const stores: Store[] = [];
  return {
    ...world,
    file: place.file,
    async join() {
      const owner = world.ids.next('owner');
      const store = await openSqliteStore({ ...world, file: place.file, owner });
      stores.push(store);
      return { store, owner };
    },
    places: () => lookInto(place.file, placesIn),
    stored: () => lookInto(place.file, storedRows),
    async [Symbol.asyncDispose]() {
      for (const store of stores) await store.close();
      await place[Symbol.asyncDispose]();
    },
  };
}

function lookInto<T>(file: string, look: (connection: Connection) => T): T {
  const connection = new Database(file, { readonly: true });
  try {
    return look(connection);
  } finally {
    connection.close();
  }
}

export type MemoryWorld = StoreWorld & { readonly connection: Connection };

/** Stores that share one connection to a database in memory. */
export async function memoryWorld(): Promise<MemoryWorld> {
  const connection = openConnection(':memory:');
  const owners = memoryOwners();
  const world = { clock: manualClock(), ids: sequentialIds(), random: seededRandom(), log: silentLog, personKey };
  return {
    ...world,
    connection,
    async join() {
      const owner = world.ids.next('owner');
      const store = await openSharedStore({ ...world, connection, owner, owners: owners.join(owner) });
      return { store, owner };
    },
    places: () => placesIn(connection),
    stored: () => storedRows(connection),
    async [Symbol.asyncDispose]() {
      connection.close();
    },
  };
}
