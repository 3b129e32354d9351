import { desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Clip } from '../../core/clip.ts';
import type { ClipId, JobId } from '../../core/ids.ts';
import { clipOf, type ClipRow, clipRow } from '../rows/clip-row.ts';
import type { Db } from './connection.ts';
import { rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { clips, jobs, requests, users } from './schema.ts';

export type Clips = ReturnType<typeof clipsOn>;

/** Clips; a deleted one is still found, as its tombstone. */
export function clipsOn(db: Db) {
  const insertOne = db.insert(clips).values(rowPlaceholders(clips)).prepare();
  /** One that its person no longer has is as good as deleted, whether or not it is yet. */
  const withWatermark = {
    row: getTableColumns(clips),
    forgottenAtMs: sql<
      number | null
    >`case when ${requests.createdAtMs} <= ${users.forgottenAtMs} then ${users.forgottenAtMs} end`,
  };
  const selectOne = db
    .select(withWatermark)
    .from(clips)
    .innerJoin(jobs, eq(jobs.id, clips.jobId))
    .innerJoin(requests, eq(requests.id, jobs.requestId))
    .innerJoin(users, eq(users.id, requests.userId))
    .where(eq(clips.id, sql.placeholder('id')))
    .prepare();
  const selectOfJob = db
    .select(withWatermark)
    .from(clips)
    .innerJoin(jobs, eq(jobs.id, clips.jobId))
    .innerJoin(requests, eq(requests.id, jobs.requestId))
    .innerJoin(users, eq(users.id, requests.userId))
    .where(eq(clips.jobId, textPlaceholder('jobId')))
    .orderBy(desc(clips.storedAtMs))
    .prepare();

  const selectOrigin = db
    .select({ number: jobs.number, madeAtMs: clips.storedAtMs })
    .from(clips)
    .innerJoin(jobs, eq(jobs.id, clips.jobId))
    .where(eq(clips.id, sql.placeholder('id')))
    .prepare();

  function find(id: ClipId): Clip | null {
    return shown(selectOne.get({ id }));
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

    isErased: (id: ClipId): boolean =>
      (db.select({ atMs: clips.erasedAtMs }).from(clips).where(eq(clips.id, id)).get()?.atMs ?? null) !== null,

    get(id: ClipId): Clip {
      const clip = find(id);
      if (!clip) throw new Error(`expected the clip ${id} to be stored, and it was not`);
      return clip;
    },

    /** Whose clip it was, and since when it was there; also of one that is deleted by now. */
    origin(id: ClipId): { readonly number: number; readonly madeAtMs: number } | null {
      return selectOrigin.get({ id }) ?? null;
    },

    ofJob(jobId: JobId): Clip | null {
      return shown(selectOfJob.get({ jobId }));
    },
  };
}

function shown(found: { readonly row: ClipRow; readonly forgottenAtMs: number | null } | undefined): Clip | null {
  if (!found) return null;
  const clip = clipOf(found.row);
  return { ...clip, deletedAtMs: clip.deletedAtMs ?? found.forgottenAtMs };
}
