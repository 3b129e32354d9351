import { and, desc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Destination } from '../../core/destination.ts';
import type { ClipId, JobId, TenantId, UserId } from '../../core/ids.ts';
import type { Visibility } from '../../core/request.ts';
import { jsonField } from '../json-field.ts';
import type { Db } from './connection.ts';
import { textPlaceholder } from './placeholders.ts';
import { clips, jobs, requests, users } from './schema.ts';

/** A clip that stands for another take, with the seed that it was made with. */
export type Kept = { readonly clipId: ClipId; readonly seed: number };

/** What somebody asks for, and how old it may be. */
type Wanted = {
  readonly key: string;
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly sinceMs: number;
};

export type Cache = ReturnType<typeof cacheOn>;

/** Clips that are there, or on their way, by what they are found again by. */
export function cacheOn(db: Db) {
  const key = textPlaceholder('key');
  const tenantId = textPlaceholder('tenantId');
  const userId = textPlaceholder('userId');
  const sinceMs = sql.placeholder('sinceMs');

  const selectKept = db
    .select({ clipId: clips.id, seed: jsonField(jobs.spec, '$.seed') })
    .from(jobs)
    .innerJoin(clips, and(eq(clips.jobId, jobs.id), isNull(clips.deletedAtMs)))
    .innerJoin(requests, eq(requests.id, jobs.requestId))
    .innerJoin(users, eq(users.id, requests.userId))
    .where(
      and(
        eq(jobs.cacheKey, key),
        gt(jobs.endedAtMs, sinceMs),
        eq(jobs.tenantId, tenantId),
        eq(jobs.state, 'ready'),
        isNull(jobs.copyOf),
        // It was not shown.
        isNull(jobs.cancelRequestedAtMs),
        eq(requests.visibility, 'channel' satisfies Visibility),
        // A channel need not be open to everybody: what was shown there is known to who is there, and to its person.
        or(
          eq(jobs.userId, userId),
          and(
            eq(requests.destinationPlatform, textPlaceholder('platform')),
            eq(requests.destinationChannel, textPlaceholder('channel')),
          ),
        ),
        isNotNull(requests.prompt),
        or(isNull(users.forgottenAtMs), gt(requests.createdAtMs, users.forgottenAtMs)),
      ),
    )
    .orderBy(desc(jobs.endedAtMs))
    .limit(1)
    .prepare();

  // `+` keeps SQLite to the jobs that are alike: a member's of a day may be many.
  const admittedAtMs = sql`+${jobs.admittedAtMs}`;
  const selectComing = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        eq(jobs.cacheKey, key),
        isNull(jobs.endedAtMs),
        eq(jobs.tenantId, tenantId),
        eq(jobs.userId, userId),
        gt(admittedAtMs, sinceMs),
        isNull(jobs.cancelRequestedAtMs),
        or(eq(jobs.inFlight, true), isNotNull(jobs.copyOf)),
      ),
    )
    .orderBy(desc(admittedAtMs))
    .limit(1)
    .prepare();

  const selectCopies = db
    .select({ id: clips.id, jobId: clips.jobId })
    .from(jobs)
    .innerJoin(clips, and(eq(clips.jobId, jobs.id), isNull(clips.deletedAtMs)))
    .where(eq(jobs.copyOf, textPlaceholder('clipId')))
    .prepare();

  return {
    /**
     * The newest clip that was made under this key since then for the same person, or shown in the same channel, unless it
     * is gone or was only for whoever asked.
     */
    kept(of: Wanted & Pick<Destination, 'platform' | 'channel'>): Kept | null {
      const found = selectKept.get(of);
      const seed = Number(found?.seed ?? Number.NaN);
      return found && Number.isFinite(seed) ? { clipId: found.clipId, seed } : null;
    },

    /** The newest job under this key that the person still waits for. */
    coming(of: Wanted): JobId | null {
      return selectComing.get(of)?.id ?? null;
    },

    /** Those that are not deleted. */
    copiesOf: (clipId: ClipId): { readonly id: ClipId; readonly jobId: JobId }[] => selectCopies.all({ clipId }),

    /** It is from now on found no more. */
    forget(jobId: JobId): void {
      db.update(jobs).set({ cacheKey: null }).where(eq(jobs.id, jobId)).run();
    },
  };
}
