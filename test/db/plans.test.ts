import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Messages } from '../../src/core/ports/messages.ts';
import { openSharedStore } from '../../src/db/sqlite/store.ts';
import { type Driver, driverOf, noRules, quote, spec, tenantA } from '../contracts/store/driver.ts';
import { memoryOwners } from '../doubles/memory-owners.ts';
import { manualClock, personKey, seededRandom, sequentialIds, silentLog } from '../doubles/world.ts';

const planSchema = z.array(z.object({ detail: z.string() }));

/** How SQLite goes about every statement that `use` makes a store run. */
async function plansOf(use: (driver: Driver, messages: Messages) => Promise<void>): Promise<Map<string, string[]>> {
  const ran = new Set<string>();
  let listening = false;
  const verbose = (statement: unknown): void => void (listening && ran.add(String(statement)));
  const connection = new Database(':memory:', { verbose });
  connection.pragma('foreign_keys = ON');
  const world = { clock: manualClock(), ids: sequentialIds(), random: seededRandom(), log: silentLog, personKey };
  const owner = world.ids.next('owner');
  const store = await openSharedStore({ ...world, connection, owner, owners: memoryOwners().join(owner) });
  listening = true;
  await use(driverOf({ store, owner }, world), store.messages);
  listening = false;
  const statements = [...ran].filter((statement) => /^(select|update|insert|delete)\b/i.test(statement));
  return new Map(
    statements.map((statement) => {
      const plan = planSchema.parse(connection.prepare(`explain query plan ${statement}`).all());
      return [statement, plan.map(({ detail }) => detail)];
    }),
  );
}

function linesWith(plans: ReadonlyMap<string, string[]>, pattern: RegExp): string[] {
  return [...plans].flatMap(([statement, plan]) =>
    plan.filter((line) => pattern.test(line)).map((line) => `${line} in ${statement}`),
  );
}

const indexes = [
  'jobs_due',
  'jobs_queue',
  'jobs_lane',
  'jobs_in_flight',
  'jobs_made_by_engine',
  'deliveries_due',
  'statuses_due',
];

const rules = {
  ...noRules,
  member: {
    limits: [{ unit: 'videos', window: 'day', amount: 100 }],
    inFlightMax: 100,
    requestsPerMinuteMax: 100,
  },
} as const;

describe('query plans', () => {
  it('of admitting, claiming and recording look things up and never go through a table', async () => {
    const plans = await plansOf(async (driver) => {
      const userId = await driver.user();
      const ask = { userId, rules, videosPerHourMax: 100 };
      await driver.readyJob(ask);
      await driver.claimed('deliver');
      const { attemptId } = await driver.submittingJob(ask);
      await driver.recorded({ kind: 'create_unknown', attemptId, dueAtMs: driver.nowMs() });
      await driver.claimed('reconcile');
      await driver.recorded({ kind: 'gave_up', attemptId });
      await driver.recorded({ kind: 'accepted', attemptId, taskId: 'late' });
      await driver.claimed('watch');
      await driver.recorded({ kind: 'succeeded', attemptId, costMicroUsd: quote });
      await driver.claimed('fetch');
      const { requestId } = await driver.queuedJob(ask);
      const { status, lease } = await driver.claimed('status');
      const shown = { kind: 'status_shown', requestId: status.requestId, lease, version: 0, message: 'm' } as const;
      await driver.store.recordStatus({ ...shown, freeAtMs: 0 }, driver.nowMs());
      await driver.claimed('status', { only: requestId });
      await driver.claim();
      await driver.claim();
      await driver.store.nextDueAtMs({ nowMs: driver.nowMs(), only: null });
      await driver.store.handBack(driver.owner, driver.nowMs());
    });
    expect(plans.size).toBeGreaterThan(40);
    expect(linesWith(plans, /^SCAN (?!CONSTANT ROW)/)).toEqual([]);
    // What belongs to one job or one request is little, and may be sorted.
    const sorted = linesWith(plans, /TEMP B-TREE/).filter((line) => !/"(job|request)_id" = /.test(line));
    expect(sorted).toEqual([]);
    const used = indexes.filter((index) => linesWith(plans, new RegExp(`INDEX ${index}\\b`)).length > 0);
    expect(used).toEqual(indexes);
  });

  it('of clips that are there already look them up by their key, and copies by what they are copies of', async () => {
    const plans = await plansOf(async (driver) => {
      const cacheKey = 'c0ffee';
      const { clip } = await driver.readyJob({ userId: await driver.user(), cacheKey });
      const { job } = await driver.admitted({ userId: await driver.user('bob'), cacheKey });
      expect(job.copyOf).toBe(clip.id);
      await driver.claimed('prepare', { only: job.requestId });
      await driver.store.deleteClip({ clipId: clip.id, actor: { kind: 'operator' }, reason: null, nowMs: 0 });
    });
    expect(linesWith(plans, /^SCAN (?!CONSTANT ROW)/)).toEqual([]);
    expect(linesWith(plans, /INDEX jobs_alike\b/)).not.toEqual([]);
    const byPerson = /INDEX jobs_(newest|of_)/;
    expect(linesWith(plans, byPerson).filter((line) => line.includes('"cache_key" ='))).toEqual([]);
    expect(linesWith(plans, /INDEX jobs_copies\b/)).toHaveLength(1);
    // Of those with one key that one person waits for there are few.
    const sorted = linesWith(plans, /TEMP B-TREE/).filter((line) => line.includes('"cache_key" ='));
    expect(sorted.filter((line) => !line.includes('"jobs"."user_id" ='))).toEqual([]);
  });

  it('of work on one request go by the request, however much else is due', async () => {
    const plans = await plansOf(async (driver) => {
      const { request } = await driver.admitted({ userId: await driver.user() });
      await driver.claim({ only: request.id });
      await driver.claim({ only: request.id });
      await driver.store.nextDueAtMs({ nowMs: driver.nowMs(), only: request.id });
    });
    expect(linesWith(plans, /jobs_due|jobs_queue|deliveries_due|statuses_due/)).toEqual([]);
    expect(linesWith(plans, /jobs_of_request/)).not.toEqual([]);
  });

  it('of the console find what changed since along an index, however many messages there are', async () => {
    const plans = await plansOf(async (driver, messages) => {
      const of = { tenantId: tenantA, channel: 'general' };
      const viewer = await driver.user();
      await messages.put({ ...of, key: 'm-1', onlyFor: null, author: null, body: '' }, 0);
      await messages.changes({ ...of, viewer, afterVersion: 0, limit: 10 });
      await messages.page({ ...of, viewer, beforePosition: null, limit: 10 });
      await messages.version(of);
    });
    expect(linesWith(plans, /^SCAN (?!CONSTANT ROW)|TEMP B-TREE/)).toEqual([]);
    expect(linesWith(plans, /messages_changed/)).toHaveLength(2);
    expect(linesWith(plans, /messages_in_channel/)).toHaveLength(2);
  });

  it('of forgetting find what belongs to one person along an index, however many others there are', async () => {
    const plans = await plansOf(async (driver, messages) => {
      const userId = await driver.user();
      const input = { kind: 'image', source: 'upload:1', mediaKey: 'aa/in_1' } as const;
      await driver.readyJob({ userId, spec: { ...spec, input } });
      await driver.queuedJob({ userId, spec: { ...spec, input } });
      const place = { tenantId: tenantA, channel: 'general', onlyFor: null, author: userId };
      await messages.put({ ...place, key: 'm-1', body: 'words' }, 0);
      await driver.store.personalData(userId);
      const { store } = driver;
      const actor = { kind: 'user', userId } as const;
      const { markedUntilMs } = await store.forgetPerson({ userId, actor, nowMs: driver.nowMs() });
      while (await store.emptyForgotten({ limit: 10, nowMs: driver.nowMs() }));
      await driver.user();
      await store.filesToErase({ limit: 10, except: [], nowMs: driver.nowMs() });
      const { markedUntilMs: again } = await store.forgetPerson({ userId, actor, nowMs: driver.nowMs() });
      expect(again).toBe(markedUntilMs);
      expect(await store.dropMarks(markedUntilMs)).toBe(1);
    });
    const ofOpen = linesWith(plans, /jobs_/).filter((line) =>
      line.includes('"ended_at_ms" is null and "jobs"."user_id"'),
    );
    expect(ofOpen).toEqual([expect.stringContaining('jobs_open')]);
    // There are few marks at any time, few people who are being forgotten, and few files that wait; a list comes with the question.
    const few = /^SCAN (CONSTANT ROW|json_each|users USING (COVERING )?INDEX users_(mark|to_empty)|files_to_erase)\b/;
    expect(linesWith(plans, /^SCAN /).filter((line) => !few.test(line))).toEqual([]);
    const used = ['requests_with_words', 'jobs_of_input', 'messages_of_author', 'users_mark', 'users_to_empty'];
    for (const index of [...used, 'audit_of_target', 'audit_of_actor', 'policies_of_subject']) {
      expect([index, linesWith(plans, new RegExp(`INDEX ${index}\\b`)).length]).not.toEqual([index, 0]);
    }
  });

  it('of leaving a tenant and of letting go of onlookers go from person to person, and never through all their jobs', async () => {
    const plans = await plansOf(async (driver) => {
      const { store, nowMs } = driver;
      const userId = await driver.user();
      await driver.readyJob({ userId });
      await driver.queuedJob({ userId });
      const change = { kind: 'set', limit: { unit: 'videos', window: 'day', amount: 9 } } as const;
      const limits = { tenantId: tenantA, subject: userId, change, rules: noRules, reason: 'rude' };
      await store.setPolicy({ ...limits, actor: { kind: 'operator' }, nowMs: nowMs() });
      const decision = { tenantId: tenantA, userId, isModerator: true, actor: { kind: 'operator' } } as const;
      await store.moderators.decide({ ...decision, nowMs: nowMs() });
      await driver.user('looks');
      await store.leaveTenant(tenantA, nowMs());
      const ask = { leftBeforeMs: nowMs(), requestsMax: 1, nowMs: nowMs() };
      for (let goes = 0; await store.emptyLeftTenant(ask); goes += 1) expect(goes).toBeLessThan(9);
      const looked = await store.dropOnlookers({ seenBeforeMs: nowMs() + 1, after: null, limit: 10 });
      expect(looked).toEqual({ dropped: 1, next: null });
    });
    // Few jobs are open at any time, and there are fewer tenants than people.
    const few = /^SCAN (CONSTANT ROW|jobs USING INDEX jobs_open|tenants)\b/;
    expect(linesWith(plans, /^SCAN /).filter((line) => !few.test(line))).toEqual([]);
    const ofJobs = linesWith(plans, /^SEARCH jobs /).filter((line) => !/"(job|request)_id" = |"id" = /.test(line));
    expect(
      ofJobs.filter(
        (line) => !/^SEARCH jobs USING (COVERING )?INDEX jobs_(of_input|lane|queue|newest_of_user)\b/.test(line),
      ),
    ).toEqual([]);
    expect(
      linesWith(plans, /^(SCAN|SEARCH) jobs /).filter(
        (line) => /"ended_at_ms" is null and \(\+/.test(line) && !line.includes('jobs_open'),
      ),
    ).toEqual([]);
    expect(linesWith(plans, /INDEX requests_of_member .*user_id=\? AND tenant_id>\?/)).not.toEqual([]);
  });

  it('of what engines show of themselves read the last hour, the open jobs and the latest clips of each', async () => {
    const plans = await plansOf(async (driver) => {
      await driver.readyJob({ userId: await driver.user() });
      const nowMs = driver.nowMs();
      const { store } = driver;
      await store.engines.figures({ engines: ['demo/mandelbrot'], nowMs });
      await store.engines.all();
    });
    const few = /^SCAN (CONSTANT ROW|engine_standings|jobs USING (COVERING )?INDEX jobs_open)\b/;
    expect(linesWith(plans, /^SCAN /).filter((line) => !few.test(line))).toEqual([]);
    expect(linesWith(plans, /INDEX attempts_settled\b.*settled_at_ms>\?/)).toHaveLength(1);
    expect(linesWith(plans, /INDEX jobs_made_by_engine\b/)).not.toEqual([]);
  });

  it('of lists and look-ups read along an index', async () => {
    const plans = await plansOf(async (driver) => {
      const userId = await driver.user();
      const job = await driver.queuedJob({ userId });
      const nowMs = driver.nowMs();
      const all = { tenantId: null, userId: null, states: null, limit: 10 };
      for (const filter of [all, { ...all, tenantId: tenantA }, { ...all, userId }]) {
        await driver.store.list(filter, noRules, nowMs);
      }
      await driver.store.findJob({ tenantId: tenantA, number: 1, userId: null });
      await driver.store.findJob({ tenantId: tenantA, number: null, userId });
      await driver.store.story(job.id, noRules, nowMs);
      await driver.store.reclaim(nowMs);
      await driver.store.attemptOfTask({ provider: 'demo', taskId: 'task' });
      await driver.store.remains({ limit: 10, except: [] });
      await driver.store.openJobCounts();
      await driver.store.quota({ tenantId: tenantA, userId, rules, nowMs });
      await driver.store.audit({ tenantId: tenantA, targetUserId: null, limit: 10 });
      await driver.store.requestByKey('discord:1');
      await driver.store.stranded([{ engine: 'demo/julia', credential: 'key-1', max: 1 }], nowMs);
      const days = { fromDay: '2026-01-01', toDay: '2026-12-31', limit: 10 };
      for (const of of [all, { ...all, tenantId: tenantA }, { ...all, userId }]) {
        await driver.store.usageReports.rows({ ...days, tenantId: of.tenantId, userId: of.userId });
      }
      const provider = { scope: { kind: 'provider', provider: 'demo' }, window: 'month' } as const;
      await driver.store.usageReports.spent({ keys: [provider], nowMs });
    });
    // Along an index, too, a scan reads everything: these are bounded by their index, by their limit, or come with the question.
    const bounded =
      /^SCAN (CONSTANT ROW|json_each|\w+ USING (COVERING )?INDEX (jobs_open|jobs_queue|jobs_newest|clips_to_erase|jobs_leased|deliveries_leased|statuses_leased)\b)/;
    expect(linesWith(plans, /^SCAN /).filter((line) => !bounded.test(line))).toEqual([]);
    expect(linesWith(plans, /attempts_by_task/)).toHaveLength(1);
    const inOrder = /select "id", "request_id".* from "jobs" .*limit/i;
    expect([...plans.keys()].filter((statement) => inOrder.test(statement))).toHaveLength(3);
    const sorted = linesWith(plans, /TEMP B-TREE/).filter((line) => inOrder.test(line));
    expect(sorted).toEqual([]);
    // Those that no engine can take are looked for among the waiting, not among all that ever were.
    expect(
      linesWith(plans, /jobs_queue/).filter((line) => line.includes('not exists (select 1 from json_each')),
    ).toHaveLength(1);
  });
});
