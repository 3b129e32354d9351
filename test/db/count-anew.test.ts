import { expect, it } from 'vitest';
import { parseId, parseTenantId } from '../../src/core/ids.ts';
import { defaultRules } from '../../src/core/policy.ts';
import { windowStartMs } from '../../src/core/window.ts';
import { openConnection } from '../../src/db/sqlite/connection.ts';
import { migrate } from '../../src/db/sqlite/migrate.ts';
import { openSqliteStore } from '../../src/db/sqlite/store.ts';
import { manualClock, personKey, seededRandom, sequentialIds, silentLog } from '../doubles/world.ts';
import { earlierPlan, fill, queuedJob } from './earlier-programs.ts';
import { temporaryFile } from './worlds.ts';

const ada = parseId('user', `usr_${'0'.repeat(25)}1`);
const requestId = parseId('request', `req_${'0'.repeat(25)}1`);

it('a filled database of the fifth version is counted for hours, weeks and providers as well, and its daily cap is a budget', async () => {
  await using place = await temporaryFile();
  const connection = openConnection(place.file);
  expect(migrate(connection, await earlierPlan(place.folder, 5))).toEqual({ from: 0, to: 5 });
  connection.exec(fill.replaceAll("'usr_1'", `'${ada}'`).replace("'req_1'", `'${requestId}'`));
  const [zone, admittedAtMs, jobId] = ['Europe/Berlin', Date.UTC(2026, 2, 29, 12), `job_${'0'.repeat(25)}1`];
  connection.exec(
    `update tenants set time_zone = '${zone}', per_day_micro_usd = 9, per_month_micro_usd = 99, settings = '{"perDayMaxMicroUsd":7}'`,
  );
  connection.exec(
    queuedJob
      .replace("'usr_1'", () => `'${ada}'`)
      .replace("'req_1'", () => `'${requestId}'`)
      .replace(`'queued', '{}', 0, 'UTC'`, () => `'queued', '{}', ${admittedAtMs}, '${zone}'`),
  );
  const set = connection.prepare(`insert into entry_sets values (?, ?, ?, 'terminal', ?, ?, ?, 0)`);
  const line = connection.prepare(`insert into postings values (?, ?, ?, ?, ?, ?)`);
  const count = connection.prepare(`insert into usage_counters values (?, ?, ?, ?, ?)`);
  const move = (ref: string, kind: string, from: string, to: string): void => {
    set.run(ref, kind, jobId, admittedAtMs, zone, admittedAtMs);
    for (const [index, [unit, amount]] of amounts.entries()) {
      line.run(ref, kind, 2 * index, from, unit, -amount);
      line.run(ref, kind, 2 * index + 1, to, unit, amount);
    }
  };
  const amounts = [
    ['usd_micro', 600_000],
    ['videos', 1],
  ] as const;
  const member = `member/terminal/${ada}`;
  move(jobId, 'hold', member, `hold/${jobId}`);
  // An earlier job, whose row does not matter here.
  move('job_0', 'hold', member, 'engine/demo/reel');
  for (const [unit, amount] of amounts) {
    for (const window of ['day', 'month'] as const) {
      for (const scope of [member, 'tenant/terminal', 'service']) {
        count.run(
          scope,
          unit,
          window,
          windowStartMs(window, admittedAtMs, scope === 'service' ? 'UTC' : zone),
          2 * amount,
        );
      }
    }
  }
  connection.close();
  const world = { clock: manualClock(), random: seededRandom(), log: silentLog, personKey };
  const store = await openSqliteStore({ ...world, file: place.file, owner: sequentialIds().next('owner') });
  const report = await store.checkLedger();
  expect(report).toEqual({ entrySets: 2, unbalanced: [], wrongHolds: [], wrongCounters: [], wrongGrants: [] });
  const tenantId = parseTenantId('terminal');
  const limits = [
    { unit: 'videos', window: 'hour', amount: 5 } as const,
    { unit: 'videos', window: 'week', amount: 9 } as const,
  ];
  const rules = { ...defaultRules, member: { ...defaultRules.member, limits } };
  expect(await store.quota({ tenantId, userId: ada, rules, nowMs: admittedAtMs })).toMatchObject({
    lines: [
      { window: 'hour', used: 1, held: 1, left: 3 },
      { window: 'week', used: 1, held: 1, left: 7 },
    ],
    grants: [],
    member: { roles: [], block: null },
  });
  expect(await store.limitsOf({ tenantId, subject: 'budget' })).toEqual([
    { unit: 'usd_micro', window: 'day', amount: 7 },
  ]);
  expect(await store.job(parseId('job', jobId))).toMatchObject({ funding: { kind: 'allowance' } });
  await store.close();
  const again = openConnection(place.file);
  expect(again.prepare(`select value from meta where key = 'min_reader_version'`).pluck().get()).toBe('6');
  expect(
    again.prepare(`select used from usage_counters where scope = 'provider/demo' and unit = 'usd_micro'`).pluck().get(),
  ).toBe(600_000);
  again.close();
});
