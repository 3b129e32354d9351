import { expect } from 'vitest';
import type { JobState } from '../../../src/core/job.ts';
import type { Ids } from '../../../src/core/ports/world.ts';
import type { ManualClock } from '../../doubles/world.ts';
import { type Driver, type Member, noRules } from './driver.ts';

/** One body of data that several processes share. */
export type StoreWorld = AsyncDisposable & {
  readonly clock: ManualClock;
  readonly ids: Ids;
  join(): Promise<Member>;
  /** The places taken at each engine and credential, as stored: `demo/x key` to a count. */
  places(): ReadonlyMap<string, number>;
  /** Everything that is stored, row by row, as text. */
  stored(): string;
};

/** Every credit is explained, and the places taken are those of the jobs that take one. */
export async function expectBooksInOrder(world: StoreWorld, { store, nowMs }: Driver): Promise<void> {
  const { entrySets: _, ...wrong } = await store.checkLedger();
  expect(wrong).toEqual({ unbalanced: [], wrongHolds: [], wrongCounters: [], wrongGrants: [] });
  const taking: JobState['kind'][] = ['submitting', 'rendering'];
  const filter = { tenantId: null, userId: null, states: taking, limit: 10_000 };
  const views = await store.list(filter, noRules, nowMs());
  const counted = new Map<string, number>();
  for (const { job } of views) {
    const place = `${job.engine} ${job.credential}`;
    if (job.overdueAtMs === null) counted.set(place, (counted.get(place) ?? 0) + 1);
  }
  const stored = [...world.places()].filter(([, active]) => active !== 0);
  expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(counted));
}
