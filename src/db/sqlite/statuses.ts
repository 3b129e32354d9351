import { eq, sql } from 'drizzle-orm';
import type { CredentialRef, EngineId } from '../../core/engine.ts';
import type { RequestId } from '../../core/ids.ts';
import { madeStale, newStatus } from '../../core/life/status.ts';
import { statusRow, type StoredStatus, storedStatusOf } from '../rows/status-row.ts';
import type { Db } from './connection.ts';
import { placeholders, rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { jobs, statuses } from './schema.ts';

const mutable = [
  'version',
  'dueAtMs',
  'freeAtMs',
  'retries',
  'mayBeShown',
  'confirmAtMs',
  'claimableAtMs',
  'leaseOwner',
  'leaseUntilMs',
] as const;

/** So many of those in line are shown their new place when one gets its turn; further back, a place is no news. */
const nextInLine = 20;

export type Statuses = ReturnType<typeof statusesOn>;

/** What keeps status messages up to date. */
export function statusesOn(db: Db) {
  const byId = eq(statuses.requestId, sql.placeholder('requestId'));
  const selectOne = db.select().from(statuses).where(byId).prepare();
  const insertOne = db.insert(statuses).values(rowPlaceholders(statuses)).prepare();
  const update = db.update(statuses).set(placeholders(statuses, mutable)).where(byId).prepare();
  const selectLine = db
    .select({ requestId: jobs.requestId })
    .from(jobs)
    .where(
      sql`${jobs.state} = 'queued' and ${jobs.engine} = ${textPlaceholder('engine')}
        and ${jobs.credential} = ${textPlaceholder('credential')}`,
    )
    .orderBy(jobs.fairTag, jobs.admittedAtMs, jobs.id)
    .limit(nextInLine)
    .prepare();

  function load(requestId: RequestId): StoredStatus | null {
    const row = selectOne.get({ requestId });
    return row ? storedStatusOf(row) : null;
  }

  function touch(requestId: RequestId, nowMs: number): void {
    const stored = load(requestId);
    // Requests of an earlier version have none yet.
    if (!stored) insertOne.run(statusRow({ status: newStatus(requestId, nowMs), lease: null }));
    else update.run(statusRow({ ...stored, status: madeStale(stored.status, nowMs) }));
  }

  return {
    load,
    touch,

    start(requestId: RequestId, nowMs: number, isAnswered: boolean): void {
      insertOne.run(statusRow({ status: newStatus(requestId, nowMs, isAnswered), lease: null }));
    },

    save(stored: StoredStatus): void {
      const { changes } = update.run(statusRow(stored));
      if (changes !== 1) throw new Error(`expected a status of ${stored.status.requestId}, and there was none`);
    },

    /** Those in line at an engine have come closer to their turn. */
    touchLine(engine: EngineId, credential: CredentialRef, nowMs: number): void {
      const waiting = new Set(selectLine.all({ engine, credential }).map(({ requestId }) => requestId));
      for (const requestId of waiting) touch(requestId, nowMs);
    },
  };
}
