import { describe, expect, it } from 'vitest';
import { markedUntilMs } from '../../../src/core/forgetting.ts';
import type { UserId } from '../../../src/core/ids.ts';
import type { Store } from '../../../src/core/ports/store.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { type Driver, driverOf, memberRules, noRules, quote, requestOf, spec, tenantA } from './driver.ts';
import { expectBooksInOrder, type StoreWorld } from './world.ts';

const secrets = [
  'Ada-Lovelace',
  '900100',
  'a secret garden',
  'watercolours',
  'cdn.example/holiday',
  'aa/holiday',
  'rude',
];
const [name = '', externalId = '', prompt = '', style = '', source = '', mediaKey = '', reason = ''] = secrets;

const words = { ...spec, prompt, style, input: { kind: 'image', source, mediaKey: null } } as const;
const ours = { ...words, input: { ...words.input, mediaKey } };

const who = { platform: 'discord', externalId, name };

function identify({ store, nowMs }: Driver, { ids }: StoreWorld, more: Partial<Parameters<Store['identify']>[0]> = {}) {
  return store.identify({ ...who, newId: ids.next('user'), nowMs: nowMs(), ...more });
}

/** Only what is done at once: the rest is left to be taken away. */
function forgetAtFirst({ store, nowMs }: Driver, userId: UserId) {
  return store.forgetPerson({ userId, actor: { kind: 'user', userId }, nowMs: nowMs() });
}

async function forget(driver: Driver, userId: UserId) {
  const forgotten = await forgetAtFirst(driver, userId);
  while (await driver.store.emptyForgotten({ limit: 50, nowMs: driver.nowMs() }));
  return forgotten;
}

function asked(userId: UserId, key: string, more: object = {}) {
  return { userId, spec: ours, inboundKey: `chat:${externalId}:${key}`, request: { prompt }, ...more };
}

function zeroADay({ store, nowMs }: Driver, userId: UserId) {
  const change = { kind: 'set', limit: { unit: 'videos', window: 'day', amount: 0 } } as const;
  const ask = {
    tenantId: tenantA,
    subject: userId,
    change,
    rules: noRules,
    actor: { kind: 'operator' },
    reason,
  } as const;
  return store.setPolicy({ ...ask, nowMs: nowMs() });
}

/** Who is forgotten is in no row any more, and nothing that was paid is lost or taken for something else. */
export function forgettingContract(open: () => Promise<StoreWorld>): void {
  describe('forgetting a person', () => {
    it('leaves nothing of them in any row: no name, no words, no image; and all that was paid', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      await driver.admitted(asked(userId, 'waits'));
      await driver.renderingJob(asked(userId, 'renders'));
      const ready = await driver.readyJob(asked(userId, 'made'));
      const erased = await driver.readyJob(asked(userId, 'deleted before'));
      const actor = { kind: 'operator' } as const;
      await driver.store.deleteClip({ clipId: erased.clip.id, actor, reason, nowMs: driver.nowMs() });
      await zeroADay(driver, userId);
      for (const secret of secrets) expect(world.stored()).toContain(secret);
      const usage = { tenantId: tenantA, nowMs: driver.nowMs(), limit: 10 };
      const paid = await driver.store.usage(usage);

      expect(await driver.store.personalData(userId)).toEqual({ videos: 4, clips: 1 });
      const forgotten = await forget(driver, userId);
      expect(forgotten).toMatchObject({ videos: 4, clips: 1, cancelled: 1, finishing: 1 });
      await driver.store.recordFileErased(mediaKey);
      for (const secret of secrets) expect(world.stored()).not.toContain(secret);
      expect(await driver.store.personalData(userId)).toEqual({ videos: 0, clips: 0 });

      const view = await driver.store.view(ready.job.id, noRules, driver.nowMs());
      expect(view).toMatchObject({
        job: { number: ready.job.number, spec: { prompt: '', style: null, input: null, seconds: spec.seconds } },
        request: { prompt: null },
        requester: { userId, name: null, externalId: null },
        chargedMicroUsd: quote,
        clip: { deletedAtMs: driver.nowMs() },
      });
      // The one that waited was given back; what was paid stays with the number.
      expect(await driver.store.usage(usage)).toMatchObject({
        members: [{ userId, name: null, today: { videos: paid.today.videos - 1 } }],
      });
      await expectBooksInOrder(world, driver);
    });

    it('takes nothing of anybody else away', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [ada, bo] = [await identify(driver, world), await driver.user('bo')];
      const mine = await driver.readyJob({ userId: bo });
      const waiting = await driver.queuedJob({ userId: bo });
      await driver.readyJob(asked(ada, 'made'));
      await forget(driver, ada);
      const view = await driver.store.view(mine.job.id, noRules, driver.nowMs());
      expect(view).toMatchObject({ request: { prompt: spec.prompt }, requester: { name: 'bo' }, clip: mine.clip });
      expect(await driver.store.job(waiting.id)).toMatchObject({ state: { kind: 'queued' }, spec });
    });

    it('has its results and statuses seen to: what was posted is due to go, what is shown to be shown anew', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      const { job, clip, deliveryId } = await driver.readyJob(asked(userId, 'made'));
      await driver.claimed('deliver');
      await driver.store.recordDelivery({ kind: 'sent', deliveryId, message: 'm-1' }, driver.nowMs());
      const { status, lease } = await driver.claimed('status', { only: job.requestId });
      const shown = { kind: 'status_shown', requestId: job.requestId, lease, message: 's-1' } as const;
      await driver.store.recordStatus({ ...shown, version: status.version, freeAtMs: driver.nowMs() }, driver.nowMs());
      expect(await driver.claim({ steps: ['status'], only: job.requestId })).toBeNull();

      await forget(driver, userId);
      expect(await driver.store.remains({ limit: 10, except: [] })).toMatchObject([
        { clip: { id: clip.id }, posts: [{ deliveryId, message: 'm-1' }] },
      ]);
      const stale = await driver.claimed('status', { only: job.requestId });
      expect(stale.views).toMatchObject([
        { request: { prompt: null, statusMessage: 's-1' }, requester: { name: null } },
      ]);
    });

    it('settles what an engine still makes, and deletes it when it comes: it is never brought', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      const { job, attemptId } = await driver.renderingJob(asked(userId, 'renders'));
      await forget(driver, userId);
      await driver.recorded({ kind: 'succeeded', attemptId, costMicroUsd: quote });
      const clip = driver.clipOf(job);
      await driver.recorded({ kind: 'fetched', attemptId, clip, deliveryId: world.ids.next('delivery') });
      expect(await driver.store.view(job.id, noRules, driver.nowMs())).toMatchObject({
        job: { state: { kind: 'ready' } },
        clip: { deletedAtMs: driver.nowMs() },
        deliveries: [],
        chargedMicroUsd: quote,
      });
      expect(await driver.store.remains({ limit: 10, except: [] })).toMatchObject([
        { clip: { id: clip.id }, posts: [] },
      ]);
      await expectBooksInOrder(world, driver);
    });

    it('deletes at once also what turns up for a job that had been given up, which nobody could cancel', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      const { job, attemptId } = await driver.renderingJob(asked(userId, 'late'));
      await driver.recorded({ kind: 'gave_up', attemptId });
      await forget(driver, userId);
      await driver.recorded({ kind: 'succeeded', attemptId, costMicroUsd: quote });
      const clip = driver.clipOf(job);
      await driver.recorded({ kind: 'fetched', attemptId, clip, deliveryId: world.ids.next('delivery') });
      const view = await driver.store.view(job.id, noRules, driver.nowMs());
      expect(view).toMatchObject({ clip: { deletedAtMs: driver.nowMs() }, deliveries: [], chargedMicroUsd: 0 });
      await expectBooksInOrder(world, driver);
    });

    it('knows the same event again, so that it is not charged twice when it comes once more', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      const { request } = await driver.admitted(asked(userId, 'once'));
      await forget(driver, userId);
      expect(await driver.admit(asked(userId, 'once'))).toMatchObject({
        kind: 'repeated',
        request: { id: request.id },
      });
      expect(await driver.store.requestByKey(request.inboundKey)).toMatchObject({ request: { id: request.id } });
      expect((await requestOf(driver.store, request.id)).inboundKey).not.toBe(request.inboundKey);
    });

    it('is no way around a limit: until the month is over the same person is the same number', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const rules = memberRules({ unit: 'videos', window: 'month', amount: 1 });
      const userId = await identify(driver, world);
      await driver.readyJob(asked(userId, 'first', { rules }));
      await forget(driver, userId);
      expect(await identify(driver, world)).toBe(userId);
      expect(await driver.admit(asked(userId, 'second', { rules }))).toMatchObject({
        refusal: { kind: 'limit', used: 1 },
      });
      // Asked for once more, they are forgotten once more.
      await forget(driver, userId);
      expect(world.stored()).not.toContain(name);
      expect(await identify(driver, world)).toBe(userId);
      const view = await driver.store.list({ tenantId: null, userId, states: null, limit: 1 }, noRules, driver.nowMs());
      expect(view).toMatchObject([{ requester: { name }, request: { prompt: null } }]);
    });

    it('keeps the mark until the month is over, and then knows a stranger', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      await driver.readyJob(asked(userId, 'made'));
      const { markedUntilMs: untilMs } = await forget(driver, userId);
      expect(untilMs).toBe(markedUntilMs(driver.nowMs()));
      expect(await driver.store.dropMarks(untilMs - 1)).toBe(0);
      await world.clock.advance(untilMs - driver.nowMs());
      const stranger = await identify(driver, world);
      expect(stranger).not.toBe(userId);
      expect(await driver.store.dropMarks(driver.nowMs())).toBe(1);
      expect(await driver.store.dropMarks(driver.nowMs())).toBe(0);
    });

    it('is no way around what moderators set for them, however long ago: that holds until they take it back', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      await zeroADay(driver, userId);
      const { markedUntilMs: untilMs } = await forget(driver, userId);
      await world.clock.advance(untilMs - driver.nowMs() + 400 * DAY);
      expect(await driver.store.dropMarks(driver.nowMs())).toBe(0);
      expect(await identify(driver, world)).toBe(userId);
      expect(await driver.admit(asked(userId, 'refused'))).toMatchObject({ refusal: { kind: 'limit', limit: 0 } });
      const again = await forget(driver, userId);
      const rules = { rules: noRules, actor: { kind: 'operator' }, reason: null, nowMs: driver.nowMs() } as const;
      await driver.store.setPolicy({ tenantId: tenantA, subject: userId, change: { kind: 'default' }, ...rules });
      expect(await driver.store.dropMarks(again.markedUntilMs)).toBe(1);
      await world.clock.advance(again.markedUntilMs - driver.nowMs());
      expect(await identify(driver, world)).not.toBe(userId);
    });

    it('can be asked for by somebody who came back after their mark had ended and before it was taken away', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const first = await identify(driver, world);
      const { markedUntilMs: untilMs } = await forget(driver, first);
      await world.clock.advance(untilMs - driver.nowMs());
      const second = await identify(driver, world);
      expect(second).not.toBe(first);
      await forget(driver, second);
      expect(await identify(driver, world)).toBe(second);
    });

    it('is seen by an admission that was begun before: whoever asks has to be identified anew', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      await forget(driver, userId);
      expect(await driver.admit(asked(userId, 'late'))).toEqual({ kind: 'unknown_person' });
      expect(world.stored()).not.toContain(prompt);
      expect(await identify(driver, world)).toBe(userId);
      expect(await driver.admit(asked(userId, 'late'))).toMatchObject({ kind: 'admitted' });
    });

    it('leaves nothing to be made once more, also for whoever had begun to', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [userId, bo] = [await identify(driver, world), await driver.user('bo')];
      const { request } = await driver.admitted(asked(userId, 'once'));
      const again = { ...asked(bo, 'again'), repeats: request.id };
      await forgetAtFirst(driver, userId);
      expect(await driver.admit(again)).toEqual({ kind: 'nothing_to_repeat' });
      expect(await driver.admit({ ...again, repeats: world.ids.next('request') })).toEqual({
        kind: 'nothing_to_repeat',
      });
    });

    it('shows nothing of theirs from the first moment, and takes it away a little at a time', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const { store, nowMs } = driver;
      const userId = await identify(driver, world);
      const first = await driver.readyJob(asked(userId, 'made 0'));
      const made = [first];
      for (let number = 1; number < 5; number += 1) made.push(await driver.readyJob(asked(userId, `made ${number}`)));
      const { job, clip } = first;
      const actor = { kind: 'operator' } as const;
      await store.deleteClip({ clipId: clip.id, actor, reason, nowMs: nowMs() });
      await world.clock.advance(1);
      expect(await forgetAtFirst(driver, userId)).toMatchObject({ videos: 5, clips: 4 });
      const empty = { prompt: '', style: null, input: null };

      async function expectNothing(): Promise<void> {
        for (const { job: each, clip: its } of made) {
          const view = await store.view(each.id, noRules, nowMs());
          const gone = { job: { spec: empty }, request: { prompt: null }, clip: { deletedAtMs: expect.any(Number) } };
          expect(view).toMatchObject(gone);
          expect(await store.clip(its.id)).toMatchObject({ deletedAtMs: expect.any(Number) });
        }
        expect(await store.job(job.id)).toMatchObject({ spec: empty });
        expect(await store.findJob({ tenantId: tenantA, number: job.number, userId: null })).toMatchObject({
          spec: empty,
        });
        expect(await store.request(job.requestId)).toMatchObject({
          request: { prompt: null },
          jobs: [{ spec: empty }],
        });
        expect(await driver.admit(asked(userId, 'made 0'))).toMatchObject({
          kind: 'repeated',
          jobs: [{ spec: empty }],
        });
        const lines = await store.audit({ tenantId: tenantA, targetUserId: null, limit: 9 });
        expect(lines.map((line) => line.reason)).toEqual([null]);
      }

      await expectNothing();
      expect(await store.personalData(userId)).toEqual({ videos: 0, clips: 0 });
      expect(await driver.claim({ steps: ['deliver'] })).toBeNull();
      // Who comes back meanwhile asks for something new: that is theirs and stays.
      expect(await identify(driver, world)).toBe(userId);
      const mine = await driver.readyJob({ userId });
      await expectNothing();
      let goes = 0;
      while (await store.emptyForgotten({ limit: 2, nowMs: nowMs() })) {
        goes += 1;
        await expectNothing().catch((error: unknown) => Promise.reject(new Error(`after ${goes}: ${String(error)}`)));
      }
      expect(goes).toBe(4);
      for (const secret of [prompt, style, source, reason]) expect(world.stored()).not.toContain(secret);
      expect(await store.view(mine.job.id, noRules, nowMs())).toMatchObject({
        job: { spec },
        request: { prompt: spec.prompt },
        clip: mine.clip,
      });
      expect(await driver.claim({ steps: ['deliver'] })).toMatchObject({ clip: mine.clip });
      await expectBooksInOrder(world, driver);
    });

    it('takes away why they decided something, and of nobody else', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [userId, bo] = [await identify(driver, world), await driver.user('bo')];
      const decide = (by: UserId, why: string) =>
        driver.store.setPolicy({
          tenantId: tenantA,
          subject: 'default',
          change: { kind: 'set', limit: { unit: 'videos', window: 'day', amount: why.length } },
          rules: noRules,
          actor: { kind: 'user', userId: by },
          reason: why,
          nowMs: driver.nowMs(),
        });
      await decide(userId, reason);
      await decide(bo, 'too many');
      await forget(driver, userId);
      expect(world.stored()).not.toContain(`"${reason}"`);
      const lines = await driver.store.audit({ tenantId: tenantA, targetUserId: null, limit: 9 });
      expect(new Set(lines.map((line) => line.reason))).toEqual(new Set([null, 'too many']));
    });

    it('is not undone by somebody who mentions them', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      await forget(driver, userId);
      expect(await identify(driver, world, { name: null, isMentioned: true })).toBe(userId);
      expect(world.stored()).not.toContain(externalId);
      const by = { kind: 'externalId', text: externalId } as const;
      expect(await driver.store.findUser({ platform: 'discord', tenantId: null, by })).toEqual([]);
    });

    it('is written down without a name, and of what was decided about them no reason is kept', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const [userId, bo] = [await identify(driver, world), await driver.user('bo')];
      await zeroADay(driver, userId);
      await zeroADay(driver, bo);
      await forget(driver, userId);
      const lines = await driver.store.audit({ tenantId: tenantA, targetUserId: null, limit: 10 });
      expect(lines.map(({ about, reason: why }) => [about?.userId, about?.name, why])).toEqual(
        expect.arrayContaining([
          [userId, null, null],
          [bo, 'bo', reason],
        ]),
      );
      expect(lines).toHaveLength(2);
      expect(world.stored()).toContain('person_forgotten');
    });

    it('twice is as once, also for somebody who never asked for anything', async () => {
      await using world = await open();
      const driver = driverOf(await world.join(), world);
      const userId = await identify(driver, world);
      const nothing = { videos: 0, clips: 0, cancelled: 0, finishing: 0 };
      expect(await forget(driver, userId)).toMatchObject(nothing);
      await world.clock.advance(HOUR);
      expect(await forget(driver, userId)).toMatchObject(nothing);
      expect(await identify(driver, world)).toBe(userId);
    });
  });

  it('a mark ends when the month is over in every time zone, and not a day later', () => {
    const atMs = Date.UTC(2026, 0, 31, 12);
    expect(markedUntilMs(atMs)).toBe(Date.UTC(2026, 1, 28, 10));
    expect(markedUntilMs(atMs - DAY)).toBe(Date.UTC(2026, 1, 1, 12));
  });
}
