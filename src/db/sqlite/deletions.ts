import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Delivery } from '../../core/delivery.ts';
import type { ClipId } from '../../core/ids.ts';
import type { DeleteResult, Remains, Store } from '../../core/ports/store.ts';
import { clipOf } from '../rows/clip-row.ts';
import type { Db } from './connection.ts';
import type { Repositories } from './repositories.ts';
import { clips } from './schema.ts';

type Ask = Parameters<Store['deleteClip']>[0];

/** Deleting clips: the tombstone at once, the remains when they can be erased. */
export function deletionsOn(db: Db, repos: Repositories) {
  // Its index is partial: the condition has to be written as there.
  const selectRemains = db
    .select()
    .from(clips)
    .where(and(isNotNull(clips.deletedAtMs), isNull(clips.erasedAtMs)))
    .orderBy(asc(clips.deletedAtMs))
    .prepare();

  function stopBringing(delivery: Delivery): void {
    if (delivery.state.kind !== 'pending') return;
    const state = { kind: 'undeliverable', reason: 'deleted' } as const;
    repos.deliveries.save({ delivery: { ...delivery, state, dueAtMs: null }, lease: null });
  }

  return {
    deleteClip({ clipId, actor, reason, nowMs }: Ask): DeleteResult {
      const clip = repos.clips.find(clipId);
      if (!clip) return { kind: 'not_found' };
      if (clip.deletedAtMs !== null) return { kind: 'already' };
      db.update(clips).set({ deletedAtMs: nowMs }).where(eq(clips.id, clipId)).run();
      for (const delivery of repos.deliveries.ofJob(clip.jobId)) {
        if (delivery.clipId === clipId) stopBringing(delivery);
      }
      const job = repos.jobs.load(clip.jobId)?.job;
      if (job) {
        repos.events.add(job, 'clip_deleted', nowMs, actor);
        repos.statuses.touch(job.requestId, nowMs);
      }
      const { tenantId } = clip;
      repos.audit.add(
        { actor, tenantId, what: 'clip_deleted', target: clipId, before: null, after: null, reason },
        nowMs,
      );
      return { kind: 'deleted', clip: { ...clip, deletedAtMs: nowMs } };
    },

    remains(limit: number): Remains[] {
      const found: Remains[] = [];
      for (const row of selectRemains.all()) {
        if (found.length >= limit) break;
        const clip = clipOf(row);
        const brought = repos.deliveries.ofJob(clip.jobId).filter(({ clipId }) => clipId === clip.id);
        if (brought.some(({ state }) => state.kind === 'sending')) continue;
        const posts = brought.flatMap(({ state, destination }) =>
          state.kind === 'sent' ? [{ destination, message: state.message }] : [],
        );
        found.push({ clip, posts });
      }
      return found;
    },

    recordErased(clipId: ClipId, nowMs: number): void {
      db.update(clips).set({ erasedAtMs: nowMs }).where(eq(clips.id, clipId)).run();
    },
  };
}
