import { eq, sql } from 'drizzle-orm';
import type { ToldAlerts } from '../../core/ports/alerts.ts';
import type { Db } from './connection.ts';
import { alerts } from './schema.ts';
import type { Transactions } from './transact.ts';

export function alertsOn(db: Db, { write }: Pick<Transactions, 'write'>): ToldAlerts {
  return {
    claim: (key, { nowMs, staleBeforeMs }) =>
      write(() => {
        const { changes } = db
          .insert(alerts)
          .values({ key, claimedAtMs: nowMs, toldAtMs: null })
          .onConflictDoUpdate({
            target: alerts.key,
            set: { claimedAtMs: nowMs },
            setWhere: sql`${alerts.toldAtMs} is null and ${alerts.claimedAtMs} < ${staleBeforeMs}`,
          })
          .run();
        return changes > 0;
      }),
    told: (key, nowMs) =>
      write(() => {
        db.update(alerts).set({ toldAtMs: nowMs }).where(eq(alerts.key, key)).run();
      }),
  };
}
