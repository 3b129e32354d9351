import Database from 'better-sqlite3';

/**
 * The right to render in a folder, or null when a living process holds it. It is SQLite's own
 * exclusive file lock, which the operating system releases however the holder ends.
 */
export function tryRendererLock(path: string): Disposable | null {
  const db = new Database(path, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return null;
    throw error;
  }
  return { [Symbol.dispose]: () => db.close() };
}
