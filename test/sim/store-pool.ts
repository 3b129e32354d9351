import { inArray, isNull } from 'drizzle-orm';
import type { OwnerId } from '../../src/core/ids.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { Clock, Random } from '../../src/core/ports/world.ts';
import type { EntrySet } from '../../src/core/ledger.ts';
import { entrySetsOf } from '../../src/db/rows/entry-row.ts';
import { entrySets, postings } from '../../src/db/sqlite/schema.ts';
import { dbOn, openConnection } from '../../src/db/sqlite/connection.ts';
import { openSharedStore } from '../../src/db/sqlite/store.ts';
import { storedRows } from '../doubles/stored-rows.ts';
import { personKey, sequentialIds, silentLog } from '../doubles/world.ts';

/** What a run brings to the database: its time, its chance, and who of the owners is proven dead. */
export type RunOfPool = {
  readonly clock: Clock;
  readonly random: Random;
  readonly isProvenDead: (owner: OwnerId) => boolean;
};

export type PooledStore = { readonly owner: OwnerId; readonly store: Store };

/** Places at an engine as the database counts them. */
export type SlotCount = { readonly engine: string; readonly credential: string; readonly active: number };

export type UsageCount = {
  readonly scope: string;
  readonly unit: string;
  readonly window: string;
  readonly startsAtMs: number;
  readonly used: number;
};

export type LeaseCount = { readonly id: string; readonly owner: string };

/**
 * Real SQLite stores over one database in memory, one for each life of a process. Preparing their statements takes
 * longer than a run, so they are opened once and the database is emptied for each run.
 */
export type StorePool = {
  begin(run: RunOfPool): void;
  /** The store for the nth process of this run. */
  storeOf(life: number): Promise<PooledStore>;
  slots(): readonly SlotCount[];
  counters(): readonly UsageCount[];
  /** What is in the books with no job behind it. */
  otherSets(): readonly EntrySet[];
  /** Every row, as text. */
  readonly stored: () => string;
  /** Leases that still run. */
  leases(nowMs: number): readonly LeaseCount[];
};

export const livesMax = 12;

export function openStorePool(): StorePool {
  const connection = openConnection(':memory:');
  const stores: PooledStore[] = [];
  const ids = sequentialIds();
  let run: RunOfPool | null = null;

  function now(): RunOfPool {
    if (!run) throw new Error('expected a run to have begun with this pool');
    return run;
  }

  const clock: Clock = { nowMs: () => now().clock.nowMs(), sleep: (ms, signal) => now().clock.sleep(ms, signal) };
  const random: Random = {
    fraction: () => now().random.fraction(),
    secretHex: (bytes) => now().random.secretHex(bytes),
  };
  const owners = { isDead: (owner: OwnerId) => now().isProvenDead(owner), release: () => undefined };

  return {
    begin(next) {
      run = next;
      if (stores.length === 0) return;
      const tables = connection
        .prepare<[], { name: string }>(`select name from sqlite_schema where type = 'table' and name not in ('meta')`)
        .all();
      connection.pragma('foreign_keys = OFF');
      connection.exec(tables.map(({ name }) => `delete from "${name}"`).join('; '));
      connection.pragma('foreign_keys = ON');
    },
    async storeOf(life) {
      const known = stores[life];
      if (known) return known;
      if (life !== stores.length || life >= livesMax)
        throw new Error(`expected at most ${livesMax} lives in their order, got ${life}`);
      const owner = ids.next('owner');
      const store = await openSharedStore({ connection, owners, owner, clock, random, log: silentLog, personKey });
      const opened = { owner, store };
      stores.push(opened);
      return opened;
    },
    stored: () => storedRows(connection),
    slots: () => connection.prepare<[], SlotCount>('select engine, credential, active from slots').all(),
    counters: () =>
      connection
        .prepare<[], UsageCount>(
          'select scope, unit, window_kind as window, starts_at_ms as startsAtMs, used from usage_counters',
        )
        .all(),
    otherSets() {
      const db = dbOn(connection);
      const sets = db.select().from(entrySets).where(isNull(entrySets.jobId)).all();
      const refs = sets.map(({ ref }) => ref);
      return entrySetsOf(sets, db.select().from(postings).where(inArray(postings.ref, refs)).all());
    },
    leases: (nowMs) =>
      Object.entries({ jobs: 'id', deliveries: 'id', statuses: 'request_id' }).flatMap(([table, id]) =>
        connection
          .prepare<[number], LeaseCount>(
            `select ${id} as id, lease_owner as owner from ${table} where lease_until_ms > ?`,
          )
          .all(nowMs),
      ),
  };
}
