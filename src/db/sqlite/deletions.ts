import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Delivery } from '../../core/delivery.ts';
import { withoutClip } from '../../core/life/deliver.ts';
import type { Post } from '../../core/ports/chat.ts';
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

  /** One that may be being posted right now is left until that is over. */
  function stopBringing(delivery: Delivery): void {
    if (delivery.state.kind === 'pending') repos.deliveries.save({ delivery: withoutClip(delivery), lease: null });
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
        const posts = brought.flatMap(({ id: deliveryId, state, destination }): Post[] => {
          if (state.kind === 'sent') return [{ deliveryId, destination, message: state.message }];
          const mayBeThere = state.kind === 'undeliverable' && state.reason === 'deleted';
          return mayBeThere ? [{ deliveryId, destination, message: null }] : [];
        });
        found.push({ clip, posts });
      }
      return found;
    },
  };
}
