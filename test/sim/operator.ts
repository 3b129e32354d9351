import { HOUR, MINUTE } from '../../src/core/time.ts';
import type { Decision } from '../../src/core/usecases/resolve.ts';
import type { Chance } from './chance.ts';
import type { EngineWorld } from './engine/world.ts';
import type { Fleet } from './fleet.ts';
import type { Journal } from './journal.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Witness } from './witness.ts';

type Deps = {
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly journal: Journal;
  readonly fleet: Fleet;
  readonly witness: Witness;
  readonly engines: readonly EngineWorld[];
  /** Whether the process that started an attempt may still send its create. */
  readonly mayStillSend: (processName: string) => boolean;
};

/** The operator, who looks at the engines' own pages and decides what nobody else can. */
export function createOperator(deps: Deps) {
  const { clock, chance, journal, fleet, witness, engines } = deps;
  const caring = chance.branch('caring');

  /** What is true, as far as a careful person can find out; null when it cannot be told yet. */
  function truthAbout(attemptId: string): Decision | null {
    for (const engine of engines) {
      const task = engine.taskOf(attemptId);
      if (task) return { kind: 'made', taskId: task.id };
      const create = engine.createOf(attemptId);
      if (create?.fate === 'dropped' || create?.fate === 'turned_away') return { kind: 'never' };
      if (create) return null;
    }
    const starter = witness.starters.get(attemptId);
    return starter === undefined || deps.mayStillSend(starter) ? null : { kind: 'never' };
  }

  async function look(): Promise<void> {
    const app = fleet.anyone();
    if (!app) return;
    const views = await app.list({ tenantId: null, userId: null, states: ['unknown'], limit: 10 });
    if (views === 'failed') return;
    for (const { job } of views) {
      if (job.state.kind !== 'unknown' || chance.hits(0.5)) continue;
      const { attemptId } = job.state;
      const truth = chance.hits(0.2) ? null : truthAbout(attemptId);
      const decision: Decision = truth ?? { kind: 'give_up' };
      if (decision.kind === 'give_up' && chance.hits(0.5)) continue;
      if (decision.kind === 'never') witness.decidedNever.add(attemptId);
      journal.say('operator', job.id, `decides: ${decision.kind.replaceAll('_', ' ')}`);
      const result = await app.resolve({ choice: { tenantId: job.tenantId, number: job.number }, decision });
      if (result === 'failed' || result.kind !== 'resolved') continue;
      if (decision.kind === 'made') journal.count('operator: said that it was made');
      else if (decision.kind === 'never') journal.count('operator: said that it never was');
      else journal.count('operator: gave up');
    }
  }

  /** Pays what is owed, or sees that an engine is back: sooner or later each is taken in again. */
  async function takeIn(): Promise<void> {
    const app = fleet.anyone();
    const standings = app ? await app.standings() : 'failed';
    if (!app || standings === 'failed') return;
    for (const { engine, kind } of standings) {
      if (caring.hits(0.5)) continue;
      const isIn = await app.takeIn(engine);
      if (isIn !== true) continue;
      journal.count('operator: took an engine in again');
      journal.say('operator', null, `takes ${engine} in again, which was out as ${kind}`);
    }
  }

  return {
    /** Looks now and then until `untilMs`. */
    watch(untilMs: number): void {
      const everyMs = chance.scale(10 * MINUTE, 2 * HOUR);
      const careEveryMs = caring.scale(5 * MINUTE, HOUR);
      const care = (): void => {
        if (clock.nowMs() + careEveryMs > untilMs) return;
        clock.after('world', careEveryMs, () => {
          takeIn().catch((error: unknown) => journal.violate('errors', null, `the operator met ${String(error)}`));
          care();
        });
      };
      care();
      const next = (): void => {
        if (clock.nowMs() + everyMs > untilMs) return;
        clock.after('world', everyMs, () => {
          look().catch((error: unknown) => journal.violate('errors', null, `the operator met ${String(error)}`));
          next();
        });
      };
      next();
    },
  };
}
