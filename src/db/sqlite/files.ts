import { asc, eq, isNotNull, notInArray, and } from 'drizzle-orm';
import type { Store } from '../../core/ports/store.ts';
import type { Db } from './connection.ts';
import { filesToErase, jobs } from './schema.ts';

export type Files = ReturnType<typeof filesOn>;

/** Files that jobs start from, once no job does any more. Several may share one. */
export function filesOn(db: Db) {
  function isUsed(key: string): boolean {
    // Its index is partial: the condition has to be written as there.
    const found = db
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(eq(jobs.inputKey, key), isNotNull(jobs.inputKey)))
      .limit(1)
      .get();
    return found !== undefined;
  }

  return {
    eraseUnlessUsed(key: string | null, sinceMs: number): void {
      if (key === null || isUsed(key)) return;
      db.insert(filesToErase).values({ key, sinceMs }).onConflictDoNothing().run();
    },

    toErase({ limit, except }: Parameters<Store['filesToErase']>[0]): string[] {
      return db
        .select({ key: filesToErase.key })
        .from(filesToErase)
        .where(notInArray(filesToErase.key, [...except]))
        .orderBy(asc(filesToErase.sinceMs), asc(filesToErase.key))
        .limit(limit)
        .all()
        .map(({ key }) => key);
    },

    erased(key: string): void {
      db.delete(filesToErase).where(eq(filesToErase.key, key)).run();
    },
  };
}
