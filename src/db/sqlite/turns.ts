import { and, eq, max, sql } from 'drizzle-orm';
import type { CredentialRef, EngineId } from '../../core/engine.ts';
import type { Job } from '../../core/job.ts';
import type { Db } from './connection.ts';
import { rowPlaceholders, textPlaceholder } from './placeholders.ts';
import { jobs, lanes, slots } from './schema.ts';

type Place = { readonly engine: EngineId; readonly credential: CredentialRef };
type Waiting = Pick<Job, 'engine' | 'credential' | 'userId'>;

export type Turns = ReturnType<typeof turnsOn>;

/**
 * Places and turns at each engine and credential. Turns are start-time fair queueing: each waiting job carries a tag,
 * the lowest goes first, and a user's tags count up from where the engine's turns are now; so users alternate, however
 * many jobs one of them has waiting.
 */
export function turnsOn(db: Db) {
  const place = and(eq(slots.engine, sql.placeholder('engine')), eq(slots.credential, sql.placeholder('credential')));
  const selectSlot = db.select().from(slots).where(place).prepare();
  const saveSlot = db
    .insert(slots)
    .values(rowPlaceholders(slots))
    .onConflictDoUpdate({
      target: [slots.engine, slots.credential],
      set: { active: sql`excluded.active`, virtualTag: sql`excluded.virtual_tag` },
    })
    .prepare();
  const selectLane = db
    .select()
    .from(lanes)
    .where(
      and(
        eq(lanes.engine, sql.placeholder('engine')),
        eq(lanes.credential, sql.placeholder('credential')),
        eq(lanes.userId, sql.placeholder('userId')),
      ),
    )
    .prepare();
  const saveLane = db
    .insert(lanes)
    .values(rowPlaceholders(lanes))
    .onConflictDoUpdate({
      target: [lanes.engine, lanes.credential, lanes.userId],
      set: { servedTag: sql`excluded.served_tag` },
    })
    .prepare();
  const lastTagOfUser = db
    .select({ tag: max(jobs.fairTag) })
    .from(jobs)
    .where(
      and(
        sql`${jobs.state} = 'queued'`,
        eq(jobs.engine, textPlaceholder('engine')),
        eq(jobs.credential, textPlaceholder('credential')),
        eq(jobs.userId, textPlaceholder('userId')),
      ),
    )
    .prepare();

  function slotAt({ engine, credential }: Place): { readonly active: number; readonly virtualTag: number } {
    return selectSlot.get({ engine, credential }) ?? { active: 0, virtualTag: 0 };
  }

  return {
    /** Places taken there. */
    taken: (at: Place): number => slotAt(at).active,

    /** Takes places (or gives them back, `by` below zero). */
    take({ engine, credential }: Place, by: number): void {
      const { active, virtualTag } = slotAt({ engine, credential });
      saveSlot.run({ engine, credential, active: active + by, virtualTag });
    },

    /** The turn of a job that now begins to wait. */
    tagFor({ engine, credential, userId }: Waiting): number {
      const key = { engine, credential, userId };
      const served = selectLane.get(key)?.servedTag ?? -1;
      const waiting = lastTagOfUser.get(key)?.tag ?? -1;
      return Math.max(slotAt(key).virtualTag, served + 1, waiting + 1);
    },

    /** It is the turn of the job with this tag: the engine's turns and its user's move on. */
    serve({ engine, credential, userId }: Waiting, tag: number): void {
      const { active, virtualTag } = slotAt({ engine, credential });
      saveSlot.run({ engine, credential, active, virtualTag: Math.max(virtualTag, tag) });
      saveLane.run({ engine, credential, userId, servedTag: tag });
    },
  };
}
