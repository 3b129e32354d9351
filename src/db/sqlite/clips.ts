import { desc, eq, sql } from 'drizzle-orm';
import type { Clip } from '../../core/clip.ts';
import type { ClipId, JobId } from '../../core/ids.ts';
import { clipOf, clipRow } from '../rows/clip-row.ts';
import type { Db } from './connection.ts';
import { rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { clips } from './schema.ts';

export type Clips = ReturnType<typeof clipsOn>;

/** Clips; a deleted one is still found, as its tombstone. */
export function clipsOn(db: Db) {
  const insertOne = db.insert(clips).values(rowPlaceholders(clips)).prepare();
  const selectOne = db
    .select()
    .from(clips)
    .where(eq(clips.id, sql.placeholder('id')))
    .prepare();
  const selectOfJob = db
    .select()
    .from(clips)
    .where(eq(clips.jobId, textPlaceholder('jobId')))
    .orderBy(desc(clips.storedAtMs))
    .prepare();

  function find(id: ClipId): Clip | null {
    const row = selectOne.get({ id });
    return row ? clipOf(row) : null;
  }

  return {
    find,
    insert: (clip: Clip): void => void insertOne.run(clipRow(clip)),

    setDeleted(id: ClipId, deletedAtMs: number): void {
      db.update(clips).set({ deletedAtMs }).where(eq(clips.id, id)).run();
    },

    /** When the remains of a deleted clip were gone; null while something may be left. */
    setErased(id: ClipId, erasedAtMs: number | null): void {
      db.update(clips).set({ erasedAtMs }).where(eq(clips.id, id)).run();
    },

    get(id: ClipId): Clip {
      const clip = find(id);
      if (!clip) throw new Error(`expected the clip ${id} to be stored, and it was not`);
      return clip;
    },

    ofJob(jobId: JobId): Clip | null {
      const row = selectOfJob.get({ jobId });
      return row ? clipOf(row) : null;
    },
  };
}
