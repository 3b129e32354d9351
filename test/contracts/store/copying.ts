import { describe, expect, it } from 'vitest';
import { copyNameOf, mediaKeyOf } from '../../../src/core/media-key.ts';
import { asked, cacheKey, copiedOf, finished, kept, operator, removed } from './cache.ts';
import { type Driver, driverOf, lease as leaseMs, noRules, quote, tenantA } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

const toErase = ({ store, nowMs }: Driver) => store.filesToErase({ limit: 10, except: [], nowMs: nowMs() });

/** Copies on their way and afterwards: each is its owner's, and none outlives what must not be shown. */
export function copyingContract(open: () => Promise<StoreWorld>): void {
  describe('copying', () => {
    it('ends in nothing, free, when the original was deleted before the copy is there; its file goes', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const original = await kept(driver);
      const job = await asked(driver);
      const { lease } = await driver.claimed('prepare');
      await removed(driver, original.clip, { kind: 'user', userId: original.job.userId });
      expect(await driver.recorded(copiedOf(driver, job, world.ids))).toMatchObject({
        state: { kind: 'failed', code: 'output_gone', attemptId: null },
      });
      expect(await toErase(driver)).toEqual([]);
      await world.clock.advance(lease.untilMs - driver.nowMs());
      expect(await toErase(driver)).toEqual([mediaKeyOf(copyNameOf(job.id))]);
      await expectBooksInOrder(world, driver);
    });

    it('of a clip whose file is lost fails once, free: whoever asks for the same next gets one that is made', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const original = await kept(driver);
      const job = await asked(driver);
      await driver.claimed('prepare');
      expect(await driver.recorded({ kind: 'copy_lost', jobId: job.id })).toMatchObject({
        state: { kind: 'failed', code: 'output_gone' },
      });
      expect(await asked(driver)).toMatchObject({ copyOf: null, quoteMicroUsd: quote });
      expect(await driver.store.clip(original.clip.id)).toEqual(original.clip);
      await expectBooksInOrder(world, driver);
    });

    it('done by two at once leaves one clip, whose file stays', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await kept(driver);
      const job = await asked(driver);
      const { clip } = copiedOf(driver, job, world.ids);
      await driver.claimed('prepare');
      await driver.recorded({ kind: 'copied', jobId: job.id, clip, deliveryId: world.ids.next('delivery') });
      expect(await driver.record(copiedOf(driver, job, world.ids))).toEqual({
        kind: 'ignored',
        why: 'already_recorded',
      });
      await world.clock.advance(leaseMs);
      expect(await toErase(driver)).toEqual([]);
      expect((await driver.store.view(job.id, noRules, driver.nowMs()))?.clip).toEqual(clip);
    });

    it('that comes after a cancel is not wanted any more: its file goes', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await kept(driver);
      const job = await asked(driver);
      await driver.claimed('prepare');
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      expect(await driver.record(copiedOf(driver, job, world.ids))).toEqual({ kind: 'ignored', why: 'moved_on' });
      await world.clock.advance(leaseMs);
      expect(await toErase(driver)).toEqual([mediaKeyOf(copyNameOf(job.id))]);
      await expectBooksInOrder(world, driver);
    });

    it('never leads to an engine, whatever a worker says of its input', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      await kept(driver);
      const job = await asked(driver);
      await driver.claimed('prepare');
      expect(await driver.record({ kind: 'prepared', jobId: job.id, input: null })).toMatchObject({ kind: 'ignored' });
    });
  });

  describe('when the original goes', () => {
    it('by its owner’s word, copies that were made stay their owners’', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const original = await kept(driver);
      const copy = await finished(driver, await asked(driver), world.ids);
      await removed(driver, original.clip, { kind: 'user', userId: original.job.userId });
      expect(await driver.store.clip(copy.id)).toEqual(copy);
      expect(await asked(driver, { userId: await driver.user('carol') })).toMatchObject({ copyOf: null });
    });

    it('with its person, who is forgotten, copies stay as well', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const original = await kept(driver);
      const copy = await finished(driver, await asked(driver), world.ids);
      await driver.store.forgetPerson({ userId: original.job.userId, actor: operator, nowMs: driver.nowMs() });
      while (await driver.store.emptyForgotten({ limit: 10, nowMs: driver.nowMs() }));
      expect(await driver.store.clip(copy.id)).toEqual(copy);
    });

    it.each([
      ['a moderator', async (driver: Driver) => ({ kind: 'user', userId: await driver.user('mod') }) as const],
      ['the operator', async () => operator],
    ])('by the word of %s, its copies go too, made and to be made, each with its line in the audit', async (_, who) => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const original = await kept(driver);
      const copy = await finished(driver, await asked(driver), world.ids);
      const coming = await asked(driver, { userId: await driver.user('carol') });
      await removed(driver, original.clip, await who(driver));
      expect((await driver.store.clip(copy.id))?.deletedAtMs).toBe(driver.nowMs());
      await driver.claimed('prepare', { only: coming.requestId });
      expect(await driver.recorded(copiedOf(driver, coming, world.ids))).toMatchObject({ state: { kind: 'failed' } });
      expect((await driver.store.remains({ limit: 10, except: [] })).map(({ clip }) => clip.id).toSorted()).toEqual(
        [original.clip.id, copy.id].toSorted(),
      );
      const lines = await driver.store.audit({ tenantId: tenantA, targetUserId: null, limit: 10 });
      expect(lines.map(({ reason }) => reason)).toEqual(['not here', 'not here']);
      expect(lines.map(({ change }) => change)).toEqual(
        expect.arrayContaining([
          { kind: 'clip_deleted', number: original.job.number },
          { kind: 'clip_deleted', number: original.job.number + 1 },
        ]),
      );
    });

    it('a copy that a moderator removes leaves the original alone, and nobody is given that any more', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const original = await kept(driver);
      const copy = await finished(driver, await asked(driver), world.ids);
      await removed(driver, copy, { kind: 'user', userId: await driver.user('mod') });
      expect(await driver.store.clip(original.clip.id)).toEqual(original.clip);
      expect(await asked(driver, { userId: await driver.user('carol') })).toMatchObject({ copyOf: null });
    });

    it('what a forgotten person asked for cannot be told from its key: that goes with the words', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { job } = await kept(driver);
      expect(world.stored()).toContain(cacheKey);
      await driver.store.forgetPerson({ userId: job.userId, actor: operator, nowMs: driver.nowMs() });
      expect((await driver.store.job(job.id))?.cacheKey).toBeNull();
      while (await driver.store.emptyForgotten({ limit: 10, nowMs: driver.nowMs() }));
      expect(world.stored()).not.toContain(cacheKey);
    });
  });
}
