import { and, asc, eq, lte, notExists, sql } from 'drizzle-orm';
import type { Store } from '../../core/ports/store.ts';
import { inputKeyOf } from '../tables/jobs.ts';
import type { Db } from './connection.ts';
import { notInList } from './placeholders.ts';
import { filesToErase, jobs } from './schema.ts';

export type Files = ReturnType<typeof filesOn>;

/** Files that jobs start from, once no job does any more. Several may share one. */
export function filesOn(db: Db) {
  function isUsed(key: string): boolean {
    const found = db
      .select({ id: jobs.id })
      .from(jobs)
      .where(eq(inputKeyOf(jobs), key))
      .limit(1)
      .get();
    return found !== undefined;
  }

  const users = db
    .select({ one: sql`1` })
    .from(jobs)
    // `+` lets go of the column's type, with which SQLite would not use the index.
    .where(eq(inputKeyOf(jobs), sql`+${filesToErase.key}`));

  const selectDue = db
    .select({ key: filesToErase.key })
    .from(filesToErase)
    .where(
      and(lte(filesToErase.sinceMs, sql.placeholder('nowMs')), notInList(filesToErase.key, 'except'), notExists(users)),
    )
    .orderBy(asc(filesToErase.sinceMs), asc(filesToErase.key))
    .limit(sql.placeholder('limit'))
    .prepare();

  return {
    /** `sinceMs`: from when on; before, somebody may still be writing it. */
    eraseUnlessUsed(key: string | null, sinceMs: number): void {
      if (key === null || isUsed(key)) return;
      db.insert(filesToErase).values({ key, sinceMs }).onConflictDoNothing().run();
    },

    /** One that somebody starts from again waits until they do not. */
    toErase({ limit, except, nowMs }: Parameters<Store['filesToErase']>[0]): string[] {
      return selectDue.all({ limit, nowMs, except: JSON.stringify(except) }).map(({ key }) => key);
    },

    erased(key: string): void {
      db.delete(filesToErase).where(eq(filesToErase.key, key)).run();
    },
  };
}
