import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../src/core/time.ts';
import { type Driver, driverOf, lease as leaseMs, noRules } from './driver.ts';
import type { StoreWorld } from './world.ts';

const operator = { kind: 'operator' } as const;

async function deleted(driver: Driver, clipId: Awaited<ReturnType<Driver['readyJob']>>['clip']['id']) {
  return driver.store.deleteClip({ clipId, actor: operator, reason: 'asked to', nowMs: driver.nowMs() });
}

const remainsOf = (driver: Driver) => driver.store.remains({ limit: 10, except: [] });

async function eraseAll(driver: Driver): Promise<void> {
  for (const remains of await remainsOf(driver)) await driver.store.recordErased(remains, driver.nowMs());
}

export function deletionContract(open: () => Promise<StoreWorld>): void {
  describe('deleting clips', () => {
    it('leaves a tombstone with its date, tells the story, and does so once', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { clip, job } = await driver.readyJob({ userId: await driver.user() });
      const deletedAtMs = driver.nowMs();
      expect(await deleted(driver, clip.id)).toEqual({ kind: 'deleted', clip: { ...clip, deletedAtMs } });
      await world.clock.advance(HOUR);
      expect(await deleted(driver, clip.id)).toEqual({ kind: 'already' });
      expect(await driver.store.clip(clip.id)).toEqual({ ...clip, deletedAtMs });
      const story = await driver.store.story(job.id, noRules, driver.nowMs());
      expect(story?.events.at(-1)).toMatchObject({ outcome: 'clip_deleted', actor: operator });
      expect(story?.view.job.state.kind).toBe('ready');
    });

    it('does not know what was never there', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      expect(await deleted(driver, world.ids.next('clip'))).toEqual({ kind: 'not_found' });
    });

    it('stops a delivery that was not made yet, also one that comes back from a failed try', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const waiting = await driver.readyJob({ userId });
      await deleted(driver, waiting.clip.id);
      expect(await driver.claim({ steps: ['deliver'] })).toBeNull();
      const trying = await driver.readyJob({ userId });
      const { lease } = await driver.claimed('deliver');
      await deleted(driver, trying.clip.id);
      const [deliveryId, dueAtMs] = [trying.deliveryId, driver.nowMs()];
      const plan = { kind: 'delivery_postponed', deliveryId, lease, dueAtMs } as const;
      const postponed = await driver.store.recordDelivery(plan, driver.nowMs());
      expect(postponed).toMatchObject({ now: { state: { kind: 'undeliverable', reason: 'deleted' } } });
      expect(await driver.claim({ steps: ['deliver'] })).toBeNull();
      for (const { job } of [waiting, trying]) {
        const view = await driver.store.view(job.id, noRules, driver.nowMs());
        expect(view?.deliveries).toMatchObject([{ state: { kind: 'undeliverable', reason: 'deleted' } }]);
      }
    });

    it('takes a post that was begun and never heard of for one that may be there', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { clip, deliveryId } = await driver.readyJob({ userId: await driver.user() });
      await driver.claimed('deliver');
      await deleted(driver, clip.id);
      await world.clock.advance(leaseMs);
      expect(await remainsOf(driver)).toEqual([]);
      expect(await driver.claim({ steps: ['deliver'] })).toBeNull();
      expect(await remainsOf(driver)).toMatchObject([{ posts: [{ deliveryId, message: null }] }]);
    });

    it('is to be erased anew when it turns out to have been posted late, after it was erased', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { clip, deliveryId } = await driver.readyJob({ userId: await driver.user() });
      const { lease: held } = await driver.claimed('deliver');
      await deleted(driver, clip.id);
      const plan = { kind: 'delivery_postponed', deliveryId, lease: held, dueAtMs: driver.nowMs() } as const;
      await driver.store.recordDelivery(plan, driver.nowMs());
      await eraseAll(driver);
      expect(await remainsOf(driver)).toEqual([]);
      await driver.store.recordDelivery({ kind: 'sent', deliveryId, message: 'm-late' }, driver.nowMs());
      expect(await remainsOf(driver)).toMatchObject([{ posts: [{ deliveryId, message: 'm-late' }] }]);
    });

    it('is to be erased anew when an earlier try shows it after all was taken away', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { clip, deliveryId } = await driver.readyJob({ userId: await driver.user() });
      await driver.claimed('deliver');
      await driver.store.recordDelivery({ kind: 'sent', deliveryId, message: 'm-second' }, driver.nowMs());
      await deleted(driver, clip.id);
      await eraseAll(driver);
      expect(await remainsOf(driver)).toEqual([]);
      await driver.store.recordDelivery({ kind: 'sent', deliveryId, message: 'm-first' }, driver.nowMs());
      expect(await remainsOf(driver)).toMatchObject([{ posts: [{ deliveryId, message: 'm-first' }] }]);
    });

    it('is not taken for erased while there is a post that the eraser did not know of', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { clip, deliveryId } = await driver.readyJob({ userId: await driver.user() });
      const { lease: held } = await driver.claimed('deliver');
      await deleted(driver, clip.id);
      const plan = { kind: 'delivery_postponed', deliveryId, lease: held, dueAtMs: driver.nowMs() } as const;
      await driver.store.recordDelivery(plan, driver.nowMs());
      const known = await remainsOf(driver);
      await driver.store.recordDelivery({ kind: 'sent', deliveryId, message: 'm-late' }, driver.nowMs());
      for (const remains of known) await driver.store.recordErased(remains, driver.nowMs());
      expect(await remainsOf(driver)).toMatchObject([{ posts: [{ deliveryId, message: 'm-late' }] }]);
    });

    it('takes a delivery that was given up after tries without an answer for one that may be there', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { clip, deliveryId } = await driver.readyJob({ userId: await driver.user() });
      await driver.claimed('deliver');
      await driver.store.recordDelivery({ kind: 'undeliverable', deliveryId, reason: 'gave_up' }, driver.nowMs());
      await deleted(driver, clip.id);
      expect(await remainsOf(driver)).toMatchObject([{ posts: [{ deliveryId, message: null }] }]);
    });

    it('leaves out those that are named, so that a few which cannot be erased hold up no other', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const [stuck, next] = [await driver.readyJob({ userId }), await driver.readyJob({ userId })];
      await deleted(driver, stuck.clip.id);
      await world.clock.advance(1);
      await deleted(driver, next.clip.id);
      const found = await driver.store.remains({ limit: 1, except: [stuck.clip.id] });
      expect(found.map(({ clip }) => clip.id)).toEqual([next.clip.id]);
    });

    it('gives out what is left of it until that is gone, and not while it may be being posted', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { clip, deliveryId } = await driver.readyJob({ userId: await driver.user() });
      expect(await remainsOf(driver)).toEqual([]);
      const { delivery } = await driver.claimed('deliver');
      await deleted(driver, clip.id);
      expect(await remainsOf(driver)).toEqual([]);
      await driver.store.recordDelivery({ kind: 'sent', deliveryId, message: 'm-9' }, driver.nowMs());
      const posts = [{ deliveryId, destination: delivery.destination, message: 'm-9' }];
      expect(await remainsOf(driver)).toMatchObject([{ clip: { id: clip.id }, posts }]);
      await eraseAll(driver);
      expect(await remainsOf(driver)).toEqual([]);
    });
  });
}
