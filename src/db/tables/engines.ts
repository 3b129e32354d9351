import type { EngineId } from '../../core/engine.ts';
import type { StandingKind } from '../../core/ports/engine-standings.ts';
import type { Kit } from '../kit.ts';

/** Engines that take nothing new. */
export function engineTables(kit: Kit) {
  const engineStandings = kit.table('engine_standings', {
    engine: kit.id<EngineId>('engine').primaryKey(),
    kind: kit.id<StandingKind>('kind').notNull(),
    sinceMs: kit.ms('since_ms').notNull(),
    actor: kit.text('actor').notNull(),
    reason: kit.text('reason'),
  });

  return { engineStandings };
}
