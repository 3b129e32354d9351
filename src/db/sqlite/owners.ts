import Database from 'better-sqlite3';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isId, type OwnerId } from '../../core/ids.ts';
import type { Connection } from './connection.ts';
import { troubleOf } from './trouble.ts';

/** Who of those that hold leases is still alive. */
export interface Owners {
  /** True only with proof: a lock that whoever holds it loses with its life. */
  isDead(owner: OwnerId): boolean;
  /** Lets go of our own lock, when we stop. */
  release(): void;
}

const suffix = '.lock';

/**
 * Owners of a database file: each holds an exclusive lock on a little database of its own beside it, and the
 * operating system lets the lock go when the process dies. A lock file is made before its owner's first claim, and is
 * removed only by its owner or by one who holds its lock; so an owner without one is dead.
 */
export function fileOwners(databaseFile: string, self: OwnerId): Owners {
  const folder = `${databaseFile}.owners`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = join(folder, self + suffix);
  const lock = takeLock(own);

  function isDead(owner: OwnerId): boolean {
    if (owner === self) return false;
    const file = join(folder, owner + suffix);
    const found = tryLock(file, { timeout: 0, fileMustExist: true });
    if (found.kind === 'locked') removeLock(file, found.lock);
    return found.kind !== 'held';
  }

  for (const name of readdirSync(folder)) {
    const owner = name.slice(0, -suffix.length);
    if (name.endsWith(suffix) && isId('owner', owner)) isDead(owner);
  }
  return { isDead, release: () => removeLock(own, lock) };
}

/** Somebody who looks for the dead may take a new lock file for an old one and remove it: then it is made again. */
function takeLock(file: string): Connection {
  for (let tries = 0; tries < 5; tries += 1) {
    const found = tryLock(file, { timeout: 1_000, fileMustExist: false });
    if (found.kind !== 'locked') continue;
    if (existsSync(file)) return found.lock;
    found.lock.close();
  }
  throw new Error(`expected to lock ${file}, which only this process knows, but somebody else keeps holding it`);
}

type Found = { readonly kind: 'locked'; readonly lock: Connection } | { readonly kind: 'held' | 'missing' };

/** Nothing but SQLite may ever open a lock file in its owner's process: closing it again would free the lock. */
function tryLock(file: string, options: { readonly timeout: number; readonly fileMustExist: boolean }): Found {
  let lock: Connection | null = null;
  try {
    lock = new Database(file, options);
    // Nothing is ever written, so there is no journal to leave behind.
    lock.pragma('journal_mode = memory');
    lock.exec('BEGIN EXCLUSIVE');
    return { kind: 'locked', lock };
  } catch (error) {
    lock?.close();
    if (troubleOf(error) === 'busy') return { kind: 'held' };
    if (options.fileMustExist && !existsSync(file)) return { kind: 'missing' };
    throw error;
  }
}

function removeLock(file: string, lock: Connection): void {
  rmSync(file, { force: true });
  lock.close();
}
