import { describe, expect, it } from 'vitest';
import type { Log } from '../../src/core/ports/world.ts';
import { HOUR } from '../../src/core/time.ts';
import { openSharedStore } from '../../src/db/sqlite/store.ts';
import { claimAll, driverOf, noRules, quote, tenantA } from '../contracts/store/driver.ts';
import { expectBooksInOrder } from '../contracts/store/world.ts';
import { memoryOwners } from '../doubles/memory-owners.ts';
import { personKey, seededRandom, silentLog } from '../doubles/world.ts';
import { memoryWorld } from './worlds.ts';

describe('the check of the ledger', () => {
  it('names an entry set whose postings do not sum to zero', async () => {
    await using world = await memoryWorld();
    const driver = driverOf(await world.join(), world);
    const { job } = await driver.admitted({ userId: await driver.user() });
    world.connection.exec(
      `update postings set amount = amount + 1 where account like 'engine/%' or account = 'hold/${job.id}' and unit = 'usd_micro'`,
    );
    const report = await driver.store.checkLedger();
    expect(report.unbalanced).toEqual([`hold of ${job.id} in usd_micro`]);
    expect(report.wrongHolds).toEqual([{ jobId: job.id, unit: 'usd_micro', expected: quote, found: quote + 1 }]);
  });

  it('names an ended job that still holds, and a live one that no longer does', async () => {
    await using world = await memoryWorld();
    const driver = driverOf(await world.join(), world);
    const userId = await driver.user();
    const { job: ended } = await driver.admitted({ userId });
    const { job: live } = await driver.admitted({ userId });
    await driver.recorded({ kind: 'cancel_requested', jobId: ended.id });
    world.connection.exec(`delete from postings where ref = '${ended.id}' and kind = 'release'`);
    world.connection.exec(`delete from postings where ref = '${live.id}'`);
    const { wrongHolds } = await driver.store.checkLedger();
    expect(wrongHolds).toHaveLength(4);
    expect(wrongHolds).toContainEqual({ jobId: ended.id, unit: 'videos', expected: 0, found: 1 });
    expect(wrongHolds).toContainEqual({ jobId: live.id, unit: 'usd_micro', expected: quote, found: 0 });
  });

  it('names a counter that differs from the postings, is missing, or has none', async () => {
    await using world = await memoryWorld();
    const driver = driverOf(await world.join(), world);
    const userId = await driver.user();
    await driver.admitted({ userId, playMoney: false, asOperator: true });
    const { connection } = world;
    connection.exec(
      `update usage_counters set used = 7 where scope = 'service' and unit = 'videos' and window_kind = 'day'`,
    );
    connection.exec(
      `delete from usage_counters where scope like 'member/%' and unit = 'videos' and window_kind = 'month'`,
    );
    connection.exec(`insert into usage_counters values ('tenant/discord:9', 'videos', 'day', 0, 3)`);
    const { wrongCounters } = await driver.store.checkLedger();
    const lines = wrongCounters.map(({ counter, expected, found }) => {
      const [scope = ''] = counter.split(' ');
      return `${scope}: ${expected}, not ${found}`;
    });
    expect(new Set(lines)).toEqual(
      new Set([`member/${tenantA}/${userId}: 1, not 0`, 'service: 1, not 7', 'tenant/discord:9: 0, not 3']),
    );
  });

  it('names a grant of which more or less is left than its postings say, is missing, or was overdrawn', async () => {
    await using world = await memoryWorld();
    const driver = driverOf(await world.join(), world);
    const userId = await driver.user();
    const { connection } = world;
    const [more, gone, overdrawn] = [world.ids.next('grant'), world.ids.next('grant'), world.ids.next('grant')];
    const of = { tenantId: tenantA, userId, unit: 'videos', amount: 2, expiresAtMs: null, grantedAtMs: 0 } as const;
    for (const id of [more, gone, overdrawn]) {
      await driver.store.grants.give({ grant: { ...of, id }, actor: { kind: 'operator' }, reason: null });
    }
    connection.exec(`update grants set left = 3 where id = '${more}'`);
    connection.exec(`delete from grants where id = '${gone}'`);
    connection.exec(`update postings set amount = -amount where ref = '${overdrawn}'`);
    connection.exec(`update grants set left = -2 where id = '${overdrawn}'`);
    const { wrongGrants, unbalanced } = await driver.store.checkLedger();
    expect(unbalanced).toEqual([]);
    expect(wrongGrants).toEqual([
      { grantId: more, expected: 2, found: 3 },
      { grantId: gone, expected: 2, found: 0 },
      { grantId: overdrawn, expected: 0, found: -2 },
    ]);
  });
});

describe('a fault of the program or of the data', () => {
  it('that would book twice is an error, and nothing of it is kept', async () => {
    await using world = await memoryWorld();
    const driver = driverOf(await world.join(), world);
    const userId = await driver.user();
    const { job } = await driver.admitted({ userId });
    const { job: other } = await driver.admitted({ userId });
    world.connection.exec(
      `insert into entry_sets values ('${job.id}', 'release', '${other.id}', '${job.tenantId}', 0, 'UTC', 0, 1)`,
    );
    await expect(driver.record({ kind: 'cancel_requested', jobId: job.id })).rejects.toThrow('UNIQUE');
    expect((await driver.store.view(job.id, noRules, driver.nowMs()))?.job).toEqual(job);
    world.connection.exec(`delete from entry_sets where ref = '${job.id}' and kind = 'release'`);
    await expectBooksInOrder(world, driver);
  });

  it('in one row is named, and does not hold up what else is due', async () => {
    await using world = await memoryWorld();
    const errors: unknown[] = [];
    const log: Log = { ...silentLog, error: (_message, error) => void errors.push(error) };
    const owner = world.ids.next('owner');
    const { connection, clock } = world;
    const owners = memoryOwners().join(owner);
    const store = await openSharedStore({ connection, owner, owners, clock, random: seededRandom(), log, personKey });
    const driver = driverOf({ store, owner }, world);
    const userId = await driver.user();
    const broken = [
      (await driver.admitted({ userId })).job,
      await driver.queuedJob({ userId }),
      (await driver.readyJob({ userId })).job,
    ];
    await clock.advance(1);
    const { job: sound } = await driver.admitted({ userId });
    for (const { id } of broken) connection.exec(`update jobs set spec = '{"seconds":"five"}' where id = '${id}'`);

    const claims = await claimAll(driver);
    expect(claims).toMatchObject([{ step: 'prepare', job: { id: sound.id } }]);
    const said = errors.map(String).join('\n');
    for (const { id } of broken) expect(said).toContain(`The row ${id} of table jobs cannot be read`);
    await expect(store.view(broken[0]?.id ?? sound.id, noRules, driver.nowMs())).rejects.toThrow('✖');

    for (const { id, spec } of broken) {
      connection.prepare('update jobs set spec = ? where id = ?').run(JSON.stringify(spec), id);
    }
    await clock.advance(HOUR);
    expect((await claimAll(driver)).map(({ step }) => step).toSorted()).toEqual([
      'deliver',
      'prepare',
      'prepare',
      'submit',
    ]);
  });

  it('in a job whose attempt is gone is named, and the job is not forgotten', async () => {
    await using world = await memoryWorld();
    const driver = driverOf(await world.join(), world);
    const { attemptId, job } = await driver.renderingJob({ userId: await driver.user() });
    world.connection.exec(`update attempts set id = 'att_elsewhere' where id = '${attemptId}'`);
    expect(await driver.claim()).toBeNull();
    expect(await driver.store.nextDueAtMs({ nowMs: driver.nowMs(), only: null })).toBe(driver.nowMs() + HOUR);
    world.connection.exec(`update attempts set id = '${attemptId}'`);
    await world.clock.advance(HOUR);
    expect(await driver.claim()).toMatchObject({ step: 'watch', job: { id: job.id } });
  });

  it('is a claim under another name, whose lease nobody would guard', async () => {
    await using world = await memoryWorld();
    const driver = driverOf(await world.join(), world);
    await expect(driver.claim({ owner: world.ids.next('owner') })).rejects.toThrow(
      `expected a claim by ${driver.owner}`,
    );
  });
});
