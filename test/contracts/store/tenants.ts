import { describe, expect, it } from 'vitest';
import { parseTenantId, type TenantId, type UserId } from '../../../src/core/ids.ts';
import { DAY } from '../../../src/core/time.ts';
import { type Driver, driverOf, noRules, only, quote, spec, tenantA, tenantB } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

const graceMs = 30 * DAY;
const operator = { kind: 'operator' } as const;

/** Empties what was left before the grace began, as a worker does. Returns in how many goes. */
async function emptyAll({ store, nowMs }: Driver, requestsMax = 50): Promise<number> {
  const ask = { leftBeforeMs: nowMs() - graceMs, requestsMax, nowMs: nowMs() };
  let goes = 0;
  while (await store.emptyLeftTenant(ask)) goes += 1;
  return goes;
}

function limitTo(
  { store, nowMs }: Driver,
  tenantId: TenantId,
  subject: Parameters<typeof store.setPolicy>[0]['subject'],
) {
  const change = { kind: 'set', limit: { unit: 'videos', window: 'day', amount: 9 } } as const;
  const ask = { tenantId, subject, change, rules: noRules, actor: operator, reason: 'rude words' };
  return store.setPolicy({ ...ask, nowMs: nowMs() });
}

/** Lets go of those of whom nothing is kept, as a worker does. Returns how many there were. */
async function dropOnlookers({ store, nowMs }: Driver, limit: number): Promise<number> {
  let [dropped, after]: [number, UserId | null] = [0, null];
  do {
    const look = await store.dropOnlookers({ seenBeforeMs: nowMs() - graceMs, after, limit });
    dropped += look.dropped;
    after = look.next;
  } while (after !== null);
  return dropped;
}

/** Tenants come, are named, go, and come back; what is paid is never lost on the way. */
export function tenantContract(open: () => Promise<StoreWorld>): void {
  describe('tenants', () => {
    it('are listed in the order in which they were seen, of one platform or all, with what they are called', async () => {
      await using world = await open();
      const { store, nowMs } = driverOf(await world.join(), world);
      const [own, other] = [parseTenantId('discord'), parseTenantId('discordia:1')];
      for (const id of [tenantB, tenantA, own, other]) {
        await store.tenant(id, nowMs());
        await world.clock.advance(1);
      }
      await store.nameTenant(tenantA, 'Film <club>', nowMs());
      await store.nameTenant(tenantA, 'Film club', nowMs());
      const all = await store.tenants({ platform: null });
      expect(all.map(({ id, name, leftAtMs, budget }) => [id, name, leftAtMs, budget])).toEqual([
        [tenantB, null, null, null],
        [tenantA, 'Film club', null, null],
        [own, null, null, null],
        [other, null, null, null],
      ]);
      const ofDiscord = await store.tenants({ platform: 'discord' });
      expect(ofDiscord.map(({ id }) => id)).toEqual([tenantA, own]);
      expect(await store.tenants({ platform: 'nowhere' })).toEqual([]);
    });

    it('are made when they are named or returned to, so that the operator sees who waits', async () => {
      await using world = await open();
      const { store, nowMs } = driverOf(await world.join(), world);
      await store.nameTenant(tenantA, 'Film club', nowMs());
      await store.returnTenant(tenantB, nowMs());
      expect(await store.tenants({ platform: null })).toMatchObject([{ id: tenantA, budget: null }, { id: tenantB }]);
      await store.leaveTenant(parseTenantId('discord:7'), nowMs());
      expect(await store.tenants({ platform: null })).toHaveLength(2);
    });
  });

  describe('leaving a tenant', () => {
    it('cancels what was not sent, by nobody’s word, and lets what is paid be finished and kept', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user();
      const [preparing, queued] = [(await driver.admitted({ userId })).job, await driver.queuedJob({ userId })];
      const turnedAway = await driver.submittingJob({ userId });
      const retryAtMs = nowMs() + DAY;
      await driver.recorded({ kind: 'rejected', attemptId: turnedAway.attemptId, code: 'rate_limited', retryAtMs });
      const paid = await driver.renderingJob({ userId });
      const elsewhere = await driver.queuedJob({ userId, tenantId: tenantB });
      expect(await store.leaveTenant(tenantA, nowMs())).toBe(3);
      await world.clock.advance(1);
      expect(await store.leaveTenant(tenantA, nowMs())).toBe(0);
      const [left] = await store.tenants({ platform: 'discord' });
      expect(left).toMatchObject({ leftAtMs: nowMs() - 1 });
      for (const { id } of [preparing, queued, turnedAway.job]) {
        expect((await store.job(id))?.state.kind).toBe('cancelled');
      }
      const story = await store.story(queued.id, noRules, nowMs());
      expect(story?.events.at(-1)).toMatchObject({ outcome: 'cancel_requested', actor: { kind: 'system' } });
      expect((await store.job(elsewhere.id))?.state.kind).toBe('queued');

      await driver.recorded({ kind: 'succeeded', attemptId: paid.attemptId, costMicroUsd: quote });
      const [clip, deliveryId] = [driver.clipOf(paid.job), world.ids.next('delivery')];
      await driver.recorded({ kind: 'fetched', attemptId: paid.attemptId, clip, deliveryId });
      expect(await store.view(paid.job.id, noRules, nowMs())).toMatchObject({ clip, request: { prompt: spec.prompt } });
      await expectBooksInOrder(world, driver);
    });

    it('buys nothing more there: what an engine certainly did not take ends free instead of being tried again', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user();
      const [turnedAway, lost] = [await driver.submittingJob({ userId }), await driver.submittingJob({ userId })];
      await driver.recorded({ kind: 'create_unknown', attemptId: lost.attemptId, dueAtMs: nowMs() });
      await store.leaveTenant(tenantA, nowMs());
      const retryAtMs = nowMs();
      await driver.recorded({ kind: 'rejected', attemptId: turnedAway.attemptId, code: 'rate_limited', retryAtMs });
      await driver.recorded({ kind: 'never_accepted', attemptId: lost.attemptId, retryAtMs });
      for (const { job } of [turnedAway, lost]) {
        expect(await store.view(job.id, noRules, nowMs())).toMatchObject({
          job: { state: { kind: 'cancelled' } },
          chargedMicroUsd: 0,
        });
      }
      expect(await driver.claim({ steps: ['submit'] })).toBeNull();
      await expectBooksInOrder(world, driver);
    });

    it('is over when we return, or when somebody there asks for something', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await driver.user();
      const { job } = await driver.readyJob({ userId });
      const leftAtMs = async () => (await store.tenant(tenantA, nowMs())).leftAtMs;
      await store.leaveTenant(tenantA, nowMs());
      await store.returnTenant(tenantA, nowMs());
      expect(await leftAtMs()).toBeNull();
      await store.leaveTenant(tenantA, nowMs());
      expect(await leftAtMs()).toBe(nowMs());
      await driver.admitted({ userId });
      expect(await leftAtMs()).toBeNull();
      await world.clock.advance(2 * graceMs);
      expect(await emptyAll(driver)).toBe(0);
      expect((await store.job(job.id))?.spec).toEqual(spec);
    });
  });

  describe('a tenant that was left for long', () => {
    it('is emptied of words, clips, limits, settings and names, a little at a time; the books stay', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const [ada, bo] = [await driver.user('ada-lovelace'), await driver.user('bo-peep')];
      const secrets = ['a secret garden', 'ada-lovelace', 'bo-peep', 'Film club', 'rude words', 'aa/holiday'];
      const input = { kind: 'image', source: 'upload:1', mediaKey: 'aa/holiday' } as const;
      const ask = { userId: ada, spec: { ...spec, prompt: 'a secret garden', input } };
      const jobs = [];
      for (let number = 0; number < 3; number += 1) {
        jobs.push((await driver.readyJob({ ...ask, request: { prompt: 'a secret garden' } })).job);
      }
      await store.nameTenant(tenantA, 'Film club', nowMs());
      await limitTo(driver, tenantA, bo);
      await limitTo(driver, tenantA, 'default');
      await store.leaveTenant(tenantA, nowMs());
      const books = await store.checkLedger();

      await world.clock.advance(graceMs - 1);
      expect(await emptyAll(driver)).toBe(0);
      for (const secret of secrets) expect(world.stored()).toContain(secret);
      await world.clock.advance(1);
      // Two goes for three requests, one for the people, one for the rest.
      expect(await emptyAll(driver, 2)).toBe(4);
      expect(await emptyAll(driver)).toBe(0);
      await store.recordFileErased('aa/holiday');
      for (const secret of secrets) expect(world.stored()).not.toContain(secret);
      expect(await store.remains({ limit: 10, except: [] })).toHaveLength(3);
      expect(await store.tenant(tenantA, nowMs())).toMatchObject({ name: null, leftAtMs: nowMs() - graceMs });
      const quota = { tenantId: tenantA, userId: null, rules: noRules, nowMs: nowMs() };
      expect((await store.quota(quota)).lines).toEqual([]);
      expect(await store.checkLedger()).toEqual(books);
      const view = await store.view(only(jobs.slice(0, 1)).id, noRules, nowMs());
      expect(view).toMatchObject({ chargedMicroUsd: quote, request: { prompt: null }, requester: { name: null } });
      await expectBooksInOrder(world, driver);
    });

    it('leaves those alone who also asked in a tenant that we are in, and their words there', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const ada = await driver.user('ada');
      await driver.readyJob({ userId: ada });
      const there = await driver.readyJob({ userId: ada, tenantId: tenantB });
      await limitTo(driver, tenantB, ada);
      await store.leaveTenant(tenantA, nowMs());
      await world.clock.advance(graceMs);
      await emptyAll(driver);
      expect(await store.view(there.job.id, noRules, nowMs())).toMatchObject({
        requester: { name: 'ada' },
        request: { prompt: spec.prompt },
        clip: there.clip,
      });
      const quota = { tenantId: tenantB, userId: ada, rules: noRules, nowMs: nowMs() };
      expect((await store.quota(quota)).lines).toMatchObject([{ amount: 9, source: 'own' }]);
      expect(await driver.user('ada')).toBe(ada);

      await store.leaveTenant(tenantB, nowMs());
      await world.clock.advance(graceMs);
      await emptyAll(driver);
      expect(world.stored()).not.toContain('"ada"');
    });

    it('leaves those alone who have limits of their own in a tenant that we are in: they still mean the same person', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const [ada, bo] = [await driver.user('ada'), await driver.user('bo')];
      for (const userId of [ada, bo]) await driver.readyJob({ userId });
      await store.tenant(tenantB, nowMs());
      await limitTo(driver, tenantB, ada);
      await limitTo(driver, tenantA, bo);
      await store.leaveTenant(tenantA, nowMs());
      await world.clock.advance(graceMs);
      await emptyAll(driver);
      const known = await store.list({ tenantId: tenantA, userId: null, states: null, limit: 9 }, noRules, nowMs());
      expect(new Set(known.map(({ requester }) => requester.name))).toEqual(new Set(['ada', null]));
      expect(await driver.user('ada')).toBe(ada);
      const quota = { tenantId: tenantB, userId: ada, rules: noRules, nowMs: nowMs() };
      expect((await store.quota(quota)).lines).toMatchObject([{ amount: 9, source: 'own' }]);
    });

    it('can be returned to: it begins anew, with its numbers going on, and is no way around a limit', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const first = await driver.readyJob({ userId: await driver.user('ada') });
      await store.leaveTenant(tenantA, nowMs());
      await world.clock.advance(graceMs);
      await emptyAll(driver);
      await store.returnTenant(tenantA, nowMs());
      const again = await driver.readyJob({ userId: await driver.user('ada') });
      expect(again.job.number).toBe(first.job.number + 1);
      expect(again.job.userId).toBe(first.job.userId);
      await world.clock.advance(graceMs);
      expect(await emptyAll(driver)).toBe(0);
      expect(await store.view(again.job.id, noRules, nowMs())).toMatchObject({ request: { prompt: spec.prompt } });
    });

    it('deletes at once what an engine still brings', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const { job, attemptId } = await driver.renderingJob({ userId: await driver.user('ada') });
      await store.leaveTenant(tenantA, nowMs());
      await world.clock.advance(graceMs);
      await emptyAll(driver);
      await driver.recorded({ kind: 'succeeded', attemptId, costMicroUsd: quote });
      const clip = driver.clipOf(job);
      await driver.recorded({ kind: 'fetched', attemptId, clip, deliveryId: world.ids.next('delivery') });
      const view = await store.view(job.id, noRules, nowMs());
      expect(view).toMatchObject({ clip: { deletedAtMs: nowMs() }, deliveries: [], chargedMicroUsd: quote });
      await expectBooksInOrder(world, driver);
    });
  });
  describe('somebody who only looked', () => {
    it('is let go of after a while, unless something is kept of them: then never', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const [asks, limited, decides, forgets] = [
        await driver.user('asks'),
        await driver.user('limited'),
        await driver.user('decides'),
        await driver.user('forgets'),
      ];
      for (const name of ['looks', 'looks-too', 'looks-as-well']) await driver.user(name);
      await driver.queuedJob({ userId: asks });
      await limitTo(driver, tenantA, limited);
      const change = { priceMaxMicroUsd: 1 };
      const actor = { kind: 'user', userId: decides } as const;
      await store.setSettings({ tenantId: tenantA, change, actor, reason: null, nowMs: nowMs() });
      await world.clock.advance(graceMs);
      expect(await dropOnlookers(driver, 2)).toBe(0);
      await store.forgetPerson({ userId: forgets, actor: operator, nowMs: nowMs() });
      while (await store.emptyForgotten({ limit: 9, nowMs: nowMs() }));
      await world.clock.advance(1);
      await driver.user('new');
      expect(await dropOnlookers(driver, 2)).toBe(3);
      expect(world.stored()).not.toContain('"looks');
      for (const [id, name] of [
        [asks, 'asks'],
        [limited, 'limited'],
        [decides, 'decides'],
        [forgets, 'forgets'],
      ] as const) {
        expect(await driver.user(name)).toBe(id);
      }
    });

    it('and asks after all just then is asked who they are once more', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user('looks');
      await world.clock.advance(graceMs + 1);
      expect(await dropOnlookers(driver, 9)).toBe(1);
      expect(await driver.admit({ userId })).toEqual({ kind: 'unknown_person' });
    });

    it('in a tenant that was emptied since is no exception, whatever they decided there', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const actor = { kind: 'user', userId: await driver.user('decides') } as const;
      const change = { priceMaxMicroUsd: 1 };
      await store.setSettings({ tenantId: tenantA, change, actor, reason: null, nowMs: nowMs() });
      await store.leaveTenant(tenantA, nowMs());
      await world.clock.advance(graceMs + 1);
      await emptyAll(driver);
      expect(await dropOnlookers(driver, 9)).toBe(1);
      expect(world.stored()).not.toContain('"decides"');
    });
  });
}
