import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { DatabaseError } from '../database-error.ts';
import { troubleOf } from './trouble.ts';

export type Connection = Database.Database;
export type Db = ReturnType<typeof dbOn>;

export function dbOn(connection: Connection) {
  return drizzle({ client: connection });
}

/** How long a statement waits for another connection's lock. It blocks the event loop; `patience` waits longer. */
const busyTimeoutMs = 50;

/**
 * Opens a database file, made together with its folder when absent, or `:memory:`. WAL lets readers and a writer work
 * side by side; `synchronous=FULL` makes a commit outlast a power cut. What it makes only this system user
 * may read. Throws `DatabaseError`.
 */
export function openConnection(file: string): Connection {
  try {
    if (file !== ':memory:') makePrivately(file);
    return configured(new Database(file, { timeout: busyTimeoutMs }));
  } catch (error) {
    throw fileError(file, error) ?? error;
  }
}

/**
 * SQLite gives its journals the permissions of the database. A file that is there is never opened here: closing it
 * would free the locks that this process holds on it.
 */
function makePrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!isFileSystemError(error) || error.code !== 'EEXIST') throw error;
  }
}

function configured(connection: Connection): Connection {
  try {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    // What is taken out of a row is overwritten in the file; the log before it still has it until `checkpointed`.
    connection.pragma('secure_delete = ON');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

const checkpointSchema = z.tuple([z.object({ busy: z.number() })]);

/**
 * Brings the write-ahead log into the file and empties it, so that it no longer holds what was overwritten since. False when
 * somebody still reads from it.
 */
export function checkpointed(connection: Connection): boolean {
  try {
    const [{ busy }] = checkpointSchema.parse(connection.pragma('wal_checkpoint(TRUNCATE)'));
    return busy === 0;
  } catch (error) {
    if (troubleOf(error) === 'unavailable') return false;
    throw error;
  }
}

/** What is wrong with the file, in words; null for a passing trouble or a fault of the program. */
function fileError(file: string, error: unknown): DatabaseError | null {
  const trouble = troubleOf(error);
  if (trouble === 'damaged') {
    const message = `Expected a database in ${file}, found something else. Name another file, or restore a backup.`;
    return new DatabaseError('not_ours', message, { cause: error });
  }
  if (trouble === 'unavailable' || isFileSystemError(error)) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The database ${file} cannot be opened for writing (${why}). Check the folder and its permissions.`;
    return new DatabaseError('not_accessible', message, { cause: error });
  }
  return null;
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
