import { describe, expect, it } from 'vitest';
import type { Clip } from '../../../src/core/clip.ts';
import { cacheDefaults } from '../../../src/core/defaults.ts';
import type { Job } from '../../../src/core/job.ts';
import { copyNameOf, mediaKeyOf } from '../../../src/core/media-key.ts';
import type { JobOutcome } from '../../../src/core/outcome.ts';
import { HOUR } from '../../../src/core/time.ts';
import { type AskFor, type Driver, driverOf, memberRules, noRules, quote, spec, tenantA, tenantB } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

export const cacheKey = 'c0ffee'.repeat(8);
export const operator = { kind: 'operator' } as const;
const oneVideoADay = memberRules({ unit: 'videos', window: 'day', amount: 1 });

/** Ada has made the clip that others ask for, with a seed of its own. */
export async function kept(driver: Driver, more: Partial<AskFor> = {}) {
  const userId = more.userId ?? (await driver.user('ada'));
  return driver.readyJob({ userId, cacheKey, spec: { ...spec, seed: 99 }, ...more });
}

export async function asked(driver: Driver, more: Partial<AskFor> = {}): Promise<Job> {
  const userId = more.userId ?? (await driver.user('bob'));
  return (await driver.admitted({ userId, cacheKey, ...more })).job;
}

export function copiedOf(driver: Driver, job: Job, ids: StoreWorld['ids']): Extract<JobOutcome, { kind: 'copied' }> {
  const file = { ...driver.clipOf(job).file, key: mediaKeyOf(copyNameOf(job.id)) };
  return { kind: 'copied', jobId: job.id, clip: { ...driver.clipOf(job), file }, deliveryId: ids.next('delivery') };
}

export async function finished(driver: Driver, job: Job, ids: StoreWorld['ids']): Promise<Clip> {
  await driver.claimed('prepare', { only: job.requestId });
  const outcome = copiedOf(driver, job, ids);
  await driver.recorded(outcome);
  return outcome.clip;
}

export const removed = (
  { store, nowMs }: Driver,
  clip: Clip,
  actor: Parameters<Driver['store']['deleteClip']>[0]['actor'],
) => store.deleteClip({ clipId: clip.id, actor, reason: 'not here', nowMs: nowMs() });

/** Copies: a clip that is there is given to whoever asks for the same, and to nobody whom it was not meant for. */
export function cacheContract(open: () => Promise<StoreWorld>): void {
  describe('clips that are there already', () => {
    it('make a copy of whoever’s job asks for the same: free, without hold or attempt, and soon their own clip', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const original = await kept(driver);
      await world.clock.advance(HOUR);
      const userId = await driver.user('bob');
      const job = await asked(driver, { userId, rules: memberRules({ unit: 'videos', window: 'day', amount: 0 }) });
      expect(job).toMatchObject({ copyOf: original.clip.id, quoteMicroUsd: 0, state: { kind: 'preparing' } });
      expect(job.spec).toEqual({ ...spec, seed: 99 });
      expect(await driver.claimed('prepare')).toMatchObject({ job, attempt: null, original: original.clip });
      const outcome = copiedOf(driver, job, world.ids);
      expect(await driver.recorded(outcome)).toMatchObject({
        state: { kind: 'ready', attemptId: null, clipId: outcome.clip.id },
      });
      expect(await driver.store.view(job.id, noRules, driver.nowMs())).toMatchObject({
        clip: outcome.clip,
        copiedFrom: { number: original.job.number, madeAtMs: original.clip.storedAtMs },
        costMicroUsd: 0,
        chargedMicroUsd: 0,
        deliveries: [{ id: outcome.deliveryId, clipId: outcome.clip.id }],
      });
      const story = await driver.store.story(job.id, noRules, driver.nowMs());
      expect([story?.attempts, story?.entries]).toEqual([[], []]);
      expect(story?.events.map((event) => event.outcome)).toEqual(['admitted', 'copied']);
      const ofBob = { tenantId: tenantA, userId, rules: oneVideoADay, nowMs: driver.nowMs() };
      expect((await driver.store.quota(ofBob)).lines).toMatchObject([{ used: 0 }]);
      await expectBooksInOrder(world, driver);
    });

    it('are taken newest first, and never from a copy, so that nothing is kept for longer than it may be', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await kept(driver, { mayReuse: false });
      await world.clock.advance(HOUR);
      const newest = await kept(driver, { mayReuse: false });
      await world.clock.advance(cacheDefaults.keptMs - 1);
      const copy = await asked(driver);
      expect(copy.copyOf).toBe(newest.clip.id);
      await finished(driver, copy, world.ids);
      await world.clock.advance(1);
      expect(await asked(driver)).toMatchObject({ copyOf: null, quoteMicroUsd: quote });
    });

    const strangers: readonly [why: string, change: (driver: Driver) => Promise<Partial<AskFor> | undefined>][] = [
      ['in another tenant', async () => ({ tenantId: tenantB })],
      ['under another key', async () => ({ cacheKey: 'beef' })],
      ['when a new take is wanted', async () => ({ mayReuse: false })],
    ];
    it.each(strangers)('are not given %s', async (_, change) => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await kept(driver);
      expect(await asked(driver, await change(driver))).toMatchObject({ copyOf: null, quoteMicroUsd: quote });
    });

    it('are not given to others when they were private, not wanted any more, deleted, or their person is forgotten', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const expectNone = async (): Promise<void> => {
        const { job } = await driver.admitted({ userId: await driver.user('bob'), cacheKey });
        expect(job.copyOf).toBeNull();
        await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      };
      await kept(driver, { request: { visibility: 'private' } });
      await expectNone();
      const wished = await driver.fetchingJob({ userId: await driver.user('ada'), cacheKey, mayReuse: false });
      await driver.recorded({ kind: 'cancel_requested', jobId: wished.job.id });
      const [clip, deliveryId] = [driver.clipOf(wished.job), world.ids.next('delivery')];
      await driver.recorded({ kind: 'fetched', attemptId: wished.attemptId, clip, deliveryId });
      await expectNone();
      const gone = await kept(driver, { mayReuse: false });
      await removed(driver, gone.clip, { kind: 'user', userId: gone.job.userId });
      await expectNone();
      const carol = await driver.user('carol');
      await kept(driver, { userId: carol, mayReuse: false });
      await driver.store.forgetPerson({ userId: carol, actor: operator, nowMs: driver.nowMs() });
      await expectNone();
    });

    it('are given to others only where they were shown, since a channel need not be open to all; to their person anywhere', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const there = { platform: 'discord', tenantId: tenantA, channel: 'closed', thread: null };
      const ada = await driver.user('ada');
      const { clip } = await kept(driver, { userId: ada, request: { destination: there } });
      const elsewhere = await asked(driver);
      expect(elsewhere).toMatchObject({ copyOf: null, quoteMicroUsd: quote });
      expect(await asked(driver, { userId: ada })).toMatchObject({ copyOf: clip.id });
      const eve = await driver.user('eve');
      const inThread = { ...there, thread: 't1' };
      expect(await asked(driver, { userId: eve, request: { destination: inThread } })).toMatchObject({
        copyOf: clip.id,
      });
    });

    it('cost nothing beside videos that are made: only those are held to limits and charged', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { clip } = await kept(driver);
      const ask = driver.questionOf({ userId: await driver.user('bob'), jobs: 2, cacheKey, rules: oneVideoADay });
      const [first, second] = ask.jobs;
      if (!first || !second) throw new Error('expected two jobs');
      const admission = await driver.store.admit({ ...ask, jobs: [first, { ...second, cacheKey: 'beef' }] });
      expect(admission).toMatchObject({
        kind: 'admitted',
        jobs: [
          { copyOf: clip.id, quoteMicroUsd: 0 },
          { copyOf: null, quoteMicroUsd: quote },
        ],
      });
      await expectBooksInOrder(world, driver);
    });

    it('count as a request, but neither as a video in flight nor as one of their engine’s hour', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await kept(driver);
      const userId = await driver.user('bob');
      await finished(driver, await asked(driver, { userId }), world.ids);
      const rules = { ...noRules, member: { ...noRules.member, inFlightMax: 1, requestsPerMinuteMax: 2 } };
      const other = { userId, cacheKey: 'beef', videosPerHourMax: 2, rules };
      expect(await asked(driver, other)).toMatchObject({ copyOf: null });
      expect(await driver.admit({ userId, cacheKey, rules })).toMatchObject({
        kind: 'refused',
        refusal: { kind: 'rate', limit: 2 },
      });
    });
  });

  describe('the same once more while it is on its way', () => {
    it('points its person to the first, under an inbound key that leads to the clip once it is there', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user('ada');
      const { job: first, attemptId } = await driver.renderingJob({ userId, cacheKey });
      const again = {
        userId,
        cacheKey,
        inboundKey: 'discord:again',
        rules: memberRules({ unit: 'videos', window: 'day', amount: 1 }),
      };
      expect(await driver.admit(again)).toMatchObject({
        kind: 'same_in_flight',
        job: { id: first.id },
        request: { id: first.requestId },
      });
      expect(await driver.store.requestByKey('discord:again')).toBeNull();
      await driver.recorded({ kind: 'succeeded', attemptId, costMicroUsd: quote });
      const clip = driver.clipOf(first);
      await driver.recorded({ kind: 'fetched', attemptId, clip, deliveryId: world.ids.next('delivery') });
      expect(await driver.admit(again)).toMatchObject({ kind: 'admitted', jobs: [{ copyOf: clip.id }] });
      expect(await driver.admit(again)).toMatchObject({ kind: 'repeated', jobs: [{ copyOf: clip.id }] });
      await expectBooksInOrder(world, driver);
    });

    it('is a video of its own for everybody else, in another tenant, for a new take and beside another video', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user('ada');
      await driver.renderingJob({ userId, cacheKey });
      const [bob, elsewhere, fresh] = [
        await asked(driver),
        await asked(driver, { userId, tenantId: tenantB }),
        await asked(driver, { userId, mayReuse: false }),
      ];
      expect([bob, elsewhere, fresh].map(({ copyOf }) => copyOf)).toEqual([null, null, null]);
      expect(await driver.admit({ userId, cacheKey, jobs: 2 })).toMatchObject({ kind: 'admitted' });
    });

    it('is made when the first is not wanted any more, or nobody knows what became of it', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bob, eve] = [await driver.user('ada'), await driver.user('bob'), await driver.user('eve')];
      const wished = await driver.renderingJob({ userId: ada, cacheKey });
      await driver.recorded({ kind: 'cancel_requested', jobId: wished.job.id });
      const lost = await driver.submittingJob({ userId: bob, cacheKey });
      await driver.recorded({ kind: 'create_unknown', attemptId: lost.attemptId, dueAtMs: driver.nowMs() });
      await driver.renderingJob({ userId: eve, cacheKey });
      await world.clock.advance(cacheDefaults.keptMs);
      for (const userId of [ada, bob, eve]) {
        expect(await driver.admit({ userId, cacheKey })).toMatchObject({ kind: 'admitted', jobs: [{ copyOf: null }] });
      }
    });

    it('points to a copy that is under way, so that a doubled press shows one clip', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await kept(driver);
      const userId = await driver.user('bob');
      const copy = await asked(driver, { userId });
      expect(await driver.admit({ userId, cacheKey })).toMatchObject({ kind: 'same_in_flight', job: { id: copy.id } });
    });
  });

  describe('a request that costs much', () => {
    it('is admitted up to the price that needs no question, and asked about from a micro-dollar more', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const ask = { userId: await driver.user('bob'), jobs: 3, inboundKey: 'discord:much' };
      expect(await driver.admit({ ...ask, confirmAboveMicroUsd: 3 * quote - 1 })).toEqual({
        kind: 'confirm',
        jobs: 3,
        copies: 0,
        quoteMicroUsd: 3 * quote,
      });
      expect(await driver.store.requestByKey('discord:much')).toBeNull();
      expect((await driver.store.checkLedger()).entrySets).toBe(0);
      expect(await driver.admit({ ...ask, confirmAboveMicroUsd: 3 * quote })).toMatchObject({ kind: 'admitted' });
    });

    it('is asked about without what is there already, and refused before anybody is asked', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await kept(driver);
      const ask = driver.questionOf({ userId: await driver.user('bob'), jobs: 2, cacheKey, rules: oneVideoADay });
      const [first, second] = ask.jobs;
      if (!first || !second) throw new Error('expected two jobs');
      const mixed = { ...ask, jobs: [first, { ...second, cacheKey: 'beef' }] };
      expect(await driver.store.admit({ ...mixed, confirmAboveMicroUsd: quote - 1 })).toEqual({
        kind: 'confirm',
        jobs: 2,
        copies: 1,
        quoteMicroUsd: quote,
      });
      const over = { ...mixed, jobs: mixed.jobs.map((job) => ({ ...job, cacheKey: null, mayReuse: false })) };
      expect(await driver.store.admit({ ...over, confirmAboveMicroUsd: 0 })).toMatchObject({ kind: 'refused' });
    });
  });
}
