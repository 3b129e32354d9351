import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../src/core/ports/store.ts';
import { nothingSetUp } from '../../../src/core/tenant-settings.ts';
import { HOUR } from '../../../src/core/time.ts';
import { driverOf, memberRules, noRules, only, quote, requestOf, tenantA, tenantB } from './driver.ts';
import type { StoreWorld } from './world.ts';

export function readContract(open: () => Promise<StoreWorld>): void {
  describe('people, tenants and questions', () => {
    it('knows a person again by platform and id, and keeps the newest name it heard', async () => {
      await using world = await open();
      const { store } = await world.join();
      const { ids, clock } = world;
      const who = (platform: string, externalId: string, name: string | null) =>
        store.identify({ platform, externalId, name, newId: ids.next('user'), nowMs: clock.nowMs() });
      const ada = await who('discord', '1', 'Ada');
      expect(await who('discord', '1', null)).toBe(ada);
      expect(await who('slack', '1', 'Bob')).not.toBe(ada);
      expect(await who('discord', '2', 'Cy')).not.toBe(ada);
      const driver = driverOf({ store, owner: ids.next('owner') }, world);
      const { job } = await driver.admitted({ userId: ada });
      const nameOf = async () => (await store.view(job.id, noRules, clock.nowMs()))?.requester.name;
      expect(await nameOf()).toBe('Ada');
      await who('discord', '1', 'Ada L.');
      expect(await nameOf()).toBe('Ada L.');
    });

    it('makes one identity of a person who shows up in two processes at once', async () => {
      await using world = await open();
      const drivers = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const ids = await Promise.all(drivers.map((driver) => driver.user('ada')));
      expect(new Set(ids).size).toBe(1);
    });

    it('makes a tenant on first sight with no budget; the operator gives one and takes it back', async () => {
      await using world = await open();
      const { store } = await world.join();
      const nowMs = world.clock.nowMs();
      const still = {
        name: null,
        settings: nothingSetUp,
        timeZone: 'UTC',
        formerZones: [],
        createdAtMs: nowMs,
        leftAtMs: null,
      };
      const made = { id: tenantA, budget: null, ...still };
      expect(await store.tenant(tenantA, nowMs)).toEqual(made);
      expect(await store.tenant(tenantA, nowMs + HOUR)).toEqual(made);
      const budget = { perDayMicroUsd: 1, perMonthMicroUsd: 2 };
      expect(await store.allowTenant(tenantA, budget, { kind: 'operator' }, nowMs)).toEqual({ ...made, budget });
      expect(await store.tenant(tenantA, nowMs)).toEqual({ ...made, budget });
      await store.allowTenant(tenantA, null, { kind: 'operator' }, nowMs);
      expect((await store.tenant(tenantA, nowMs)).budget).toBeNull();
      expect((await store.allowTenant(tenantB, budget, { kind: 'operator' }, nowMs)).budget).toEqual(budget);
    });

    it('takes note of an event of a provider once', async () => {
      await using world = await open();
      const [first, second] = [await world.join(), await world.join()];
      const attemptId = world.ids.next('attempt');
      const note = (store: typeof first.store, provider: string) =>
        store.noteEvent({ provider, key: 'evt-1', attemptId }, world.clock.nowMs());
      const notes = await Promise.all([note(first.store, 'fal'), note(second.store, 'fal'), note(first.store, 'fal')]);
      expect(notes.filter(Boolean)).toHaveLength(1);
      expect(await note(second.store, 'runway')).toBe(true);
    });

    it('finds what an inbound key led to, and nothing for one under which nothing was admitted', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const { request, jobs } = await driver.admitted({ userId, inboundKey: 'discord:1', jobs: 2 });
      await driver.admitted({ userId, inboundKey: 'discord:2' });
      const full = memberRules({ unit: 'videos', window: 'day', amount: 0 });
      expect(await driver.admit({ userId, inboundKey: 'discord:3', rules: full })).toMatchObject({ kind: 'refused' });
      expect(await driver.store.requestByKey('discord:1')).toEqual({ request, jobs });
      expect(await driver.store.requestByKey('discord:3')).toBeNull();
      expect(await driver.store.requestByKey('discord:')).toBeNull();
    });

    it('remembers the status message of a request, so that it is edited and not posted again', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { request } = await driver.admitted({ userId: await driver.user() });
      await driver.store.setStatusMessage(request.id, 'm-77');
      expect(await requestOf(driver.store, request.id)).toEqual({ ...request, statusMessage: 'm-77' });
    });

    it('finds a job by its number in its tenant, and the newest of a person without one', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      const first = await driver.admitted({ userId: ada });
      const second = await driver.admitted({ userId: ada });
      const bobs = await driver.admitted({ userId: bob });
      const elsewhere = await driver.admitted({ userId: ada, tenantId: tenantB });
      const find = async (number: number | null, userId: typeof ada | null, tenantId = tenantA) =>
        (await driver.store.findJob({ tenantId, number, userId }))?.id;
      expect(await find(1, null)).toBe(first.job.id);
      expect(await find(1, null, tenantB)).toBe(elsewhere.job.id);
      expect(await find(null, ada)).toBe(second.job.id);
      expect(await find(null, null)).toBe(bobs.job.id);
      expect(await find(99, null)).toBeUndefined();
      expect(await find(1, bob)).toBeUndefined();
    });

    it('lists jobs newest first, as many as asked for, of those asked for', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob] = [await driver.user('ada'), await driver.user('bob')];
      const { jobs } = await driver.admitted({ userId: ada, jobs: 2 });
      await world.clock.advance(1);
      const bobs = await driver.admitted({ userId: bob });
      await world.clock.advance(1);
      const elsewhere = await driver.admitted({ userId: ada, tenantId: tenantB });
      await driver.recorded({ kind: 'cancel_requested', jobId: elsewhere.job.id });
      const all = { tenantId: null, userId: null, states: null, limit: 10 };
      const list = async (filter: Partial<Parameters<typeof driver.store.list>[0]>) =>
        (await driver.store.list({ ...all, ...filter }, noRules, driver.nowMs())).map(({ job }) => job.id);
      const newest = [elsewhere.job.id, bobs.job.id, jobs[1]?.id, jobs[0]?.id];
      expect(await list({})).toEqual(newest);
      expect(await list({ limit: 2 })).toEqual(newest.slice(0, 2));
      expect(await list({ tenantId: tenantA })).toEqual(newest.slice(1));
      expect(await list({ userId: ada, states: ['preparing', 'queued'] })).toEqual(newest.slice(2));
      expect(await list({ states: [] })).toEqual([]);
    });

    it('tells a member what is left in the tightest window, and when there is more', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const rules = memberRules(
        { unit: 'videos', window: 'month', amount: 10 },
        { unit: 'videos', window: 'day', amount: 3 },
        { unit: 'usd_micro', window: 'day', amount: 4 * quote },
      );
      const { job } = await driver.admitted({ userId, jobs: 2, rules });
      const allowance = async (given = rules) => (await driver.store.view(job.id, given, driver.nowMs()))?.allowance;
      const midnightMs = Math.floor(driver.nowMs() / (24 * HOUR)) * 24 * HOUR + 24 * HOUR;
      expect(await allowance()).toEqual({ videosLeft: 1, leftMicroUsd: 2 * quote, resetsAtMs: midnightMs });
      expect(await allowance(noRules)).toEqual({ videosLeft: null, leftMicroUsd: null, resetsAtMs: null });
      const lowered = memberRules({ unit: 'videos', window: 'day', amount: 1 });
      expect(await allowance(lowered)).toEqual({ videosLeft: 0, leftMicroUsd: null, resetsAtMs: midnightMs });
      await world.clock.advance(24 * HOUR);
      expect(await allowance()).toMatchObject({ videosLeft: 3, leftMicroUsd: 4 * quote });
    });

    it('answers null for what it does not have', async () => {
      await using world = await open();
      const { store } = await world.join();
      const { ids } = world;
      expect(await store.attempt(ids.next('attempt'))).toBeNull();
      expect(await store.request(ids.next('request'))).toBeNull();
      expect(await store.view(ids.next('job'), noRules, 0)).toBeNull();
    });

    it('rejects with StoreUnavailable once it is closed, and closing twice is harmless', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      await driver.store.close();
      await driver.store.close();
      await expect(driver.admit({ userId })).rejects.toThrow(StoreUnavailable);
      await expect(driver.claim()).rejects.toThrow(StoreUnavailable);
      await expect(driver.store.checkLedger()).rejects.toThrow(StoreUnavailable);
    });

    it('checks the whole ledger', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await driver.admitted({ userId: await driver.user(), jobs: 3 });
      expect(await driver.store.checkLedger()).toEqual({
        entrySets: 3,
        unbalanced: [],
        wrongHolds: [],
        wrongCounters: [],
        wrongGrants: [],
      });
      expect(only([await driver.store.checkLedger()]).entrySets).toBe(3);
    });
  });
}
