import { describe, expect, it } from 'vitest';
import type { JobId, UserId } from '../../../src/core/ids.ts';
import { inputNameOf, mediaKeyOf } from '../../../src/core/media-key.ts';
import { type Driver, driverOf, lease as leaseMs, spec } from './driver.ts';
import type { StoreWorld } from './world.ts';

const mediaKey = 'aa/holiday';
const words = { ...spec, input: { kind: 'image', source: 'https://cdn.example/holiday', mediaKey: null } } as const;
const ours = { ...words, input: { ...words.input, mediaKey } };

async function forget({ store, nowMs }: Driver, userId: UserId): Promise<void> {
  await store.forgetPerson({ userId, actor: { kind: 'user', userId }, nowMs: nowMs() });
  while (await store.emptyForgotten({ limit: 50, nowMs: nowMs() }));
}

/** Files that videos start from are neither left for nobody nor taken from anybody. */
export function inputContract(open: () => Promise<StoreWorld>): void {
  describe('an image that was started from', () => {
    const toErase = ({ store, nowMs }: Driver) => store.filesToErase({ limit: 10, except: [], nowMs: nowMs() });

    it('is erased with the person, once', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await driver.user();
      await driver.readyJob({ userId: userId, spec: ours });
      await driver.queuedJob({ userId: userId, spec: ours });
      expect(await toErase(driver)).toEqual([]);
      await forget(driver, userId);
      expect(await toErase(driver)).toEqual([mediaKey]);
      expect(await driver.store.filesToErase({ limit: 10, except: [mediaKey], nowMs: driver.nowMs() })).toEqual([]);
      await driver.store.recordFileErased(mediaKey);
      expect(await toErase(driver)).toEqual([]);
    });

    it('stays while somebody else’s video starts from it, and goes with the last', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bo] = [await driver.user(), await driver.user('bo')];
      await driver.queuedJob({ userId: ada, spec: ours });
      const { id } = await driver.queuedJob({ userId: bo, spec: ours });
      await forget(driver, ada);
      expect(await toErase(driver)).toEqual([]);
      expect(await driver.store.job(id)).toMatchObject({ spec: { input: { mediaKey } } });
      await forget(driver, bo);
      expect(await toErase(driver)).toEqual([mediaKey]);
    });

    it('that was copied for a video which was cancelled meanwhile belongs to nobody, and is erased', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { job } = await driver.admitted({ userId: await driver.user(), spec: words });
      await driver.claimed('prepare');
      await driver.recorded({ kind: 'cancel_requested', jobId: job.id });
      expect(await driver.record({ kind: 'prepared', jobId: job.id, input: ours.input })).toMatchObject({
        why: 'moved_on',
      });
      expect(await toErase(driver)).toEqual([mediaKey]);
    });

    it('that may be being copied for a video which is stopped meanwhile is erased once nobody copies any more', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bo] = [await driver.user(), await driver.user('bo')];
      const stopped = await driver.admitted({ userId: bo, spec: words });
      const forgotten = await driver.admitted({ userId: ada, spec: words });
      await driver.admitted({ userId: bo });
      await driver.claimed('prepare', { only: stopped.request.id });
      await driver.recorded({ kind: 'cancel_requested', jobId: stopped.job.id });
      await forget(driver, ada);
      const keyOfCopy = ({ id }: { readonly id: JobId }): string => mediaKeyOf(inputNameOf(id));
      expect(await toErase(driver)).toEqual([keyOfCopy(forgotten.job)]);
      await world.clock.advance(leaseMs);
      expect((await toErase(driver)).toSorted()).toEqual([stopped.job, forgotten.job].map(keyOfCopy).toSorted());
    });

    it('again before it was erased stays for as long as it is needed', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bo] = [await driver.user(), await driver.user('bo')];
      await driver.queuedJob({ userId: ada, spec: ours });
      await forget(driver, ada);
      await driver.admitted({ userId: bo, spec: ours });
      expect(await toErase(driver)).toEqual([]);
      await forget(driver, bo);
      expect(await toErase(driver)).toEqual([mediaKey]);
    });

    it('of a video that goes on is never erased by an answer that came twice', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { job } = await driver.admitted({ userId: await driver.user(), spec: words });
      await driver.claimed('prepare');
      await driver.recorded({ kind: 'prepared', jobId: job.id, input: ours.input });
      await driver.record({ kind: 'prepared', jobId: job.id, input: ours.input });
      expect(await toErase(driver)).toEqual([]);
    });
  });
}
