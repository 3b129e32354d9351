import type { Kit } from '../kit.ts';

/** What the operator is told once. */
export function alertTables(kit: Kit) {
  const alerts = kit.table('alerts', {
    /** What it is about, and which time of it. */
    key: kit.text('key').primaryKey(),
    /** When somebody last began to tell it. */
    claimedAtMs: kit.ms('claimed_at_ms').notNull(),
    toldAtMs: kit.ms('told_at_ms'),
  });
  return { alerts };
}
