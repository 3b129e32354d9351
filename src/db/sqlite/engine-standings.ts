import { and, count, eq, ne, sql } from 'drizzle-orm';
import type { EngineId } from '../../core/engine.ts';
import type { EngineFigures, EngineStanding, EngineStandings } from '../../core/ports/engine-standings.ts';
import { HOUR } from '../../core/time.ts';
import { actorName, actorOf } from '../rows/event-row.ts';
import { readRow } from '../rows/readable.ts';
import { jsonField } from '../json-field.ts';
import type { Db } from './connection.ts';
import { attempts, engineStandings, jobs } from './schema.ts';
import type { Transactions } from './transact.ts';
import { type Usual, usualOn } from './usual.ts';

type MarkAsk = Parameters<EngineStandings['mark']>[0];
type FiguresAsk = Parameters<EngineStandings['figures']>[0];

export type Standings = ReturnType<typeof standingsOn>;

/** Engines that are taken out, for use inside a transaction. */
export function standingsOn(db: Db) {
  const isOf = (engine: EngineId) => eq(engineStandings.engine, engine);
  const selectAll = db.select().from(engineStandings).orderBy(engineStandings.engine).prepare();

  return {
    all(): EngineStanding[] {
      return selectAll.all().map(({ actor, ...rest }) => ({
        ...rest,
        actor: readRow('engine_standings', rest.engine, () => actorOf(actor)),
      }));
    },

    mark({ engine, kind, actor, reason, nowMs }: MarkAsk): boolean {
      const said = { kind, sinceMs: nowMs, actor: actorName(actor), reason };
      const insert = db.insert(engineStandings).values({ engine, ...said });
      // Only the operator's word goes before what is known already.
      const { changes } =
        kind === 'disabled'
          ? insert
              .onConflictDoUpdate({
                target: engineStandings.engine,
                set: said,
                setWhere: ne(engineStandings.kind, 'disabled'),
              })
              .run()
          : insert.onConflictDoNothing().run();
      return changes > 0;
    },

    clear({ engine, kind }: Parameters<EngineStandings['clear']>[0]): boolean {
      const isMeant = kind === null ? isOf(engine) : and(isOf(engine), eq(engineStandings.kind, kind));
      return db.delete(engineStandings).where(isMeant).run().changes > 0;
    },
  };
}

/** The same as a part of the store. */
export function engineStandingsOn(db: Db, standings: Standings, { read, write }: Transactions): EngineStandings {
  const figures = figuresOn(db, usualOn(db));
  return {
    all: () => read(() => standings.all()),
    mark: (ask) => write(() => standings.mark(ask)),
    clear: (ask) => write(() => standings.clear(ask)),
    figures: (ask) => read(() => figures(ask)),
  };
}

function figuresOn(db: Db, usual: Usual): (ask: FiguresAsk) => EngineFigures[] {
  const code = jsonField(attempts.stateData, '$.code');
  const selectVerdicts = db
    .select({ engine: attempts.engine, state: attempts.state, verdicts: count() })
    .from(attempts)
    .where(
      sql`${attempts.settledAtMs} is not null and ${attempts.settledAtMs} > ${sql.placeholder('sinceMs')}
        and (${attempts.state} = 'succeeded'
          or (${attempts.state} in ('failed', 'rejected') and ${code} in ('transient', 'expired')))`,
    )
    .groupBy(attempts.engine, attempts.state)
    .prepare();
  const selectOpen = db
    .select({ engine: jobs.engine, open: count() })
    .from(jobs)
    .where(sql`${jobs.endedAtMs} is null`)
    // `+` keeps SQLite to the jobs that are open, which are few.
    .groupBy(sql`+${jobs.engine}`)
    .prepare();

  return ({ engines, nowMs }) => {
    const found = new Map<EngineId, { good: number; bad: number; open: number }>();
    const of = (engine: EngineId) => {
      const known = found.get(engine) ?? { good: 0, bad: 0, open: 0 };
      found.set(engine, known);
      return known;
    };
    for (const { engine, state, verdicts } of selectVerdicts.all({ sinceMs: nowMs - HOUR })) {
      of(engine)[state === 'succeeded' ? 'good' : 'bad'] += verdicts;
    }
    for (const { engine, open } of selectOpen.all()) of(engine).open = open;
    return engines.map((engine) => ({ engine, ...of(engine), msPerSecond: usual.msPerSecond(engine) }));
  };
}
