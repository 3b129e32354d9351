import { describe, expect, it } from 'vitest';
import type { DeliveryOutcome } from '../../../src/core/outcome.ts';
import { HOUR } from '../../../src/core/time.ts';
import { driverOf, lease as leaseMs, noRules } from './driver.ts';
import type { StoreWorld } from './world.ts';

export function deliveryContract(open: () => Promise<StoreWorld>): void {
  describe('deliveries', () => {
    it('remembers a posted message once, so that nothing is posted twice', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { deliveryId, job } = await driver.readyJob({ userId: await driver.user() });
      await driver.claimed('deliver');
      const tell = (outcome: DeliveryOutcome) => driver.store.recordDelivery(outcome, driver.nowMs());
      const sent = { kind: 'sent', deliveryId, message: 'm-1' } as const;
      expect(await tell(sent)).toMatchObject({ kind: 'changed', now: { state: { kind: 'sent', message: 'm-1' } } });
      expect(await tell(sent)).toEqual({ kind: 'ignored', why: 'already_recorded' });
      await world.clock.advance(HOUR);
      expect(await driver.claim()).toBeNull();
      const story = await driver.store.story(job.id, noRules, driver.nowMs());
      expect(story?.view.deliveries).toMatchObject([{ id: deliveryId, state: { kind: 'sent' }, dueAtMs: null }]);
      expect(story?.events.at(-1)).toMatchObject({ outcome: 'sent', state: 'ready' });
    });

    it('brings a delivery again after its lease ended without an answer, and records the answer of the first', async () => {
      await using world = await open();
      const [slow, quick] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { deliveryId } = await slow.readyJob({ userId: await slow.user() });
      const { lease } = await slow.claimed('deliver');
      expect(await quick.claim()).toBeNull();
      await world.clock.advance(leaseMs);
      expect(await quick.claimed('deliver')).toMatchObject({ delivery: { id: deliveryId }, mayBePosted: true });
      const { nowMs, store } = slow;
      const dueAtMs = nowMs() + HOUR;
      const plan = { kind: 'delivery_postponed', deliveryId, lease, dueAtMs } as const;
      expect(await store.recordDelivery(plan, nowMs())).toEqual({ kind: 'ignored', why: 'lease_lost' });
      const sent = { kind: 'sent', deliveryId, message: 'm-1' } as const;
      expect(await store.recordDelivery(sent, nowMs())).toMatchObject({ kind: 'changed' });
    });

    it('gives the next try what the last one noted, also after its process died', async () => {
      await using world = await open();
      const [slow, quick] = [driverOf(await world.join(), world), driverOf(await world.join(), world)];
      const { deliveryId } = await slow.readyJob({ userId: await slow.user() });
      const { lease, delivery } = await slow.claimed('deliver');
      expect(delivery.upload).toBeNull();
      const atMs = slow.nowMs();
      const noted = await slow.store.noteUpload({ deliveryId, lease, name: 'F1' }, atMs);
      expect(noted).toMatchObject({
        kind: 'changed',
        now: { state: { kind: 'sending' }, upload: { name: 'F1', atMs } },
      });
      expect(await quick.claim()).toBeNull();
      await world.clock.advance(leaseMs);
      const next = await quick.claimed('deliver');
      expect(next.delivery.upload).toEqual({ name: 'F1', atMs });
      // The first is told that it may no longer show anything, and changes nothing of the second's.
      const late = await slow.store.noteUpload({ deliveryId, lease, name: 'F2' }, slow.nowMs());
      expect(late).toEqual({ kind: 'ignored', why: 'lease_lost' });
      await quick.store.noteUpload({ deliveryId, lease: next.lease, name: 'F3' }, quick.nowMs());
      const sent = { kind: 'sent', deliveryId, message: 'm-1' } as const;
      expect(await quick.store.recordDelivery(sent, quick.nowMs())).toMatchObject({ now: { upload: { name: 'F3' } } });
    });

    it('refuses to note anything for a clip that was deleted meanwhile, so that it is not shown', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { deliveryId, clip } = await driver.readyJob({ userId: await driver.user() });
      const { lease } = await driver.claimed('deliver');
      await driver.store.noteUpload({ deliveryId, lease, name: 'F1' }, driver.nowMs());
      const actor = { kind: 'operator' } as const;
      await driver.store.deleteClip({ clipId: clip.id, actor, reason: null, nowMs: driver.nowMs() });
      const late = await driver.store.noteUpload({ deliveryId, lease, name: 'F2' }, driver.nowMs());
      expect(late).toEqual({ kind: 'ignored', why: 'moved_on' });
      const plan = { kind: 'delivery_postponed', deliveryId, lease, dueAtMs: driver.nowMs() } as const;
      await driver.store.recordDelivery(plan, driver.nowMs());
      const [remains] = await driver.store.remains({ limit: 1, except: [] });
      expect(remains?.posts).toMatchObject([{ deliveryId, message: null, upload: 'F1' }]);
    });

    it('lets one that waits for a retry step aside for the next', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      const first = await driver.readyJob({ userId });
      await world.clock.advance(1);
      const second = await driver.readyJob({ userId });
      const { lease, delivery } = await driver.claimed('deliver');
      expect(delivery.id).toBe(first.deliveryId);
      const dueAtMs = driver.nowMs() + HOUR;
      const { deliveryId } = first;
      const plan = { kind: 'delivery_postponed', deliveryId, lease, dueAtMs } as const;
      const postponed = await driver.store.recordDelivery(plan, driver.nowMs());
      expect(postponed).toMatchObject({ now: { state: { kind: 'pending' }, retries: 1, dueAtMs } });
      expect((await driver.claimed('deliver')).delivery.id).toBe(second.deliveryId);
      expect(await driver.claim()).toBeNull();
      await world.clock.advance(HOUR);
      expect((await driver.claimed('deliver')).delivery.id).toBe(second.deliveryId);
    });

    it('keeps the clip of a delivery that cannot be made, and no longer tries', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { deliveryId, job, clip } = await driver.readyJob({ userId: await driver.user() });
      await driver.claimed('deliver');
      const gone = { kind: 'undeliverable', deliveryId, reason: 'destination_gone' } as const;
      await driver.store.recordDelivery(gone, driver.nowMs());
      await world.clock.advance(24 * HOUR);
      expect(await driver.claim()).toBeNull();
      expect(await driver.store.view(job.id, noRules, driver.nowMs())).toMatchObject({
        job: { state: { kind: 'ready' } },
        clip,
        deliveries: [{ state: { kind: 'undeliverable', reason: 'destination_gone' } }],
      });
    });
  });
}
