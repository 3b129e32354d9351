import { createHash } from 'node:crypto';
import { DAY, HOUR } from '../../src/core/time.ts';
import { checkAtEnd } from './checks/at-end.ts';
import type { Journal, Violation } from './journal.ts';
import type { StorePool } from './store-pool.ts';
import { planTroubles } from './troubles.ts';
import { createSimWorld, type SimWorld } from './world.ts';

export type RunReport = {
  readonly seed: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly jobs: number;
  readonly violations: readonly Violation[];
  readonly journal: Journal;
  /** The same for two runs in which the same things happened at the same times. */
  readonly fingerprint: () => string;
};

/** The longest that a sound program needs to come to rest: a day of doubt, the horizons, a day of deliveries. */
const calmMsMax = 8 * DAY;
const stopMsMax = 2 * HOUR;

/** Runs one seed: hours of trouble, then a calm in which everything must come to rest, then the checks. */
export async function runSeed(seed: number, pool: StorePool): Promise<RunReport> {
  const world = await createSimWorld(seed, pool);
  const { journal } = world;
  try {
    for (const phase of [trouble, calm, stop, checkAtEnd]) {
      if (journal.violations.length === 0) await phase(world, pool);
    }
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    journal.violate('errors', null, `the run itself failed: ${told}`);
  }
  world.clock.letGo();
  return {
    seed,
    startedAtMs: world.startedAtMs,
    endedAtMs: world.clock.nowMs(),
    jobs: world.witness.jobs.size,
    violations: journal.violations,
    journal,
    fingerprint: () => createHash('sha256').update(JSON.stringify(journal.lines)).digest('hex'),
  };
}

/** Moves time on until that is so, a rule is broken, or the time is up. */
async function proceed({ clock, journal }: SimWorld, isDone: () => boolean, ms: number): Promise<void> {
  const halt = await clock.runUntil(() => journal.violations.length > 0 || isDone(), clock.nowMs() + ms);
  if (halt === 'runaway') journal.violate('errors', null, 'the run never ends: more timers than any sound run needs');
}

async function trouble(world: SimWorld): Promise<void> {
  const { chance, clock, fleet, people, operator, moderators } = world;
  const forMs = chance.int(3, 7) * HOUR;
  await fleet.start();
  people.askOver(chance.int(3, 7), Math.round(forMs * 0.6));
  operator.watch(clock.nowMs() + forMs);
  moderators.watch(clock.nowMs() + forMs);
  planTroubles(world, forMs);
  await proceed(world, () => false, forMs);
}

async function calm(world: SimWorld): Promise<void> {
  const { chance, journal, weather, mediaLine, fleet } = world;
  journal.say('world', null, 'calms down');
  weather.calmDown();
  mediaLine.calmDown();
  if (fleet.living().every((app) => app.isStopping()) || chance.hits(0.5)) await fleet.start();
  await proceed(world, () => isQuiet(world), calmMsMax);
}

async function stop(world: SimWorld): Promise<void> {
  const { fleet, journal } = world;
  fleet.stopAll();
  await proceed(world, () => fleet.living().length === 0, stopMsMax);
  for (const { name } of fleet.living()) {
    journal.violate('leaks', null, `${name} was asked to stop and did not within two hours`);
  }
}

/** Whether nobody has anything left to do or to say. */
function isQuiet({ people, moderators, callbacks, witness, engines, clock }: SimWorld): boolean {
  if (people.pending() > 0 || moderators.pending() > 0 || callbacks.pending() > 0) return false;
  const nowMs = clock.nowMs();
  if (nowMs < witness.approvalsTouchedAtMs + 2 * HOUR) return false;
  for (const { endedAtMs, dueAtMs } of witness.jobs.values()) {
    if (endedAtMs === null || (dueAtMs !== null && dueAtMs > nowMs - HOUR)) return false;
  }
  for (const { state } of witness.deliveries.values()) {
    if (state.kind !== 'sent' && state.kind !== 'undeliverable') return false;
  }
  if (witness.staleStatuses.size > 0 || witness.unerased.size > 0) return false;
  if (witness.filesToErase.size > 0 || witness.unemptied.size > 0) return false;
  return engines.every(({ tasks }) =>
    [...tasks.values()].every(({ finishesAtMs }) => finishesAtMs <= nowMs || finishesAtMs === Infinity),
  );
}
