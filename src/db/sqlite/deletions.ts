import { and, asc, eq, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../core/actor.ts';
import type { Clip } from '../../core/clip.ts';
import { isRemoval } from '../../core/copies.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { ClipId } from '../../core/ids.ts';
import type { Job } from '../../core/job.ts';
import { postOf, withoutClip } from '../../core/life/deliver.ts';
import type { Post } from '../../core/ports/chat.ts';
import type { DeleteResult, Remains, Store } from '../../core/ports/store.ts';
import type { Log } from '../../core/ports/world.ts';
import { clipOf } from '../rows/clip-row.ts';
import { UnreadableRow } from '../rows/readable.ts';
import type { Db } from './connection.ts';
import { notInList } from './placeholders.ts';
import type { Repositories } from './repositories.ts';
import { clips, deliveries } from './schema.ts';

type Ask = Parameters<Store['deleteClip']>[0];

export type Deletions = ReturnType<typeof deletionsOn>;

/** Deleting clips: the tombstone at once, the remains when they can be erased. */
export function deletionsOn(db: Db, repos: Repositories, log: Log) {
  const isBeingPosted = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.jobId, clips.jobId), eq(deliveries.clipId, clips.id), eq(deliveries.state, 'sending')));

  // Its index is partial: the condition has to be written as there.
  const selectRemains = db
    .select()
    .from(clips)
    .where(
      and(
        isNotNull(clips.deletedAtMs),
        isNull(clips.erasedAtMs),
        notInList(clips.id, 'except'),
        notExists(isBeingPosted),
      ),
    )
    .orderBy(asc(clips.deletedAtMs))
    .limit(sql.placeholder('limit'))
    .prepare();

  /** One that may be being posted right now is left until that is over. */
  function stopBringing(delivery: Delivery): void {
    if (delivery.state.kind === 'pending') repos.deliveries.save({ delivery: withoutClip(delivery), lease: null });
  }

  const broughtOf = (clip: { readonly id: ClipId; readonly jobId: Delivery['jobId'] }): Delivery[] =>
    repos.deliveries.ofJob(clip.jobId).filter(({ clipId }) => clipId === clip.id);

  function postsOf(clip: Parameters<typeof broughtOf>[0]): Post[] {
    return broughtOf(clip).flatMap((delivery) => {
      const status = repos.requests.find(delivery.requestId)?.statusMessage ?? null;
      return postOf(delivery, status) ?? [];
    });
  }

  function remainsOf(row: typeof clips.$inferSelect): Remains | null {
    try {
      const clip = clipOf(row);
      return { clip, posts: postsOf(clip) };
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error;
      log.error('a row of the database cannot be read, so its clip is not erased', error, { id: row.id });
      return null;
    }
  }

  /** Leaves the tombstone alone. Returns the job that the clip is of. */
  function bury(clip: Pick<Clip, 'id' | 'jobId'>, actor: Actor, nowMs: number): Job | null {
    repos.clips.setDeleted(clip.id, nowMs);
    broughtOf(clip).forEach(stopBringing);
    const job = repos.jobs.load(clip.jobId)?.job ?? null;
    if (job) {
      repos.events.add(job, 'clip_deleted', nowMs, actor);
      repos.statuses.touch(job.requestId, nowMs);
    }
    return job;
  }

  function buryTold(
    clip: Pick<Clip, 'id' | 'jobId' | 'tenantId'>,
    actor: Actor,
    reason: string | null,
    nowMs: number,
  ): Job | null {
    const job = bury(clip, actor, nowMs);
    const request = job ? repos.requests.find(job.requestId) : null;
    // What is private is no business of the tenant's moderators.
    const tenantId = request?.visibility === 'private' ? null : clip.tenantId;
    const [what, target] = ['clip_deleted', clip.id];
    repos.audit.add({ actor, tenantId, what, target, before: null, after: null, reason }, nowMs);
    return job;
  }

  return {
    bury,

    deleteClip({ clipId, actor, reason, nowMs }: Ask): DeleteResult {
      const clip = repos.clips.find(clipId);
      if (!clip) return { kind: 'not_found' };
      if (clip.deletedAtMs !== null) return { kind: 'already' };
      const copyOf = buryTold(clip, actor, reason, nowMs)?.copyOf ?? null;
      if (isRemoval(actor, clip)) {
        for (const copy of repos.cache.copiesOf(clipId)) {
          buryTold({ ...copy, tenantId: clip.tenantId }, actor, reason, nowMs);
        }
        const original = copyOf === null ? null : repos.clips.find(copyOf);
        if (original) repos.cache.forget(original.jobId);
      }
      return { kind: 'deleted', clip: { ...clip, deletedAtMs: nowMs } };
    },

    remains({ limit, except }: Parameters<Store['remains']>[0]): Remains[] {
      const rows = selectRemains.all({ limit, except: JSON.stringify(except) });
      return rows.flatMap((row) => remainsOf(row) ?? []);
    },

    recordErased({ clip, posts }: Remains, nowMs: number): void {
      if (isDeepStrictEqual(postsOf(clip), posts)) repos.clips.setErased(clip.id, nowMs);
    },
  };
}
