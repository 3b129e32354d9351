import type { Connection } from './connection.ts';
import { groupCommitOn, type Turn } from './group-commit.ts';
import type { Patience } from './patience.ts';

/**
 * A transaction here is synchronous: work that gives a promise would be rolled back while it runs on, its later
 * statements outside of any transaction. So such work does not compile; what slips through the types is refused
 * when it runs.
 */
type Synchronous<T> = [Extract<T, PromiseLike<unknown>>] extends [never] ? unknown : never;

export type Transactions = {
  /** One whole transaction with the write lock from its start, so that what it reads cannot change before it writes. */
  readonly write: <T>(work: () => T & Synchronous<T>) => Promise<T>;
  /** Reads of one moment. */
  readonly read: <T>(work: () => T & Synchronous<T>) => Promise<T>;
};

/** Transactions on a connection: committed whole or rolled back, tried again for a while when the database is busy. */
export function transactionsOn(connection: Connection, patience: Patience, turn: Turn): Transactions {
  const begin = connection.prepare('BEGIN');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');
  const grouped = groupCommitOn(connection, patience, turn);

  function readOnce<T>(work: () => T): T {
    begin.run();
    try {
      const result = synchronous(work);
      commit.run();
      return result;
    } catch (error) {
      if (connection.inTransaction) rollback.run();
      throw error;
    }
  }

  return {
    write: (work) => grouped(() => synchronous(work)),
    read: (work) => patience(() => readOnce(work)),
  };
}

function synchronous<T>(work: () => T): T {
  const result = work();
  if (isThenable(result)) {
    throw new TypeError('expected the work of a transaction to end before it returns, got a promise');
  }
  return result;
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
