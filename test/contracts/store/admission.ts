import { describe, expect, it } from 'vitest';
import { fromAllowance } from '../../../src/core/funding.ts';
import type { Admission } from '../../../src/core/ports/store.ts';
import { DAY, HOUR, MINUTE } from '../../../src/core/time.ts';
import { driverOf, memberRules, noRules, quote, spec, tenantA, tenantB } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

const videosADay = (amount: number) => memberRules({ unit: 'videos', window: 'day', amount });
const kinds = (admissions: readonly Admission[]) => admissions.map(({ kind }) => kind);

export function admissionContract(open: () => Promise<StoreWorld>): void {
  describe('admission', () => {
    it('gives back what it stored, field for field, so that nothing asked for is lost', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const ask = driver.questionOf({
        userId,
        jobs: 2,
        spec: {
          ...spec,
          prompt: `“quotes”, a NUL \u0000, 🎈 and '; drop table jobs`,
          style: 'noir',
          input: { kind: 'image', source: 'https://cdn.example/a.png?ex=1', mediaKey: null },
        },
        request: {
          actor: { kind: 'operator' },
          destination: { platform: 'discord', tenantId: tenantA, channel: 'C9', thread: 'T9' },
          visibility: 'private',
          locale: 'de',
          prompt: 'x\0“y”',
          statusMessage: 'm-1',
        },
      });
      const admission = await driver.store.admit(ask);

      if (admission.kind !== 'admitted') throw new Error(`got ${admission.kind}`);
      expect(admission.request).toEqual(ask.request);
      expect(admission.jobs).toEqual(
        ask.jobs.map((job, index) => ({
          id: job.id,
          spec: job.spec,
          engine: job.engine,
          credential: job.credential,
          quoteMicroUsd: job.quoteMicroUsd,
          playMoney: job.playMoney,
          funding: fromAllowance,
          cacheKey: job.cacheKey,
          copyOf: null,
          requestId: ask.request.id,
          tenantId: tenantA,
          userId,
          number: index + 1,
          state: { kind: 'preparing' },
          admittedAtMs: world.clock.nowMs(),
          timeZone: 'UTC',
          stateSinceMs: world.clock.nowMs(),
          submittedAtMs: null,
          overdueAtMs: null,
          cancelRequestedAtMs: null,
          endedAtMs: null,
          retries: 0,
          dueAtMs: world.clock.nowMs(),
        })),
      );
      expect(await driver.store.request(ask.request.id)).toEqual({ request: ask.request, jobs: admission.jobs });
      await expectBooksInOrder(world, driver);
    });

    it('numbers jobs without gaps in each tenant, so that people can name them', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      await driver.admitted({ userId, jobs: 2 });
      await driver.admit({ userId, rules: videosADay(0) });
      const { job } = await driver.admitted({ userId });
      const { job: elsewhere } = await driver.admitted({ userId, tenantId: tenantB });
      expect([job.number, elsewhere.number]).toEqual([3, 1]);
    });

    it('answers a known inbound key with what it led to and charges nothing, even when it would now be refused', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const first = await driver.admitted({ userId, inboundKey: 'discord:1', jobs: 2 });
      const again = await driver.admit({ userId, inboundKey: 'discord:1', jobs: 2, rules: videosADay(0) });
      expect(again).toEqual({ kind: 'repeated', request: first.request, jobs: first.jobs });
      expect((await driver.store.checkLedger()).entrySets).toBe(2);
    });

    it('takes all jobs of a request or none, and a refused request leaves no trace', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const rules = videosADay(3);
      await driver.admitted({ userId, jobs: 2, rules });
      const refused = await driver.admit({ userId, jobs: 2, rules, inboundKey: 'discord:2' });
      expect(refused).toMatchObject({ kind: 'refused', refusal: { kind: 'limit', used: 2, asked: 2, limit: 3 } });
      expect((await driver.store.checkLedger()).entrySets).toBe(2);
      expect(await driver.admit({ userId, rules, inboundKey: 'discord:2' })).toMatchObject({ kind: 'admitted' });
    });

    it('admits exactly 5 of 200 requests made at once through two processes where the policy allows 5', async () => {
      await using world = await open();
      const drivers = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const [first] = drivers;
      const userId = (await first?.user()) ?? world.ids.next('user');
      const admissions = await Promise.all(
        Array.from({ length: 100 }).flatMap(() =>
          drivers.map((driver) => driver.admit({ userId, rules: videosADay(5) })),
        ),
      );
      expect(kinds(admissions).filter((kind) => kind === 'admitted')).toHaveLength(5);
      expect(kinds(admissions).filter((kind) => kind === 'refused')).toHaveLength(195);
      if (first) await expectBooksInOrder(world, first);
    });

    it('counts what a member draws in its tenant and nowhere else', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      const rules = memberRules({ unit: 'usd_micro', window: 'day', amount: quote });
      await driver.admitted({ userId: ada, rules });
      expect(await driver.admit({ userId: ada, rules })).toMatchObject({
        refusal: { kind: 'limit', scope: 'member', unit: 'usd_micro', used: quote, asked: quote },
      });
      expect(kinds([await driver.admit({ userId: bob, rules })])).toEqual(['admitted']);
      expect(kinds([await driver.admit({ userId: ada, rules, tenantId: tenantB })])).toEqual(['admitted']);
    });

    it('gives a cancelled draw back to the window in which it was admitted, never to a later one', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const rules = videosADay(1);
      const { job } = await driver.admitted({ userId, rules });
      await world.clock.advance(24 * HOUR);
      await driver.admitted({ userId, rules });
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      expect(await driver.admit({ userId, rules })).toMatchObject({ kind: 'refused', refusal: { kind: 'limit' } });
      await expectBooksInOrder(world, driver);
    });

    it('counts jobs in flight of the member in the tenant until they end or no longer count', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const rules = { ...noRules, member: { ...noRules.member, inFlightMax: 2 } };
      const { attemptId } = await driver.submittingJob({ userId, rules });
      const { job } = await driver.admitted({ userId, rules });
      expect(await driver.admit({ userId, rules })).toMatchObject({ refusal: { kind: 'in_flight', running: 2 } });
      expect(kinds([await driver.admit({ userId, rules, tenantId: tenantB })])).toEqual(['admitted']);

      await driver.recorded({ kind: 'create_unknown', attemptId, dueAtMs: world.clock.nowMs() + HOUR });
      const third = await driver.admitted({ userId, rules });
      expect(kinds([await driver.admit({ userId, rules })])).toEqual(['refused']);
      await driver.recorded({ kind: 'cancel_requested', jobId: third.job.id });
      expect(kinds([await driver.admit({ userId, rules })])).toEqual(['admitted']);
      expect(job.state.kind).toBe('preparing');
    });

    it('counts requests in the last minute and says when the next one is welcome', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const rules = { ...noRules, member: { ...noRules.member, requestsPerMinuteMax: 2 } };
      const firstAtMs = world.clock.nowMs();
      await driver.admitted({ userId, rules });
      await world.clock.advance(20_000);
      await driver.admitted({ userId, rules });
      const refused = await driver.admit({ userId, rules });
      expect(refused).toMatchObject({ refusal: { kind: 'rate', limit: 2, freesAtMs: firstAtMs + MINUTE } });
      await world.clock.advance(40_000);
      expect(kinds([await driver.admit({ userId, rules }), await driver.admit({ userId, rules })])).toEqual([
        'admitted',
        'refused',
      ]);
    });

    it('counts the videos of an engine in the last hour over all tenants', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      const firstAtMs = world.clock.nowMs();
      await driver.admitted({ userId: ada, jobs: 2, videosPerHourMax: 3 });
      await world.clock.advance(MINUTE);
      const ask = { userId: bob, tenantId: tenantB, jobs: 2, videosPerHourMax: 3 };
      expect(await driver.admit(ask)).toMatchObject({
        refusal: { kind: 'engine_hourly', limit: 3, freesAtMs: firstAtMs + HOUR },
      });
      expect(kinds([await driver.admit({ ...ask, engine: 'demo/julia' })])).toEqual(['admitted']);
      await world.clock.advance(HOUR - MINUTE);
      expect(kinds([await driver.admit(ask)])).toEqual(['admitted']);
    });

    it('admits real money only where the operator allowed the tenant, up to its budget for all its members', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      const paid = { playMoney: false, engine: 'runway/gen4.5' } as const;
      expect(await driver.admit({ userId: ada, ...paid })).toMatchObject({
        refusal: { kind: 'tenant_not_allowed', engine: 'runway/gen4.5' },
      });
      const budget = { perDayMicroUsd: 2 * quote, perMonthMicroUsd: 100 * quote };
      await driver.store.allowTenant(tenantA, budget, { kind: 'operator' }, world.clock.nowMs());
      await driver.admitted({ userId: ada, ...paid });
      await driver.admitted({ userId: bob, ...paid });
      expect(await driver.admit({ userId: ada, ...paid })).toMatchObject({
        refusal: { kind: 'limit', scope: 'tenant', window: 'day', used: 2 * quote },
      });
      await driver.admitted({ userId: ada });
      await expectBooksInOrder(world, driver);
    });

    it('holds the operator too to the budget of the service', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const rules = {
        ...videosADay(0),
        service: [{ unit: 'usd_micro', window: 'month', amount: quote }] as const,
      };
      const ask = { userId, rules, playMoney: false, asOperator: true };
      await driver.admitted(ask);
      expect(await driver.admit(ask)).toMatchObject({ refusal: { kind: 'limit', scope: 'service', used: quote } });
    });

    it('spends no more with the key of a provider than the operator allows in a month, what is held included', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const rules = { ...noRules, providers: new Map([['demo', 3 * quote]]) };
      const ask = { userId, rules, playMoney: false, asOperator: true };
      await driver.readyJob(ask);
      const { job } = await driver.admitted(ask);
      await driver.admitted({ ...ask, engine: 'demo2/julia' });
      await driver.admitted({ ...ask, playMoney: true });
      const race = await Promise.all([driver.admit(ask), driver.admit({ ...ask, engine: 'demo/julia' })]);
      expect(kinds(race).toSorted()).toEqual(['admitted', 'refused']);
      expect(await driver.admit(ask)).toMatchObject({
        refusal: { kind: 'limit', scope: 'provider', provider: 'demo' },
      });
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      await driver.admitted(ask);
      await expectBooksInOrder(world, driver);
    });

    it('lets what needs a moderator’s yes wait without a hold, one at a time, and gives it no clip that is there', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user();
      const rules = videosADay(0);
      const ask = { userId, rules, ask: 'over_quota', cacheKey: 'c0ffee', confirmAboveMicroUsd: 0 } as const;
      await driver.readyJob({ userId, cacheKey: 'c0ffee' });
      // Nobody is asked where nobody said who is.
      expect(await driver.admit({ ...ask, cacheKey: null })).toMatchObject({ refusal: { kind: 'limit' } });
      const change = { approvalChannel: 'mods' };
      await store.setSettings({ tenantId: tenantA, change, actor: { kind: 'operator' }, reason: null, nowMs: nowMs() });
      const { job, request } = await driver.admitted({ ...ask, jobs: 2 });
      expect(job).toMatchObject({ state: { kind: 'awaiting_approval' }, copyOf: null, dueAtMs: nowMs() + DAY });
      expect(await store.approvals.find({ requestId: request.id })).toMatchObject({
        reason: 'over_quota',
        quoteMicroUsd: 2 * quote,
        jobs: 2,
        state: { kind: 'open' },
        channel: 'mods',
      });
      expect(await driver.admit(ask)).toMatchObject({ refusal: { kind: 'ask_open', number: job.number } });
      expect(await driver.claim()).toMatchObject({ step: 'deliver' });
      const quota = await store.quota({ tenantId: tenantA, userId, rules, nowMs: nowMs() });
      expect(quota).toMatchObject({ lines: [{ used: 1, held: 0 }] });
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      await expectBooksInOrder(world, driver);
    });

    it('makes each clip anew where moderators want no clip given twice', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const ask = { userId, cacheKey: 'c0ffee' };
      await driver.readyJob(ask);
      const of = { tenantId: tenantA, actor: { kind: 'operator' }, reason: null, nowMs: driver.nowMs() } as const;
      await driver.store.setSettings({ ...of, change: { reusesClips: false } });
      const { job } = await driver.admitted(ask);
      expect(job.copyOf).toBeNull();
      expect(kinds([await driver.admit(ask)])).toEqual(['admitted']);
      await driver.store.setSettings({ ...of, change: { reusesClips: true } });
      expect((await driver.admit(ask)).kind).not.toBe('refused');
    });

    it('refuses when the disk is nearly full', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const refused = await driver.admit({ userId, freeBytes: 9, rules: { ...noRules, freeBytesMin: 10 } });
      expect(refused).toEqual({ kind: 'refused', refusal: { kind: 'disk_low' } });
    });
  });
}
