import { eq, lt, sql } from 'drizzle-orm';
import type { EndedSessions } from '../../core/ports/sessions.ts';
import type { Db } from './connection.ts';
import { endedSessions } from './schema.ts';
import type { Transactions } from './transact.ts';

export function endedSessionsOn(db: Db, { read, write }: Transactions): EndedSessions {
  const selectOne = db
    .select({ id: endedSessions.id })
    .from(endedSessions)
    .where(eq(endedSessions.id, sql.placeholder('id')))
    .prepare();

  return {
    end: (id, untilMs, nowMs) =>
      write(() => {
        db.delete(endedSessions).where(lt(endedSessions.untilMs, nowMs)).run();
        db.insert(endedSessions).values({ id, untilMs }).onConflictDoNothing().run();
      }),
    isEnded: (id) => read(() => selectOne.get({ id }) !== undefined),
  };
}
