import { describe, expect, it } from 'vitest';
import { HOUR } from '../../src/core/time.ts';
import { windowKinds, windowStartMs } from '../../src/core/window.ts';
import { type AskFor, driverOf, quote, tenantA } from '../contracts/store/driver.ts';
import { expectBooksInOrder } from '../contracts/store/world.ts';
import { type MemoryWorld, memoryWorld } from './worlds.ts';

const zone = 'Pacific/Kiritimati';

/** What the members of a tenant drew, by the start of the day. */
function drawnByDay({ connection }: MemoryWorld): unknown {
  return connection
    .prepare(
      `select starts_at_ms, used from usage_counters
       where scope like 'member/%' and unit = 'usd_micro' and window_kind = 'day' order by starts_at_ms`,
    )
    .raw()
    .all();
}

function moveTo(timeZone: string, { connection }: MemoryWorld): void {
  connection.prepare('update tenants set time_zone = ? where id = ?').run(timeZone, tenantA);
}

describe('a usage', () => {
  it('stays in the window of its admission when its tenant moves to another time zone before the verdict', async () => {
    await using world = await memoryWorld();
    const driver = driverOf(await world.join(), world);
    const ask: AskFor = { userId: await driver.user(), playMoney: false, asOperator: true };
    const admittedAtMs = driver.nowMs();
    const made = await driver.renderingJob(ask);
    const stopped = await driver.queuedJob(ask);
    moveTo(zone, world);
    const { job: later } = await driver.admitted(ask);
    await world.clock.advance(HOUR);
    await driver.recorded({ kind: 'succeeded', attemptId: made.attemptId, costMicroUsd: quote - 1 });
    await driver.recorded({ kind: 'cancel_requested', jobId: stopped.id });

    expect([made.job.timeZone, stopped.timeZone, later.timeZone]).toEqual(['UTC', 'UTC', zone]);
    expect(drawnByDay(world)).toEqual([
      [windowStartMs('day', admittedAtMs, 'UTC'), quote - 1],
      [windowStartMs('day', admittedAtMs, zone), quote],
    ]);
    await expectBooksInOrder(world, driver);
    await driver.recorded({ kind: 'cancel_requested', jobId: later.id });
    moveTo('America/Los_Angeles', world);
    await expectBooksInOrder(world, driver);
  });
});

describe('an entry set that no job is behind', () => {
  const member = `member/${tenantA}/usr_${'0'.repeat(26)}`;

  /** Gives a member videos, of a kind that only a later version of the program knows. */
  function grant({ connection }: MemoryWorld, ref: string, amount: number, given = amount): void {
    connection.prepare(`insert into entry_sets values (?, 'grant', null, ?, 0, ?, 0, 1)`).run(ref, tenantA, zone);
    const line = connection.prepare(`insert into postings values (?, 'grant', ?, ?, 'videos', ?)`);
    line.run(ref, 0, 'operator', -given);
    line.run(ref, 1, member, amount);
  }

  it('is checked like every other: its usage must be counted, and is clean once it is', async () => {
    await using world = await memoryWorld();
    const { store } = await world.join();
    grant(world, 'set_1', 3);
    const windows = windowKinds.map((kind) => ({ kind, startsAtMs: windowStartMs(kind, 0, zone) }));
    expect(await store.checkLedger()).toEqual({
      entrySets: 1,
      unbalanced: [],
      wrongHolds: [],
      wrongGrants: [],
      wrongCounters: windows.map(({ kind, startsAtMs }) => {
        return { counter: `${member} videos ${kind} ${startsAtMs}`, expected: -3, found: 0 };
      }),
    });
    const count = world.connection.prepare(`insert into usage_counters values (?, 'videos', ?, ?, -3)`);
    for (const { kind, startsAtMs } of windows) count.run(member, kind, startsAtMs);
    expect(await store.checkLedger()).toEqual({
      entrySets: 1,
      unbalanced: [],
      wrongHolds: [],
      wrongCounters: [],
      wrongGrants: [],
    });
  });

  it('is found unbalanced wherever it stands in a ledger of many pages, and none is counted twice', async () => {
    await using world = await memoryWorld();
    const driver = driverOf(await world.join(), world);
    await driver.admitted({ userId: await driver.user() });
    world.connection.transaction(() => {
      for (let n = 1_000; n < 2_201; n += 1) grant(world, `set_${n}`, n % 500 === 0 ? 2 : 1, 1);
    })();
    const { entrySets, unbalanced, wrongHolds, wrongCounters } = await driver.store.checkLedger();
    expect({ entrySets, wrongHolds }).toEqual({ entrySets: 1_202, wrongHolds: [] });
    expect(unbalanced).toEqual([1_000, 1_500, 2_000].map((n) => `grant of set_${n} in videos`));
    expect(wrongCounters).toMatchObject(windowKinds.map(() => ({ expected: -1_204 })));
  });
});
