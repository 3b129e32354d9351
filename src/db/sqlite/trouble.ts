import Database from 'better-sqlite3';

export type Trouble =
  /** Somebody else holds a lock: trying again soon is right. */
  | 'busy'
  /** The disk is full or failing, or the file cannot be written: nothing was done. */
  | 'unavailable'
  /** The file is no database, or a damaged one. */
  | 'damaged';

const troubles: readonly (readonly [prefix: string, trouble: Trouble])[] = [
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  // Many processes opening the same WAL at once.
  ['SQLITE_PROTOCOL', 'busy'],
  ['SQLITE_FULL', 'unavailable'],
  ['SQLITE_IOERR', 'unavailable'],
  ['SQLITE_READONLY', 'unavailable'],
  ['SQLITE_CANTOPEN', 'unavailable'],
  ['SQLITE_PERM', 'unavailable'],
  ['SQLITE_NOMEM', 'unavailable'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_CORRUPT', 'damaged'],
];

/** What kind of trouble of the machine an error is; null when it is a fault of the program. */
export function troubleOf(error: unknown): Trouble | null {
  if (!(error instanceof Database.SqliteError)) return null;
  // Extended codes begin with the plain one: SQLITE_BUSY_SNAPSHOT.
  const { code } = error;
  return troubles.find(([prefix]) => code === prefix || code.startsWith(`${prefix}_`))?.[1] ?? null;
}
